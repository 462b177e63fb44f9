// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Cli.h"

#include <QProcess>
#include <QTest>

using namespace weft;

namespace {

constexpr const char* kWords = "WEFT_TEST_WORDS"; // this program is the command line, then

struct Ran {
    int status;
    QString out, err;
};

Ran ran(const QString& words)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QLatin1String(kWords), words);
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {});
    process.waitForFinished();
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

/// What a newcomer types first.
class TestCli : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void helpNamesEveryCommand_data()
    {
        QTest::addColumn<QString>("word");
        for (const char* word : {"--help", "-h", "help"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }

    void helpNamesEveryCommand()
    {
        QFETCH(QString, word);
        const Ran help = ran(word);
        QCOMPARE(help.status, 0);
        QCOMPARE(help.err, QString());
        for (const char* command : {"run", "nodes", "models", "serve", "publish", "call", "share", "account", "wallet"}) {
            QVERIFY(isCliCommand(QLatin1String(command)));
            QVERIFY2(help.out.contains(QStringLiteral("\n  weft ") + QLatin1String(command) + QLatin1Char(' ')), command);
            QCOMPARE(ran(QLatin1String(command) + QStringLiteral(" --help")).status, 0);
        }
    }

    void aMistypedOneIsToldWhatThereIs()
    {
        QVERIFY(!isCliCommand(QStringLiteral("rum")));
        const Ran mistyped = ran(QStringLiteral("rum"));
        QCOMPARE(mistyped.status, 2);
        QCOMPARE(mistyped.out, QString());
        QVERIFY2(mistyped.err.contains(QStringLiteral("“rum”")) && mistyped.err.contains(QStringLiteral("run, nodes, ")), qPrintable(mistyped.err));
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(kWords))
        return runCli(qEnvironmentVariable(kWords).split(QLatin1Char(' ')));
    TestCli test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestCli.moc"
