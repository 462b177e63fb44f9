// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that misbehave, go away, never end: a clear error each, that names the node.
#include "tests/app/engines/language/server/LanguageJobs.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace weft;
using namespace weft::testing;
using namespace std::chrono_literals;

namespace {

LanguageSettings hasty(const QUrl& url)
{
    LanguageSettings settings = languageSettings(url);
    settings.limits.answer = 1000ms;
    settings.limits.first = 400ms;
    settings.limits.next = 300ms;
    settings.limits.tail = 100ms;
    settings.limits.whole = 3000ms;
    settings.limits.maxJsonBytes = 1 << 20;
    settings.limits.maxStreamBytes = 4 << 20;
    return settings;
}

/// Describes itself, and answers everything else so.
FakeLanguage::Handler speaking(std::function<void(QTcpSocket*)> how)
{
    return [how](const HttpRequest& request, QTcpSocket* socket) {
        if (request.path == "/v1/models")
            return answer(socket, 200, kTinyModel);
        how(socket);
    };
}

/// Goes on writing as long as somebody reads.
void writeForever(QTcpSocket* socket, const QByteArray& piece)
{
    auto* timer = new QTimer(socket);
    QObject::connect(timer, &QTimer::timeout, socket, [socket, piece] {
        if (socket->bytesToWrite() < (1 << 20))
            socket->write(piece);
    });
    timer->start(5);
}

} // namespace

