// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/gateway/GatewayDoor.h"

#include "core/security/GatewayToken.h"
#include "tests/app/frontdoor/DoorFixture.h"

#include <QTimer>

using namespace weft;
using namespace weft::testing;

namespace {

const QByteArray kMine = "11111111111111111111111111111111";
const QByteArray kOther = "22222222222222222222222222222222";

NodeType picture()
{
    NodeType type;
    type.name = "Paint";
    InputSpec text;
    text.name = "text";
    text.type = "STRING";
    InputSpec sketch;
    sketch.name = "sketch";
    sketch.type = "IMAGE";
    sketch.presence = Presence::Optional;
    sketch.forceInput = true;
    type.inputs = {text, sketch};
    type.outputs = {{"image", "IMAGE"}};
    return type;
}

/// A gateway's door over a runner that a test drives. `door` of the fixture's base isn't opened.
class Fixture : public DoorFixture {
public:
    GatewayBudgets budgets;
    DoorFolders folders;
    std::unique_ptr<GatewayDoor> gate;
    std::unique_ptr<CallRoutes> calls;
    const std::string secret = freshGatewayToken(systemRandom());

    bool openGate()
    {
        runner.types.add(picture());
        folders = {made("input"), made("output"), made("temp"), {}};
        DeskSettings settings;
        settings.input = folders.input;
        settings.output = folders.output;
        settings.temp = folders.temp;
        settings.remembers = false;
        settings.admit = [this](const PromptCost& cost) { return budgets.admit(cost.token, cost.promptId, cost.cap); };
        desk = std::make_unique<PromptDesk>(runner, settings);
        QObject::connect(desk.get(), &PromptDesk::settled, desk.get(),
            [this](const QString& budget, const QString& prompt, Money charged) { budgets.settle(budget, prompt, charged); });
        GatewayDoor::Settings gateSettings;
        gateSettings.secret = gatewayTokenHash(secret);
        gateSettings.folders = folders;
        gate = std::make_unique<GatewayDoor>(gateSettings, budgets);
        gate->describe([this]() -> const Catalogue& { return runner.types; });
        calls = std::make_unique<CallRoutes>(*desk, runner, folders, gate->callPlace());
        calls->addTo(*gate);
        return gate->listen().hasValue();
    }
    ~Fixture()
    {
        gate.reset();
        calls.reset();
    }

    /// As the relay hands a call on; `left` in micro-credits.
    Heard handOn(const QByteArray& method, const QByteArray& path, const QByteArray& body = {}, const QByteArray& budget = kMine,
        const QByteArray& left = "5000000") const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, gate->port());
        if (!QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }))
            return {};
        QByteArray bytes = method + ' ' + path + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nAuthorization: Bearer "
            + QByteArray::fromStdString(secret) + "\r\n";
        if (!budget.isEmpty())
            bytes += "Weft-Budget: " + budget + "\r\nWeft-Budget-Left: " + left + "\r\n";
        if (method == "POST")
            bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        socket.write(bytes + "\r\n" + body);
        QByteArray text;
        (void)QTest::qWaitFor(
            [&] {
                text += socket.readAll();
                return socket.state() == QAbstractSocket::UnconnectedState;
            },
            20'000);
        text += socket.readAll();
        const qsizetype end = text.indexOf("\r\n\r\n");
        return {text.mid(9, 3).toInt(), text.left(end), text.mid(end + 4)};
    }
    /// The next run makes a picture, which costs one credit.
    void paintSoon()
    {
        auto* watch = new QTimer(&runner);
        QObject::connect(watch, &QTimer::timeout, watch, [this, watch] {
            if (!runner.busy)
                return;
            watch->deleteLater();
            watch->stop();
            write(QStringLiteral("output/v1/call_00001_.png"), "bytes");
            runner.output("save-image-0", "image/png", "bytes", folders.output + QStringLiteral("/v1/call_00001_.png"));
            runner.end({}, credits(1));
        });
        watch->start(5);
    }
};

} // namespace

