// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics/DiagnosticsReport.h"
#include "app/diagnostics/LogFile.h"
#include "app/diagnostics/Redaction.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestDiagnostics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void secretsAreTakenOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret");
        const auto row = [](const char* name, const QString& before, const QString& secret) {
            QTest::newRow(name) << before.arg(secret) << secret;
        };
        row("key hash", QStringLiteral("device %1 joined"), QString(64, QLatin1Char('a')));
        row("base64", QStringLiteral("token=%1"), QStringLiteral("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="));
        row("stripe", QStringLiteral("with %1,"), QStringLiteral("sk_test_51Habcdefgh"));
        row("webhook", QStringLiteral("%1"), QStringLiteral("whsec_abcdefghij"));
        row("paseto", QStringLiteral("got %1"), QStringLiteral("v4.public.eyJkYXRhIjoi"));
        row("e-mail", QStringLiteral("account %1 is"), QStringLiteral("lin.wu+x@example.com"));
        row("query", QStringLiteral("GET https://pay.example/%1"), QStringLiteral("?session=abc"));
        row("user of an address", QStringLiteral("postgresql://%1@db/weft"), QStringLiteral("weft:geheim"));
        row("prompt in quotes", QStringLiteral("text \"%1\" is"), QStringLiteral("an astronaut on a green horse"));
        row("home", QStringLiteral("can't read %1/x.json"), QDir::homePath());
    }

    void secretsAreTakenOut()
    {
        QFETCH(QString, text);
        QFETCH(QString, secret);
        if (secret.size() <= 1)
            QSKIP("SKIPPED: this user has no home folder of its own");
        QVERIFY(text.contains(secret));
        QVERIFY2(!redacted(text).contains(secret), qPrintable(redacted(text)));
    }

    void whatHelpsStays()
    {
        const QString text = QStringLiteral("RelayConnection: closed with 1006 after 3 tries (HostNotFound)");
        QCOMPARE(redacted(text), text);
    }

    void theLogIsBoundedAndKeepsItsEnd()
    {
        const QTemporaryDir folder;
        LogFile log(folder.filePath(QStringLiteral("logs")), 2000);
        for (int i = 0; i < 200; ++i)
            log.write(QtWarningMsg, QStringLiteral("line %1").arg(i));
        QVERIFY(QFileInfo(log.path()).size() <= 2000);
        QVERIFY(QFileInfo(log.path() + QStringLiteral(".1")).size() <= 2000);
        QVERIFY(log.tail(1 << 20).contains("line 199\n"));
        const QByteArray end = log.tail(300);
        QVERIFY(end.size() <= 300);
        QVERIFY(end.endsWith("line 199\n"));
        QVERIFY2(end.startsWith("2"), "it begins with a whole line");
    }

    void qtsMessagesGetIntoIt()
    {
        const QTemporaryDir folder;
        LogFile log(folder.path());
        QTest::ignoreMessage(QtWarningMsg, "the cable is out");
        qWarning("the cable is out");
        QVERIFY(log.tail(1000).contains("W the cable is out"));
        QCOMPARE(QFile::permissions(log.path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aReportHoldsNoPromptAndNoKey()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        settings.setValue(QStringLiteral("window/dark"), true);
        settings.setValue(QStringLiteral("relay/url"), QStringLiteral("wss://secret-relay.example"));
        settings.setValue(QStringLiteral("files/recent"), QStringList {QStringLiteral("/data/my-wife.json")});
        DiagnosticsFacts facts;
        facts.lines.append({QStringLiteral("machines"), QStringLiteral("3")});
        facts.log = "2026 W prompt \"a naked man in the rain at night\"\n2026 E " + QByteArray(64, 'f') + "\n";
        const QString report = diagnosticsReport(facts, settings);
        for (const char* secret : {"naked", "ffffffff", "secret-relay", "my-wife"})
            QVERIFY2(!report.contains(QLatin1String(secret)), secret);
        for (const char* wanted : {"machines: 3", "window/dark: true", "qt: 6"})
            QVERIFY2(report.contains(QLatin1String(wanted)), wanted);
        const QString path = folder.filePath(QStringLiteral("report.txt"));
        QVERIFY(writeDiagnostics(path, report));
        QVERIFY(!writeDiagnostics(folder.filePath(QStringLiteral("no/such/report.txt")), report));
    }
};

QTEST_GUILESS_MAIN(TestDiagnostics)
#include "TestDiagnostics.moc"
