// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/RunMessages.h"

#include "app/frontdoor/prompts/PromptCheck.h"
#include "tests/app/frontdoor/prompts/FakeRunner.h"

#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

RunEvent inside(FragmentEvent event) { return FragmentProgressed {0, "here", std::move(event)}; }

/// The recorded prompt: loader 1, texts 2 and 3, latent 4, sampler 5, decoder 6, SaveImage 7, SaveLatent 8.
QueuedPromptPtr recordedPrompt(const Json& extra, const Catalogue& catalogue)
{
    QueuedPrompt prompt;
    prompt.id = "id";
    prompt.json = frontData("transcripts.json")["prompt"];
    prompt.extra = extra;
    CheckedPrompt checked = checkPrompt(prompt.json, catalogue);
    prompt.outputs = std::move(checked.outputs);
    prompt.prompt = std::move(checked.prompt);
    return std::make_shared<const QueuedPrompt>(std::move(prompt));
}

QStringList recorded(const char* run)
{
    QStringList lines;
    const Json runs = frontData("transcripts.json")["runs"];
    for (const Json& line : runs[run])
        lines << QString::fromStdString(line.get<std::string>());
    // The desk's own: what isn't about this run.
    lines.removeIf([](const QString& line) { return line.startsWith(QLatin1String("status")); });
    lines.removeAll(QStringLiteral("executing None"));
    return lines;
}

} // namespace

class TestRunMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_lines.clear();
        m_clients.clear();
    }

    void wholeRun()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        for (const char* node : {"1", "4", "3", "2"}) {
            messages.on(inside(NodeStarted {node}));
            messages.on(inside(NodeFinished {node, {}, false}));
        }
        sample(messages);
        saved(messages, "8", "latents");
        messages.on(inside(NodeStarted {"6"}));
        messages.on(inside(NodeFinished {"6", {}, false}));
        saved(messages, "7", "images");
        messages.end({});
        QCOMPARE(m_lines, recorded("ws_run"));
        for (const QString& client : m_clients)
            QCOMPARE(client, QStringLiteral("me"));
        const EndedPrompt ended = messages.takeEnded();
        COMPARE_JSON(ended.outputs["8"]["latents"][0]["filename"], "8.bin");
        COMPARE_JSON(ended.meta["7"], (Json {{"node_id", "7"}, {"display_node", "7"}, {"parent_node", nullptr}, {"real_node_id", "7"}}));
        COMPARE_JSON(ended.status["status_str"], "success");
        QCOMPARE(ended.status["messages"].size(), 3u);
    }

    void everythingKnown()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        messages.answer("7", {{"images", Json::array({"a"})}});
        messages.answer("8", {{"latents", Json::array({"b"})}});
        messages.know({"1", "2", "3", "4", "5", "6"});
        messages.end({});
        QCOMPARE(m_lines, recorded("ws_cached_rerun"));
    }

    /// ComfyUI was recorded without progress_state here.
    void engineKnowsSome()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        messages.on(NodeAnswered {"4"});
        for (const char* node : {"1", "2", "3"})
            messages.on(inside(NodeFinished {node, {}, true}));
        sample(messages);
        saved(messages, "8", "latents");
        messages.on(inside(NodeStarted {"6"}));
        messages.on(inside(NodeFinished {"6", {}, false}));
        saved(messages, "7", "images");
        messages.end({});
        m_lines.removeIf([](const QString& line) { return line.startsWith(QLatin1String("states")); });
        QCOMPARE(m_lines, recorded("ws_seed_change"));
    }

    /// Pictures that only travel come while their node is at work, and nothing says that it showed any.
    void handedPictures()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        messages.on(inside(NodeStarted {"7"}));
        messages.on(inside(NodeFinished {"7", {}, false}));
        messages.on(FilesReady {"7", {fileValue("x", "image/png", {}), fileValue("y", "image/png", {})}});
        for (int i = 0; i < 2; ++i) {
            QVERIFY(!m_lines.contains(QStringLiteral("preview of 7")));
            messages.handOver("7", {});
            messages.stored("7", {}, {}, false);
        }
        messages.end({});
        QCOMPARE(m_lines.count(QStringLiteral("preview of 7")), 2);
        QVERIFY(m_lines.filter(QStringLiteral("executed 7")).isEmpty());
        const auto executing = m_lines.indexOf(QStringLiteral("executing 7"));
        QVERIFY2(executing >= 0 && executing < m_lines.indexOf(QStringLiteral("preview of 7")), qPrintable(m_lines.join(u'\n')));
        QVERIFY(!messages.outputs().contains("7"));
    }

    void withoutClient()
    {
        RunMessages messages = messagesFor(Json::object());
        messages.start();
        sample(messages);
        messages.end(PromptFailure {{}, {}, {}, true});
        for (const QString& line : m_lines)
            QVERIFY2(texts({"states", "progress", "preview", "execution_interrupted"}).contains(line.section(u' ', 0, 0)), qPrintable(line));
        QVERIFY(m_lines.contains(QStringLiteral("progress 5 2/3")));
        QVERIFY(m_lines.contains(QStringLiteral("execution_interrupted")));
    }

    void clientThatIsNoText()
    {
        RunMessages messages = messagesFor({{"client_id", 5}});
        messages.start();
        sample(messages);
        messages.end({});
        QVERIFY(m_lines.isEmpty());
    }

    void failure()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        messages.on(inside(NodeStarted {"4"}));
        messages.on(inside(NodeFinished {"4", {}, false}));
        messages.on(inside(NodeStarted {"5"}));
        messages.end(PromptFailure {"5", "weft.OutOfMemory", "No memory.", false});
        QCOMPARE(m_lines.last(), QStringLiteral("execution_error"));
        const Json data = m_last["data"];
        COMPARE_JSON(data["node_id"], "5");
        COMPARE_JSON(data["node_type"], "KSampler");
        COMPARE_JSON(data["executed"], Json::array({"4"}));
        COMPARE_JSON(data["exception_message"], "No memory.\n");
        COMPARE_JSON(data["exception_type"], "weft.OutOfMemory");
        COMPARE_JSON(data["current_inputs"]["steps"], Json::array({"3"}));
        QVERIFY(data["timestamp"].is_number());
        const EndedPrompt ended = messages.takeEnded();
        COMPARE_JSON(ended.status["status_str"], "error");
        COMPARE_JSON(ended.status["completed"], false);
    }

    void nobodysFailure()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        messages.end(PromptFailure {"77", "weft.NoMachine", "", false});
        COMPARE_JSON(m_last["data"]["node_id"], "7"); // an output: something must be named
    }

    /// Nothing of what follows is told before the files have their names.
    void waitsForFiles()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        messages.on(inside(NodeStarted {"8"}));
        messages.on(inside(NodeFinished {"8", {}, false}));
        messages.on(FilesReady {"8", {fileValue("a", "application/x-latent", {}), fileValue("b", "application/x-latent", {})}});
        messages.on(inside(NodeStarted {"6"}));
        messages.stored("8", "latents", {{"filename", "a"}}, false);
        QCOMPARE(m_lines.last(), QStringLiteral("executing 8"));
        messages.stored("8", "latents", {{"filename", "b"}}, false);
        QCOMPARE(m_lines.last(), QStringLiteral("executing 6"));
        QCOMPARE(m_lines.at(4), QStringLiteral("executed 8"));
    }

    void filesFromTheCache()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        messages.start();
        messages.on(FilesReady {"7", {fileValue("a", "image/png", {})}});
        messages.stored("7", "images", {{"filename", "a"}}, false);
        messages.on(NodeAnswered {"7"});
        messages.on(NodeAnswered {"6"});
        messages.end({});
        QCOMPARE(m_lines, texts({"execution_start", "cached ", "states 7:running", "executing 7", "executed 7", "states 7:finished", "execution_success"}));
    }

    void statesStaySmall()
    {
        RunMessages messages = messagesFor({{"client_id", "me"}});
        for (int i = 0; i < 2000; ++i) {
            messages.on(inside(NodeStarted {"x" + std::to_string(i)}));
            messages.on(inside(NodeFinished {"x" + std::to_string(i), {}, false}));
        }
        QVERIFY(m_last["data"]["nodes"].size() <= 256);
        QVERIFY(m_last["data"]["nodes"].contains("x1999"));
    }

