// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/publicgateway/PublicGateway.h"

#include "core/base/Json.h"
#include "core/security/GatewayToken.h"

#include <QTcpSocket>
#include <QTest>

using namespace weft;
using namespace weft::relay;

namespace {

const std::string kToken = "weftgw_0123";
const AccountId kBudget {{7}};

struct Heard {
    int status = 0; // 0: the connection ended without an answer
    QByteArray head;
    QByteArray body;

    QString errorType() const
    {
        return QString::fromStdString(stringAt(memberAt(parseJson(body.toStdString()).valueOr(Json()), "error"), "type"));
    }
    bool hasHeader(const QByteArray& line) const { return head.toLower().contains(line.toLower()); }
};

Heard heardFrom(const QByteArray& text)
{
    const qsizetype end = text.indexOf("\r\n\r\n");
    return {text.mid(9, 3).toInt(), text.left(end), text.mid(end + 4)};
}

/// A relay's HTTP side before a gateway's process that a test scripts.
class Fixture {
public:
    GatewaySettings settings;
    Result<BudgetBank::Purse> purse = BudgetBank::Purse {kBudget, {}, credits(5)};
    std::vector<http::Request> forwarded;
    http::Handler answer = [](const http::Request&, const http::Reply& reply) {
        http::Response response;
        response.headers = {{"Content-Type", "application/json"}, {"Set-Cookie", "a=b"}};
        response.body = "{\"id\":\"1\"}";
        reply(response);
    };
    std::unique_ptr<PublicGateway> gateway;
    std::unique_ptr<http::Server> server;
    std::vector<int> noted;
    http::Deadlines deadlines;

    Fixture()
    {
        settings.secret = "the secret that relay and gateway share";
        for (const char* method : {"GET", "POST"}) {
            m_upstream.route(method, "/{path...}", std::size_t {1} << 26, [this](http::Request request, http::Reply reply) {
                forwarded.push_back(request);
                answer(std::move(request), std::move(reply));
            });
        }
        (void)m_upstream.listen();
        settings.upstream = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_upstream.port()));
    }
    bool open()
    {
        http::ServerOptions options;
        options.headers = gatewayHeaders();
        options.deadlines = deadlines;
        server = std::make_unique<http::Server>(options);
        gateway = std::make_unique<PublicGateway>(
            settings, [this](const Hash256&, const PublicGateway::Found& found) { found(purse); },
            [this](const AccountId&, int status) { noted.push_back(status); });
        gateway->setTokens({gatewayTokenHash(kToken)});
        gateway->addTo(*server, "https://relay.example/gateway");
        return server->listen().hasValue();
    }
    ~Fixture() { server.reset(); }

    std::unique_ptr<QTcpSocket> send(const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
        const QByteArray& headers = "Authorization: Bearer weftgw_0123\r\n") const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress::LocalHost, server->port());
        if (!QTest::qWaitFor([&] { return socket->state() == QAbstractSocket::ConnectedState; }))
            return socket;
        QByteArray bytes = method + ' ' + path + " HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n" + headers;
        if (method == "POST")
            bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        socket->write(bytes + "\r\n" + body);
        return socket;
    }
    static Heard hear(QTcpSocket& socket)
    {
        QByteArray text;
        (void)QTest::qWaitFor(
            [&] {
                text += socket.readAll();
                return socket.state() == QAbstractSocket::UnconnectedState;
            },
            20'000);
        text += socket.readAll();
        return heardFrom(text);
    }
    Heard ask(const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
        const QByteArray& headers = "Authorization: Bearer weftgw_0123\r\n") const
    {
        return hear(*send(method, path, body, headers));
    }
    Heard call() const { return ask("POST", "/gateway/v1/paint", "{}"); }

private:
    http::Server m_upstream {http::ServerOptions {}};
};

} // namespace