class TestGatewayDoor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCallMakesAPictureForItsCallerAlone()
    {
        Fixture f;
        f.runner.cap = credits(2);
        QVERIFY(f.openGate());
        f.paintSoon();
        const Heard heard = f.handOn("POST", "/v1/nodes/Paint", R"({"text":"a"})");
        QCOMPARE(heard.status, 200);
        QCOMPARE(stringAt(heard.json(), "charged"), std::string("1"));
        const std::string url = stringAt(heard.json()["outputs"]["image"][0], "url");
        QVERIFY2(url.starts_with("/gateway/v1/results/"), url.c_str());
        const QByteArray path = QByteArray::fromStdString(url).mid(8);
        QCOMPARE(f.handOn("GET", path).body, QByteArray("bytes"));
        QCOMPARE(f.handOn("GET", path, {}, kOther).status, 404);
        QCOMPARE(f.handOn("GET", path, {}, {}).status, 404); // without a budget
        QCOMPARE(f.budgets.left(QString::fromLatin1(kMine)), credits(5)); // as the last request told
        QCOMPARE(f.runner.started.front().options.policy.cap, credits(2));
    }

    void nothingIsAnsweredFromAnothersRun()
    {
        Fixture f;
        f.runner.cap = credits(1);
        QVERIFY(f.openGate());
        for (const QByteArray& budget : {kMine, kOther}) {
            f.paintSoon();
            QCOMPARE(f.handOn("POST", "/v1/nodes/Paint", R"({"text":"the same"})", budget).status, 200);
        }
        QCOMPARE(f.runner.started.size(), std::size_t(2));
    }

    void tooDear()
    {
        Fixture f;
        f.runner.cap = credits(6);
        QVERIFY(f.openGate());
        const Heard heard = f.handOn("POST", "/v1/nodes/Paint", R"({"text":"a"})");
        QCOMPARE(heard.status, 402);
        QVERIFY(stringAt(heard.json()["error"], "message").size() > 20);
        f.runner.cap = Error {ErrorCode::CreditTooLow, "", {{"needed", "6"}, {"available", "5"}}}; // the planner's word
        QCOMPARE(f.handOn("POST", "/v1/nodes/Paint", R"({"text":"a"})").status, 402);
        f.runner.cap = Error {ErrorCode::NoMachine, ""};
        QCOMPARE(f.handOn("POST", "/v1/nodes/Paint", R"({"text":"a"})").status, 400);
        QVERIFY(f.runner.started.empty());
    }

    void othersFilesCantBeNamed()
    {
        Fixture f;
        QVERIFY(f.openGate());
        f.write(QStringLiteral("input/v1/another.png"), DoorFixture::png(Qt::red));
        QCOMPARE(f.handOn("POST", "/v1/nodes/Paint", R"({"text":"a","sketch":"v1/another.png"})").status, 400);
        QCOMPARE(f.handOn("POST", "/v1/nodes/LoadImage", R"({"image":"v1/another.png"})").status, 400);
        QVERIFY(f.runner.started.empty());
    }

    void nothingElseIsServed_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char* path : {"/", "/prompt", "/queue", "/history", "/object_info", "/view?filename=call_00001_.png", "/api/v1", "/system_stats"})
            QTest::newRow(path) << QByteArray(path);
    }
    void nothingElseIsServed()
    {
        QFETCH(QByteArray, path);
        Fixture f;
        QVERIFY(f.openGate());
        QCOMPARE(f.handOn("GET", path).status, 404);
    }

    void onlyTheRelayIsServed()
    {
        Fixture f;
        QVERIFY(f.openGate());
        QCOMPARE(f.handOn("POST", "/v1/nodes/Paint", R"({"text":"a"})", {}).status, 400); // no budget
        f.gate.reset();
        GatewayDoor::Settings other;
        other.secret = gatewayTokenHash("another secret");
        f.gate = std::make_unique<GatewayDoor>(other, f.budgets);
        QVERIFY(f.gate->listen());
        QCOMPARE(f.handOn("GET", "/v1/openapi.json").status, 401);
        QCOMPARE(f.handOn("POST", "/v1/nodes/Paint", "{}").status, 401);
    }

    void theDescriptionSaysWhatIsSeen()
    {
        Fixture f;
        QVERIFY(f.openGate());
        const Json api = f.handOn("GET", "/v1/openapi.json", {}, {}).json();
        const std::string words = stringAt(api["info"], "description");
        QVERIFY(words.find("see what you send") != std::string::npos && words.find("能看到") != std::string::npos);
        QVERIFY(api["servers"][0]["url"] == Json("/gateway"));
        QVERIFY(api["components"]["securitySchemes"].contains("token"));
        QVERIFY(api["paths"].contains("/v1/nodes/Paint"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayDoor)
#include "TestGatewayDoor.moc"
