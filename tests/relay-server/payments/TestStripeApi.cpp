// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/StripeApi.h"

#include "core/http/Server.h"
#include "relay-server/payments/StripeForm.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using Kind = StripeAnswer::Kind;

class TestStripeApi : public QObject {
    Q_OBJECT

    std::unique_ptr<http::Server> m_server;
    std::vector<http::Request> m_requests;
    http::Response m_response;
    bool m_answers = true;

    StripeAnswer ask(const StripeCall& call, std::chrono::milliseconds deadline = std::chrono::seconds(5))
    {
        StripeApi::Options options;
        options.base = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server->port()));
        options.key = "sk_test_1";
        options.deadline = deadline;
        StripeApi api(options);
        std::optional<StripeAnswer> answer;
        api.send(call, [&](StripeAnswer got) { answer = std::move(got); });
        (void)QTest::qWaitFor([&] { return answer.has_value(); }, 10'000);
        return answer.value_or(StripeAnswer{});
    }
    static http::Response json(int status, std::string body)
    {
        http::Response response;
        response.status = status;
        response.body = std::move(body);
        return response;
    }

private Q_SLOTS:
    void init()
    {
        m_requests.clear();
        m_answers = true;
        m_response = json(200, R"({"id": "x_1"})");
        m_server = std::make_unique<http::Server>(http::ServerOptions{});
        for (const char* method : {"GET", "POST"}) {
            for (const char* path : {"/v1/refunds", "/elsewhere"})
                m_server->route(method, path, 100'000, [this](http::Request request, http::Reply reply) {
                    m_requests.push_back(std::move(request));
                    if (m_answers)
                        reply(m_response);
                });
        }
        QVERIFY(m_server->listen());
    }
    void cleanup() { m_server.reset(); }

    void aPost()
    {
        const auto answer = ask({"POST", "/v1/refunds", "amount=1&metadata%5Ba%5D=b", "key-1"});
        QCOMPARE(answer.kind, Kind::Done);
        QCOMPARE(stringAt(answer.body, "id"), std::string("x_1"));
        const http::Request& request = m_requests.at(0);
        QCOMPARE(request.body, std::string("amount=1&metadata%5Ba%5D=b"));
        QCOMPARE(std::string(request.header("Authorization")), std::string("Bearer sk_test_1"));
        QCOMPARE(std::string(request.header("Stripe-Version")), std::string(kStripeVersion));
        QCOMPARE(std::string(request.header("Idempotency-Key")), std::string("key-1"));
        QCOMPARE(std::string(request.header("Content-Type")), std::string("application/x-www-form-urlencoded"));
    }

    void aGet()
    {
        QCOMPARE(ask({"GET", "/v1/refunds", "expand%5B0%5D=charge&limit=2", {}}).kind, Kind::Done);
        QCOMPARE(m_requests.at(0).query, std::string("expand%5B0%5D=charge&limit=2"));
        QVERIFY(m_requests.at(0).header("Idempotency-Key").empty());
    }

    void answers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("retry");
        QTest::addColumn<int>("kind");
        const QByteArray error =
            R"({"error": {"code": "card_declined", "decline_code": "lost_card", "message": "Declined."}})";
        QTest::newRow("declined") << 402 << error << QByteArray() << int(Kind::Refused);
        QTest::newRow("a bad request") << 400 << error << QByteArray() << int(Kind::Refused);
        QTest::newRow("declined, try again") << 402 << error << QByteArray("true") << int(Kind::Uncertain);
        QTest::newRow("a wrong key can be mended") << 401 << error << QByteArray() << int(Kind::Uncertain);
        QTest::newRow("the key is in use") << 409 << error << QByteArray() << int(Kind::Uncertain);
        QTest::newRow("too many") << 429 << error << QByteArray() << int(Kind::Uncertain);
        QTest::newRow("broken") << 500 << error << QByteArray() << int(Kind::Uncertain);
        QTest::newRow("broken for good") << 500 << error << QByteArray("false") << int(Kind::Refused);
        QTest::newRow("a proxy's page") << 502 << QByteArray("<html>") << QByteArray() << int(Kind::Uncertain);
        QTest::newRow("not JSON") << 200 << QByteArray("ok") << QByteArray() << int(Kind::Uncertain);
        QTest::newRow("a redirect") << 302 << QByteArray("{}") << QByteArray() << int(Kind::Uncertain);
    }
    void answers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, retry);
        QFETCH(int, kind);
        m_response = json(status, body.toStdString());
        if (!retry.isEmpty())
            m_response.headers.emplace_back("Stripe-Should-Retry", retry.toStdString());
        m_response.headers.emplace_back("Location", "/elsewhere");
        const StripeAnswer answer = ask({"POST", "/v1/refunds", {}, "key"});
        QCOMPARE(int(answer.kind), kind);
        QCOMPARE(m_requests.size(), std::size_t(1)); // a redirect isn't followed: the key stays where it belongs
        if (answer.kind != Kind::Refused)
            return;
        QCOMPARE(answer.error.code, ErrorCode::PaymentFailed);
        QCOMPARE(answer.error.args.at("reason"), std::string("Declined."));
        QCOMPARE(answer.error.args.at("code"), std::string("lost_card"));
    }

    void nobodyAnswers()
    {
        m_answers = false;
        QCOMPARE(ask({"POST", "/v1/refunds", {}, "key"}, std::chrono::milliseconds(200)).kind, Kind::Uncertain);
        m_server.reset();
        m_server = std::make_unique<http::Server>(http::ServerOptions{});
        QCOMPARE(ask({"GET", "/v1/refunds", {}, {}}).error.code, ErrorCode::PaymentUnreachable);
    }

    void delaysGrowToABound()
    {
        QCOMPARE(stripeRetryDelay(1), std::chrono::milliseconds(500));
        QCOMPARE(stripeRetryDelay(3), std::chrono::milliseconds(2000));
        QCOMPARE(stripeRetryDelay(1000), std::chrono::milliseconds(300'000));
    }

    void forms()
    {
        const Json json{{"mode", "payment"}, {"items", {{{"price", {{"amount", 2000}}}}}}, {"on", true},
            {"none", nullptr}, {"name", "Größe & co=1"}};
        QCOMPARE(formText(json),
            std::string(
                "mode=payment&items%5B0%5D%5Bprice%5D%5Bamount%5D=2000&on=true&name=Gr%C3%B6%C3%9Fe%20%26%20co%3D1"));
        QCOMPARE(formText(Json::object()), std::string());
    }
};

QTEST_GUILESS_MAIN(TestStripeApi)
#include "TestStripeApi.moc"
