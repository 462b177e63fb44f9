// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/Server.h"
#include "core/security/GatewayToken.h"
#include "core/values/Sha256.h"
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"
#include "tests/relay-server/storage/Databases.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

/// Tokens of the public gateway with a real relay, real sockets, and a gateway's process that the test plays.
class TestGatewayTokens : public QObject {
    Q_OBJECT

    const DeviceKey m_jobKey = DeviceKey::generate(systemRandom());
    const std::string m_token = freshGatewayToken(systemRandom());
    QTemporaryDir m_folder;
    std::unique_ptr<RelayProcess> m_relay;
    std::unique_ptr<RelayClient> m_member;
    std::unique_ptr<RelayClient> m_provider;
    std::unique_ptr<RelayClient> m_gateway;
    std::unique_ptr<http::Server> m_upstream;
    QNetworkAccessManager m_network;
    QUrl m_url;
    std::string m_budget; // as the gateway was told
    int m_calls = 0;

    QStringList flags(bool withGateway = true)
    {
        QStringList flags {QStringLiteral("--release-grace"), QStringLiteral("1")};
        if (!withGateway)
            return flags;
        QFile secret(m_folder.filePath(QStringLiteral("secret")));
        (void)secret.open(QFile::WriteOnly);
        secret.write("0123456789abcdef0123456789abcdef\n");
        return flags << QStringLiteral("--gateway") << QStringLiteral("http://127.0.0.1:%1").arg(m_upstream->port())
                     << QStringLiteral("--gateway-secret-file") << secret.fileName() << QStringLiteral("--gateway-machine")
                     << QString::fromStdString(m_gateway->machine().hex());
    }
    void start(const QString& kind)
    {
        m_calls = 0;
        m_upstream = std::make_unique<http::Server>(http::ServerOptions {});
        m_upstream->route("POST", "/v1/{name}", 1 << 20, [this](const http::Request& request, const http::Reply& reply) {
            ++m_calls;
            m_budget = request.header("Weft-Budget");
            reply(http::plainResponse(200, "done"));
        });
        QVERIFY(m_upstream->listen());
        m_member = std::make_unique<RelayClient>();
        m_provider = std::make_unique<RelayClient>();
        m_gateway = std::make_unique<RelayClient>();
        m_relay = std::make_unique<RelayProcess>();
        if (kind != QLatin1String("sqlite"))
            m_relay->useDatabase(emptyDatabase(kind, m_folder));
        restart();
        const QString machine = QString::fromStdString(m_member->machine().hex());
        QCOMPARE(m_relay->command({QStringLiteral("admin"), QStringLiteral("grant"), machine, QStringLiteral("100")}), 0);
    }
    void restart(bool withGateway = true)
    {
        m_relay->kill();
        for (auto* client : {&m_member, &m_provider, &m_gateway})
            *client = std::make_unique<RelayClient>((*client)->key());
        QVERIFY(m_relay->start(flags(withGateway)));
        for (auto* client : {&m_member, &m_provider, &m_gateway})
            QVERIFY((*client)->login(m_relay->url()));
        m_member->send(AskGateway {3});
        const auto gateway = m_member->take<Gateway>();
        QVERIFY(gateway);
        QCOMPARE(gateway->url.empty(), !withGateway);
        m_url = QUrl(QString::fromStdString(gateway->url));
    }
    std::optional<ErrorCode> buy(const std::string& token, Money amount, RelayClient& who)
    {
        who.send(BuyGatewayToken {4, gatewayTokenHash(token), amount, "scripts"});
        return answer(who);
    }
    /// Nothing: done. Answers of requests are one of two.
    static std::optional<ErrorCode> answer(RelayClient& who)
    {
        std::optional<ErrorCode> code = ErrorCode::Internal;
        (void)QTest::qWaitFor([&] {
            if (who.takeNow<RequestDone>())
                code.reset();
            else if (const auto failed = who.takeNow<RequestFailed>())
                code = static_cast<ErrorCode>(failed->error.code);
            else
                return false;
            return true;
        },
            10'000);
        return code;
    }
    /// (status, body)
    std::pair<int, QByteArray> call(const std::string& token)
    {
        QNetworkRequest request(QUrl(m_url.toString() + QStringLiteral("/v1/paint")));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        request.setRawHeader("Authorization", "Bearer " + QByteArray::fromStdString(token));
        const std::unique_ptr<QNetworkReply> reply(m_network.post(request, QByteArray("{}")));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000))
            return {-1, {}};
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
    }
    GatewayTokenListed listed()
    {
        m_member->send(ListGatewayTokens {5});
        const auto token = m_member->take<GatewayTokenListed>();
        (void)m_member->take<RequestDone>();
        return token.value_or(GatewayTokenListed {});
    }
    Money available()
    {
        m_member->send(AskBalance {77});
        for (auto balance = m_member->take<Balance>(); balance; balance = m_member->take<Balance>()) {
            if (balance->id == 77) // others were pushed
                return balance->available;
        }
        return microCredits(-1);
    }
    RequestGatewayHold holdOf(Money amount)
    {
        const auto budget = AccountId::fromHex(m_budget);
        return {7, budget ? *budget : AccountId {}, randomId<JobId>(systemRandom()), m_provider->machine(), m_jobKey.keyHash(),
            m_jobKey.publicKey(), amount, 600};
    }
    void checkBooks()
    {
        QByteArray text;
        const int status = m_relay->command({QStringLiteral("ledger"), QStringLiteral("check")}, &text);
        QVERIFY2(status == 0, text);
    }

