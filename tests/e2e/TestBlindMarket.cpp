// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/DeviceIdentity.h"
#include "app/engines/MarketLink.h"
#include "app/sharing/SharingController.h"
#include "core/planning/Costs.h"
#include "core/protocol/Worker.h"
#include "relay-server/gateway/RelayServer.h"
#include "relay-server/ledger/LedgerCheck.h"
#include "tests/e2e/TinyEngine.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

constexpr int kPatience = 60'000; // the relay makes its keys

Fragment textFragment()
{
    Fragment fragment;
    fragment.inputs.push_back({{"outside", 0}, "STRING", false});
    fragment.nodes.push_back({"a", "StringConcatenate", {{"string_a", BoundaryRef {0}}, {"string_b", Json("b")}}});
    fragment.nodes.push_back({"b", "StringConcatenate", {{"string_a", SlotRef {"a", 0}}, {"string_b", Json("c")}}});
    fragment.outputs = {{"a", 0}, {"b", 0}};
    return fragment;
}

FragmentJob jobFor(Fragment fragment, Value input, Money price)
{
    FragmentJob job;
    job.fragment = std::move(fragment);
    job.inputs = {{std::move(input)}};
    job.quote = *quoteFor(*referenceWork(job.fragment, {*inputSizeOf(job.inputs.front())}), price);
    return job;
}

template <typename T>
std::optional<T> outcomeOf(QCoro::Task<T> task)
{
    std::optional<T> result;
    auto keep = [](QCoro::Task<T> asked, std::optional<T>* out) -> QCoro::Task<void> { *out = co_await asked; };
    keep(std::move(task), &result);
    (void)QTest::qWaitFor([&] { return result.has_value(); }, kPatience);
    return result;
}

std::string said(const auto& result)
{
    return result ? "" : std::string(nameOf(result.error().code)) + ": " + result.error().detail;
}

} // namespace

/// Jobs paid with blind credits, from the withdrawal to the change, with real sockets, channels and a ledger on disk.
class TestBlindMarket : public QObject {
    Q_OBJECT

    const QTemporaryDir m_keys;
    std::unique_ptr<QTemporaryDir> m_folder;
    relay::RelayConfig m_config;
    const DeviceKey m_relayKey = DeviceKey::generate(systemRandom());
    std::unique_ptr<relay::RelayServer> m_relay;
    std::unique_ptr<RelayConnection> m_hostConnection;
    std::shared_ptr<TinyEngine> m_engine;
    std::unique_ptr<SharingController> m_sharing;
    std::unique_ptr<MarketLink> m_account;
    std::unique_ptr<MarketLink> m_blind;
    std::optional<MarketEngines> m_market;
    const Money m_price = credits(20);

    QString home() const { return m_folder->filePath(QStringLiteral("buyer")); }
    QUrl url() const { return QUrl(m_relay->url()); }

