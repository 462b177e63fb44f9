// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The window's front door, over real sockets; its worker is this program.
#include "app/frontdoor/service/DoorSwitch.h"

#include "app/servers/AskServer.h"
#include "tests/app/engines/FakeWorker.h"
#include "tests/app/engines/Waited.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace weft;

namespace {

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

struct DoorFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    RunController runs {RunFolders {folder.path(), folder.filePath(QStringLiteral("output")), {folder.path()}, folder.filePath(QStringLiteral("cache")),
        QCoreApplication::applicationFilePath()}};
    QNetworkAccessManager network;
    DoorSwitch door {runs, folder.path(), settings};

    explicit DoorFixture(const char* mood = "well")
    {
        qputenv(fake::kFakeWorker, mood);
        settings.setValue(QStringLiteral("door/port"), freePort());
        QSignalSpy ready(&runs, &RunController::ready);
        runs.start();
        (void)QTest::qWaitFor([&] { return !ready.isEmpty(); }, 20'000);
    }

    /// -> status, body; 0: nobody answers
    std::pair<int, QByteArray> ask(const QString& path, const QByteArray& body = {}, const QString& token = {})
    {
        QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(door.port()).arg(path)));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token.toLatin1());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        QNetworkReply* reply = body.isEmpty() ? network.get(request) : network.post(request, body);
        (void)QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000);
        reply->deleteLater();
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
    }
    int status(const QString& path, const QString& token = {}) { return ask(path, {}, token).first; }
};

constexpr const char* kPrompt = R"({"prompt": {"1": {"class_type": "Save", "inputs": {"text": "words", "seed": 1}}}})";

} // namespace

