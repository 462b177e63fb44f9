// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/WalletCommand.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

struct CommandFixture {
    ScriptedRelay relay;
    QTemporaryDir folder;
    NotedPages browser;
    RelayConnection connection{settingsFor(relay, folder), DeviceKey::generate(systemRandom())};
    QStringList out;
    QStringList err;
    std::unique_ptr<WalletCommand> command;
    std::optional<int> status;

    void start(QStringList words)
    {
        words << QStringLiteral("--relay") << relay.url().toString() << QStringLiteral("--home") << folder.path();
        auto parsed = parseWalletArguments(words);
        if (const auto* usage = std::get_if<Usage>(&parsed))
            qFatal("%s", qPrintable(usage->text));
        command = std::make_unique<WalletCommand>(
            std::get<WalletArguments>(parsed), connection, browser, [this](const QString& line) { out << line; },
            [this](const QString& line) { err << line; });
        follow(this);
    }
    int run(const QStringList& words)
    {
        start(words);
        return wait();
    }
    int wait()
    {
        (void)QTest::qWaitFor([this] { return status.has_value(); }, 10'000);
        return status.value_or(-1);
    }
    static QCoro::Task<void> follow(CommandFixture* self)
    {
        auto running = self->command->run();
        self->status = co_await running;
    }
};

} // namespace

class TestWalletCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en_US"))); }

    void mistakesAreSaid_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const QString& words, const QString& said) {
            QTest::newRow(name) << words.split(u' ', Qt::SkipEmptyParts) << said;
        };
        row("unknown", QStringLiteral("steal"), QStringLiteral("There are show"));
        row("no amount", QStringLiteral("top-up"), QStringLiteral("There are show"));
        row("a part", QStringLiteral("top-up 1.5"), QStringLiteral("1.5"));
        row("negative", QStringLiteral("payout -- -5"), QStringLiteral("-5"));
        row("nothing", QStringLiteral("to-credits 0"), QStringLiteral("isn't an amount"));
        row("no id", QStringLiteral("refund xyz"), QStringLiteral("isn't the id"));
        row("a day", QStringLiteral("history --since yesterday"), QStringLiteral("yesterday"));
        row("half of it", QStringLiteral("auto-top-up --below 100"), QStringLiteral("--monthly-limit"));
        row("a relay", QStringLiteral("show --relay https://x"), QStringLiteral("ws://"));
    }
    void mistakesAreSaid()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, said);
        if (!words.contains(QStringLiteral("--relay")))
            words = QStringList{QStringLiteral("--relay"), QStringLiteral("ws://127.0.0.1:1")} + words;
        const auto parsed = parseWalletArguments(words);
        const auto* usage = std::get_if<Usage>(&parsed);
        QVERIFY(usage && usage->isMistake);
        QVERIFY2(usage->text.contains(said), qPrintable(usage->text));
    }

    void showTellsAll()
    {
        CommandFixture f;
        f.relay.wallet.testMode = true;
        TopUpState topUp;
        topUp.topUp = numberedId<TransferId>(7);
        topUp.stage = int(TopUpStage::Paid);
        topUp.amount = credits(500);
        f.relay.topUps = {topUp};
        QCOMPARE(f.run({}), 0);
        const QString text = f.out.join(u'\n');
        for (const char* part : {"120 credits (≈ $1.20), 3 held", "test mode", "700 can be paid out", "No card",
                 "07000000000000000000000000000001"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), qPrintable(text));
    }

    void showAsJson()
    {
        CommandFixture f;
        QCOMPARE(f.run({QStringLiteral("show"), QStringLiteral("--json")}), 0);
        const QJsonObject json = QJsonDocument::fromJson(f.out.join(u'\n').toUtf8()).object();
        QCOMPARE(json[QStringLiteral("available")].toString(), QStringLiteral("120"));
        QVERIFY(json[QStringLiteral("payments")].toBool());
    }

    void aTopUpIsWaitedFor()
    {
        CommandFixture f;
        f.start({QStringLiteral("top-up"), QStringLiteral("500")});
        QTRY_COMPARE(f.browser.pages.size(), 1);
        QCOMPARE(f.out, QStringList{QStringLiteral("https://checkout.example/pay/cs_1")});
        QVERIFY(!f.status);
        f.relay.pay(f.relay.all<StartTopUp>().at(0));
        QCOMPARE(f.wait(), 0);
        QCOMPARE(f.out.back(), QStringLiteral("+500 credits"));
    }

    void aTopUpIsWaitedForOverALoss()
    {
        CommandFixture f;
        f.start({QStringLiteral("top-up"), QStringLiteral("500"), QStringLiteral("--no-browser")});
        QTRY_COMPARE(f.relay.count<ListTopUps>(), 1);
        QVERIFY(f.browser.pages.isEmpty());
        f.relay.stop();
        f.relay.pay(f.relay.all<StartTopUp>().at(0));
        f.relay.start();
        QCOMPARE(f.wait(), 0);
        QCOMPARE(f.out.back(), QStringLiteral("+500 credits"));
    }

    void aDeclinedTopUpFails()
    {
        CommandFixture f;
        f.start({QStringLiteral("top-up"), QStringLiteral("500")});
        QTRY_COMPARE(f.browser.pages.size(), 1);
        f.relay.pay(f.relay.all<StartTopUp>().at(0), TopUpStage::Failed, "Your card was declined.");
        QCOMPARE(f.wait(), 1);
        QVERIFY(f.err.join(u' ').contains(QStringLiteral("declined")));
    }

    void waitingCanBeEnded()
    {
        CommandFixture f;
        f.start({QStringLiteral("top-up"), QStringLiteral("500")});
        QTRY_COMPARE(f.browser.pages.size(), 1);
        f.command->interrupt();
        QCOMPARE(f.wait(), 0);
        QVERIFY(f.err.back().contains(QStringLiteral("by themselves")));
    }

    void aHostileAddressIsNotOpened()
    {
        CommandFixture f;
        f.relay.page = "http://checkout.example/";
        QCOMPARE(f.run({QStringLiteral("onboard")}), 1);
        QVERIFY(f.browser.pages.isEmpty());
        QVERIFY2(f.err.back().contains(QStringLiteral("doesn't open")), qPrintable(f.err.back()));
    }

    void theHistoryIsWhole()
    {
        CommandFixture f;
        for (int i = 0; i < 2300; ++i) {
            StatementListed line;
            line.transfer.bytes = {std::uint8_t(i), std::uint8_t(i >> 8), 1};
            line.createdUnixMillis = 1'790'000'000'000 - i / 3;
            line.kind = int(StatementKind::Run);
            line.amount = microCredits(-1'234'567);
            f.relay.lines.push_back(line);
        }
        QCOMPARE(f.run({QStringLiteral("history"), QStringLiteral("--csv")}), 0);
        const QString text = f.out.join(u'\n');
        QCOMPARE(text.count(QStringLiteral(",-1.234567,")), 2300);
        QCOMPARE(f.relay.all<AskStatement>().at(0).sinceUnixMillis, 0);
    }

    void theHistoryBeginsWhenAsked()
    {
        CommandFixture f;
        QCOMPARE(
            f.run({QStringLiteral("history"), QStringLiteral("--since"), QStringLiteral("2026-11-01T00:00:00Z")}), 0);
        QCOMPARE(f.relay.all<AskStatement>().at(0).sinceUnixMillis, 1'793'491'200'000);
        QCOMPARE(f.out, QStringList{QStringLiteral("Nothing has happened yet.")});
    }

    void aLostAnswerIsAskedForAgain()
    {
        CommandFixture f;
        f.relay.silences.insert(RequestPayout::type);
        f.start({QStringLiteral("payout"), QStringLiteral("600")});
        QTRY_COMPARE(f.relay.count<RequestPayout>(), 1);
        f.relay.silences.clear();
        f.relay.stop();
        f.relay.start();
        QCOMPARE(f.wait(), 0);
        QCOMPARE(f.relay.count<RequestPayout>(), 2);
        QCOMPARE(f.relay.all<RequestPayout>().at(0).payout, f.relay.all<RequestPayout>().at(1).payout);
    }

    void orders_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("type");
        QTest::newRow("refund") << QStringLiteral("refund 07000000000000000000000000000001") << int(RefundTopUp::type);
        QTest::newRow("save card") << QStringLiteral("card save") << int(SaveCard::type);
        QTest::newRow("remove card") << QStringLiteral("card remove") << int(ForgetCard::type);
        QTest::newRow("automatic") << QStringLiteral("auto-top-up --below 100 --amount 1000 --monthly-limit 3000")
                                   << int(SetAutoTopUp::type);
        QTest::newRow("off") << QStringLiteral("auto-top-up off") << int(SetAutoTopUp::type);
        QTest::newRow("onboard") << QStringLiteral("onboard --code 123456") << int(StartOnboarding::type);
        QTest::newRow("payout") << QStringLiteral("payout 600") << int(RequestPayout::type);
        QTest::newRow("to credits") << QStringLiteral("to-credits 600") << int(EarningsToCredits::type);
    }
    void orders()
    {
        QFETCH(QString, words);
        QFETCH(int, type);
        const auto asked = [type](const ScriptedRelay& relay) {
            return std::ranges::any_of(relay.heard, [type](const ToRelay& one) {
                return std::visit([](const auto& message) { return message.type; }, one) == type;
            });
        };
        CommandFixture good;
        QCOMPARE(good.run(words.split(u' ')), 0);
        QVERIFY(asked(good.relay));
        QVERIFY(good.err.isEmpty());
        CommandFixture refused;
        refused.relay.refusals[type] = Error{ErrorCode::AccountFrozen};
        QCOMPARE(refused.run(words.split(u' ')), 1);
        QVERIFY(refused.err.back().contains(QStringLiteral("frozen")));
    }
};

QTEST_GUILESS_MAIN(TestWalletCommand)
#include "TestWalletCommand.moc"
