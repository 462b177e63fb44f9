// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/CostTable.h"
#include "core/planning/Costs.h"

#include <QTest>

#include <algorithm>

using namespace weft;

namespace {

constexpr const char* kSprout = "472084cf1447bd10e58e38022da4f5fc7a5f40c2c709d5add0e455ceac9ea992";
constexpr const char* kSdxl = "31e35c80fc4829d14f90153f4c74cd59c90b779f6afe05a74cd6120b893f7e5b";
constexpr std::int64_t kCall = 17'531; // Sprout, 128 x 128: 16,384 pixels at 1,070,000 us a megapixel, rounded up
constexpr std::int64_t kCalls20 = 350'618; // twenty of them, rounded up together
constexpr std::int64_t kCalls40 = 701'236;
constexpr std::int64_t kBase = 2000;

using Inputs = std::map<std::string, FragmentInput>;

/// Literals as JSON, and what links add to them.
Inputs with(const char* literals, Inputs links = {})
{
    const auto json = parseJson(literals);
    for (const auto& [name, value] : json->items())
        links.emplace(name, value);
    return links;
}

/// 1 checkpoint, 2 and 3 texts, 4 empty latent of 128 x 128.
Fragment beginning(const std::string& hash = kSprout)
{
    Fragment fragment;
    fragment.nodes.push_back({"1", "CheckpointLoaderSimple", with(R"({"ckpt_name":"x.safetensors"})")});
    fragment.nodes.push_back({"2", "CLIPTextEncode", with(R"({"text":"a cat"})", {{"clip", SlotRef {"1", 1}}})});
    fragment.nodes.push_back({"3", "CLIPTextEncode", with(R"({"text":""})", {{"clip", SlotRef {"1", 1}}})});
    fragment.nodes.push_back({"4", "EmptyLatentImage", with(R"({"width":128,"height":128,"batch_size":1})")});
    fragment.models.push_back({"checkpoints", "x.safetensors", Hash256::fromHex(hash).valueOr({})});
    return fragment;
}

Inputs samplerLinks()
{
    return {{"model", SlotRef {"1", 0}}, {"positive", SlotRef {"2", 0}}, {"negative", SlotRef {"3", 0}},
        {"latent_image", SlotRef {"4", 0}}};
}

std::int64_t microsOf(const Fragment& fragment, const NodeId& node, const std::vector<InputSize>& sizes = {})
{
    const auto work = workOf(fragment, sizes);
    if (!work)
        return -1;
    const auto it = std::ranges::find(work->micros, node, [](const auto& entry) { return entry.first; });
    return it == work->micros.end() ? -2 : it->second;
}

std::int64_t ksampler(const char* type, const char* settings)
{
    Fragment fragment = beginning();
    fragment.nodes.push_back({"5", type, with(settings, samplerLinks())});
    return microsOf(fragment, "5");
}

/// A schedule made by `nodes` ("s" is the last), then a guided sampler of its sigmas.
std::int64_t customSampler(
    std::vector<FragmentNode> nodes, int slot = 0, const char* sampler = "euler", const char* cfg = R"({"cfg":4})")
{
    Fragment fragment = beginning();
    fragment.nodes.insert(fragment.nodes.end(), nodes.begin(), nodes.end());
    fragment.nodes.push_back({"k", "KSamplerSelect", {{"sampler_name", Json(sampler)}}});
    Inputs links = samplerLinks();
    links.emplace("sigmas", SlotRef {"s", slot});
    links.emplace("sampler", SlotRef {"k", 0});
    fragment.nodes.push_back({"5", "SamplerCustom", with(cfg, std::move(links))});
    return microsOf(fragment, "5");
}

FragmentNode basic(const NodeId& id, const char* steps)
{
    return {id, "BasicScheduler", with(steps, {{"model", SlotRef {"1", 0}}})};
}

} // namespace