class TestPublicGateway : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCallIsHandedOn()
    {
        Fixture f;
        QVERIFY(f.open());
        const Heard heard = f.ask("POST", "/gateway/v1/nodes/Blur?x=1", "{\"a\":1}",
            "Authorization: Bearer weftgw_0123\r\nContent-Type: application/json\r\nCookie: c=d\r\nWeft-Budget: 99\r\n");
        QCOMPARE(heard.status, 200);
        QCOMPARE(heard.body, QByteArray("{\"id\":\"1\"}"));
        QVERIFY(heard.hasHeader("Weft-Gateway: sees prompts, pictures and results"));
        QVERIFY(heard.hasHeader("Content-Type: application/json"));
        QVERIFY(!heard.hasHeader("Set-Cookie"));
        QVERIFY(!heard.hasHeader("Access-Control-Allow"));
        QCOMPARE(f.forwarded.size(), std::size_t(1));
        const http::Request& request = f.forwarded.front();
        QCOMPARE(request.path, std::string("/v1/nodes/Blur"));
        QCOMPARE(request.query, std::string("x=1"));
        QCOMPARE(request.body, std::string("{\"a\":1}"));
        QCOMPARE(std::string(request.header("Weft-Budget")), kBudget.hex()); // the caller's own word isn't
        QCOMPARE(std::string(request.header("Weft-Budget-Left")), std::string("5000000"));
        QCOMPARE(std::string(request.header("Authorization")), "Bearer " + f.settings.secret); // never the token
        QVERIFY(request.header("Cookie").empty());
        QCOMPARE(f.noted, std::vector<int> {200});
    }

    void badTokens_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QString>("type");
        QTest::newRow("none") << QByteArray() << QStringLiteral("TokenMissing");
        QTest::newRow("another scheme") << QByteArray("Authorization: Basic abc\r\n") << QStringLiteral("TokenMissing");
        QTest::newRow("wrong") << QByteArray("Authorization: Bearer weftgw_9\r\n") << QStringLiteral("TokenUnknown");
        QTest::newRow("too long") << "Authorization: Bearer " + QByteArray(5000, 'a') + "\r\n"
                                  << QStringLiteral("TokenMissing");
    }
    void badTokens()
    {
        QFETCH(QByteArray, headers);
        QFETCH(QString, type);
        Fixture f;
        QVERIFY(f.open());
        const auto paths = {std::pair<QByteArray, QByteArray> {"POST", "/gateway/v1/paint"}, {"GET", "/gateway/v1/results/1/a.png"}};
        for (const auto& [method, path] : paths) {
            const Heard heard = f.ask(method, path, method == "POST" ? "{}" : "", headers);
            QCOMPARE(heard.status, 401);
            QCOMPARE(heard.errorType(), type);
            QVERIFY(heard.hasHeader("WWW-Authenticate: Bearer"));
            QVERIFY(heard.hasHeader("Weft-Gateway:"));
            QVERIFY(heard.body.contains("Nothing was run or charged") && heard.body.contains("没有扣费"));
        }
        QVERIFY(f.forwarded.empty());
    }

    void theBooksDecide_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::newRow("revoked") << int(ErrorCode::RelayRefused) << 401 << QStringLiteral("TokenUnknown");
        QTest::newRow("frozen") << int(ErrorCode::AccountFrozen) << 403 << QStringLiteral("AccountFrozen");
        QTest::newRow("no books") << int(ErrorCode::StorageFailed) << 500 << QStringLiteral("Internal");
        QTest::newRow("spent") << 0 << 402 << QStringLiteral("BudgetExceeded");
    }
    void theBooksDecide()
    {
        QFETCH(int, code);
        QFETCH(int, status);
        QFETCH(QString, type);
        Fixture f;
        if (code)
            f.purse = Error {static_cast<ErrorCode>(code), "no"};
        else
            f.purse = BudgetBank::Purse {kBudget, {}, {}};
        QVERIFY(f.open());
        const Heard heard = f.call();
        QCOMPARE(heard.status, status);
        QCOMPARE(heard.errorType(), type);
        QVERIFY(f.forwarded.empty());
        if (!code) // what was paid for can still be fetched
            QCOMPARE(f.ask("GET", "/gateway/v1/results/1/a.png").status, 200);
    }

    void onlyCallsAreHandedOn_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("ComfyUI's API") << QByteArray("POST") << QByteArray("/gateway/prompt") << 404;
        QTest::newRow("history") << QByteArray("GET") << QByteArray("/gateway/history") << 404;
        QTest::newRow("view") << QByteArray("GET") << QByteArray("/gateway/view?filename=a.png") << 404;
        QTest::newRow("a page of calls") << QByteArray("GET") << QByteArray("/gateway/v1/paint") << 405;
        QTest::newRow("preflight") << QByteArray("OPTIONS") << QByteArray("/gateway/v1/paint") << 405;
        QTest::newRow("nothing here") << QByteArray("GET") << QByteArray("/gatewayish") << 404;
    }
    void onlyCallsAreHandedOn()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        Fixture f;
        QVERIFY(f.open());
        const Heard heard = f.ask(method, path, "{}");
        QCOMPARE(heard.status, status);
        QVERIFY(heard.hasHeader("Weft-Gateway:"));
        QVERIFY(f.forwarded.empty());
    }

    void pagesSayWhatIsSeen()
    {
        Fixture f;
        QVERIFY(f.open());
        const Heard page = f.ask("GET", "/gateway", {}, {});
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("sees what you send") && page.body.contains("网关能看到"));
        QVERIFY(page.body.contains("https://relay.example/gateway/v1/NAME"));
        QVERIFY(startPage(true).body.find("public gateway</a>") != std::string::npos);
        QVERIFY(startPage(false).body.find("no public gateway") != std::string::npos);
        QCOMPARE(f.ask("GET", "/gateway/v1/openapi.json", {}, {}).status, 200); // without a token
        QCOMPARE(f.forwarded.size(), std::size_t(1));
        QVERIFY(f.forwarded.front().header("Weft-Budget").empty());
    }

    void aDeadGatewayCostsNothing()
    {
        Fixture f;
        f.settings.upstream = QUrl(QStringLiteral("http://127.0.0.1:1"));
        QVERIFY(f.open());
        const Heard heard = f.call();
        QCOMPARE(heard.status, 502);
        QCOMPARE(heard.errorType(), QStringLiteral("GatewayUnreachable"));
        QVERIFY(heard.body.contains("Nothing was run or charged"));
    }

    void aWrongSecretIsTheOperatorsMistake()
    {
        Fixture f;
        f.answer = [](const http::Request&, const http::Reply& reply) { reply(http::plainResponse(401)); };
        QVERIFY(f.open());
        QCOMPARE(f.call().errorType(), QStringLiteral("GatewayUnreachable"));
    }

    void aGatewayThatDiesInACall()
    {
        Fixture f;
        QTcpServer upstream;
        QVERIFY(upstream.listen(QHostAddress::LocalHost));
        f.settings.upstream = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(upstream.serverPort()));
        QObject::connect(&upstream, &QTcpServer::newConnection, &upstream, [&] {
            QTcpSocket* socket = upstream.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                socket->disconnectFromHost();
            });
        });
        QVERIFY(f.open());
        const Heard heard = f.call();
        QCOMPARE(heard.status, 502);
        QCOMPARE(heard.errorType(), QStringLiteral("GatewayLost"));
    }

    void slowGatewaysAreGivenUp()
    {
        Fixture f;
        f.settings.answerTime = std::chrono::milliseconds(200);
        f.answer = [](const http::Request&, const http::Reply&) {};
        QVERIFY(f.open());
        const Heard heard = f.call();
        QCOMPARE(heard.status, 504);
        QCOMPARE(heard.errorType(), QStringLiteral("GatewayTimeout"));
    }

    void answersAreBounded()
    {
        Fixture f;
        f.settings.maxAnswerBytes = 1000;
        f.answer = [](const http::Request& request, const http::Reply& reply) {
            http::Response response;
            response.body = std::string(request.path.ends_with("large") ? 1001 : 1000, 'a');
            reply(response);
        };
        QVERIFY(f.open());
        QCOMPARE(f.ask("POST", "/gateway/v1/fits", "{}").body.size(), 1000);
        const Heard heard = f.ask("POST", "/gateway/v1/large", "{}");
        QCOMPARE(heard.status, 502);
        QCOMPARE(heard.errorType(), QStringLiteral("AnswerTooLarge"));
    }

    void answersShareTheirRoom()
    {
        Fixture f;
        f.settings.maxAnswersBytes = 8 << 20;
        f.answer = [](const http::Request&, const http::Reply& reply) {
            http::Response response;
            response.body = std::string(std::size_t {6} << 20, 'a');
            reply(response);
        };
        f.deadlines.write = std::chrono::milliseconds(1500);
        QVERIFY(f.open());
        const auto slow = f.send("POST", "/gateway/v1/large", "{}"); // takes nothing of its answer
        slow->setReadBufferSize(1024);
        QTRY_COMPARE(f.noted.size(), std::size_t(1));
        QCOMPARE(f.call().errorType(), QStringLiteral("GatewayBusy"));
        // The slow one is cut off, and there is room again.
        QTRY_COMPARE_WITH_TIMEOUT(f.call().status, 200, 20'000);
    }

    void bodiesAreBounded()
    {
        Fixture f;
        f.settings.maxBodyBytes = 1000;
        QVERIFY(f.open());
        QCOMPARE(f.ask("POST", "/gateway/v1/paint", QByteArray(1000, ' ')).status, 200);
        QCOMPARE(f.ask("POST", "/gateway/v1/paint", QByteArray(1001, ' ')).status, 413);
    }

    void rates()
    {
        Fixture f;
        f.settings.callBurst = 2;
        f.settings.callsPerMinute = 1;
        QVERIFY(f.open());
        QCOMPARE(f.call().status, 200);
        QCOMPARE(f.call().status, 200);
        const Heard often = f.call();
        QCOMPARE(often.status, 429);
        QCOMPARE(often.errorType(), QStringLiteral("TooManyRequests"));
        QVERIFY(often.hasHeader("Retry-After:"));
        QCOMPARE(f.forwarded.size(), std::size_t(2));
    }

    void soManyAtOnce()
    {
        Fixture f;
        f.settings.callsAtOnce = 1;
        std::vector<http::Reply> waiting;
        f.answer = [&](const http::Request&, http::Reply reply) { waiting.push_back(std::move(reply)); };
        QVERIFY(f.open());
        const auto first = f.send("POST", "/gateway/v1/paint", "{}");
        QTRY_COMPARE(waiting.size(), std::size_t(1));
        QCOMPARE(f.call().errorType(), QStringLiteral("TooManyAtOnce"));
        waiting.front()(http::plainResponse(200));
        QCOMPARE(Fixture::hear(*first).status, 200);
        f.answer = [](const http::Request&, const http::Reply& reply) { reply(http::plainResponse(200)); };
        QCOMPARE(f.call().status, 200);
    }

    void aRevokedTokenIsKnownAtOnce()
    {
        Fixture f;
        QVERIFY(f.open());
        QCOMPARE(f.call().status, 200);
        f.gateway->removeToken(gatewayTokenHash(kToken));
        QCOMPARE(f.call().status, 401);
        f.gateway->addToken(gatewayTokenHash(kToken));
        QCOMPARE(f.call().status, 200);
    }
};

QTEST_GUILESS_MAIN(TestPublicGateway)
#include "TestPublicGateway.moc"
