// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/WalletBlind.h"

#include <QTest>

using namespace weft;

class TestWalletBlind : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandsAreRead()
    {
        const auto parsed = parseBlindArguments(QStringLiteral("withdraw 12.5 --relay ws://127.0.0.1:7 --home h").split(u' '));
        const auto* arguments = std::get_if<BlindArguments>(&parsed);
        QVERIFY(arguments);
        QVERIFY(arguments->action == BlindArguments::Action::Withdraw);
        QCOMPARE(arguments->amount.micro, 12'500'000);
        QCOMPARE(arguments->relay.port(), 7);
        QCOMPARE(arguments->home, QStringLiteral("h"));
        const auto show = parseBlindArguments(QStringLiteral("show --relay ws://127.0.0.1:7").split(u' '));
        QVERIFY(std::get<BlindArguments>(show).action == BlindArguments::Action::Show);
    }

    /// Before anybody withdraws they can read what it does.
    void helpSaysWhatIsHiddenAndWhatNot()
    {
        const auto help = std::get<Usage>(parseBlindArguments({QStringLiteral("--help")}));
        QVERIFY(!help.isMistake);
        const QString text = QString(help.text).replace(u'\n', u' ');
        for (const char* word : {"network address", "when you withdraw", "amounts", "14-day refund", "--proxy"})
            QVERIFY2(text.contains(QLatin1String(word)), word);
    }

    void mistakesAreSaid_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("nothing") << QStringLiteral("--relay ws://x:1");
        QTest::newRow("no amount") << QStringLiteral("withdraw --relay ws://x:1");
        QTest::newRow("too little") << QStringLiteral("withdraw 0.001 --relay ws://x:1");
        QTest::newRow("no number") << QStringLiteral("withdraw much --relay ws://x:1");
        QTest::newRow("too much") << QStringLiteral("withdraw 1000001 --relay ws://x:1");
        QTest::newRow("another word") << QStringLiteral("spend --relay ws://x:1");
        QTest::newRow("no relay") << QStringLiteral("show");
        QTest::newRow("proxy") << QStringLiteral("show --relay ws://x:1 --proxy nonsense");
    }
    void mistakesAreSaid()
    {
        QFETCH(QString, line);
        const auto parsed = parseBlindArguments(line.split(u' '));
        const auto* usage = std::get_if<Usage>(&parsed);
        QVERIFY(usage && usage->isMistake && !usage->text.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestWalletBlind)
#include "TestWalletBlind.moc"