    void startRelay()
    {
        m_relay = std::make_unique<relay::RelayServer>(m_config, m_relayKey);
        QVERIFY(m_relay->start());
        m_config.port = static_cast<quint16>(url().port());
    }
    void startHost()
    {
        RelaySettings settings;
        settings.url = url();
        settings.pinsFile = m_folder->filePath(QStringLiteral("host/relays.json"));
        settings.firstRetry = std::chrono::milliseconds {50};
        settings.lastRetry = std::chrono::milliseconds {200};
        m_hostConnection = std::make_unique<RelayConnection>(settings, DeviceKey::generate(systemRandom()));
        m_engine = std::make_shared<TinyEngine>();
        SharingSettings sharing;
        sharing.home = m_folder->filePath(QStringLiteral("host"));
        sharing.name = "Host";
        sharing.pricePerReferenceSecond = m_price;
        sharing.slots = 4;
        m_sharing = std::make_unique<SharingController>(*m_hostConnection, m_engine,
            [] { return GuestWorker {"a toy", protocol::worker::kWholeSandbox}; }, sharing, systemRandom());
        m_hostConnection->open();
        m_sharing->switchOn();
    }
    void openBlind()
    {
        m_market.reset();
        m_blind.reset(); // one purse at a time
        auto link = MarketLink::openBlind(url(), home(), systemRandom());
        QVERIFY(link);
        m_blind = std::move(*link);
        findHost();
    }
    void findHost()
    {
        for (int tries = 0; tries < 100; ++tries) {
            auto found = outcomeOf(m_blind->machines(TinyEngine::makeCatalogue(), std::chrono::seconds(20)));
            QVERIFY(found);
            QVERIFY2(found->hasValue(), said(*found).c_str());
            if (!(*found)->engines.empty()) {
                m_market = std::move(**found);
                return;
            }
            QTest::qWait(50);
        }
        QFAIL("the offer never came");
    }
    void withdraw(Money amount)
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_account->connection().isOnline(), kPatience);
        const auto got = outcomeOf(m_blind->wallet()->withdraw(&m_account->connection(), amount));
        QVERIFY(got);
        QVERIFY2(got->hasValue(), said(*got).c_str());
        QCOMPARE((*got)->micro, amount.micro);
    }
    std::optional<FragmentReport> runJob(CancelToken cancel = {})
    {
        auto run = [](std::shared_ptr<Engine> engine, FragmentJob job, CancelToken token) -> QCoro::Task<FragmentReport> {
            auto running = engine->run(std::move(job), [](const FragmentEvent&) { }, std::move(token));
            co_return co_await running;
        };
        return outcomeOf(run(m_market->engines.front(), jobFor(textFragment(), literalValue("STRING", "a"), m_price), cancel));
    }
    void settle()
    {
        const auto done = outcomeOf(m_blind->settle(std::chrono::seconds(30)));
        QVERIFY(done);
        QVERIFY2(done->hasValue(), said(*done).c_str());
        QVERIFY(purse().requests().empty());
    }
    const TokenPurse& purse() { return m_blind->wallet()->purse(); }
    Money quote() { return jobFor(textFragment(), literalValue("STRING", "a"), m_price).quote.amount; }

    /// Every value of every row of every table of the relay.
    std::map<QString, std::vector<std::vector<QByteArray>>> allRows()
    {
        std::map<QString, std::vector<std::vector<QByteArray>>> tables;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("look"));
            database.setDatabaseName(m_config.database);
            database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
            if (!database.open())
                return tables;
            for (const QString& table : database.tables()) {
                QSqlQuery query(QStringLiteral("SELECT * FROM %1").arg(table), database);
                while (query.next()) {
                    std::vector<QByteArray> row;
                    for (int i = 0; i < query.record().count(); ++i)
                        row.push_back(query.value(i).toByteArray());
                    tables[table].push_back(std::move(row));
                }
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("look"));
        return tables;
    }

