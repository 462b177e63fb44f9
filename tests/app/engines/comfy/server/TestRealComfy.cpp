// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against a real ComfyUI, where there is one: see RealServer.h.
#include "app/engines/comfy/ComfyEngine.h"
#include "app/engines/comfy/ComfyGuard.h"
#include "core/formats/ApiJson.h"
#include "core/values/Safetensors.h"
#include "tests/app/engines/comfy/Jobs.h"
#include "tests/app/engines/comfy/server/RealServer.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <cmath>

using namespace weft;
using namespace weft::testing;

namespace {

constexpr int kGoldenCases = 30; // at least so many must have run

/// Runs and waits.
FragmentReport runNow(
    ComfyEngine& engine, FragmentJob job, CancelToken cancel = {}, std::vector<FragmentEvent>* events = nullptr)
{
    EventSink sink = [events](const FragmentEvent& event) {
        if (events)
            events->push_back(event);
    };
    return waited(engine.run(std::move(job), std::move(sink), std::move(cancel)));
}

std::string errorOf(const FragmentReport& report)
{
    const auto* failure = std::get_if<FragmentFailure>(&report);
    if (!failure)
        return {};
    std::string text =
        std::string(nameOf(failure->error.code)) + " node " + failure->node + ": " + failure->error.detail;
    for (const auto& [key, value] : failure->error.args)
        text += " " + key + "=" + value;
    return text;
}

const ValueList& itemsOf(const FragmentReport& report, const SlotRef& slot)
{
    static const ValueList none;
    const auto* outcome = std::get_if<FragmentOutcome>(&report);
    const auto found = outcome ? outcome->result.outputs.find(slot) : std::map<SlotRef, ValueList>::const_iterator();
    return outcome && found != outcome->result.outputs.end() ? found->second : none;
}

Json readJson(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return parseJson(file.readAll().toStdString()).valueOr(Json());
}

} // namespace

