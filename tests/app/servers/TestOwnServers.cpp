// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The user's servers, against real sockets: fakes that describe themselves as theirs do, and a real ComfyUI where there is one.
#include "app/servers/OwnServers.h"

#include "app/servers/AskServer.h"
#include "app/servers/ServerText.h"
#include "tests/app/engines/comfy/server/RealServer.h"
#include "tests/app/servers/local/LocalServers.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::testing;
using namespace std::chrono_literals;

namespace {

constexpr ServerTimes kHasty {100ms, 100ms, 2000ms, 2000ms};

struct ServersFixture {
    QTemporaryDir folder;
    RunController runs {RunFolders {folder.path(), folder.path(), {folder.path()}, folder.path(), QStringLiteral("no-such-worker")}};
    OwnServers servers;
    QSignalSpy refused {&servers, &OwnServers::refused};
    QSignalSpy added {&servers, &OwnServers::added};

    explicit ServersFixture(std::vector<QUrl> usual = {})
        : servers(runs, file(), std::move(usual), kHasty)
    {
        QSignalSpy ready(&runs, &RunController::ready);
        runs.start();
        (void)QTest::qWaitFor([&] { return !ready.isEmpty(); }, 20'000);
    }

    QString file() const { return folder.filePath(QStringLiteral("servers.json")); }
    bool has(const char* type) const { return runs.catalogue().find(type) != nullptr; }
    /// Adds, and waits for the answer. -> what was said against it
    QString add(const QUrl& url, const QString& key = {}) { return addText(url.toString(), key); }
    QString addText(const QString& text, const QString& key = {})
    {
        refused.clear();
        added.clear();
        servers.add(text, key);
        (void)QTest::qWaitFor([&] { return !refused.isEmpty() || !added.isEmpty(); }, 10'000);
        return refused.isEmpty() ? QString() : ServerText::problem(refused.front().front().value<Error>());
    }
    QString stateOf(const QUrl& url) const
    {
        const ServerStatus* status = servers.find(url);
        return status ? ServerText::state(*status) : QString();
    }
};

} // namespace

class TestOwnServers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void machinesAreNamedByWhatTheyAre_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("isHere");
        QTest::addColumn<QString>("name");
        QTest::newRow("here") << QStringLiteral("comfyui:127.0.0.1:8188") << true << QStringLiteral("ComfyUI · 8188");
        QTest::newRow("here, by IPv6") << QStringLiteral("language:[::1]:11434") << true << QStringLiteral("Language models · 11434");
        QTest::newRow("in the network") << QStringLiteral("language:10.0.0.7:8080") << false << QStringLiteral("Language models · 10.0.0.7:8080");
        QTest::newRow("APIs") << QStringLiteral("apis") << true << QStringLiteral("Your APIs");
        QTest::newRow("another") << QStringLiteral("other") << true << QStringLiteral("As it says");
    }
    void machinesAreNamedByWhatTheyAre()
    {
        QFETCH(QString, id);
        QFETCH(bool, isHere);
        QFETCH(QString, name);
        EngineInfo engine;
        engine.id = id.toStdString();
        engine.displayName = "As it says";
        engine.carries = {"IMAGE"};
        engine.onThisComputer = isHere;
        QCOMPARE(ServerText::name(engine), name);
        engine.machine = "aa01"; // somebody else's is named as he names it
        QCOMPARE(ServerText::name(engine), QStringLiteral("As it says"));
    }

    void itsNodesComeAndGoWithIt()
    {
        LocalComfy comfy;
        ServersFixture f;
        QCOMPARE(f.add(comfy.url()), QString());
        QTRY_VERIFY(f.has("WeftTestFetch"));
        QVERIFY(!f.has("SomebodysApi")); // it works on somebody's servers, for money
        QCOMPARE(f.stateOf(comfy.url()), QStringLiteral("Connected: 3 nodes, version 0.3.64"));
        QCOMPARE(f.runs.engines().size(), std::size_t(1)); // there is no worker here
        QVERIFY(f.servers.remove(comfy.url()));
        QVERIFY(!f.has("WeftTestFetch"));
        QVERIFY(f.runs.engines().empty());
        QVERIFY(f.servers.servers().empty());
    }

