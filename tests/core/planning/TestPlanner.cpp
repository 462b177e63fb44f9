// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/CostTable.h"
#include "core/planning/Planner.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace weft;

namespace {

NodeType typeNamed(const std::string& name, std::vector<InputSpec> inputs, std::vector<OutputSpec> outputs)
{
    NodeType type;
    type.name = name;
    type.inputs = std::move(inputs);
    type.outputs = std::move(outputs);
    return type;
}

InputSpec input(const std::string& name, const std::string& type)
{
    InputSpec spec;
    spec.name = name;
    spec.type = type;
    return spec;
}

OutputSpec output(const std::string& type) { return {type, type, false, false, {}}; }

InputSpec modelInput()
{
    InputSpec spec = input("model_name", "COMBO");
    spec.modelFolder = "upscale_models";
    return spec;
}

Hash256 hashNamed(std::uint8_t byte)
{
    Hash256 hash;
    hash.bytes.fill(byte);
    return hash;
}

EngineInfo engine(const std::string& id, std::vector<std::string> without = {})
{
    NodeType load = typeNamed("LoadImage", {input("image", "COMBO")}, {output("IMAGE"), output("MASK")});
    load.readsFile = true;
    load.inputs[0].picksInputFile = true;
    NodeType save = typeNamed("SaveImage", {input("images", "IMAGE")}, {});
    save.isOutput = save.writesFile = true;
    NodeType either = typeNamed("Switch", {input("a", "IMAGE"), input("b", "IMAGE")}, {output("IMAGE")});
    either.inputs[0].lazy = either.inputs[1].lazy = true;
    NodeType patch = typeNamed("SlowPatch", {input("model", "UPSCALE_MODEL")}, {output("UPSCALE_MODEL")});
    patch.idempotent = false;
    EngineInfo info;
    info.id = id;
    for (NodeType& type :
        std::vector {load, save, either, patch, typeNamed("UpscaleModelLoader", {modelInput()}, {output("UPSCALE_MODEL")}),
            typeNamed(
                "ImageUpscaleWithModel", {input("upscale_model", "UPSCALE_MODEL"), input("image", "IMAGE")}, {output("IMAGE")}),
            typeNamed("ImageScaleBy", {input("image", "IMAGE"), input("scale_by", "FLOAT")}, {output("IMAGE")}),
            typeNamed("EmptyLatentImage", {input("width", "INT"), input("height", "INT"), input("batch_size", "INT")},
                {output("LATENT")}),
            typeNamed("SolidMask", {input("width", "INT"), input("height", "INT")}, {output("MASK")}),
            typeNamed("SetLatentNoiseMask", {input("samples", "LATENT"), input("mask", "MASK")}, {output("LATENT")}),
            typeNamed("KarrasScheduler", {input("steps", "INT")}, {output("SIGMAS")}),
            typeNamed("SamplerCustom", {input("latent_image", "LATENT"), input("sigmas", "SIGMAS")}, {output("LATENT")}),
            typeNamed("ImageSharpen", {input("image", "IMAGE")}, {output("IMAGE")}),
            typeNamed("ImageStitch", {input("image1", "IMAGE"), input("image2", "IMAGE")}, {output("IMAGE")})}) {
        if (std::ranges::find(without, type.name) == without.end())
            info.catalogue.add(std::move(type));
    }
    info.catalogue.setModels({{"upscale_models", id == kHere ? "x4.safetensors" : "other name", 1, hashNamed(7)}});
    if (id != kHere)
        info.pricePerReferenceSecond = credits(1);
    return info;
}

/// load -> (upscale with model -> sharpen), (scale) -> stitch -> save
Prompt demo()
{
    Prompt prompt;
    prompt.nodes["1"] = {"LoadImage", "", {{"image", Json("a.png")}}};
    prompt.nodes["2"] = {"UpscaleModelLoader", "", {{"model_name", Json("x4.safetensors")}}};
    prompt.nodes["3"] = {"ImageUpscaleWithModel", "", {{"upscale_model", SlotRef {"2", 0}}, {"image", SlotRef {"1", 0}}}};
    prompt.nodes["4"] = {"ImageScaleBy", "", {{"image", SlotRef {"1", 0}}, {"scale_by", Json(4.0)}}};
    prompt.nodes["5"] = {"ImageSharpen", "", {{"image", SlotRef {"3", 0}}}};
    prompt.nodes["6"] = {"ImageStitch", "", {{"image1", SlotRef {"4", 0}}, {"image2", SlotRef {"5", 0}}}};
    prompt.nodes["7"] = {"SaveImage", "", {{"images", SlotRef {"6", 0}}}};
    return prompt;
}

PlanRequest demoRequest()
{
    PlanRequest request;
    request.prompt = demo();
    request.engines = {engine("bb", {"SaveImage", "LoadImage"}), engine(kHere), engine("aa", {"SaveImage", "LoadImage"})};
    request.places = {{"3", "elsewhere"}, {"4", "elsewhere"}};
    request.filePixels = {{"1", 250'000}};
    return request;
}

const PlannedFragment* homeOf(const Plan& plan, const NodeId& node)
{
    const auto it = std::ranges::find_if(plan.fragments, [&](const auto& f) { return f.nodes.contains(node); });
    return it == plan.fragments.end() ? nullptr : &*it;
}

/// What must hold of every plan.
void checkSound(const Plan& plan, const PlanRequest& request)
{
    std::map<SlotRef, int> makers;
    for (std::size_t i = 0; i < plan.fragments.size(); ++i) {
        const PlannedFragment& fragment = plan.fragments[i];
        for (const int before : fragment.dependsOn)
            QVERIFY(before < static_cast<int>(i));
        std::set<NodeId> seen;
        for (const FragmentNode& node : fragment.fragment.nodes) {
            for (const auto& [name, value] : node.inputs) {
                if (const auto* ref = std::get_if<SlotRef>(&value))
                    QVERIFY(seen.contains(ref->node));
            }
            seen.insert(node.id);
        }
        QVERIFY(seen == fragment.nodes);
        for (const BoundaryInput& in : fragment.fragment.inputs) {
            QVERIFY(typeTravels(in.type));
            QVERIFY(in.source.slot < 0 || request.known.contains(in.source) || makers.contains(in.source));
        }
        for (const SlotRef& out : fragment.fragment.outputs)
            QVERIFY(makers.emplace(out, static_cast<int>(i)).second);
    }
}

} // namespace

class TestPlanner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void demoUsesThreeMachinesSideBySide()
    {
        const PlanRequest request = demoRequest();
        const auto plan = makePlan(request);
        QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
        checkSound(*plan, request);
        QCOMPARE(plan->fragments.size(), std::size_t {4});
        const auto* network = homeOf(*plan, "3");
        const auto* plain = homeOf(*plan, "4");
        QVERIFY(network->engine != kHere && plain->engine != kHere && network->engine != plain->engine);
        QVERIFY(network->nodes.contains("2")); // the loader goes along: its value can't travel
        QVERIFY(network->exposure == std::set {Exposure::Pictures});
        QCOMPARE(network->fragment.models.at(0).sha256, hashNamed(7));
        QCOMPARE(network->alternatives, std::vector {plain->engine}); // not here: the wish is an order
        QCOMPARE(homeOf(*plan, "1")->engine, kHere);
        QCOMPARE(homeOf(*plan, "6")->engine, kHere);
        QVERIFY(network->estimate.amount > Money {});
        QCOMPARE(plan->estimate.micro, network->estimate.amount.micro + plain->estimate.amount.micro);
        QCOMPARE(network->inputBytes.size(), network->fragment.inputs.size());
        QVERIFY(std::ranges::all_of(network->inputBytes, [](std::int64_t bytes) { return bytes > 0; }));
    }

    /// What is paid at most is of the plan: the settings' cap only bounds it.
    void theCapIsThePlansOwn()
    {
        PlanRequest request = demoRequest();
        const auto plan = makePlan(request);
        QVERIFY(plan);
        Money dearest;
        for (const EngineInfo& engine : request.engines)
            dearest = std::max(dearest, engine.pricePerReferenceSecond);
        Money most;
        for (const PlannedFragment& fragment : plan->fragments)
            most.micro += 2 * quoteFor(fragment.estimate.work, fragment.engine == kHere ? Money {} : dearest)->amount.micro;
        QCOMPARE(plan->cap.micro, most.micro);
        QVERIFY(plan->cap > plan->estimate && plan->cap < request.policy.cap);
        request.policy.cap = Money {plan->estimate.micro + 1};
        QCOMPARE(makePlan(request)->cap.micro, plan->estimate.micro + 1);
    }

    /// Else a cap between the two would stop a run in the middle, when its first part is paid.
    void noQuoteIsHigherThanItsEstimate_data()
    {
        QTest::addColumn<qint64>("pixels");
        QTest::newRow("one pixel") << qint64 {1};
        QTest::newRow("a photograph") << qint64 {640 * 427};
        QTest::newRow("the largest") << qint64 {16384LL * 16384};
    }
    void noQuoteIsHigherThanItsEstimate()
    {
        QFETCH(qint64, pixels);
        PlanRequest request = demoRequest();
        for (EngineInfo& info : request.engines)
            info.pricePerReferenceSecond.micro /= 100;
        request.filePixels = {{"1", pixels}};
        const auto plan = makePlan(request);
        QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
        const Value dot = imageValue(floatTensor({1, 1, 1, 3}, {0, 0, 0}));
        const std::int64_t header = inputSizeOf({dot})->itemBytes[0] - 12 + 16; // longer sides have longer numbers
        for (const char* node : {"3", "4"}) {
            const PlannedFragment* fragment = homeOf(*plan, node);
            const auto work = referenceWork(fragment->fragment, {{{header + 12 * pixels}}});
            const Money quote = quoteFor(*work, microCredits(10'000))->amount;
            QVERIFY2(quote <= fragment->estimate.amount, qPrintable(QString::number(quote.micro)));
        }
    }

    /// A latent weighs more with a mask, sigmas tell steps: an estimate must know both before there are bytes.
    void noQuoteOfALatentIsHigherThanItsEstimate()
    {
        PlanRequest request = demoRequest();
        request.prompt = {};
        auto& nodes = request.prompt.nodes;
        nodes["1"] = {"EmptyLatentImage", "", {{"width", Json(128)}, {"height", Json(128)}, {"batch_size", Json(2)}}};
        nodes["2"] = {"SolidMask", "", {{"width", Json(128)}, {"height", Json(128)}}};
        nodes["3"] = {"SetLatentNoiseMask", "", {{"samples", SlotRef {"1", 0}}, {"mask", SlotRef {"2", 0}}}};
        nodes["4"] = {"KarrasScheduler", "", {{"steps", Json(20)}}};
        nodes["5"] = {"SamplerCustom", "", {{"latent_image", SlotRef {"3", 0}}, {"sigmas", SlotRef {"4", 0}}}};
        request.targets = {"5"};
        request.places = {{"3", kHere}, {"4", kHere}, {"5", "aa"}};
        const auto plan = makePlan(request);
        QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
        checkSound(*plan, request);
        const PlannedFragment* far = homeOf(*plan, "5");
        QCOMPARE(far->fragment.inputs.size(), std::size_t {2});
        Value latent {"LATENT", Json::object(), {{"noise_mask", floatTensor({1, 1, 128, 128}, std::vector<float>(128 * 128))},
                                                   {"samples", floatTensor({2, 4, 16, 16}, std::vector<float>(2048))}}};
        Value sigmas {"SIGMAS", Json::object(), {{"value", floatTensor({21}, std::vector<float>(21))}}};
        std::vector<InputSize> sizes;
        for (const BoundaryInput& in : far->fragment.inputs)
            sizes.push_back(*inputSizeOf({in.type == "LATENT" ? latent : sigmas}));
        const Money quote = quoteFor(*referenceWork(far->fragment, sizes), credits(1))->amount;
        QVERIFY(quote > Money {} && quote <= far->estimate.amount);
        QVERIFY2(
            far->estimate.amount.micro - quote.micro < quote.micro / 50, qPrintable(QString::number(far->estimate.amount.micro)));
    }

    void orderOfEnginesDoesNotMatter()
    {
        PlanRequest request = demoRequest();
        const auto one = makePlan(request);
        std::ranges::reverse(request.engines);
        const auto two = makePlan(request);
        QVERIFY(one->engines == two->engines);
    }

    void onlyHereBeatsWishes()
    {
        PlanRequest request = demoRequest();
        request.policy.privacy = Privacy::OnlyHere;
        const auto plan = makePlan(request);
        QVERIFY(plan);
        QCOMPARE(plan->fragments.size(), std::size_t {1});
        QCOMPARE(plan->fragments[0].engine, kHere);
        QCOMPARE(plan->cap.micro, 0);
    }

    void loadersAreRepeatedCostlyOnesAreNot()
    {
        PlanRequest request = demoRequest();
        request.prompt.nodes["4"] = {
            "ImageUpscaleWithModel", "", {{"upscale_model", SlotRef {"2", 0}}, {"image", SlotRef {"1", 0}}}};
        auto plan = makePlan(request);
        QVERIFY(plan);
        checkSound(*plan, request);
        QVERIFY(homeOf(*plan, "3")->engine != homeOf(*plan, "4")->engine);
        QCOMPARE(plan->engines.at("2").size(), std::size_t {2});

        request.prompt.nodes["8"] = {"SlowPatch", "", {{"model", SlotRef {"2", 0}}}};
        for (const char* id : {"3", "4"})
            request.prompt.nodes[id].inputs["upscale_model"] = SlotRef {"8", 0};
        plan = makePlan(request);
        QVERIFY(plan);
        checkSound(*plan, request);
        QCOMPARE(homeOf(*plan, "3"), homeOf(*plan, "4"));
    }

    void whatIsKnownIsNotRunAgain()
    {
        PlanRequest request = demoRequest();
        request.known[{"3", 0}] = {{48'000'000}};
        const auto plan = makePlan(request);
        QVERIFY(plan);
        checkSound(*plan, request);
        QVERIFY(!homeOf(*plan, "3") && !homeOf(*plan, "2"));
        QVERIFY(homeOf(*plan, "1")); // the other branch needs it
    }

    void lazyBranchesOnOtherMachinesStayApart()
    {
        PlanRequest request = demoRequest();
        request.prompt.nodes["6"] = {"Switch", "", {{"a", SlotRef {"4", 0}}, {"b", SlotRef {"5", 0}}}};
        const auto plan = makePlan(request);
        QVERIFY(plan);
        checkSound(*plan, request);
        for (const BoundaryInput& in : homeOf(*plan, "6")->fragment.inputs)
            QVERIFY(in.lazy);
        QVERIFY(homeOf(*plan, "6") != homeOf(*plan, "4"));
    }

    void wishesAndPoliciesThatNobodyMeets_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<int>("code");
        QTest::newRow("a key that isn't here") << QByteArray("place") << int(ErrorCode::NoMachine);
        QTest::newRow("not trusted") << QByteArray("trust") << int(ErrorCode::NoMachine);
        QTest::newRow("unknown type") << QByteArray("type") << int(ErrorCode::NodeTypeUnknown);
        QTest::newRow("no such model") << QByteArray("model") << int(ErrorCode::ModelMissing);
        QTest::newRow("too dear") << QByteArray("cap") << int(ErrorCode::QuoteExceeded);
        QTest::newRow("too poor") << QByteArray("poor") << int(ErrorCode::CreditTooLow);
        QTest::newRow("no outputs") << QByteArray("outputs") << int(ErrorCode::NoOutputNode);
        QTest::newRow("cycle") << QByteArray("cycle") << int(ErrorCode::GraphCycle);
        QTest::newRow("a model can't be taken out") << QByteArray("wanted") << int(ErrorCode::TypeMismatch);
    }
    void wishesAndPoliciesThatNobodyMeets()
    {
        QFETCH(QByteArray, how);
        QFETCH(int, code);
        PlanRequest request = demoRequest();
        if (how == "place")
            request.places["3"] = "cc";
        if (how == "trust")
            request.policy.privacy = Privacy::TrustedMachines;
        if (how == "type")
            request.prompt.nodes["5"].type = "Nothing";
        if (how == "model")
            request.prompt.nodes["2"].inputs["model_name"] = Json("y");
        if (how == "cap")
            request.policy.cap = microCredits(10);
        if (how == "poor")
            request.policy.available = microCredits(10);
        if (how == "outputs")
            request.prompt.nodes.erase("7");
        if (how == "cycle")
            request.prompt.nodes["4"].inputs["image"] = SlotRef {"6", 0};
        if (how == "wanted")
            request.wanted.insert({"2", 0});
        const auto plan = makePlan(request);
        QVERIFY(!plan);
        QCOMPARE(int(plan.error().code), code);
    }

    void thousandsOfNodesAreFast()
    {
        PlanRequest request = demoRequest();
        request.places.clear();
        NodeId last = "1";
        for (int i = 0; i < 5000; ++i) {
            const NodeId id = "n" + std::to_string(i);
            request.prompt.nodes[id] = {i % 3 ? "ImageSharpen" : "ImageStitch", "", {}};
            request.prompt.nodes[id].inputs[i % 3 ? "image" : "image1"] = SlotRef {last, 0};
            if (i % 3 == 0)
                request.prompt.nodes[id].inputs["image2"] = SlotRef {"1", 0};
            if (i % 7 == 0)
                request.places[id] = i % 2 ? "aa" : "bb";
            if (i % 50 != 0)
                last = id;
            else
                request.wanted.insert({id, 0});
        }
        const auto plan = makePlan(request);
        QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
        checkSound(*plan, request);
    }

    /// A signature is made with the hashes of the catalogue, a plan with resolveModel(): they must mean the same file.
    void aModelsNameMeansOneFile_data()
    {
        const std::string curated = "realesr-animevideov3.safetensors";
        const Hash256 known = CostTable::shipped().curatedModel("upscale_models", curated);
        QTest::addColumn<QString>("engine");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("hash");
        const auto row = [](const char* name, const char* engine, const std::string& model, const Hash256& hash) {
            QTest::newRow(name) << QString::fromUtf8(engine) << QString::fromStdString(model)
                                << QString::fromStdString(hash.hex());
        };
        row("here, whatever the list says", kHere.c_str(), curated, hashNamed(7));
        row("a machine offers another file by a name of the list", "aa", curated, known);
        row("only a machine knows it", "aa", "new.safetensors", hashNamed(7));
    }
    void aModelsNameMeansOneFile()
    {
        QFETCH(QString, engine);
        QFETCH(QString, name);
        QFETCH(QString, hash);
        std::vector<EngineInfo> engines {::engine(kHere), ::engine("aa")};
        engines[0].catalogue.setModels({});
        engines[engine.toStdString() == kHere ? 0 : 1].catalogue.setModels(
            {{"upscale_models", name.toStdString(), 1, hashNamed(7)}});
        const Catalogue merged = mergedCatalogue(engines);
        const ModelFile* model = merged.findModel("upscale_models", name.toStdString());
        QVERIFY(model);
        QCOMPARE(QString::fromStdString(model->sha256.hex()), hash);
        QCOMPARE(QString::fromStdString(resolveModel(engines, "upscale_models", name.toStdString()).hex()), hash);
    }

    void wordsAreToldFromTheirEncoding()
    {
        std::set<Exposure> seen;
        addExposure(seen, "CONDITIONING");
        QVERIFY(seen == std::set {Exposure::Encoding});
        addExposure(seen, "STRING");
        QVERIFY((seen == std::set {Exposure::Encoding, Exposure::Text}));
    }
};

QTEST_GUILESS_MAIN(TestPlanner)
#include "TestPlanner.moc"