private:
    RunMessages messagesFor(const Json& extra)
    {
        MessageSinks sinks;
        sinks.send = [this](const QString& client, const Json& message) {
            m_last = message;
            m_clients << client;
            m_lines << shortened(message);
        };
        sinks.preview = [this](const QString&, const Json& metadata, const NodePreview&) {
            const std::string node = stringAt(metadata, "node_id");
            m_lines << (node == "5" ? QStringLiteral("preview") : QStringLiteral("preview of %1").arg(QString::fromStdString(node)));
        };
        sinks.clock = [this] { return ++m_time; };
        return {recordedPrompt(extra, m_catalogue), m_catalogue, std::move(sinks)};
    }

    static void sample(RunMessages& messages)
    {
        messages.on(inside(NodeStarted {"5"}));
        for (int step = 1; step <= 3; ++step) {
            messages.on(inside(NodeProgress {"5", step, 3}));
            messages.on(inside(NodePreview {"5", "image/jpeg", {}}));
        }
        messages.on(inside(NodeFinished {"5", {}, false}));
    }

    static void saved(RunMessages& messages, const NodeId& node, const char* key)
    {
        messages.on(inside(NodeStarted {node}));
        messages.on(inside(NodeFinished {node, {}, false}));
        messages.on(FilesReady {node, {fileValue("x", "image/png", {})}});
        messages.stored(node, key, {{"filename", node + ".bin"}}, false);
    }

    const Catalogue m_catalogue = [] {
        Catalogue catalogue = frontCatalogue();
        NodeType loader = *catalogue.find("CheckpointLoaderSimple");
        loader.inputs.front().choices.push_back("tiny_sd15_taesd.safetensors");
        catalogue.add(loader);
        return catalogue;
    }();
    QStringList m_lines;
    QStringList m_clients;
    Json m_last;
    std::int64_t m_time = 0;
};

QTEST_GUILESS_MAIN(TestRunMessages)
#include "TestRunMessages.moc"