class TestRealComfy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = RealServer::whyNot(); !why.isEmpty())
            QSKIP(qPrintable(why));
        m_server = std::make_unique<RealServer>();
        QVERIFY2(m_server->start(), m_server->log());
        ComfySettings settings;
        settings.server = m_server->url();
        m_engine = std::make_unique<ComfyEngine>(settings);
        const auto catalogue = waited(m_engine->catalogue());
        QVERIFY2(catalogue, nameOf(catalogue ? ErrorCode::Internal : catalogue.error().code).data());
        QVERIFY(catalogue->find("WeftTestScale"));
        QVERIFY(!m_engine->version().empty());
        m_catalogue = *catalogue;
    }

    void picturesCrossAsFloats()
    {
        for (const std::int64_t channels : {3, 4}) {
            const Value in = picture(3, 5, 7, channels);
            const FragmentJob job =
                jobOf({{"1", {{"class_type", "ImageInvert"}, {"inputs", {{"image", {{"outside", 0}}}}}}}}, {{"1", 0}},
                    {{in}});
            const FragmentReport report = runNow(*m_engine, job);
            QCOMPARE(errorOf(report), std::string());
            const ValueList& items = itemsOf(report, {"1", 0});
            QCOMPARE(items.size(), std::size_t{1});
            const Tensor& out = *items[0].tensor("value");
            QVERIFY(out.shape[3] == 3);
            const auto* a = reinterpret_cast<const float*>(in.tensor("value")->data.data());
            const auto* b = reinterpret_cast<const float*>(out.data.data());
            for (std::int64_t i = 0; i < 3 * 5 * 7; ++i) {
                for (std::int64_t c = 0; c < 3; ++c)
                    QVERIFY(std::fabs(1.0F - a[i * channels + c] - b[i * 3 + c]) < 1e-6F);
            }
        }
    }

    void masksAndTextsAndNumbers()
    {
        const FragmentJob job = jobOf(
            {{"1", {{"class_type", "InvertMask"}, {"inputs", {{"mask", {{"outside", 0}}}}}}},
                {"2",
                    {{"class_type", "StringConcatenate"},
                        {"inputs", {{"string_a", {{"outside", 1}}}, {"string_b", "[\"x\", 0]"}, {"delimiter", " "}}}}},
                {"3", {{"class_type", "StringLength"}, {"inputs", {{"string", Json::array({"2", 0})}}}}}},
            {{"1", 0}, {"2", 0}, {"3", 0}}, {{mask(2, 9, 5)}, {literalValue("STRING", "gr\u00fcn, \"a\"\n")}});
        const FragmentReport report = runNow(*m_engine, job);
        QCOMPARE(errorOf(report), std::string());
        const Tensor& out = *itemsOf(report, {"1", 0})[0].tensor("value");
        QCOMPARE(out.shape, (std::vector<std::int64_t>{2, 9, 5}));
        QCOMPARE(reinterpret_cast<const float*>(out.data.data())[40] > 0.83F, true);
        QCOMPARE(stringAt(itemsOf(report, {"2", 0})[0].meta, "value"), std::string("gr\u00fcn, \"a\"\n [\"x\", 0]"));
        QCOMPARE(intAt(itemsOf(report, {"3", 0})[0].meta, "value"), std::int64_t{19});
    }

    void latentsKeepTheirBitsTheirMaskAndTheirNumbers()
    {
        Value in = latent(3, 4, 6);
        in.tensors.emplace_back("noise_mask", [] {
            Tensor noise = *mask(3, 32, 48).tensor("value");
            noise.shape = {3, 1, 32, 48};
            return noise;
        }());
        const Json flip = {{"1",
                               {{"class_type", "LatentFlip"},
                                   {"inputs", {{"samples", {{"outside", 0}}}, {"flip_method", "x-axis: vertically"}}}}},
            {"2",
                {{"class_type", "LatentFlip"},
                    {"inputs", {{"samples", Json::array({"1", 0})}, {"flip_method", "x-axis: vertically"}}}}}};
        const FragmentReport report = runNow(*m_engine, jobOf(flip, {{"2", 0}}, {{in}}));
        QCOMPARE(errorOf(report), std::string());
        const Value& out = itemsOf(report, {"2", 0})[0];
        QCOMPARE(distance(*out.tensor("samples"), *in.tensor("samples")), 0.0);
        QVERIFY(distance(*out.tensor("noise_mask"), *in.tensor("noise_mask")) < 1e-6);

        Value numbered = latent(3, 4, 6);
        const std::vector<std::int64_t> numbers{2, 3, 7};
        const auto* raw = reinterpret_cast<const std::uint8_t*>(numbers.data());
        numbered.tensors.emplace_back("batch_index", Tensor{DType::I64, {3}, SharedBytes::copyOf({raw, 24})});
        const Json probe = {{"1", {{"class_type", "WeftTestBatchIndex"}, {"inputs", {{"samples", {{"outside", 0}}}}}}}};
        const FragmentReport seen = runNow(*m_engine, jobOf(probe, {{"1", 0}, {"1", 1}}, {{numbered}}));
        QCOMPARE(errorOf(seen), std::string());
        QCOMPARE(stringAt(itemsOf(seen, {"1", 0})[0].meta, "value"), std::string("[2, 3, 7]"));
        QVERIFY(std::fabs(numberAt(itemsOf(seen, {"1", 1})[0].meta, "value")
                    - numberAt(itemsOf(seen, {"1", 1})[0].meta, "value"))
            < 1);
    }

    void golden()
    {
        const QString folder = QStringLiteral(WEFT_TEST_DATA "/golden/");
        const Json index = readJson(folder + QStringLiteral("index.json"));
        QFile pictureFile(folder + QStringLiteral("golden_in.png"));
        QVERIFY(pictureFile.open(QIODevice::ReadOnly));
        const Value golden = fileValue("golden_in.png", "image/png", SharedBytes::copyOf([](const QByteArray& b) {
            return ByteView(reinterpret_cast<const std::uint8_t*>(b.constData()), static_cast<std::size_t>(b.size()));
        }(pictureFile.readAll())));
        int ran = 0;
        std::map<std::string, int> perGroup;
        for (const Json& one : memberAt(index, "cases")) {
            const std::string group = stringAt(one, "group", stringAt(one, "file"));
            if (perGroup[group] >= 3 || group.starts_with("seedplus1")) // those are of later versions
                continue;
            const int cases = runGolden(one, golden, folder);
            perGroup[group] += cases;
            ran += cases;
        }
        qInfo("%d golden cases of %d groups", ran, static_cast<int>(perGroup.size()));
        QVERIFY(ran >= kGoldenCases);
    }

    void outputNodesHandOutTheirFiles()
    {
        const Json show = {{"1",
                               {{"class_type", "SaveAnimatedPNG"},
                                   {"inputs",
                                       {{"images", {{"outside", 0}}}, {"filename_prefix", "clips/weft test"},
                                           {"fps", 6.0}, {"compress_level", 1}}}}},
            {"2", {{"class_type", "PreviewAny"}, {"inputs", {{"source", "hello"}}}}}};
        const FragmentReport report = runNow(*m_engine, jobOf(show, {}, {{picture(2, 8, 8)}}));
        QCOMPARE(errorOf(report), std::string());
        const auto& files = std::get<FragmentOutcome>(report).result.files;
        QCOMPARE(stringAt(files.at("1").front().meta, "mime"), std::string("image/png"));
        QCOMPARE(stringAt(files.at("1").front().meta, "name"), std::string("clips/weft test"));
        QCOMPARE(files.at("2").front().tensor("bytes")->data.size(), std::size_t{5});
    }

    void plantedNodesAreNeverOffered()
    {
        ComfyClient client(m_server->url(), "guard");
        const auto info = waited(client.get(QStringLiteral("/object_info")));
        QVERIFY(info);
        const Catalogue offered = comfyOffered(m_catalogue, *info);
        QVERIFY(offered.find("KSampler") && offered.types().size() > 200);
        for (const auto& [name, type] : offered.types()) {
            QVERIFY2(!name.starts_with("WeftTest") && !type.isOutput && !type.readsFile, name.c_str());
        }
    }

    void errorsNameTheirNode()
    {
        const FragmentReport report = runNow(*m_engine,
            jobOf({{"7", {{"class_type", "WeftTestFail"}, {"inputs", {{"message", "no such thing"}}}}}}, {{"7", 0}}));
        const auto* failure = std::get_if<FragmentFailure>(&report);
        QVERIFY(failure);
        QCOMPARE(failure->error.code, ErrorCode::NodeFailed);
        QCOMPARE(failure->node, std::string("7"));
        QCOMPARE(failure->error.args.at("reason"), std::string("no such thing"));
        const FragmentReport memory = runNow(*m_engine,
            jobOf({{"8", {{"class_type", "WeftTestFail"}, {"inputs", {{"message", "out of memory"}}}}}}, {{"8", 0}}));
        QCOMPARE(std::get<FragmentFailure>(memory).error.code, ErrorCode::OutOfMemory);
        const FragmentReport refused = runNow(*m_engine,
            jobOf({{"9", {{"class_type", "WeftTestScale"}, {"inputs", {{"image", {{"outside", 0}}}, {"factor", 99}}}}}},
                {{"9", 0}}, {{picture(1, 4, 4)}}));
        QCOMPARE(std::get<FragmentFailure>(refused).error.code, ErrorCode::SettingInvalid);
        QCOMPARE(std::get<FragmentFailure>(refused).error.args.at("input"), std::string("factor"));
    }

    void progressAndCancelOfOursAlone()
    {
        ComfyClient owner(m_server->url(), "owner");
        const Json slow = {{"1", {{"class_type", "WeftTestSlow"}, {"inputs", {{"seconds", 30}, {"salt", 1}}}}},
            {"2", {{"class_type", "PreviewAny"}, {"inputs", {{"source", Json::array({"1", 0})}}}}}};
        CancelToken cancel;
        std::vector<FragmentEvent> events;
        QTimer::singleShot(2500, this, [&] { cancel.cancel(); });
        QElapsedTimer timer;
        timer.start();
        const FragmentReport report = runNow(*m_engine, jobOf({{"1", slow["1"]}}, {{"1", 0}}), cancel, &events);
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 9000);
        QVERIFY(std::ranges::any_of(events, [](const auto& e) { return std::holds_alternative<NodeProgress>(e); }));

        // The owner's own prompt runs, ours waits behind it: cancelling ours leaves the owner's alone.
        const auto posted = waited(owner.post(QStringLiteral("/prompt"), {{"prompt", slow}, {"prompt_id", "owners"}}));
        QVERIFY(posted);
        CancelToken second;
        QTimer::singleShot(1500, this, [&] { second.cancel(); });
        const FragmentReport waiting = runNow(*m_engine,
            jobOf({{"1", {{"class_type", "WeftTestSlow"}, {"inputs", {{"seconds", 30}, {"salt", 2}}}}}}, {{"1", 0}}),
            second);
        QCOMPARE(std::get<FragmentFailure>(waiting).error.code, ErrorCode::Cancelled);
        const auto queue = waited(owner.queue());
        QCOMPARE(queue->at("queue_running").size(), std::size_t{1});
        QCOMPARE(queue->at("queue_running")[0][1].get<std::string>(), std::string("owners"));
        QCOMPARE(queue->at("queue_pending").size(), std::size_t{0});
        QVERIFY(waited(owner.interrupt("owners")));
    }

    void nothingOfOursIsLeftReadable()
    {
        for (const char* place : {"input/weft", "output/weft"}) {
            for (const QFileInfo& file : QDir(m_server->folder(place)).entryInfoList(QDir::Files))
                QVERIFY2(file.size() <= 1, qPrintable(file.filePath()));
        }
        ComfyClient owner(m_server->url(), "owner2");
        const auto history = waited(owner.get(QStringLiteral("/history")));
        for (const auto& [id, entry] : history->items())
            QCOMPARE(id, std::string("owners"));
    }

    void killedAndStartedAgain()
    {
        QTimer::singleShot(2000, this, [&] {
            m_server->kill();
            QVERIFY(m_server->start());
        });
        const FragmentReport lost = runNow(*m_engine,
            jobOf({{"1", {{"class_type", "WeftTestSlow"}, {"inputs", {{"seconds", 60}, {"salt", 3}}}}}}, {{"1", 0}}));
        const auto& failure = std::get<FragmentFailure>(lost);
        QCOMPARE(failure.error.code, ErrorCode::ProviderLost);
        QVERIFY(failure.retryElsewhere);
        const FragmentReport again = runNow(*m_engine,
            jobOf({{"1", {{"class_type", "ImageInvert"}, {"inputs", {{"image", {{"outside", 0}}}}}}}}, {{"1", 0}},
                {{picture(1, 2, 2)}}));
        QCOMPARE(errorOf(again), std::string());
    }