private Q_SLOTS:
    /// The keys are made once for all relays: it takes seconds.
    void initTestCase()
    {
        const std::int64_t epoch = blindEpochAt(unixNow());
        const auto keys = relay::BlindKeySet::make(epoch, m_relayKey, systemRandom());
        QVERIFY(keys);
        auto database = relay::Database::open(m_keys.filePath(QStringLiteral("relay.db")));
        QVERIFY(database);
        QVERIFY(relay::BlindStore(**database).insertKeys(epoch, *keys));
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_config = {};
        m_config.database = m_folder->filePath(QStringLiteral("relay.db"));
        QVERIFY(QFile::copy(m_keys.filePath(QStringLiteral("relay.db")), m_config.database));
        m_config.rules.buyerReleaseGrace = std::chrono::milliseconds {500};
        m_config.rules.providerGoneGrace = std::chrono::milliseconds {700};
        m_config.rules.restartGrace = std::chrono::milliseconds {700};
        startRelay();
        startHost();
        auto account = MarketLink::open(url(), home(), systemRandom());
        QVERIFY(account);
        grant((*account)->connection().welcome().account, credits(1000)); // trial credits don't leave an account
        account->reset();
        account = MarketLink::open(url(), home(), systemRandom());
        QVERIFY(account);
        m_account = std::move(*account);
        openBlind();
    }
    void grant(const AccountId& account, Money amount)
    {
        auto database = relay::Database::open(m_config.database);
        QVERIFY(database && (**database).begin());
        relay::SqlLedgerStore store(**database);
        QVERIFY(store.openBook(relay::kGrants, amount));
        QVERIFY(store.post({randomId<TransferId>(systemRandom()), {}, relay::kGrants, relay::creditsOf(account), amount, unixNow()}));
        QVERIFY((**database).commit());
    }
    void cleanup()
    {
        m_market.reset();
        m_blind.reset();
        m_account.reset();
        m_sharing.reset();
        m_hostConnection.reset();
        m_relay.reset();
        auto database = relay::Database::open(m_config.database);
        QVERIFY(database);
        relay::SqlLedgerStore store(**database);
        QVERIFY(relay::checkLedger(store)->empty());
        QVERIFY(relay::checkBlindCredits(**database, store)->empty());
    }

    void aRunIsPaidAndItsChangeComesBack()
    {
        withdraw(credits(200));
        QCOMPARE(m_blind->available(), credits(200));
        const auto report = runJob();
        QVERIFY(report && std::holds_alternative<FragmentOutcome>(*report));
        const Money charged = std::get<FragmentOutcome>(*report).charged;
        QCOMPARE(charged, quote());
        settle();
        QCOMPARE(purse().worth().micro, credits(200).micro - blindRoundedUp(charged).micro);
        const auto again = runJob(); // the change is as good
        QVERIFY(again && std::holds_alternative<FragmentOutcome>(*again));
        settle();
        QCOMPARE(m_sharing->completedJobs(), 2);
    }

    /// Nothing in the relay's database leads from a blind hold to whoever withdrew.
    void noRowLinksAccountAndJob()
    {
        withdraw(credits(50));
        QVERIFY(runJob());
        settle();
        const QByteArray account(reinterpret_cast<const char*>(m_account->connection().welcome().account.bytes.data()), 16);
        const KeyHash machineHash = m_account->connection().key().keyHash();
        const QByteArray machine(reinterpret_cast<const char*>(machineHash.bytes.data()), 32);
        const auto tables = allRows();
        QVERIFY(tables.at(QStringLiteral("hold")).size() == 1 && tables.at(QStringLiteral("blind_hold")).size() == 1);
        QVERIFY(!tables.at(QStringLiteral("blind_spent")).empty());
        std::set<QString> named;
        int together = 0;
        const QByteArray job = tables.at(QStringLiteral("hold")).front().front();
        const relay::BookId buyer {relay::blindAccountOf(*JobId::fromBytes(protocol::viewOf(job))), relay::BookKind::Credits};
        const QByteArray book(reinterpret_cast<const char*>(buyer.owner.bytes.data()), 16);
        for (const auto& [table, rows] : tables) {
            for (const auto& row : rows) {
                bool ofAccount = false;
                bool ofJob = false;
                for (const QByteArray& value : row) {
                    ofAccount |= value.contains(account) || value.contains(machine);
                    ofJob |= value.contains(job) || value.contains(book);
                }
                if (ofAccount)
                    named.insert(table);
                together += ofAccount && ofJob ? 1 : 0;
            }
        }
        QCOMPARE(together, 0);
        // The account is where it must be (it withdrew), and nowhere else.
        QCOMPARE(named, (std::set<QString> {QStringLiteral("book"), QStringLiteral("device"), QStringLiteral("transfer")}));
    }

    void aFailureCostsNothing()
    {
        withdraw(credits(200));
        m_engine->failsWith = Error {ErrorCode::ValueInvalid, "a bad value"};
        const auto report = runJob();
        QVERIFY(report && std::holds_alternative<FragmentFailure>(*report));
        settle();
        QCOMPARE(purse().worth(), credits(200));
    }

    void withoutTokensItIsRefused()
    {
        const auto report = runJob();
        QVERIFY(report);
        QCOMPARE(std::get<FragmentFailure>(*report).error.code, ErrorCode::CreditTooLow);
        withdraw(credits(200));
        QVERIFY(std::holds_alternative<FragmentOutcome>(*runJob()));
        settle();
    }

    /// The buyer's program dies while the job runs: the next one finds what it paid, and claims the change.
    void changeIsClaimedAfterACrashOfTheBuyer()
    {
        withdraw(credits(200));
        m_engine->perNode = std::chrono::seconds(30);
        auto run = [](std::shared_ptr<Engine> engine, FragmentJob job) -> QCoro::Task<void> {
            auto running = engine->run(std::move(job), [](const FragmentEvent&) { }, {});
            co_await running;
        };
        run(m_market->engines.front(), jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->started == 1, kPatience);
        QCOMPARE(purse().requests().size(), std::size_t {1});
        m_market.reset();
        m_blind.reset();
        m_sharing->switchOff(); // the host gives up its job
        m_sharing.reset();
        m_hostConnection.reset();
        m_engine.reset();
        startHost();
        openBlind();
        settle();
        QCOMPARE(purse().worth(), credits(200));
    }

    void changeIsClaimedAfterACrashOfTheRelay()
    {
        withdraw(credits(200));
        m_engine->perNode = std::chrono::milliseconds(500);
        auto run = [](std::shared_ptr<Engine> engine, FragmentJob job) -> QCoro::Task<void> {
            auto running = engine->run(std::move(job), [](const FragmentEvent&) { }, {});
            co_await running;
        };
        run(m_market->engines.front(), jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->started == 1, kPatience);
        m_relay.reset();
        QTest::qWait(300);
        startRelay();
        QTRY_VERIFY_WITH_TIMEOUT(m_blind->connection().isOnline() && m_hostConnection->isOnline(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(outcomeOf(m_blind->settle(std::chrono::seconds(20))) && purse().requests().empty(), kPatience);
        QCOMPARE(purse().worth(), credits(200));
    }

    /// The program dies at some moment after it began: what it had begun is there when it is done again, once.
    void whatWasCutOffGoesOn_data()
    {
        QTest::addColumn<int>("afterMillis");
        for (const int wait : {0, 3, 10, 40, 150})
            QTest::newRow(std::to_string(wait).c_str()) << wait;
    }
    void whatWasCutOffGoesOn()
    {
        QFETCH(int, afterMillis);
        auto keep = [](QCoro::Task<Result<Money>> task) -> QCoro::Task<void> { (void)co_await task; };
        const auto cutOff = [&] {
            QTest::qWait(afterMillis);
            m_account.reset();
            openBlind();
            auto account = MarketLink::open(url(), home(), systemRandom());
            m_account = std::move(*account);
            QTRY_VERIFY_WITH_TIMEOUT(m_account->connection().isOnline(), kPatience);
            const auto done = outcomeOf(m_blind->wallet()->recover(&m_account->connection()));
            QVERIFY(done);
            QVERIFY2(done->hasValue(), said(*done).c_str());
            QVERIFY(purse().requests().empty());
        };
        QTRY_VERIFY_WITH_TIMEOUT(m_account->connection().isOnline(), kPatience);
        keep(m_blind->wallet()->withdraw(&m_account->connection(), credits(200)));
        cutOff();
        const Money got = purse().worth(); // nothing, if it died before it had written anything down
        QVERIFY(got == credits(200) || got == Money {});
        QTRY_COMPARE(m_account->available().micro, credits(1000).micro - got.micro);
        if (got == Money {})
            withdraw(credits(200));
        keep(m_blind->wallet()->deposit(&m_account->connection()));
        cutOff();
        const auto rest = outcomeOf(m_blind->wallet()->deposit(&m_account->connection()));
        QVERIFY(rest && rest->hasValue());
        QTRY_COMPARE(m_account->available(), credits(1000));
    }

    void tokensBecomeCreditsAgain()
    {
        withdraw(credits(200));
        QTRY_COMPARE(m_account->available(), credits(800));
        const auto back = outcomeOf(m_blind->wallet()->deposit(&m_account->connection()));
        QVERIFY(back && back->hasValue());
        QCOMPARE(**back, credits(200));
        QTRY_COMPARE(m_account->available(), credits(1000));
        QVERIFY(purse().tokens().empty());
    }

    void moreThanOneRequestFitsIsWithdrawnInParts()
    {
        withdraw(microCredits(999'990'000));
        QCOMPARE(purse().worth(), microCredits(999'990'000));
        const auto more = outcomeOf(m_blind->wallet()->withdraw(&m_account->connection(), credits(1)));
        QCOMPARE(more->error().code, ErrorCode::CreditTooLow);
        QVERIFY(purse().requests().empty());
        const auto nothing = outcomeOf(m_blind->wallet()->withdraw(&m_account->connection(), microCredits(9'999)));
        QCOMPARE(nothing->error().code, ErrorCode::AmountInvalid);
    }

    /// Somebody put back an old copy of the purse: what was spent meanwhile is found out, the rest is kept.
    void aCopyOfThePurseIsNoMoney()
    {
        withdraw(credits(5));
        const QString file = TokenPurse::pathFor(home(), m_relayKey.publicKey());
        const QString copy = m_folder->filePath(QStringLiteral("copy"));
        QVERIFY(QFile::copy(file, copy));
        QVERIFY(std::holds_alternative<FragmentOutcome>(*runJob()));
        settle();
        const Money rest = purse().worth();
        m_market.reset();
        m_blind.reset();
        QVERIFY(QFile::remove(file) && QFile::copy(copy, file));
        openBlind();
        QCOMPARE(purse().worth(), credits(5));
        for (int i = 0; i < 8 && purse().worth() > rest; ++i) {
            (void)runJob();
            (void)outcomeOf(m_blind->settle(std::chrono::seconds(10)));
        }
        QVERIFY(purse().worth() <= rest);
    }
};

QTEST_GUILESS_MAIN(TestBlindMarket)
#include "TestBlindMarket.moc"