private Q_SLOTS:
    void cleanup()
    {
        if (m_relay)
            checkBooks();
        m_relay.reset();
    }

    void aTokensWay_data() { databaseKinds(); }
    void aTokensWay()
    {
        QFETCH(QString, kind);
        start(kind);
        QCOMPARE(call(m_token).first, 401);
        QVERIFY(!buy(m_token, credits(5), *m_member));
        QVERIFY(!buy(m_token, credits(5), *m_member)); // asked again
        QCOMPARE(available(), credits(95));
        QCOMPARE(call(m_token), (std::pair<int, QByteArray> {200, "done\n"}));
        QCOMPARE(call(m_token + "0").first, 401);

        // The gateway's machine holds and pays from the budget it was told of.
        const RequestGatewayHold hold = holdOf(credits(4));
        m_gateway->send(hold);
        QVERIFY(m_gateway->take<HoldGranted>());
        QCOMPARE(listed().left, credits(1));
        QCOMPARE(listed().held, credits(4));
        const auto key = randomId<SecretKey256>(systemRandom());
        m_provider->send(Settle {9, signReceipt({hold.job, 1, credits(2), true, sha256(key.view()), {}}, m_jobKey), key});
        const auto settled = m_gateway->take<Settled>();
        QVERIFY(settled);
        QCOMPARE(settled->key, key);
        QCOMPARE(listed().left, credits(3));
        QCOMPARE(available(), credits(95));
        m_gateway->send(AskJob {11, hold.job}); // also after the socket was new
        QCOMPARE(m_gateway->take<JobState>()->captured, credits(2));

        m_member->send(RevokeGatewayToken {6, gatewayTokenHash(m_token)});
        QVERIFY(!answer(*m_member));
        QCOMPARE(available(), credits(98));
        QCOMPARE(call(m_token).first, 401);
        m_gateway->send(holdOf(microCredits(1)));
        QVERIFY(answer(*m_gateway) == ErrorCode::RelayRefused);
    }

    void spentBudgets_data() { databaseKinds(); }
    void spentBudgets()
    {
        QFETCH(QString, kind);
        start(kind);
        QVERIFY(!buy(m_token, credits(5), *m_member));
        QCOMPARE(call(m_token).first, 200);
        m_gateway->send(holdOf(credits(6)));
        QVERIFY(answer(*m_gateway) == ErrorCode::CreditTooLow);
        m_gateway->send(holdOf(credits(5)));
        QVERIFY(m_gateway->take<HoldGranted>());
        const int before = m_calls;
        const auto [status, body] = call(m_token);
        QCOMPARE(status, 402);
        QVERIFY(body.contains("Nothing was run or charged"));
        QCOMPARE(m_calls, before);
    }

    void onlyTheGatewaySpends()
    {
        start(QStringLiteral("sqlite"));
        QVERIFY(!buy(m_token, credits(5), *m_member));
        QCOMPARE(call(m_token).first, 200);
        for (RelayClient* other : {m_member.get(), m_provider.get()}) {
            other->send(holdOf(credits(1)));
            QVERIFY(answer(*other) == ErrorCode::RelayRefused);
        }
        m_provider->send(RevokeGatewayToken {6, gatewayTokenHash(m_token)});
        QVERIFY(answer(*m_provider) == ErrorCode::RelayRefused);
        QVERIFY(buy(m_token, credits(1), *m_provider) == ErrorCode::RelayRefused); // another's token
        m_budget = m_token; // no account
        m_gateway->send(holdOf(credits(1)));
        QVERIFY(answer(*m_gateway) == ErrorCode::RelayRefused);
    }

    void tokensOutliveTheRelay_data() { databaseKinds(); }
    void tokensOutliveTheRelay()
    {
        QFETCH(QString, kind);
        start(kind);
        QVERIFY(!buy(m_token, credits(5), *m_member));
        QCOMPARE(call(m_token).first, 200);
        m_gateway->send(holdOf(credits(2)));
        QVERIFY(m_gateway->take<HoldGranted>());
        restart();
        QCOMPARE(call(m_token).first, 200);
        QCOMPARE(listed().held, credits(2));
        restart(false); // the operator switches it off: what is left can still come back
        QVERIFY(buy(m_token + "2", credits(1), *m_member) == ErrorCode::RelayRefused);
        m_member->send(RevokeGatewayToken {6, gatewayTokenHash(m_token)});
        QVERIFY(!answer(*m_member));
        QCOMPARE(available(), credits(98));
    }

    void aDeadGatewayChargesNothing()
    {
        start(QStringLiteral("sqlite"));
        QVERIFY(!buy(m_token, credits(5), *m_member));
        m_upstream->close();
        const auto [status, body] = call(m_token);
        QCOMPARE(status, 502);
        QVERIFY(body.contains("Nothing was run or charged"));
        QCOMPARE(listed().left, credits(5));
    }

    void mistakesOfTheOperator_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::newRow("alone") << QStringList {QStringLiteral("--gateway"), QStringLiteral("http://127.0.0.1:1")};
        QTest::newRow("in the clear over a network") << QStringList {QStringLiteral("--gateway"), QStringLiteral("http://192.0.2.1:80")};
        QTest::newRow("no address") << QStringList {QStringLiteral("--gateway"), QStringLiteral("gateway")};
        QTest::newRow("no machine") << QStringList {QStringLiteral("--gateway-machine"), QStringLiteral("ab")};
    }
    void mistakesOfTheOperator()
    {
        QFETCH(QStringList, flags);
        RelayProcess relay;
        QVERIFY(!relay.start(flags));
        QVERIFY(relay.log().contains("SettingInvalid"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayTokens)
#include "TestGatewayTokens.moc"