class TestSamplingRule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsTimesPixelsTimesCalls_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<qint64>("micros");
        const auto row = [](const char* name, const char* type, const char* settings, qint64 micros) {
            QTest::newRow(name) << QByteArray(type) << QByteArray(settings) << kBase + micros;
        };
        row("guided", "KSampler", R"({"steps":20,"cfg":4.0,"sampler_name":"euler","denoise":1.0})", kCalls40);
        row("denoise takes no step away", "KSampler", R"({"steps":20,"cfg":4,"sampler_name":"euler","denoise":0.3})", kCalls40);
        row("not guided", "KSampler", R"({"steps":20,"cfg":1.0,"sampler_name":"euler"})", kCalls20);
        row("guided a bit", "KSampler", R"({"steps":20,"cfg":1.001,"sampler_name":"euler"})", kCalls40);
        row("second order", "KSampler", R"({"steps":10,"cfg":4,"sampler_name":"dpmpp_sde"})", kCalls40);
        row("CFG++ needs the negative side", "KSampler", R"({"steps":20,"cfg":1,"sampler_name":"euler_cfg_pp"})", kCalls40);
        row("adaptive: 100 steps at least", "KSampler", R"({"steps":1,"cfg":1,"sampler_name":"dpm_adaptive"})", 1'753'088);
        row("adaptive, not below its steps", "KSampler", R"({"steps":200,"cfg":1,"sampler_name":"dpm_adaptive"})", 3'506'176);
        row("sampler from elsewhere", "KSampler", R"({"steps":10,"cfg":4})", kCalls40);
        row("steps from elsewhere: 50", "KSampler", R"({"cfg":1,"sampler_name":"euler"})", 876'544);
        row("steps as text", "KSampler", R"({"steps":" 20 ","cfg":1,"sampler_name":"euler"})", kCalls20);
        row("steps as no number: 50", "KSampler", R"({"steps":"many","cfg":1,"sampler_name":"euler"})", 876'544);
        row("ddim_uniform makes 63 of 60", "KSampler", R"({"steps":60,"cfg":1,"sampler_name":"euler","scheduler":"ddim_uniform"})", 1'104'446);
        row("others make 60", "KSampler", R"({"steps":60,"cfg":1,"sampler_name":"euler","scheduler":"karras"})", 1'051'853);
        row("cfg as text", "KSampler", R"({"steps":20,"cfg":"1","sampler_name":"euler"})", kCalls20);
        row("below 0", "KSampler", R"({"steps":-20,"cfg":1,"sampler_name":"euler"})", 0);
        row("far too many: 10,000", "KSampler", R"({"steps":18446744073709551615,"cfg":1,"sampler_name":"euler"})", 175'308'800);
        row("far too many, not whole", "KSampler", R"({"steps":1e300,"cfg":1,"sampler_name":"euler"})", 175'308'800);
        row("an input without a name", "KSampler", R"({"":0,"steps":20,"cfg":4,"sampler_name":"euler"})", kCalls40);
        row("the first half", "KSamplerAdvanced",
            R"({"steps":20,"cfg":4,"sampler_name":"euler","start_at_step":0,"end_at_step":10})", kCalls20);
        row("the rest", "KSamplerAdvanced",
            R"({"steps":20,"cfg":4,"sampler_name":"euler","start_at_step":10,"end_at_step":10000})", kCalls20);
        row("nothing left", "KSamplerAdvanced",
            R"({"steps":20,"cfg":4,"sampler_name":"euler","start_at_step":30,"end_at_step":10})", 0);
    }
    void stepsTimesPixelsTimesCalls()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, settings);
        QFETCH(qint64, micros);
        QCOMPARE(ksampler(type.constData(), settings.constData()), micros);
    }

    /// Four calls a step, over the latents alone.
    void trainingsCountTheirSteps_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<qint64>("micros");
        QTest::newRow("few") << QByteArray(R"({"steps":3,"grad_accumulation_steps":2})") << qint64 {420'742};
        QTest::newRow("more than any schedule") << QByteArray(R"({"steps":20000,"grad_accumulation_steps":1})") << qint64 {1'402'470'400};
    }
    void trainingsCountTheirSteps()
    {
        QFETCH(QByteArray, settings);
        QFETCH(qint64, micros);
        Fragment fragment = beginning();
        fragment.nodes.push_back({"5", "TrainLoraNode", with(settings.constData(), {{"model", SlotRef {"1", 0}}, {"positive", SlotRef {"2", 0}},
            {"latents", SlotRef {"4", 0}}})});
        QCOMPARE(microsOf(fragment, "5"), 500'000 + micros);
    }

    void aModelsFamilyFollowsTheLinks_data()
    {
        QTest::addColumn<QString>("hash");
        QTest::addColumn<qint64>("call"); // 128 x 128, rounded up
        QTest::newRow("Sprout") << QString::fromUtf8(kSprout) << qint64 {kCall};
        QTest::newRow("SDXL") << QString::fromUtf8(kSdxl) << qint64 {1'245'184}; // 76 s a megapixel
        QTest::newRow("unlisted, as SD1.5") << QString(64, u'a') << qint64 {334'234}; // 20.4 s
    }
    void aModelsFamilyFollowsTheLinks()
    {
        QFETCH(QString, hash);
        QFETCH(qint64, call);
        Fragment fragment = beginning(hash.toStdString());
        fragment.nodes.push_back({"l", "LoraLoader", {{"model", SlotRef {"1", 0}}, {"clip", SlotRef {"1", 1}}}});
        fragment.nodes.push_back({"m", "ModelSamplingDiscrete", {{"model", SlotRef {"l", 0}}}});
        fragment.nodes.push_back({"f", "FreeU", {{"model", SlotRef {"m", 0}}}});
        fragment.nodes.push_back({"s", "BasicScheduler", with(R"({"steps":1})", {{"model", SlotRef {"f", 0}}})});
        fragment.nodes.push_back({"k", "KSamplerSelect", {{"sampler_name", Json("euler")}}});
        fragment.nodes.push_back({"g", "BasicGuider", {{"model", SlotRef {"f", 0}}, {"conditioning", SlotRef {"2", 0}}}});
        fragment.nodes.push_back({"5", "SamplerCustomAdvanced",
            {{"guider", SlotRef {"g", 0}}, {"sampler", SlotRef {"k", 0}}, {"sigmas", SlotRef {"s", 0}},
                {"latent_image", SlotRef {"4", 0}}}});
        QCOMPARE(microsOf(fragment, "5"), kBase + call);
    }

    /// A cheap text encoder must not make a dear model cheap.
    void loraKeepsTheModelNotTheTextEncoder()
    {
        Fragment fragment = beginning();
        fragment.models.push_back({"diffusion_models", "y", Hash256::fromHex(kSdxl).valueOr({})});
        fragment.nodes.push_back({"u", "UNETLoader", {{"unet_name", Json("y")}}});
        fragment.nodes.push_back({"l", "LoraLoader", {{"model", SlotRef {"u", 0}}, {"clip", SlotRef {"1", 1}}}});
        Inputs links = samplerLinks();
        links["model"] = SlotRef {"l", 0};
        fragment.nodes.push_back({"5", "KSampler", with(R"({"steps":1,"cfg":1,"sampler_name":"euler"})", std::move(links))});
        QCOMPARE(microsOf(fragment, "5"), kBase + 1'245'184);
        fragment.nodes[5] = {"l", "SomebodysPatch", {{"model", SlotRef {"u", 0}}, {"clip", SlotRef {"1", 1}}}};
        QCOMPARE(microsOf(fragment, "5"), kBase + 1'245'184); // a type without a row: the dearest of its inputs
    }

    void sigmasBringTheirSteps()
    {
        QCOMPARE(customSampler({basic("s", R"({"steps":20})")}), kBase + kCalls40);
        QCOMPARE(customSampler({basic("s", "{}")}), kBase + 1'753'088); // 50 steps, 2 calls
        const Inputs linked {{"sigmas", SlotRef {"a", 0}}};
        const FragmentNode all = basic("a", R"({"steps":20})");
        QCOMPARE(customSampler({all, {"s", "FlipSigmas", linked}}), kBase + kCalls40);
        const FragmentNode split {"s", "SplitSigmas", with(R"({"step":5})", linked)};
        QCOMPARE(customSampler({all, split}, 0), kBase + 175'309); // 5 steps
        QCOMPARE(customSampler({all, split}, 1), kBase + 525'927); // 15
        const FragmentNode unknown {"s", "SplitSigmas", linked};
        QCOMPARE(customSampler({all, unknown}, 0), kBase + kCalls40);
        const FragmentNode share {"s", "SplitSigmasDenoise", with(R"({"denoise":0.49})", linked)};
        QCOMPARE(customSampler({all, share}, 0), kBase + 385'680); // 11: 20 less 9.8, rounded up
        QCOMPARE(customSampler({all, share}, 1), kBase + kCalls20); // 9.8, rounded up
        const FragmentNode more {"s", "ExtendIntermediateSigmas", with(R"({"steps":2})", linked)};
        QCOMPARE(customSampler({all, more}), kBase + 1'402'471); // 40 steps
    }

    void sigmasInATextAreCounted_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("steps");
        QTest::newRow("usual") << QByteArray("14.6, 6.4, 3.8, 0.0") << 3;
        QTest::newRow("whole numbers") << QByteArray("14 6 3") << 2;
        QTest::newRow("without spaces") << QByteArray("1.5.2.3") << 2; // 1.5, .2, .3
        QTest::newRow("signs") << QByteArray("1-2-3") << 2;
        QTest::newRow("exponents count twice") << QByteArray("1e-3") << 1;
        QTest::newRow("none") << QByteArray("sigmas") << 0;
    }
    void sigmasInATextAreCounted()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, steps);
        const FragmentNode manual {"s", "ManualSigmas", {{"sigmas", Json(text.toStdString())}}};
        const std::int64_t exact = std::int64_t {16'384} * 1'070'000 * steps;
        QCOMPARE(customSampler({manual}, 0, "euler", R"({"cfg":1})"), kBase + (exact + 999'999) / 1'000'000);
    }

    void sigmasFromOutsideAreCountedByTheirBytes()
    {
        Value sigmas;
        sigmas.type = "SIGMAS";
        sigmas.tensors.emplace_back("value", floatTensor({21}, std::vector<float>(21, 1)));
        const auto size = inputSizeOf({sigmas});
        QCOMPARE(size->itemBytes[0], 128 + 4 * 21);
        QCOMPARE(roughSizeOf({sigmas}).itemBytes[0], size->itemBytes[0]);
        QCOMPARE(CostTable::shipped().extentOf("SIGMAS", size->itemBytes)->sampling.steps[0], 20);
        QCOMPARE(CostTable::shipped().extentOf("SIGMAS", {3})->sampling.steps[0], 0);
        ValueExtent made;
        made.sampling.steps = {20};
        QCOMPARE(CostTable::shipped().bytesOf("SIGMAS", made) + encodedOverheadBytes("SIGMAS"), size->itemBytes[0]);
    }

    void samplersFromLinksAreKnown()
    {
        QCOMPARE(customSampler({basic("s", R"({"steps":10})")}, 0, "heun"), kBase + kCalls40);
        QCOMPARE(customSampler({basic("s", R"({"steps":20})")}, 0, "dpmpp_2m_cfg_pp", R"({"cfg":1})"), kBase + kCalls40);
    }

    void everyTextIsACall()
    {
        const auto positive = [](std::vector<FragmentNode> nodes, const char* negative = "3") {
            Fragment fragment = beginning();
            fragment.nodes.insert(fragment.nodes.end(), nodes.begin(), nodes.end());
            Inputs links = samplerLinks();
            links["positive"] = SlotRef {nodes.back().id, 0};
            links["negative"] = SlotRef {negative, negative == std::string("3") ? 0 : 1};
            fragment.nodes.push_back({"5", "KSampler", with(R"({"steps":10,"cfg":4,"sampler_name":"euler"})", std::move(links))});
            return microsOf(fragment, "5");
        };
        const FragmentNode both {
            "c", "ConditioningCombine", {{"conditioning_1", SlotRef {"2", 0}}, {"conditioning_2", SlotRef {"2", 0}}}};
        QCOMPARE(positive({both}), kBase + 525'927); // 3 calls a step
        const FragmentNode area {"d", "ConditioningSetMask", {{"conditioning", SlotRef {"c", 0}}}};
        QCOMPARE(positive({both, area}), kBase + 525'927);
        const FragmentNode control {"d", "ControlNetApply", {{"conditioning", SlotRef {"2", 0}}}};
        QCOMPARE(positive({control}), kBase + 420'742); // 1.4 + 1
        const FragmentNode advanced {
            "d", "ControlNetApplyAdvanced", {{"positive", SlotRef {"2", 0}}, {"negative", SlotRef {"3", 0}}}};
        QCOMPARE(positive({advanced}, "d"), kBase + 490'865); // 1.4 twice
    }

    void textsWithoutEndAreAnError()
    {
        Fragment fragment = beginning();
        NodeId last = "2";
        for (int i = 0; i < 64; ++i) {
            const NodeId id = "c" + std::to_string(i);
            fragment.nodes.push_back(
                {id, "ConditioningCombine", {{"conditioning_1", SlotRef {last, 0}}, {"conditioning_2", SlotRef {last, 0}}}});
            last = id;
        }
        QCOMPARE(workOf(fragment, {}).error().code, ErrorCode::LimitExceeded);
    }

    void guidersTellTheirCalls_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("sampler");
        QTest::addColumn<qint64>("micros"); // of 10 steps
        const auto row = [](const char* name, const char* type, const char* settings, const char* patch, const char* sampler,
                             qint64 micros) {
            QTest::newRow(name) << QByteArray(type) << QByteArray(settings) << QByteArray(patch) << QByteArray(sampler) << micros;
        };
        row("one text", "BasicGuider", "{}", "FreeU", "euler", 175'309);
        row("guided", "CFGGuider", R"({"cfg":4})", "FreeU", "euler", kCalls20);
        row("not guided", "CFGGuider", R"({"cfg":1})", "FreeU", "euler", 175'309);
        row("not guided, CFG++", "CFGGuider", R"({"cfg":1})", "FreeU", "euler_cfg_pp", kCalls20);
        row("three sides", "DualCFGGuider", "{}", "FreeU", "euler", 525'927);
        row("perturbed attention", "CFGGuider", R"({"cfg":4})", "PerturbedAttentionGuidance", "euler", 525'927);
        row("self-attention needs the negative side", "CFGGuider", R"({"cfg":1})", "SelfAttentionGuidance", "euler", 525'927);
    }
    void guidersTellTheirCalls()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, settings);
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, sampler);
        QFETCH(qint64, micros);
        Fragment fragment = beginning();
        fragment.nodes.push_back({"p", patch.toStdString(), {{"model", SlotRef {"1", 0}}}});
        fragment.nodes.push_back({"g", type.toStdString(),
            with(settings.constData(),
                {{"model", SlotRef {"p", 0}}, {"positive", SlotRef {"2", 0}}, {"negative", SlotRef {"3", 0}},
                    {"conditioning", SlotRef {"2", 0}}, {"cond1", SlotRef {"2", 0}}, {"cond2", SlotRef {"2", 0}}})});
        fragment.nodes.push_back(basic("s", R"({"steps":10})"));
        fragment.nodes.push_back({"k", "KSamplerSelect", {{"sampler_name", Json(sampler.toStdString())}}});
        fragment.nodes.push_back({"5", "SamplerCustomAdvanced",
            {{"guider", SlotRef {"g", 0}}, {"sampler", SlotRef {"k", 0}}, {"sigmas", SlotRef {"s", 0}},
                {"latent_image", SlotRef {"4", 0}}}});
        QCOMPARE(microsOf(fragment, "5"), kBase + micros);
    }
};

QTEST_GUILESS_MAIN(TestSamplingRule)
#include "TestSamplingRule.moc"
