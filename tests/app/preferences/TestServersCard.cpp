// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/preferences/ServersCard.h"
#include "tests/app/servers/local/LocalServers.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::testing;
using namespace std::chrono_literals;

namespace {

constexpr ServerTimes kHastyCard {100ms, 100ms, 2000ms, 2000ms};

struct CardFixture {
    QTemporaryDir folder;
    RunController runs {RunFolders {folder.path(), folder.path(), {folder.path()}, folder.path(), QStringLiteral("no-such-worker")}};
    OwnServers servers;
    ServersCard card {nullptr};

    explicit CardFixture(std::vector<QUrl> usual = {})
        : servers(runs, folder.filePath(QStringLiteral("servers.json")), std::move(usual), kHastyCard)
    {
        runs.start();
        (void)servers.open();
        card.use(servers);
        card.retranslate();
        card.resize(560, 500);
        card.show();
        (void)QTest::qWaitForWindowExposed(&card);
        card.activateWindow();
    }

    template <typename Widget>
    Widget* find(const char* name) { return card.findChild<Widget*>(QLatin1String(name)); }
    QStringList tabOrder()
    {
        QStringList order;
        for (const QWidget* one = card.nextInFocusChain(); one != &card; one = one->nextInFocusChain())
            order << one->objectName();
        return order;
    }
    QString note() { return find<Sentence>("serverNote")->text(); }
    QList<QWidget*> rows()
    {
        QList<QWidget*> all;
        for (QWidget* widget : card.findChildren<QWidget*>()) {
            if (widget->property("server").isValid() && widget->isVisible())
                all << widget;
        }
        return all;
    }
    void type(const QString& address)
    {
        find<QLineEdit>("serverAddress")->setFocus();
        find<QLineEdit>("serverAddress")->setText(address);
        QTest::keyClick(find<QLineEdit>("serverAddress"), Qt::Key_Return);
    }
};

} // namespace

class TestServersCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAddressIsTypedAndItsServerRemoved()
    {
        LocalComfy comfy;
        CardFixture f;
        f.type(comfy.url().toString());
        QCOMPARE(f.note(), QStringLiteral("Asks who is there…"));
        QVERIFY(!f.find<QPushButton>("serverAdd")->isEnabled());
        QTRY_COMPARE(f.rows().size(), 1);
        QTRY_VERIFY(f.rows().front()->accessibleName().contains(QStringLiteral("Connected: 3 nodes, version 0.3.64")));
        QVERIFY(f.rows().front()->accessibleName().startsWith(QStringLiteral("ComfyUI · 127.0.0.1:")));
        QVERIFY(f.find<QLineEdit>("serverAddress")->text().isEmpty());
        QVERIFY(f.tabOrder().indexOf(QStringLiteral("serverRemove")) < f.tabOrder().indexOf(QStringLiteral("serverAddress")));
        auto* remove = f.find<QPushButton>("serverRemove");
        QVERIFY(remove->accessibleName().startsWith(QStringLiteral("Remove ComfyUI")));
        remove->setFocus();
        QTest::keyClick(remove, Qt::Key_Space);
        QTRY_VERIFY(f.rows().isEmpty());
        QVERIFY(f.servers.servers().empty());
        QVERIFY(f.find<QLineEdit>("serverAddress")->hasFocus()); // not lost with the row
    }

    void mistakesAreSentences()
    {
        CardFixture f;
        f.type(QStringLiteral("not an address"));
        QTRY_VERIFY(f.note().startsWith(QStringLiteral("An address such as")));
        f.type(QStringLiteral("127.0.0.1:1"));
        QTRY_VERIFY(f.note().startsWith(QStringLiteral("Nobody answers at 127.0.0.1:1")));
        QCOMPARE(f.find<QLineEdit>("serverAddress")->text(), QStringLiteral("127.0.0.1:1")); // to be mended
        QVERIFY(f.find<QPushButton>("serverAdd")->isEnabled());
    }

    void whatIsFoundHasAButton()
    {
        LocalModels models;
        CardFixture f({models.url()});
        QTRY_COMPARE(f.rows().size(), 1);
        QVERIFY(f.rows().front()->accessibleName().contains(QStringLiteral("Found at its usual address")));
        QTest::mouseClick(f.find<QPushButton>("serverUse"), Qt::LeftButton);
        QTRY_VERIFY(f.rows().size() == 1 && f.rows().front()->accessibleName().contains(QStringLiteral("models: tiny-chat")));
        QVERIFY(f.runs.catalogue().find("TextGenerate"));
    }

    /// Remove stands where Use was.
    void aDoubleClickOnUseRemovesNothing()
    {
        LocalModels models;
        CardFixture f({models.url()});
        QTRY_COMPARE(f.rows().size(), 1);
        QTest::mouseClick(f.find<QPushButton>("serverUse"), Qt::LeftButton);
        QTRY_VERIFY(f.find<QPushButton>("serverRemove"));
        f.find<QPushButton>("serverRemove")->click();
        QCOMPARE(int(f.servers.servers().size()), 1);
        QTest::qWait(QApplication::doubleClickInterval() + 50);
        f.find<QPushButton>("serverRemove")->click();
        QVERIFY(f.servers.servers().empty());
    }

    void whoIsAskedMayKeepAServer()
    {
        LocalComfy comfy;
        CardFixture f;
        f.type(comfy.url().toString());
        QTRY_COMPARE(f.rows().size(), 1);
        bool mayGo = false;
        f.card.askBeforeRemoval([&](const ServerEntry& server) { return server.address == comfy.url() && mayGo; });
        f.find<QPushButton>("serverRemove")->click();
        QCOMPARE(int(f.servers.servers().size()), 1);
        mayGo = true;
        f.find<QPushButton>("serverRemove")->click();
        QVERIFY(f.servers.servers().empty());
    }

    /// Somebody who is on a button stays there while states change.
    void theKeyboardStaysWhereItIs()
    {
        LocalComfy comfy;
        CardFixture f;
        f.type(comfy.url().toString());
        QTRY_COMPARE(f.rows().size(), 1);
        auto* remove = f.find<QPushButton>("serverRemove");
        remove->setFocus();
        comfy.goAway();
        QTRY_VERIFY(f.rows().front()->accessibleName().contains(QStringLiteral("Nobody answers")));
        QVERIFY(remove->hasFocus());
    }

    /// A server that takes its time doesn't hold the window up.
    void nothingWaitsForAMuteServer()
    {
        FakeLanguage mute([](const HttpRequest&, QTcpSocket*) {});
        CardFixture f;
        QElapsedTimer clock;
        clock.start();
        f.type(mute.url().toString());
        QVERIFY(clock.elapsed() < 500);
        int ticks = 0;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, &timer, [&] { ++ticks; });
        timer.start(20);
        QTRY_VERIFY(f.note().contains(QStringLiteral("doesn't answer in time")));
        QVERIFY(ticks > 20);
    }
};

QTEST_MAIN(TestServersCard)
#include "TestServersCard.moc"
