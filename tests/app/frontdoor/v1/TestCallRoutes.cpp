// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/v1/CallRoutes.h"

#include "app/apis/PublishedApi.h"
#include "app/frontdoor/v1/OpenApi.h"
#include "tests/app/frontdoor/DoorFixture.h"

#include <QTimer>

using namespace weft;
using namespace weft::testing;

namespace {

NodeType paint(const std::string& owner)
{
    PublishedApi api;
    api.name = "paint";
    api.title = "Paint <fast>";
    ApiParameter words;
    words.spec.name = "prompt";
    words.spec.type = "STRING";
    words.spec.presence = Presence::Optional;
    words.spec.options = {{"default", "it's a cat"}, {"multiline", true}};
    ApiParameter sketch;
    sketch.spec.name = "sketch";
    sketch.spec.type = "IMAGE";
    sketch.spec.forceInput = true;
    api.parameters = {words, sketch};
    OutputSpec picture;
    picture.name = "image";
    picture.type = "IMAGE";
    api.outputs = {{picture, {"1", 0}}};
    return apiNodeType(api, owner);
}

class V1Fixture : public DoorFixture {
public:
    std::unique_ptr<CallRoutes> calls;

    explicit V1Fixture(const std::string& scheme = "http")
    {
        runner.types.add(paint("1"));
        NodeType count;
        count.name = "Count";
        InputSpec text;
        text.name = "text";
        text.type = "STRING";
        count.inputs = {text};
        count.outputs = {{"length", "INT"}};
        runner.types.add(count);
        before = [this, scheme](FrontDoor& opened) {
            calls = std::make_unique<CallRoutes>(*desk, runner, settings.folders, CallPlace {scheme, false, {}});
            calls->addTo(opened);
        };
    }
    ~V1Fixture() { door.reset(); }

    /// Does something as soon as the runner has started.
    void whenStarted(std::function<void(const Prompt&)> act)
    {
        auto* watch = new QTimer(&runner);
        QObject::connect(watch, &QTimer::timeout, watch, [this, watch, act = std::move(act)] {
            if (!runner.busy)
                return;
            watch->deleteLater();
            watch->stop();
            act(runner.started.back().prompt);
        });
        watch->start(5);
    }
};

std::string sketchUrl() { return "data:image/png;base64," + DoorFixture::png(Qt::red).toBase64().toStdString(); }

} // namespace

class TestCallRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCallGivesItsPicture()
    {
        V1Fixture fixture;
        QVERIFY(fixture.open());
        fixture.whenStarted([&](const Prompt& prompt) {
            const auto& call = prompt.nodes.at("call");
            QVERIFY(std::get<Json>(call.inputs.at("prompt")) == Json("a dog"));
            QCOMPARE(prompt.nodes.at("load-sketch").type, std::string("LoadImage"));
            fixture.runner.output("save-image-0", "image/png", "bytes", fixture.settings.folders.output + QStringLiteral("/v1/paint_00001_.png"));
            fixture.runner.end({}, credits(2));
        });
        const Heard heard = fixture.postJson("/v1/paint", {{"prompt", "a dog"}, {"sketch", sketchUrl()}});
        QCOMPARE(heard.status, 200);
        const Json answer = heard.json();
        QCOMPARE(stringAt(answer, "charged"), std::string("2"));
        const Json& file = answer["outputs"]["image"][0];
        QCOMPARE(stringAt(file, "url"), std::string("/view?filename=paint_00001_.png&subfolder=v1&type=output"));
        QCOMPARE(QDir(fixture.settings.folders.input + QStringLiteral("/v1")).entryList(QDir::Files).size(), 1);
    }

    void textsAreAnswered()
    {
        V1Fixture fixture;
        QVERIFY(fixture.open());
        fixture.whenStarted([&](const Prompt& prompt) {
            QCOMPARE(prompt.nodes.at("show-length").type, std::string("PreviewAny"));
            fixture.runner.output("show-length", "text/plain", "3");
            fixture.runner.end();
        });
        const Heard heard = fixture.postJson("/v1/nodes/Count", {{"text", "abc"}});
        QCOMPARE(heard.status, 200);
        QCOMPARE(stringAt(heard.json()["outputs"], "length"), std::string("3"));
    }

    void failuresAreSaid()
    {
        V1Fixture fixture;
        QVERIFY(fixture.open());
        fixture.whenStarted([&](const Prompt&) { fixture.runner.end({{"call", Error {ErrorCode::ProviderLost, "gone", {{"machine", "A"}}}}}); });
        const Heard lost = fixture.postJson("/v1/nodes/Count", {{"text", "abc"}});
        QCOMPARE(lost.status, 500);
        QVERIFY(!stringAt(lost.json()["error"], "message").empty());
    }

    void badCalls_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("no such API") << QByteArray("/v1/draw") << QByteArray("{}") << 404;
        QTest::newRow("no such node") << QByteArray("/v1/nodes/Nothing") << QByteArray("{}") << 404;
        QTest::newRow("no such parameter") << QByteArray("/v1/paint") << QByteArray(R"({"colour":1})") << 400;
        QTest::newRow("a picture is missing") << QByteArray("/v1/paint") << QByteArray(R"({"prompt":"a"})") << 400;
        QTest::newRow("not base64") << QByteArray("/v1/paint") << QByteArray(R"({"sketch":"data:image/png;base64,***"})") << 400;
        QTest::newRow("no comma") << QByteArray("/v1/paint") << QByteArray(R"({"sketch":"data:"})") << 400;
        QTest::newRow("a number for a picture") << QByteArray("/v1/paint") << QByteArray(R"({"sketch":3})") << 400;
        QTest::newRow("a list") << QByteArray("/v1/paint") << QByteArray("[]") << 400;
        QTest::newRow("no JSON") << QByteArray("/v1/paint") << QByteArray("{") << 400;
    }
    void badCalls()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        V1Fixture fixture;
        QVERIFY(fixture.open());
        const Heard heard = fixture.ask("POST", path, body);
        QCOMPARE(heard.status, status);
        QVERIFY(!stringAt(heard.json()["error"], "message").empty());
        QVERIFY(fixture.runner.started.empty());
    }

    void twoOfOneName()
    {
        V1Fixture fixture;
        fixture.runner.types.add(paint("2"));
        QVERIFY(fixture.open());
        QCOMPARE(fixture.postJson("/v1/paint", Json::object()).status, 404);
        QCOMPARE(fixture.postJson("/v1/nodes/api/paint@2", Json::object()).status, 400); // found; it lacks its picture
        const Json paths = openApiOf(fixture.runner.types)["paths"];
        QVERIFY(paths.contains("/v1/nodes/api%2Fpaint%401") && !paths.contains("/v1/paint"));
    }

    void pages()
    {
        V1Fixture fixture;
        QVERIFY(fixture.open());
        const Json api = fixture.get("/v1/openapi.json").json();
        QCOMPARE(stringAt(api, "openapi"), std::string("3.1.0"));
        const Json& schema = api["paths"]["/v1/paint"]["post"]["requestBody"]["content"]["application/json"]["schema"];
        QVERIFY(schema["required"] == Json::array({"sketch"}));
        QVERIFY(schema["properties"]["prompt"]["default"] == Json("it's a cat"));
        QVERIFY(api["paths"].contains("/v1/nodes/EmptyImage"));
        QVERIFY(!api["paths"].contains("/v1/nodes/KSampler")); // nobody can send a model
        const Heard page = fixture.get("/v1");
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("Paint &lt;fast&gt;") && !page.body.contains("Paint <fast>"));
        QVERIFY(page.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
        QVERIFY(page.body.contains("curl http://"));
    }

    /// The line that people copy names the door as it is reached.
    void theLineSaysHowTheDoorIsReached()
    {
        V1Fixture fixture("https");
        QVERIFY(fixture.open());
        const Heard page = fixture.get("/v1");
        QVERIFY(page.body.contains("curl https://") && !page.body.contains("curl http://"));
    }
};

QTEST_GUILESS_MAIN(TestCallRoutes)
#include "TestCallRoutes.moc"
