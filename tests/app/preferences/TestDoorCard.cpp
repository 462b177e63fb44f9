// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/preferences/DoorCard.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace weft;

namespace {

struct DoorCardFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    RunController runs {RunFolders {folder.path(), folder.path(), {folder.path()}, folder.path(), QStringLiteral("no-such-worker")}};
    DoorSwitch door {runs, folder.path(), settings};
    DoorCard card {nullptr};

    DoorCardFixture()
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        settings.setValue(QStringLiteral("door/port"), probe.serverPort());
        probe.close();
        card.use(door);
        card.retranslate();
        card.resize(560, 600);
        card.show();
        (void)QTest::qWaitForWindowExposed(&card);
        card.activateWindow();
    }

    template <typename Widget>
    Widget* find(const char* name) { return card.findChild<Widget*>(QLatin1String(name)); }
    QString said(const char* name) { return find<Sentence>(name)->text(); }
    void click(const char* name) { QTest::keyClick(find<QWidget>(name), Qt::Key_Space); }
    void enter(const char* name, const QString& text)
    {
        find<QLineEdit>(name)->setFocus();
        find<QLineEdit>(name)->setText(text);
        QTest::keyClick(find<QLineEdit>(name), Qt::Key_Return);
    }
    void choose(int index)
    {
        auto* who = find<QComboBox>("doorWho");
        who->setCurrentIndex(index);
        Q_EMIT who->activated(index);
    }
    QStringList tokenLines()
    {
        QStringList lines;
        for (const Sentence* line : card.findChildren<Sentence*>()) {
            if (line->property("isTokenLine").toBool() && line->isVisible())
                lines << line->text();
        }
        return lines;
    }
};

} // namespace

class TestDoorCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSwitchServesAndShowsWhere()
    {
        DoorCardFixture f;
        QVERIFY(!f.find<QCheckBox>("doorSwitch")->isChecked());
        QVERIFY(!f.find<QLineEdit>("doorAddress")->isVisible());
        QCOMPARE(f.said("doorState"), QStringLiteral("Off: no program is served."));
        f.click("doorSwitch");
        QVERIFY(f.door.isOn());
        QCOMPARE(f.said("doorState"), QStringLiteral("On. No prompt waits."));
        const QString address = QStringLiteral("http://127.0.0.1:%1").arg(f.door.port());
        QCOMPARE(f.find<QLineEdit>("doorAddress")->text(), address);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, quint16(f.door.port()));
        QVERIFY(socket.waitForConnected());
        f.click("doorCopy");
        QCOMPARE(QGuiApplication::clipboard()->text(), address);
        QSignalSpy opened(&f.card, &DoorCard::openAsked);
        f.click("doorOpen");
        QCOMPARE(opened.takeFirst().front().toUrl(), QUrl(address + QStringLiteral("/v1")));
        f.click("doorSwitch");
        QVERIFY(!f.door.isOn());
    }

    void aTakenPortSaysWhatToDo()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        DoorCardFixture f;
        f.enter("doorPort", QString::number(other.serverPort()));
        f.click("doorSwitch");
        QCOMPARE(f.said("doorState").section(u'.', 0, 0), QStringLiteral("Port %1 is taken by another program, as often as not a ComfyUI").arg(other.serverPort()));
        QVERIFY(f.find<QCheckBox>("doorSwitch")->isChecked()); // it is wanted
        other.close();
        f.enter("doorPort", QString::number(f.door.port())); // tries again
        QVERIFY(f.door.isOn());
        f.enter("doorPort", QStringLiteral("70000"));
        QVERIFY(f.said("doorNote").startsWith(QStringLiteral("A port is a number")));
        QVERIFY(f.door.isOn());
    }

    void tokensAreMadeShownOnceAndRevoked()
    {
        DoorCardFixture f;
        f.click("tokenMake");
        QVERIFY(f.said("tokenNote").startsWith(QStringLiteral("Say how many credits")));
        f.enter("tokenName", QStringLiteral("Krita"));
        f.enter("tokenBudget", QStringLiteral("2.5"));
        QTRY_COMPARE(f.tokenLines(), QStringList {QStringLiteral("Krita · 2.5 of 2.5 credits left")});
        const QString secret = f.find<QLineEdit>("tokenSecret")->text();
        QVERIFY(secret.size() > 40);
        QVERIFY(f.find<QLineEdit>("tokenSecret")->isVisible());
        f.click("tokenCopy");
        QCOMPARE(QGuiApplication::clipboard()->text(), secret);
        QFile book(f.folder.filePath(QStringLiteral("frontdoor/tokens.json")));
        QVERIFY(book.open(QFile::ReadOnly));
        QVERIFY(!book.readAll().contains(secret.toLatin1()));
        auto* revoke = f.find<QPushButton>("tokenRevoke");
        QCOMPARE(revoke->accessibleName(), QStringLiteral("Revoke Krita"));
        QTest::mouseClick(revoke, Qt::LeftButton);
        QVERIFY(f.tokenLines().isEmpty());
        QVERIFY(!f.find<QLineEdit>("tokenSecret")->isVisible());
    }

    /// Shown only once, also to whoever comes back.
    void aSecretDoesntWait()
    {
        DoorCardFixture f;
        f.enter("tokenBudget", QStringLiteral("1"));
        QVERIFY(f.find<QLineEdit>("tokenSecret")->isVisible());
        f.card.hide();
        f.card.show();
        QVERIFY(!f.find<QLineEdit>("tokenSecret")->isVisible());
        QVERIFY(f.find<QLineEdit>("tokenSecret")->text().isEmpty());
        QVERIFY(f.said("tokenNote").isEmpty());
    }

    void theUsualPortIsLeftToAComfy()
    {
        DoorCardFixture f;
        f.settings.remove(QStringLiteral("door/port"));
        f.door.setUsualTaken(true);
        QCOMPARE(f.find<QLineEdit>("doorPort")->text(), QStringLiteral("8189"));
        f.door.setUsualTaken(false);
        QCOMPARE(f.find<QLineEdit>("doorPort")->text(), QStringLiteral("8188"));
        f.door.setUsualTaken(true);
        (void)f.door.switchOn(); // it stays where it was opened
        f.door.setUsualTaken(false);
        QCOMPARE(f.door.port(), 8189);
    }

    void othersAreLetInWithATokenOnly()
    {
        DoorCardFixture f;
        f.click("doorSwitch");
        f.choose(1);
        QCOMPARE(f.said("doorState"), QStringLiteral("Other computers need a token: make one below, and give it to them."));
        QVERIFY(!f.door.isOn());
        f.enter("tokenBudget", QStringLiteral("0"));
        QVERIFY(f.door.isOn());
        QVERIFY(!f.find<QLineEdit>("doorBudget")->isEnabled()); // nobody is without one
        f.choose(0);
        QVERIFY(f.door.isOn());
        QVERIFY(f.find<QLineEdit>("doorBudget")->isEnabled());
    }

    void theBudgetOfThoseWithoutATokenIsKept()
    {
        DoorCardFixture f;
        QCOMPARE(f.find<QLineEdit>("doorBudget")->text(), QStringLiteral("0"));
        f.enter("doorBudget", QStringLiteral("much"));
        QVERIFY(f.said("doorNote").startsWith(QStringLiteral("A number of credits")));
        f.enter("doorBudget", QStringLiteral("1.5"));
        QVERIFY(f.door.leftWithoutToken() == microCredits(1'500'000));
        QVERIFY(f.said("doorNote").startsWith(QStringLiteral("Kept.")));
    }
};

QTEST_MAIN(TestDoorCard)
#include "TestDoorCard.moc"
