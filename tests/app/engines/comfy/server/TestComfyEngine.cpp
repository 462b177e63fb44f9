// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against recorded answers of a real server, and against servers that misbehave. To record anew:
//   python tests/fakes/comfy_record.py http://127.0.0.1:8188 8189 tests/data/comfy/transcript.json &
//   WEFT_COMFY_RECORDER=http://127.0.0.1:8189 TestComfyEngine replay
#include "app/engines/comfy/ComfyEngine.h"
#include "tests/app/engines/comfy/Jobs.h"
#include "tests/app/engines/comfy/server/FakeComfy.h"

#include <QTest>

using namespace weft;
using namespace weft::testing;
using namespace std::chrono_literals;

namespace {

ComfySettings settingsFor(const QUrl& url)
{
    ComfySettings settings;
    settings.server = url;
    settings.limits.poll = 50ms;
    settings.limits.lost = 400ms;
    settings.limits.answer = 2000ms;
    settings.cancelLimit = 200ms;
    settings.freshId = [n = 0]() mutable { return "replay-" + std::to_string(1000 + n++); };
    return settings;
}

FragmentReport runNow(
    ComfyEngine& engine, FragmentJob job, std::vector<FragmentEvent>* events = nullptr, CancelToken cancel = {})
{
    EventSink sink = [events](const FragmentEvent& event) {
        if (events)
            events->push_back(event);
    };
    return QCoro::waitFor(engine.run(std::move(job), std::move(sink), std::move(cancel)));
}

ErrorCode codeOf(const FragmentReport& report)
{
    const auto* failure = std::get_if<FragmentFailure>(&report);
    if (failure)
        qInfo("%s: %s", nameOf(failure->error.code).data(), failure->error.detail.c_str());
    return failure ? failure->error.code : ErrorCode::Internal; // Internal: it went well
}

const Value& first(const FragmentReport& report, const SlotRef& slot)
{
    return std::get<FragmentOutcome>(report).result.outputs.at(slot).front();
}

template <typename T> auto count(const std::vector<FragmentEvent>& events)
{
    return std::ranges::count_if(events, [](const FragmentEvent& event) { return std::holds_alternative<T>(event); });
}

FragmentJob invert()
{
    return jobOf({{"1", {{"class_type", "ImageInvert"}, {"inputs", {{"image", {{"outside", 0}}}}}}}}, {{"1", 0}},
        {{picture(1, 2, 3)}});
}

Json textToPicture()
{
    return {
        {"1", {{"class_type", "CheckpointLoaderSimple"}, {"inputs", {{"ckpt_name", "tiny_sd15_taesd.safetensors"}}}}},
        {"2", {{"class_type", "CLIPTextEncode"}, {"inputs", {{"clip", Json::array({"1", 1})}, {"text", "a cat"}}}}},
        {"3", {{"class_type", "CLIPTextEncode"}, {"inputs", {{"clip", Json::array({"1", 1})}, {"text", ""}}}}},
        {"5",
            {{"class_type", "KSampler"},
                {"inputs",
                    {{"model", Json::array({"1", 0})}, {"positive", Json::array({"2", 0})},
                        {"negative", Json::array({"3", 0})}, {"latent_image", {{"outside", 0}}}, {"seed", 7},
                        {"steps", 2}, {"cfg", 4.0}, {"sampler_name", "euler"}, {"scheduler", "normal"},
                        {"denoise", 1.0}}}}},
        {"6",
            {{"class_type", "VAEDecode"},
                {"inputs", {{"samples", Json::array({"5", 0})}, {"vae", Json::array({"1", 2})}}}}}};
}

/// A server that describes itself and takes prompts; `rest` answers everything else first where it returns one.
FakeComfy::Handler describing(std::function<std::optional<FakeAnswer>(const FakeRequest&)> rest)
{
    return [rest](const FakeRequest& request) -> FakeAnswer {
        if (const auto answer = rest(request))
            return *answer;
        if (request.path == "/object_info") {
            QFile file(QStringLiteral(WEFT_TEST_DATA "/comfy/object_info.json"));
            return file.open(QIODevice::ReadOnly) ? FakeAnswer{200, file.readAll()} : FakeAnswer{500, {}};
        }
        if (request.path == "/models")
            return {200, "[]"};
        if (request.path == "/system_stats")
            return {200, R"({"system": {"comfyui_version": "0.3.64"}})"};
        if (request.path == "/prompt") {
            const auto body = parseJson(request.body.toStdString());
            return {200,
                QByteArray::fromStdString(toJsonText(
                    {{"prompt_id", stringAt(*body, "prompt_id")}, {"number", 1}, {"node_errors", Json::object()}}))};
        }
        if (request.path == "/upload/image") {
            const qsizetype at = request.body.indexOf("filename=\"") + 10;
            return {200,
                "{\"name\": \"" + request.body.mid(at, request.body.indexOf('"', at) - at)
                    + "\", \"subfolder\": \"weft\", \"type\": \"input\"}"};
        }
        return {200, "{}"};
    };
}

} // namespace

class TestComfyEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replay()
    {
        const QByteArray recorder = qgetenv("WEFT_COMFY_RECORDER");
        Replay real(QStringLiteral(WEFT_TEST_DATA "/comfy/transcript.json"));
        ComfySettings settings = settingsFor(recorder.isEmpty() ? real.url() : QUrl(QString::fromLatin1(recorder)));
        if (!recorder.isEmpty()) {
            settings.limits = {};
            settings.limits.poll = 20'000ms;
        }
        ComfyEngine engine(settings);
        const auto catalogue = waited(engine.catalogue());
        QVERIFY2(catalogue, qPrintable(real.unknown.join(u'\n')));
        QCOMPARE(engine.version(), std::string("0.3.64"));
        QVERIFY(catalogue->find("WeftTestScale"));

        const FragmentReport scaled = runNow(engine,
            jobOf(
                {{"1", {{"class_type", "WeftTestScale"}, {"inputs", {{"image", {{"outside", 0}}}, {"factor", 0.25}}}}}},
                {{"1", 0}}, {{picture(2, 3, 4)}}));
        QVERIFY2(codeOf(scaled) == ErrorCode::Internal, qPrintable(real.unknown.join(u'\n')));
        const Tensor& out = *first(scaled, {"1", 0}).tensor("value");
        QCOMPARE(out.shape, (std::vector<std::int64_t>{2, 3, 4, 3}));
        QVERIFY(std::fabs(reinterpret_cast<const float*>(out.data.data())[71] - 71.0F / 255.0F / 4) < 1e-6F);

        std::vector<FragmentEvent> events;
        const FragmentReport painted =
            runNow(engine, jobOf(textToPicture(), {{"5", 0}, {"6", 0}}, {{latent(1, 8, 8)}}), &events);
        QVERIFY2(codeOf(painted) == ErrorCode::Internal, qPrintable(real.unknown.join(u'\n')));
        QCOMPARE(first(painted, {"5", 0}).tensor("samples")->shape, (std::vector<std::int64_t>{1, 4, 8, 8}));
        QCOMPARE(first(painted, {"6", 0}).tensor("value")->shape, (std::vector<std::int64_t>{1, 64, 64, 3}));
        QVERIFY(count<NodePreview>(events) >= 1);
        QVERIFY(count<NodeProgress>(events) >= 2);
        QVERIFY(count<NodeStarted>(events) >= 5);

        const FragmentReport failed = runNow(engine,
            jobOf(
                {{"4", {{"class_type", "WeftTestFail"}, {"inputs", {{"message", "broken on purpose"}}}}}}, {{"4", 0}}));
        QCOMPARE(codeOf(failed), ErrorCode::NodeFailed);
        QCOMPARE(std::get<FragmentFailure>(failed).node, std::string("4"));
        const FragmentReport refused = runNow(engine,
            jobOf({{"4",
                      {{"class_type", "EmptyLatentImage"},
                          {"inputs", {{"width", 1}, {"height", 64}, {"batch_size", 1}}}}}},
                {{"4", 0}}));
        QCOMPARE(codeOf(refused), ErrorCode::SettingInvalid);
        QCOMPARE(real.unknown.join(u'\n'), QString());
    }

    void noServer()
    {
        ComfyEngine engine(settingsFor(QUrl(QStringLiteral("http://127.0.0.1:1"))));
        QCOMPARE(waited(engine.catalogue()).error().code, ErrorCode::ProviderLost);
        const FragmentReport report = runNow(engine, invert());
        QCOMPARE(codeOf(report), ErrorCode::ProviderLost);
        QVERIFY(std::get<FragmentFailure>(report).retryElsewhere);
    }

    void oddServers_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* path, int status, const char* body, ErrorCode code) {
            QTest::newRow(name) << QByteArray(path) << status << QByteArray(body) << static_cast<int>(code);
        };
        row("a server that isn't a ComfyUI", "/system_stats", 404, "not found", ErrorCode::ProviderRefused);
        row("a Weft's front door", "/system_stats", 200, R"({"system": {"weft_version": "1"}})", ErrorCode::ProviderRefused);
        row("no JSON", "/object_info", 200, "<html>", ErrorCode::JsonInvalid);
        row("a list", "/object_info", 200, "[]", ErrorCode::JsonNotAWorkflow);
        row("an error", "/object_info", 500, "oh", ErrorCode::ProviderRefused);
        row("an error about uploads", "/upload/image", 413, "too large", ErrorCode::ProviderRefused);
        row("a refusal", "/prompt", 400,
            R"({"error": {"type": "no_prompt", "message": "No prompt", "details": ""}, "node_errors": {}})",
            ErrorCode::ProviderRefused);
        row("another id", "/prompt", 200, R"({"prompt_id": "else", "node_errors": {}})", ErrorCode::VersionUnsupported);
        row("no JSON about a prompt", "/prompt", 200, "ok", ErrorCode::ProviderRefused);
        row("nothing in queue or history: started anew", "/queue", 200, R"({"queue_running": [], "queue_pending": []})",
            ErrorCode::ProviderLost);
    }
    void oddServers()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        FakeComfy fake(describing([&](const FakeRequest& request) {
            return request.path == path ? std::optional(FakeAnswer{status, body}) : std::nullopt;
        }));
        ComfyEngine engine(settingsFor(fake.url()));
        const FragmentReport report = runNow(engine, invert());
        QCOMPARE(nameOf(codeOf(report)), nameOf(static_cast<ErrorCode>(code)));
    }

    void itGoesAwayWhileWeWait()
    {
        bool away = false;
        FakeComfy fake(describing([&](const FakeRequest& request) -> std::optional<FakeAnswer> {
            if (request.path == "/queue")
                away = true;
            return away ? std::optional(FakeAnswer{0, {}, true}) : std::nullopt;
        }));
        ComfyEngine engine(settingsFor(fake.url()));
        const FragmentReport report = runNow(engine, invert());
        QCOMPARE(codeOf(report), ErrorCode::ProviderLost);
    }

    void tooLargeAnswers()
    {
        FakeComfy fake(describing([&](const FakeRequest& request) {
            return request.path == "/object_info" ? std::optional(FakeAnswer{200, QByteArray(2 << 20, ' ')})
                                                  : std::nullopt;
        }));
        ComfySettings settings = settingsFor(fake.url());
        settings.limits.maxJsonBytes = 1 << 20;
        ComfyEngine engine(settings);
        QCOMPARE(waited(engine.catalogue()).error().code, ErrorCode::LimitExceeded);
    }

    void cancelTakesOnlyOursOut_data()
    {
        QTest::addColumn<bool>("runs");
        QTest::newRow("ours waits") << false;
        QTest::newRow("ours runs") << true;
    }
    void cancelTakesOnlyOursOut()
    {
        QFETCH(bool, runs);
        std::string ours;
        QByteArrayList asked;
        CancelToken cancel;
        FakeComfy fake(describing([&](const FakeRequest& request) -> std::optional<FakeAnswer> {
            if (request.path == "/queue" && request.method == "GET" && !ours.empty() && !cancel.isCancelled()) // it is there, and waited for
                QTimer::singleShot(0, this, [token = cancel]() mutable { token.cancel(); });
            if (request.path == "/prompt")
                ours = stringAt(*parseJson(request.body.toStdString()), "prompt_id");
            if (request.method == "POST" && (request.path == "/queue" || request.path == "/interrupt"))
                asked << request.path + ' ' + request.body;
            if (request.method == "POST" || request.path != "/queue")
                return std::nullopt;
            const Json mine = Json::array({Json::array({2, ours})}), theirs = Json::array({Json::array({1, "owners"})});
            return FakeAnswer{200,
                QByteArray::fromStdString(
                    toJsonText({{"queue_running", runs ? mine : theirs}, {"queue_pending", runs ? theirs : mine}}))};
        }));
        ComfyEngine engine(settingsFor(fake.url()));
        QCOMPARE(codeOf(runNow(engine, invert(), nullptr, cancel)), ErrorCode::Cancelled);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0].startsWith(runs ? "/interrupt" : "/queue"), true);
        QVERIFY(asked[0].contains(QByteArray::fromStdString(ours)) && !asked[0].contains("owners"));
    }

    void cancelledWhileItIsSent()
    {
        CancelToken cancel;
        bool isSent = false;
        QByteArrayList takenOut;
        FakeComfy fake(describing([&](const FakeRequest& request) -> std::optional<FakeAnswer> {
            if (request.method == "POST" && request.path == "/queue" && isSent)
                takenOut << request.body;
            if (std::exchange(isSent, isSent || request.path == "/prompt") != isSent) {
                cancel.cancel();
                QTest::qWait(100); // what the cancel asks is asked before the prompt is there
                takenOut.clear();
            }
            return request.path == "/queue" && request.method == "GET"
                ? std::optional(FakeAnswer{200, R"({"queue_running": [], "queue_pending": []})"})
                : std::nullopt;
        }));
        ComfyEngine engine(settingsFor(fake.url()));
        QCOMPARE(codeOf(runNow(engine, invert(), nullptr, cancel)), ErrorCode::Cancelled);
        QCOMPARE(takenOut.size(), 1);
    }

    /// What guests are offered is what they may run, however often it was asked for.
    void guests()
    {
        QStringList posted;
        FakeComfy fake(describing([&](const FakeRequest& request) {
            if (request.path == "/prompt")
                posted << QString::fromUtf8(request.body);
            return request.path == "/prompt" ? std::optional(FakeAnswer{400, R"({"error": {"message": "no"}, "node_errors": {}})"}) : std::nullopt;
        }));
        ComfySettings settings = settingsFor(fake.url());
        settings.guests.emplace();
        ComfyEngine engine(settings);
        const auto first = waited(engine.catalogue());
        QVERIFY(first && first->find("ImageInvert") && !first->find("SaveImage"));
        const auto second = waited(engine.catalogue());
        QVERIFY(second && *second == *first);
        FragmentJob saving = invert();
        saving.fragment.nodes[0].type = "SaveImage";
        QCOMPARE(codeOf(runNow(engine, saving)), ErrorCode::NodeTypeUnknown);
        QVERIFY(posted.isEmpty());
        (void)runNow(engine, invert());
        QCOMPARE(posted.size(), 1); // admitted; this server takes nothing
    }

    void lazyInputsAreAskedForAtOnce()
    {
        FakeComfy fake(describing([](const FakeRequest&) { return std::nullopt; }));
        ComfyEngine engine(settingsFor(fake.url()));
        FragmentJob job = invert();
        job.fragment.inputs.push_back({{"x", 0}, "IMAGE", true});
        job.inputs.push_back({});
        const FragmentReport report = runNow(engine, job);
        QCOMPARE(codeOf(report), ErrorCode::NeedsInput);
        QCOMPARE(std::get<FragmentFailure>(report).needsInputs, std::vector<int>{1});
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url");
        QTest::newRow("port") << "8188"
                              << "http://127.0.0.1:8188";
        QTest::newRow("host and port") << "box:8188"
                                       << "http://box:8188";
        QTest::newRow("whole") << " https://box/comfy/ "
                               << "https://box/comfy";
        QTest::newRow("another scheme") << "ftp://box"
                                        << "";
        QTest::newRow("a password in it") << "http://a:b@box"
                                          << "";
        QTest::newRow("no port") << "0"
                                 << "";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        const auto address = comfyAddress(text);
        QCOMPARE(address ? address->toString() : QString(), url);
    }
};

QTEST_GUILESS_MAIN(TestComfyEngine)
#include "TestComfyEngine.moc"