private:
    /// 1 where the case can be carried and agrees, 0 where it can't be run here; a difference fails the test.
    int runGolden(const Json& one, const Value& golden, const QString& folder)
    {
        std::vector<SlotRef> outputs;
        for (const auto& [slot, parts] : memberAt(one, "expect").items()) {
            const auto colon = slot.rfind(':');
            for (const auto& [part, entry] : parts.items()) {
                if (part != "samples" && part != "value")
                    return 0;
            }
            outputs.push_back({slot.substr(0, colon), std::stoi(slot.substr(colon + 1))});
        }
        const auto prompt = readApiJson(memberAt(one, "prompt"));
        const auto order = prompt ? topologicalOrder(*prompt) : Result<std::vector<NodeId>>(prompt.error());
        if (!order)
            return 0;
        FragmentJob job;
        const Prompt needed = neededBy(*prompt, [&] {
            std::vector<NodeId> nodes;
            for (const SlotRef& slot : outputs)
                nodes.push_back(slot.node);
            return nodes;
        }());
        for (const NodeId& id : *order) {
            const auto node = needed.nodes.find(id);
            if (node == needed.nodes.end())
                continue;
            const NodeType* type = m_catalogue.find(node->second.type);
            if (!type)
                return 0;
            FragmentNode out{id, node->second.type, {}};
            for (const auto& [name, input] : node->second.inputs) {
                const InputSpec* spec = type->findInput(name);
                const auto* literal = std::get_if<Json>(&input);
                if (literal && spec && spec->picksInputFile) {
                    out.inputs.emplace(name, BoundaryRef{static_cast<int>(job.inputs.size())});
                    job.fragment.inputs.push_back({{id, -1}, "FILE", false});
                    job.inputs.push_back({golden});
                } else if (literal) {
                    if (spec && !spec->modelFolder.empty()
                        && !m_catalogue.findModel(
                            spec->modelFolder, literal->is_string() ? literal->get<std::string>() : std::string()))
                        return 0;
                    out.inputs.emplace(name, *literal);
                } else {
                    out.inputs.emplace(name, std::get<SlotRef>(input));
                }
            }
            job.fragment.nodes.push_back(std::move(out));
        }
        for (const SlotRef& slot : outputs) {
            const NodeType* type = m_catalogue.find(needed.nodes.at(slot.node).type);
            const auto& output = type->outputs[static_cast<std::size_t>(slot.slot)];
            if (output.holdsModel)
                return 0;
        }
        job.fragment.outputs = outputs;
        const FragmentReport report = runNow(*m_engine, job);
        const std::string name = stringAt(one, "name");
        if (const auto* failure = std::get_if<FragmentFailure>(&report)) {
            const auto reason = failure->error.args.find("reason");
            if (reason != failure->error.args.end() && reason->second.starts_with("comfy-"))
                return 0; // says that it can't be carried
            qWarning("%s: %s", name.c_str(), errorOf(report).c_str());
            [&] { QCOMPARE(errorOf(report), std::string()); }();
            return 0;
        }
        const auto file = openSafetensors((folder + QString::fromStdString(stringAt(one, "file"))).toStdString());
        for (const auto& [slot, parts] : memberAt(one, "expect").items()) {
            const auto colon = slot.rfind(':');
            const ValueList& items = itemsOf(report, {slot.substr(0, colon), std::stoi(slot.substr(colon + 1))});
            for (const auto& [part, entry] : parts.items()) {
                const auto expected = file->tensors.find(stringAt(entry, "key"));
                const Tensor* got = items.empty() ? nullptr : items[0].tensor(part);
                if (expected == file->tensors.end() || !got) // a number
                    return 0;
                double largest = 1e-6;
                const auto* numbers = reinterpret_cast<const float*>(expected->second.data.data());
                for (std::int64_t i = 0; i < expected->second.count(); ++i)
                    largest = std::max(largest, static_cast<double>(std::fabs(numbers[i])));
                const double off = distance(expected->second, *got) / largest;
                [&] {
                    QVERIFY2(off < (part == "samples" ? 1e-4 : 1e-3),
                        (name + " " + slot + ": " + std::to_string(off)).c_str());
                }();
            }
        }
        return 1;
    }

    std::unique_ptr<RealServer> m_server;
    std::unique_ptr<ComfyEngine> m_engine;
    Catalogue m_catalogue;
};

QTEST_GUILESS_MAIN(TestRealComfy)
#include "TestRealComfy.moc"