class TestDoorSwitch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsOffUntilItIsTurnedOn()
    {
        DoorFixture f;
        f.door.start();
        QVERIFY(!f.door.isOn());
        QCOMPARE(f.status(QStringLiteral("/system_stats")), 0);
        QVERIFY(f.door.switchOn());
        QCOMPARE(f.door.address(), QStringLiteral("http://127.0.0.1:%1").arg(f.door.port()));
        QCOMPARE(f.status(QStringLiteral("/system_stats")), 200);
        QCOMPARE(f.status(QStringLiteral("/v1")), 200);
        f.door.switchOff();
        QCOMPARE(f.status(QStringLiteral("/system_stats")), 0);
        QVERIFY(f.door.address().isEmpty());
    }

    void itComesBackAsItWasLeft()
    {
        DoorFixture f;
        QVERIFY(f.door.switchOn());
        f.door.end(); // as when the window closes
        QVERIFY(!f.door.isOn());
        f.door.start();
        QVERIFY(f.door.isOn());
        f.door.switchOff();
        f.door.start();
        QVERIFY(!f.door.isOn());
    }

    void promptsRunAndAreCounted()
    {
        DoorFixture f("slow");
        QVERIFY(f.door.switchOn());
        QCOMPARE(f.ask(QStringLiteral("/prompt"), kPrompt).first, 200);
        QCOMPARE(f.ask(QStringLiteral("/prompt"), kPrompt).first, 200);
        QTRY_COMPARE(f.door.running(), 1);
        QCOMPARE(f.door.waiting(), 1);
        f.door.stopRunning();
        QTRY_COMPARE(f.door.waiting(), 0); // the next one
        QTRY_COMPARE(f.door.running(), 1);
        QVERIFY(f.runs.isRunning());
        QCOMPARE(f.ask(QStringLiteral("/prompt"), kPrompt).first, 200);
        f.door.switchOff();
        QTRY_COMPARE(f.door.running() + f.door.waiting(), 0);
        QTRY_VERIFY(!f.runs.isRunning());
    }

    void aTakenPortIsSaid()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        DoorFixture f;
        QVERIFY(f.door.setPort(other.serverPort()));
        QVERIFY(!f.door.switchOn());
        QVERIFY(f.door.problem() && f.door.problem()->args.at("name") == "http-listen");
        QVERIFY(f.door.setPort(freePort())); // and it is on
        QVERIFY(f.door.isOn());
        QVERIFY(!f.door.problem());
        QVERIFY(f.door.setPort(0).error().code == ErrorCode::AmountInvalid);
        QVERIFY(f.door.setPort(65'536).error().code == ErrorCode::AmountInvalid);
        QVERIFY(f.door.isOn());
    }

    void othersNeedAToken()
    {
        DoorFixture f;
        QVERIFY(f.door.switchOn());
        QVERIFY(!f.door.setForNetwork(true)); // there is none
        QVERIFY(!f.door.isOn());
        QCOMPARE(f.door.problem()->args.at("name"), std::string("door-token"));
        const auto secret = f.door.makeToken(QStringLiteral("tablet"), credits(5));
        QVERIFY(secret);
        QVERIFY(f.door.isOn()); // that was what it lacked
        QCOMPARE(f.status(QStringLiteral("/queue")), 401);
        QCOMPARE(f.status(QStringLiteral("/queue"), *secret), 200);
        QVERIFY(f.door.setForNetwork(false));
        QCOMPARE(f.status(QStringLiteral("/queue")), 200);
    }

    void aTokenThatIsRevokedLetsNobodyIn()
    {
        DoorFixture f;
        const auto first = f.door.makeToken(QStringLiteral("laptop"), credits(2));
        const auto second = f.door.makeToken(QStringLiteral("tablet"), credits(5));
        QVERIFY(first && second);
        QVERIFY(f.door.setForNetwork(true));
        QVERIFY(f.door.switchOn());
        QCOMPARE(f.status(QStringLiteral("/queue"), *second), 200);
        const auto tokens = f.door.tokens();
        QCOMPARE(tokens.size(), std::size_t(2));
        QCOMPARE(tokens.back().name, QStringLiteral("tablet"));
        QVERIFY(tokens.back().budget == credits(5));
        QVERIFY(f.door.revoke(tokens.back().id));
        QCOMPARE(f.status(QStringLiteral("/queue"), *second), 401);
        QCOMPARE(f.status(QStringLiteral("/queue"), *first), 200);
        QVERIFY(!f.door.revoke(tokens.front().id)); // then there is none: nobody is let in
        QVERIFY(!f.door.isOn());
    }

    void nothingIsSpentBeforeSomebodySaysSo()
    {
        DoorFixture f;
        QVERIFY(f.door.switchOn());
        QVERIFY(f.door.leftWithoutToken() == Money {});
        QVERIFY(f.door.setBudgetWithoutToken(credits(3)));
        QVERIFY(f.door.leftWithoutToken() == credits(3));
        f.door.switchOff();
        QVERIFY(f.door.leftWithoutToken() == credits(3));
        QVERIFY(f.door.setBudgetWithoutToken(credits(1)));
        QVERIFY(f.door.leftWithoutToken() == credits(1));
    }

    void twoProcessesDontShareABook()
    {
        DoorFixture f;
        QVERIFY(f.door.switchOn());
        DoorService other(f.runs, f.folder.path(), [] { return RunOptions {}; });
        const Done taken = other.takeBook();
        QVERIFY(!taken);
        QCOMPARE(taken.error().args.at("reason"), std::string("taken"));
        f.door.switchOff();
        QVERIFY(other.takeBook());
        QVERIFY(!f.door.switchOn());
        QVERIFY(f.door.problem()->code == ErrorCode::FileUnwritable);
    }

    /// What looks for ComfyUIs isn't taken in by it.
    void itSaysThatItIsAWeft()
    {
        DoorFixture f;
        QVERIFY(f.door.switchOn());
        const auto answer = testing::waited(askWhoAnswers(QUrl(f.door.address()), {}, std::chrono::milliseconds(5000)));
        QVERIFY(!answer);
        QCOMPARE(answer.error().args.at("reason"), std::string("comfy-weft"));
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(fake::kFakeWorker))
        return fake::fakeWorkerMain();
    TestDoorSwitch test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestDoorSwitch.moc"