    void theListComesBack()
    {
        LocalComfy comfy;
        LocalModels models;
        models.key = "sesame";
        {
            ServersFixture f;
            QCOMPARE(f.add(comfy.url()), QString());
            QCOMPARE(f.add(models.url(), QStringLiteral("sesame")), QString());
            QTRY_VERIFY(f.has("TextGenerate"));
            QFile kept(f.file());
            QVERIFY(!(kept.permissions() & (QFile::ReadGroup | QFile::ReadOther))); // a key is in it
            const auto again = readServers(f.file());
            QVERIFY(again);
            QVERIFY((*again == std::vector<ServerEntry> {{ServerKind::Comfy, comfy.url(), {}}, {ServerKind::Language, models.url(), "sesame"}}));

            RunController runs(RunFolders {f.folder.path(), f.folder.path(), {f.folder.path()}, f.folder.path(), QStringLiteral("no-such-worker")});
            OwnServers back(runs, f.file(), {}, kHasty);
            QVERIFY(back.open());
            QCOMPARE(back.servers().size(), std::size_t(2));
            runs.start();
            QTRY_VERIFY(runs.catalogue().find("WeftTestFetch") && runs.catalogue().find("TextGenerate"));
        }
    }

    void aBadListIsNotTaken()
    {
        ServersFixture f;
        QFile file(f.file());
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("no JSON");
        file.close();
        QVERIFY(f.servers.open().error().code == ErrorCode::FileUnreadable);
        QVERIFY(file.open(QFile::WriteOnly));
        const auto entry = [](const char* kind, const char* address) { return Json {{"kind", kind}, {"address", address}}; };
        Json odd = entry("language", "http://x:1/");
        odd["key"] = "a b";
        const Json list = Json::array({entry("comfyui", "ftp://x"), entry("odd", "http://x"), 5, odd});
        file.write(QByteArray::fromStdString(toJsonText({{"servers", list}})));
        file.close();
        QVERIFY(readServers(f.file())->empty());
    }

    void whatIsTypedIsSaidToBeWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QString() << QString() << QStringLiteral("An address such as");
        QTest::newRow("words") << QStringLiteral("my computer") << QString() << QStringLiteral("An address such as");
        QTest::newRow("another scheme") << QStringLiteral("ftp://127.0.0.1") << QString() << QStringLiteral("An address such as");
        QTest::newRow("a user") << QStringLiteral("http://me:pw@127.0.0.1:8188") << QString() << QStringLiteral("An address such as");
        QTest::newRow("a key of two words") << QStringLiteral("8188") << QStringLiteral("open sesame") << QStringLiteral("A key is one word");
        QTest::newRow("nobody there") << QStringLiteral("http://127.0.0.1:1") << QString() << QStringLiteral("Nobody answers at 127.0.0.1:1");
    }
    void whatIsTypedIsSaidToBeWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, key);
        QFETCH(QString, words);
        ServersFixture f;
        const QString said = f.addText(text, key);
        QVERIFY2(said.startsWith(words), qPrintable(said));
        QVERIFY(f.servers.servers().empty());
        QVERIFY(!QFile::exists(f.file()));
        QVERIFY(!f.servers.isAdding());
    }

    void anotherKindOfServerIsRefused()
    {
        FakeLanguage website([](const HttpRequest&, QTcpSocket* socket) { answer(socket, 200, "<html>hello</html>", "text/html"); });
        FakeLanguage json([](const HttpRequest&, QTcpSocket* socket) { answer(socket, 200, R"({"hello": 1})"); });
        FakeLanguage mute([](const HttpRequest&, QTcpSocket*) {});
        ServersFixture f;
        QVERIFY(f.add(website.url()).contains(QStringLiteral("it is neither a ComfyUI nor a server of language models")));
        QVERIFY(f.add(json.url()).contains(QStringLiteral("it is neither a ComfyUI nor a server of language models")));
        QVERIFY(f.add(mute.url()).contains(QStringLiteral("doesn't answer in time")));
        QVERIFY(f.servers.servers().empty());
    }

    /// `weft serve` answers as a ComfyUI does, and says who it is.
    void aWeftIsNoComfyUi()
    {
        LocalComfy weft;
        weft.system["weft_version"] = "0.1.0";
        ServersFixture f({weft.url()});
        QVERIFY(f.add(weft.url()).contains(QStringLiteral("it is a Weft, no ComfyUI")));
        f.servers.look();
        QTest::qWait(300);
        QVERIFY(f.servers.found().empty());
    }

    void aServerIsAddedOnce()
    {
        LocalComfy comfy;
        ServersFixture f;
        QCOMPARE(f.add(comfy.url()), QString());
        QVERIFY(f.addText(comfy.url().toString() + QStringLiteral("/")).contains(QStringLiteral("it is in the list already")));
        QCOMPARE(f.servers.servers().size(), std::size_t(1));
    }

    void aKeyIsAskedForAndGiven()
    {
        LocalModels models;
        models.key = "sesame";
        ServersFixture f;
        QVERIFY(f.add(models.url()).contains(QStringLiteral("it wants an API key")));
        QCOMPARE(f.add(models.url(), QStringLiteral("sesame")), QString());
        QTRY_COMPARE(f.stateOf(models.url()), QStringLiteral("Connected: 4 nodes; models: tiny-chat, tiny-embed"));
    }

    void whatIsFoundIsUsedWhenTheUserSaysSo()
    {
        LocalComfy comfy;
        LocalModels models;
        ServersFixture f({comfy.url(), models.url(), QUrl(QStringLiteral("http://127.0.0.1:1"))});
        QVERIFY(f.servers.open());
        QTRY_COMPARE(f.servers.found().size(), std::size_t(2));
        QVERIFY(f.servers.found().front().kind == ServerKind::Comfy);
        QVERIFY(!f.has("WeftTestFetch"));
        QCOMPARE(comfy.described, 0);
        QVERIFY(f.servers.use(comfy.url()));
        QCOMPARE(f.servers.found().size(), std::size_t(1));
        QTRY_VERIFY(f.has("WeftTestFetch"));
        QVERIFY(!f.has("TextGenerate"));
        QVERIFY(f.servers.remove(comfy.url()));
        QTRY_COMPARE(f.servers.found().size(), std::size_t(2)); // it is there still
    }

    void oneThatWentAwayComesBackWithWhatIsNew()
    {
        LocalComfy comfy;
        ServersFixture f;
        QVERIFY(f.servers.open());
        QCOMPARE(f.add(comfy.url()), QString());
        QTRY_VERIFY(f.has("WeftTestFetch"));
        comfy.goAway();
        QTRY_VERIFY(f.stateOf(comfy.url()).startsWith(QStringLiteral("Nobody answers")));
        QVERIFY(f.has("WeftTestFetch")); // a workflow isn't broken by a restart
        comfy.classes["WeftTestNew"] = comfyClass("custom_nodes.test_pack");
        comfy.comeBack();
        QTRY_VERIFY(f.has("WeftTestNew"));
        QCOMPARE(f.stateOf(comfy.url()), QStringLiteral("Connected: 4 nodes, version 0.3.64"));
        const int described = comfy.described;
        QTest::qWait(400);
        QCOMPARE(comfy.described, described); // its classes are many: they aren't asked for again and again
        comfy.system["comfyui_version"] = "0.4.0";
        QTRY_COMPARE(f.stateOf(comfy.url()), QStringLiteral("Connected: 4 nodes, version 0.4.0"));
    }

    void modelsComeAndGo()
    {
        LocalModels models;
        ServersFixture f;
        QVERIFY(f.servers.open());
        QCOMPARE(f.add(models.url()), QString());
        models.models << QStringLiteral("fresh");
        QTRY_VERIFY(f.stateOf(models.url()).contains(QStringLiteral("fresh")));
    }

    void ownersAreToldWhatClassesAre()
    {
        LocalComfy comfy;
        ServersFixture f;
        QCOMPARE(f.add(comfy.url()), QString());
        QTRY_COMPARE(f.servers.judgements(comfy.url()).size(), std::size_t(4));
        for (const ComfyJudgement& one : f.servers.judgements(comfy.url())) {
            const ComfyVerdict wanted = one.name == "ImageInvert" ? ComfyVerdict::Allowed
                : one.name == "SomebodysApi"                      ? ComfyVerdict::Elsewhere
                                                                  : ComfyVerdict::Unlisted;
            QCOMPARE(int(one.verdict), int(wanted));
            if (one.name == "WeftTestFetch")
                QVERIFY(one.isCustom() && std::ranges::find(one.warnings, "url") != one.warnings.end());
        }
    }

    void aRealComfyUi()
    {
        if (const QString why = RealServer::whyNot(); !why.isEmpty())
            QSKIP(qPrintable(QStringLiteral("SKIPPED: ") + why));
        RealServer real;
        QVERIFY2(real.start(), real.log().constData());
        ServersFixture f;
        QVERIFY(f.servers.open());
        QCOMPARE(f.add(real.url()), QString());
        QTRY_VERIFY_WITH_TIMEOUT(f.has("WeftTestScale"), 60'000);
        QVERIFY(f.stateOf(real.url()).startsWith(QStringLiteral("Connected: ")));
        real.kill();
        QTRY_VERIFY_WITH_TIMEOUT(f.stateOf(real.url()).startsWith(QStringLiteral("Nobody answers")), 30'000);
    }
};

QTEST_GUILESS_MAIN(TestOwnServers)
#include "TestOwnServers.moc"
