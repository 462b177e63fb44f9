// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/account/page/AccountPage.h"
#include "app/gallery/ResultsPanel.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MachinesPanel.h"
#include "app/shell/PageBar.h"
#include "app/shell/Screenshot.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/shell/WindowFixture.h"

#include <QApplication>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

const QString kDemo = QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale-two-machines.json");

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theAccountPageIsOneKeyAway()
    {
        AccountController account(nullptr, QStringLiteral("This PC"));
        WindowFixture f;
        f.window.useAccount(account);
        f.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        f.window.activateWindow();
        QTest::keyClick(&f.window, Qt::Key_A, Qt::AltModifier);
        QTRY_VERIFY(f.window.isAccountShown());
        QCOMPARE(int(f.window.topBar().pages().shown()), int(ShownPage::Account)); // its place in the bar is lit
        QCOMPARE(f.window.windowTitle(), QStringLiteral("Weft"));
        QTest::keyClick(f.window.findChild<AccountPage*>(), Qt::Key_Escape);
        QTRY_VERIFY(!f.window.isAccountShown());
    }

    void opensAndSavesIdentically()
    {
        WindowFixture f;
        QVERIFY(f.window.openFile(kDemo));
        QCOMPARE(f.window.pageCount(), 1); // the empty tab was taken
        const QString copy = f.folder.filePath(QStringLiteral("copy.json"));
        QVERIFY(f.window.saveTo(copy));
        QCOMPARE(parseJson(contentOf(copy).toStdString())->dump(1), parseJson(contentOf(kDemo).toStdString())->dump(1));
        QCOMPARE(f.window.page()->path(), copy);
    }

    void aFileIsOpenedOnceAndEachInItsTab()
    {
        WindowFixture f;
        const QString copy = f.folder.filePath(QStringLiteral("other.json"));
        QVERIFY(QFile::copy(kDemo, copy));
        QVERIFY(f.window.openFile(kDemo));
        QVERIFY(f.window.openFile(copy));
        QCOMPARE(f.window.pageCount(), 2);
        QVERIFY(f.window.openFile(kDemo));
        QCOMPARE(f.window.pageCount(), 2);
        QVERIFY(f.window.page()->path().endsWith(QStringLiteral("upscale-two-machines.json")));
    }

    void aBrokenFileSaysWhyAndChangesNothing()
    {
        WindowFixture f;
        const QString bad = f.folder.filePath(QStringLiteral("bad.json"));
        writeFile(bad, "{\"nodes\": [");
        QVERIFY(!f.window.openFile(bad));
        QVERIFY(!f.window.lastNotice().isEmpty());
        QCOMPARE(f.window.pageCount(), 1);
        QVERIFY(f.window.page()->isUntouched());
    }

    void aRefusalEndsWithThePageThatItWasSaidOn()
    {
        WindowFixture f;
        f.window.newTab();
        f.window.notice(QStringLiteral("It can't be."));
        f.window.showStart();
        QVERIFY(!f.window.lastNotice().isEmpty()); // it was said in coming here
        QTest::qWait(1);
        f.window.newTab();
        QVERIFY(f.window.lastNotice().isEmpty());
        f.window.lastingNotice(QStringLiteral("The engine can't start."));
        QTest::qWait(1);
        f.window.showStart();
        QVERIFY(!f.window.lastNotice().isEmpty());
    }

    void aRunsResultsStayWhenAnotherTabIsPlanned()
    {
        WindowFixture f;
        QVERIFY(f.window.openFile(kDemo));
        CanvasDocument& ran = f.window.page()->document();
        f.window.run();
        NodeStatus done;
        done.state = NodeStatus::State::Done;
        done.machine = QStringLiteral("RTX 4090");
        ran.setStatus("3", done);
        CanvasDocument& other = f.window.newTab()->document();
        other.open(ran.graph()); // the same ids
        Q_EMIT f.runs.finished(RunReport {});
        QTest::qWait(600); // longer than the pause before a plan is made
        QCOMPARE(ran.status("3").machine, QStringLiteral("RTX 4090"));
        QCOMPARE(ran.status("3").state, NodeStatus::State::Done);
    }

    void aTrustedMachineIsRemembered()
    {
        WindowFixture f;
        auto* machines = f.window.findChild<MachinesPanel*>();
        QVERIFY(machines);
        Q_EMIT machines->trustChanged(QStringLiteral("ab12"), true);
        QCOMPARE(f.settings.value(QStringLiteral("run/trusted")).toStringList(), QStringList {QStringLiteral("ab12")});
        Q_EMIT machines->trustChanged(QStringLiteral("ab12"), false);
        QVERIFY(f.settings.value(QStringLiteral("run/trusted")).toStringList().isEmpty());
    }

    void theLanguageChangesLive()
    {
        WindowFixture f;
        const QString english = f.window.library().field()->placeholderText();
        f.window.useLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(f.window.library().field()->placeholderText(), QStringLiteral("搜索节点…"));
        f.window.useLanguage(QStringLiteral("en"));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(f.window.library().field()->placeholderText(), english);
    }

    void aReportIsShownOnTheNodes()
    {
        WindowFixture f;
        QVERIFY(f.window.openFile(kDemo));
        const QString picture = f.folder.filePath(QStringLiteral("made.png"));
        QImage image(32, 16, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(picture));
        const Json report = {{"ok", true},
            {"nodes",
                {{{"id", "3"}, {"class", "ImageUpscaleWithModel"}, {"machines", {"RTX 4090"}}, {"engines", {"ab12"}}, {"seconds", 1.5},
                     {"cached", false}, {"credits", "0.42"}},
                    {{"id", "6"}, {"class", "ImageStitch"}, {"machines", {"pc"}}, {"engines", {"here"}}, {"seconds", 0.1},
                        {"cached", true}, {"credits", "0"}}}},
            {"outputs", {{{"node", "7"}, {"class", "SaveImage"}, {"files", {picture.toStdString()}}}}},
            {"totals", {{"held", "1"}, {"charged", "0.42"}, {"released", "0.58"}}}};
        const QString path = f.folder.filePath(QStringLiteral("report.json"));
        writeFile(path, QByteArray::fromStdString(report.dump()));
        QVERIFY(f.window.showReport(path));
        const CanvasDocument& document = f.window.page()->document();
        QCOMPARE(document.status("3").machine, QStringLiteral("RTX 4090"));
        QCOMPARE(document.status("3").cost->micro, qint64(420'000));
        QVERIFY(!document.status("3").costIsEstimate);
        QVERIFY(!document.status("6").isRemote());
        QCOMPARE(int(document.status("6").state), int(NodeStatus::State::Cached));
        QCOMPARE(document.status("7").preview.size(), QSize(32, 16).scaled(1024, 1024, Qt::KeepAspectRatio));
        QCOMPARE(f.window.results().count(), 1);
    }

    void theThemeComesBack()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        LanguageSwitch language(*qApp);
        RunController runs(RunFolders {folder.path(), folder.path(), {}, folder.path(), QStringLiteral("no-such-worker")});
        {
            MainWindow window(runs, nullptr, language, settings);
            window.useTheme(false);
            window.close();
        }
        MainWindow again(runs, nullptr, language, settings);
        QVERIFY(!Theme::of(&again).isDark);
        again.useTheme(true);
    }

    void languagesAreMapped_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("language");
        QTest::newRow("mainland") << QStringLiteral("zh_CN") << QStringLiteral("zh_CN");
        QTest::newRow("singapore") << QStringLiteral("zh_SG") << QStringLiteral("zh_CN");
        QTest::newRow("script") << QStringLiteral("zh-Hans-MY") << QStringLiteral("zh_CN");
        QTest::newRow("traditional") << QStringLiteral("zh_TW") << QStringLiteral("en");
        QTest::newRow("german") << QStringLiteral("de_DE") << QStringLiteral("en");
        QTest::newRow("C") << QStringLiteral("C") << QStringLiteral("en");
    }

    void languagesAreMapped()
    {
        QFETCH(QString, locale);
        QTEST(nearestLanguage(locale), "language");
    }

    void screenshotOptionsAreChecked_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<bool>("good");
        const QStringList shot {QStringLiteral("--screenshot"), QStringLiteral("a.png")};
        QTest::newRow("plain") << shot << true;
        QTest::newRow("all") << shot + QStringList {QStringLiteral("--theme"), QStringLiteral("light"), QStringLiteral("--scale"), QStringLiteral("2"), QStringLiteral("--size"), QStringLiteral("1600x960"), QStringLiteral("f.json")} << true;
        QTest::newRow("huge") << shot + QStringList {QStringLiteral("--size"), QStringLiteral("99999x99999")} << false;
        QTest::newRow("scale") << shot + QStringList {QStringLiteral("--scale"), QStringLiteral("0")} << false;
        QTest::newRow("unknown") << shot + QStringList {QStringLiteral("--what"), QStringLiteral("x")} << false;
        QTest::newRow("no value") << QStringList {QStringLiteral("--screenshot")} << false;
    }

    void screenshotOptionsAreChecked()
    {
        QFETCH(QStringList, words);
        QTEST(parseScreenshot(words).has_value(), "good");
    }
};

QTEST_MAIN(TestMainWindow)
#include "TestMainWindow.moc"
