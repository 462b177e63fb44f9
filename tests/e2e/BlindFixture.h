// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

namespace weft::test {

constexpr int kPatience = 60'000; // ms; the relay makes its keys

inline Fragment textFragment()
{
    Fragment fragment;
    fragment.inputs.push_back({{"outside", 0}, "STRING", false});
    fragment.nodes.push_back({"a", "StringConcatenate", {{"string_a", BoundaryRef {0}}, {"string_b", Json("b")}}});
    fragment.nodes.push_back({"b", "StringConcatenate", {{"string_a", SlotRef {"a", 0}}, {"string_b", Json("c")}}});
    fragment.outputs = {{"a", 0}, {"b", 0}};
    return fragment;
}

inline FragmentJob jobFor(Fragment fragment, Value input, Money price)
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

inline std::string said(const auto& result)
{
    return result ? "" : std::string(nameOf(result.error().code)) + ": " + result.error().detail;
}

/// A relay with blind credits, a host, and a buyer with an account and a purse: real sockets, channels, a ledger on disk.
class BlindFixture : public QObject {
protected:
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
        m_sharing = std::make_unique<SharingController>(*m_hostConnection, GuestEngines(m_engine),
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

    /// The keys are made once for all relays: it takes seconds.
    void makeKeys()
    {
        const std::int64_t epoch = blindEpochAt(unixNow());
        const auto keys = relay::BlindKeySet::make(epoch, m_relayKey, systemRandom());
        QVERIFY(keys);
        auto database = relay::Database::open(m_keys.filePath(QStringLiteral("relay.db")));
        QVERIFY(database);
        QVERIFY(relay::BlindStore(**database).insertKeys(epoch, *keys));
    }
    void setUp()
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
        QTRY_VERIFY_WITH_TIMEOUT((*account)->connection().isOnline(), kPatience);
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
    void tearDown()
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
};

} // namespace weft::test