class TestHostileLanguage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void streams_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const QByteArray& bytes, bool closes, ErrorCode code) {
            QTest::newRow(name) << bytes << closes << static_cast<int>(code);
        };
        const QByteArray piece = chatEvent("a");
        row("a huge line", "data: " + QByteArray(2 << 20, 'x'), false, ErrorCode::ProtocolViolation);
        row("a huge event", QByteArray("data: " + QByteArray(1000, 'x') + "\n").repeated(1200), false,
            ErrorCode::ProtocolViolation);
        row("not UTF-8", chatEvent("\xFF\xFE"), true, ErrorCode::ProtocolViolation);
        row("cut off inside JSON", piece + "data: {\"choices\": [{\"del\n\n", true, ErrorCode::ProtocolViolation);
        row("wrong types", piece + "data: {\"choices\": {\"a\": 1}}\n\n", true, ErrorCode::ProtocolViolation);
        row("deep JSON", "data: " + QByteArray(50000, '[') + "\n\n", true, ErrorCode::ProtocolViolation);
        row("closed at once", "", true, ErrorCode::ProviderLost);
        row("closed in the middle", piece.repeated(3), true, ErrorCode::ProviderLost);
        row("silent at once", "", false, ErrorCode::TimedOut);
        row("silent in the middle", piece.repeated(3), false, ErrorCode::TimedOut);
        row("more tokens than asked for", piece.repeated(400), false, ErrorCode::ProtocolViolation);
        row("an error in the middle", piece + "data: {\"error\": {\"message\": \"out of memory\"}}\n\n", true,
            ErrorCode::NodeFailed);
        row("a text of many megabytes", chatEvent(QByteArray(600 << 10, 'a')).repeated(3), false,
            ErrorCode::ProtocolViolation);
        row("done without a text", "data: [DONE]\n\n", true, ErrorCode::Internal); // an empty text is one
    }
    void streams()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, closes);
        QFETCH(int, code);
        FakeLanguage fake(speaking([&](QTcpSocket* socket) {
            beginStream(socket);
            socket->write(bytes);
            if (closes)
                socket->disconnectFromHost();
        }));
        LanguageEngine engine(hasty(fake.url()));
        check(engine, static_cast<ErrorCode>(code));
    }

    void neverEnding_data()
    {
        QTest::addColumn<QByteArray>("piece");
        QTest::addColumn<int>("code");
        QTest::newRow("comments") << QByteArray(": alive\n\n") << int(ErrorCode::TimedOut);
        QTest::newRow("many comments") << QByteArray(": alive\n\n").repeated(20'000)
                                       << int(ErrorCode::ProtocolViolation);
        QTest::newRow("empty pieces") << chatEvent("") << int(ErrorCode::TimedOut);
        QTest::newRow("pieces") << chatEvent("a") << int(ErrorCode::ProtocolViolation);
        QTest::newRow("a line") << QByteArray(1000, 'x') << int(ErrorCode::TimedOut);
    }
    void neverEnding()
    {
        QFETCH(QByteArray, piece);
        QFETCH(int, code);
        FakeLanguage fake(speaking([&](QTcpSocket* socket) {
            beginStream(socket);
            writeForever(socket, piece);
        }));
        LanguageEngine engine(hasty(fake.url()));
        check(engine, static_cast<ErrorCode>(code));
        QTRY_VERIFY(fake.closedByClient > 0);
    }

    void aServerThatNeverClosesAfterTheEnd()
    {
        FakeLanguage fake(speaking([](QTcpSocket* socket) {
            beginStream(socket);
            socket->write(chatEvent("a") + chatEvent("", "\"stop\""));
        }));
        LanguageEngine engine(hasty(fake.url()));
        QCOMPARE(errorOf(runNow(engine, textJob())), std::string());
    }

    void answers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, int status, const QByteArray& body, ErrorCode code) {
            QTest::newRow(name) << status << body << static_cast<int>(code);
        };
        row("a redirection", 302, "", ErrorCode::ProviderRefused);
        row("a redirection that keeps the body", 307, "", ErrorCode::ProviderRefused);
        row("forbidden", 403, "no", ErrorCode::ProviderRefused);
        row("a fault", 500, R"({"error": {"message": "broken"}})", ErrorCode::NodeFailed);
        row("a page", 200, "<html>hello</html>", ErrorCode::ProtocolViolation);
        row("an empty answer", 200, "", ErrorCode::ProtocolViolation);
        row("another answer", 200, R"({"choices": []})", ErrorCode::ProtocolViolation);
        row("a huge answer", 200, QByteArray(2 << 20, ' '), ErrorCode::ProtocolViolation);
        row("a huge fault", 500, QByteArray(2 << 20, ' '), ErrorCode::ProtocolViolation);
        row("still loading", 503, "{}", ErrorCode::NodeFailed);
        row("a model that isn't there", 404, R"({"error": {"message": "model not found"}})", ErrorCode::NodeFailed);
        row("nothing of it", 404, "nothing", ErrorCode::NodeFailed);
    }
    void answers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        FakeLanguage fake(speaking([&](QTcpSocket* socket) {
            if (status < 400 && status >= 300)
                socket->write("HTTP/1.1 " + QByteArray::number(status)
                    + " X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
            else
                answer(socket, status, body);
        }));
        LanguageEngine engine(hasty(fake.url()));
        check(engine, static_cast<ErrorCode>(code));
        FragmentJob embed = textJob();
        embed.fragment.nodes = {{"1", "Embed", {{"model", Json("tiny")}, {"text", Json("a")}}}};
        const FragmentReport report = runNow(engine, embed);
        QCOMPARE(static_cast<int>(std::get<FragmentFailure>(report).error.code), code);
        QCOMPARE(std::get<FragmentFailure>(report).node, std::string("1"));
    }

    void nothingListens()
    {
        LanguageEngine engine(hasty(QUrl(QStringLiteral("http://127.0.0.1:1"))));
        QCOMPARE(waited(engine.catalogue()).error().code, ErrorCode::ProviderLost);
        check(engine, ErrorCode::ProviderLost);
    }

    void startedAnew()
    {
        auto fake = std::make_unique<FakeLanguage>(speaking([](QTcpSocket* socket) { socket->abort(); }));
        const quint16 port = fake->serverPort();
        LanguageEngine engine(hasty(fake->url()));
        check(engine, ErrorCode::ProviderLost);
        fake.reset();
        check(engine, ErrorCode::ProviderLost);
        FakeLanguage again(speaking([](QTcpSocket* socket) {
            beginStream(socket);
            socket->write(chatEvent("back", "\"stop\"") + "data: [DONE]\n\n");
        }),
            port);
        QCOMPARE(errorOf(runNow(engine, textJob())), std::string());
    }

    void cancelClosesTheStream()
    {
        FakeLanguage fake(speaking([](QTcpSocket* socket) {
            beginStream(socket);
            socket->write(chatEvent("a"));
        }));
        LanguageSettings settings = hasty(fake.url());
        settings.limits.next = 30'000ms;
        LanguageEngine engine(settings);
        CancelToken cancel;
        QTimer::singleShot(100, this, [&] { cancel.cancel(); });
        QElapsedTimer timer;
        timer.start();
        const FragmentReport report = runNow(engine, textJob(), nullptr, cancel);
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 5000);
        QTRY_VERIFY(fake.closedByClient > 0);
        CancelToken before;
        before.cancel();
        const FragmentReport none = runNow(engine, textJob(), nullptr, before);
        QCOMPARE(std::get<FragmentFailure>(none).error.code, ErrorCode::Cancelled);
    }

    void theEngineGoesWhileItRuns()
    {
        FakeLanguage fake(speaking([](QTcpSocket* socket) {
            beginStream(socket);
            socket->write(chatEvent("a"));
        }));
        auto engine = std::make_unique<LanguageEngine>(languageSettings(fake.url()));
        QTimer::singleShot(100, this, [&] { engine.reset(); });
        const FragmentReport report = runNow(*engine, textJob());
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::Cancelled);
    }

private:
    /// Internal: it goes well.
    static void check(LanguageEngine& engine, ErrorCode code)
    {
        const FragmentReport report = runNow(engine, textJob());
        const auto* failure = std::get_if<FragmentFailure>(&report);
        QCOMPARE(nameOf(failure ? failure->error.code : ErrorCode::Internal), nameOf(code));
        if (!failure)
            return;
        QCOMPARE(failure->node, std::string("1"));
        QCOMPARE(failure->error.args.at("node"), std::string("1"));
        QVERIFY(failure->error.args.contains("machine"));
        QCOMPARE(failure->charged, Money{});
    }
};

QTEST_GUILESS_MAIN(TestHostileLanguage)
#include "TestHostileLanguage.moc"
