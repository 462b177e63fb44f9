// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Plans with a server that carries few types: a ComfyUI beside this computer's own engine.
#include "core/planning/Planner.h"

#include <QTest>

#include <algorithm>

using namespace weft;

namespace {

NodeType typeOf(const std::string& name, const std::vector<std::pair<std::string, std::string>>& inputs,
    const std::vector<std::string>& outputs)
{
    NodeType type;
    type.name = name;
    for (const auto& [input, kind] : inputs) {
        InputSpec spec;
        spec.name = input;
        spec.type = kind;
        if (input == "ckpt_name")
            spec.modelFolder = "checkpoints";
        type.inputs.push_back(std::move(spec));
    }
    for (const std::string& output : outputs)
        type.outputs.push_back({output, output, false, false, {}});
    return type;
}

std::vector<NodeType> commonTypes()
{
    NodeType save = typeOf("SaveImage", {{"images", "IMAGE"}}, {});
    save.isOutput = save.writesFile = true;
    return {save, typeOf("CheckpointLoaderSimple", {{"ckpt_name", "COMBO"}}, {"MODEL", "CLIP", "VAE"}),
        typeOf("CLIPTextEncode", {{"clip", "CLIP"}, {"text", "STRING"}}, {"CONDITIONING"}),
        typeOf("ConditioningCombine", {{"conditioning_1", "CONDITIONING"}, {"conditioning_2", "CONDITIONING"}},
            {"CONDITIONING"}),
        typeOf("EmptyLatentImage", {{"width", "INT"}}, {"LATENT"}),
        typeOf("KSampler",
            {{"model", "MODEL"}, {"positive", "CONDITIONING"}, {"negative", "CONDITIONING"},
                {"latent_image", "LATENT"}},
            {"LATENT"}),
        typeOf("VAEDecode", {{"samples", "LATENT"}, {"vae", "VAE"}}, {"IMAGE"}),
        typeOf("ImageInvert", {{"image", "IMAGE"}}, {"IMAGE"})};
}

EngineInfo here()
{
    EngineInfo info;
    info.id = kHere;
    for (NodeType& type : commonTypes())
        info.catalogue.add(std::move(type));
    info.catalogue.setModels({{"checkpoints", "ours.safetensors", 1, {}}});
    return info;
}

EngineInfo comfy()
{
    EngineInfo info = here();
    info.id = "comfyui:127.0.0.1:8188";
    NodeType recolour = typeOf("Recolour", {{"conditioning", "CONDITIONING"}}, {"CONDITIONING"});
    recolour.outputs[0].holdsModel = true;
    NodeType show = typeOf("ShowText", {{"image", "IMAGE"}}, {});
    show.isOutput = show.writesFile = true;
    for (const NodeType& type : {recolour, show, typeOf("Glow", {{"image", "IMAGE"}}, {"IMAGE"})})
        info.catalogue.add(type);
    info.catalogue.setModels(
        {{"checkpoints", "ours.safetensors", 0, {}}, {"checkpoints", "theirs.safetensors", 0, {}}});
    info.carries = {"IMAGE", "MASK", "LATENT", "STRING", "INT"};
    info.onThisComputer = true;
    return info;
}

PromptNode node(const std::string& type, std::map<std::string, PromptInput> inputs)
{
    return {type, {}, std::move(inputs)};
}

/// 1 loader, 2 and 3 texts, 4 empty latent, 5 sampler, 6 decoder, 7 save.
PlanRequest textToPicture(const std::string& model = "ours.safetensors")
{
    PlanRequest request;
    request.engines = {here(), comfy()};
    request.prompt.nodes = {{"1", node("CheckpointLoaderSimple", {{"ckpt_name", Json(model)}})},
        {"2", node("CLIPTextEncode", {{"clip", SlotRef{"1", 1}}, {"text", Json("a")}})},
        {"3", node("CLIPTextEncode", {{"clip", SlotRef{"1", 1}}, {"text", Json("b")}})},
        {"4", node("EmptyLatentImage", {{"width", Json(64)}})},
        {"5",
            node("KSampler",
                {{"model", SlotRef{"1", 0}}, {"positive", SlotRef{"2", 0}}, {"negative", SlotRef{"3", 0}},
                    {"latent_image", SlotRef{"4", 0}}})},
        {"6", node("VAEDecode", {{"samples", SlotRef{"5", 0}}, {"vae", SlotRef{"1", 2}}})},
        {"7", node("SaveImage", {{"images", SlotRef{"6", 0}}})}};
    return request;
}

/// The nodes of each fragment on the server, and every type that crosses its border, are what the test is about.
std::set<NodeId> nodesThere(const Plan& plan)
{
    std::set<NodeId> nodes;
    for (const PlannedFragment& fragment : plan.fragments) {
        if (fragment.engine != kHere)
            nodes.insert(fragment.nodes.begin(), fragment.nodes.end());
    }
    return nodes;
}

std::set<TypeName> typesInto(const Plan& plan)
{
    std::set<TypeName> types;
    for (const PlannedFragment& fragment : plan.fragments) {
        for (const BoundaryInput& input : fragment.fragment.inputs) {
            if (fragment.engine != kHere)
                types.insert(input.type);
        }
    }
    return types;
}

std::string codeOf(const Result<Plan>& plan)
{
    return plan ? std::string("planned") : std::string(nameOf(plan.error().code));
}

} // namespace

class TestBridges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNativeStaysNative()
    {
        const auto plan = makePlan(textToPicture());
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(nodesThere(*plan), std::set<NodeId>{});
    }

    void aPictureGoesThereAndBack()
    {
        PlanRequest request = textToPicture();
        request.prompt.nodes["8"] = node("Glow", {{"image", SlotRef{"6", 0}}});
        request.prompt.nodes["9"] = node("ImageInvert", {{"image", SlotRef{"8", 0}}});
        request.prompt.nodes["7"] = node("SaveImage", {{"images", SlotRef{"9", 0}}});
        const auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(nodesThere(*plan), std::set<NodeId>{"8"});
        QCOMPARE(typesInto(*plan), std::set<TypeName>{"IMAGE"});
    }

    void whatIsntCarriedPullsItsChainThere()
    {
        PlanRequest request = textToPicture();
        request.prompt.nodes["8"] = node("Recolour", {{"conditioning", SlotRef{"2", 0}}});
        request.prompt.nodes["9"] =
            node("ConditioningCombine", {{"conditioning_1", SlotRef{"8", 0}}, {"conditioning_2", SlotRef{"2", 0}}});
        request.prompt.nodes["5"].inputs["positive"] = SlotRef{"9", 0};
        const auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        const std::set<NodeId> there = nodesThere(*plan);
        for (const char* id : {"1", "2", "3", "5", "8", "9"})
            QVERIFY2(there.contains(id), id);
        QVERIFY(!there.contains("7") && !there.contains("6"));
        for (const TypeName& type : typesInto(*plan))
            QVERIFY2(comfy().carries.contains(type), type.c_str());
    }

    /// From an earlier run's cache.
    void whatIsKnownIsMadeAnewWhereItCantBeBrought()
    {
        PlanRequest request = textToPicture();
        request.prompt.nodes["8"] = node("Recolour", {{"conditioning", SlotRef{"2", 0}}});
        request.prompt.nodes["5"].inputs["positive"] = SlotRef{"8", 0};
        for (const char* id : {"2", "3", "4"})
            request.known[{id, 0}] = {{1000}};
        const auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        const std::set<NodeId> there = nodesThere(*plan);
        for (const char* id : {"1", "2", "3", "5", "8"})
            QVERIFY2(there.contains(id), id);
        QVERIFY(!there.contains("4"));
        QCOMPARE(typesInto(*plan), std::set<TypeName>{"LATENT"}); // that one can be brought
    }

    void whatIsKnownServesEverybodyElse()
    {
        PlanRequest request = textToPicture();
        request.prompt.nodes["8"] = node("Glow", {{"image", SlotRef{"6", 0}}});
        request.prompt.nodes["7"] = node("SaveImage", {{"images", SlotRef{"8", 0}}});
        request.known[{"2", 0}] = {{1000}};
        const auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(nodesThere(*plan), std::set<NodeId>{"8"});
        QVERIFY(!plan->engines.contains("2"));
    }

    /// Two servers: what one doesn't carry is no reason against the other.
    void aServerOfLanguageModelsBeside()
    {
        EngineInfo language;
        language.id = "language:127.0.0.1:8080";
        language.catalogue.add(typeOf("TextGenerate", {{"prompt", "STRING"}}, {"STRING", "INT"}));
        language.catalogue.add(typeOf("Embed", {{"text", "STRING"}}, {"EMBEDDING"}));
        language.carries = {"STRING", "INT", "EMBEDDING"};
        PlanRequest request = textToPicture();
        request.engines.push_back(language);
        request.prompt.nodes["10"] = node("TextGenerate", {{"prompt", Json("a cat")}});
        request.prompt.nodes["11"] = node("Embed", {{"text", SlotRef{"10", 0}}});
        request.prompt.nodes["2"].inputs["text"] = SlotRef{"10", 0};
        request.prompt.nodes["8"] = node("Glow", {{"image", SlotRef{"6", 0}}});
        request.prompt.nodes["7"] = node("SaveImage", {{"images", SlotRef{"8", 0}}});
        request.targets = {"7"};
        request.wanted = {{"11", 0}};
        const auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(plan->engines.at("8"), std::vector<std::string>{comfy().id});
        for (const char* id : {"10", "11"})
            QCOMPARE(plan->engines.at(id), std::vector<std::string>{language.id});
        for (const char* id : {"2", "5", "7"})
            QCOMPARE(plan->engines.at(id), std::vector<std::string>{kHere});
    }

    /// Somebody else's server is somebody else's machine: privacy, trust and wishes go by the machine.
    void aServerOfAnotherMachine()
    {
        EngineInfo theirs = comfy();
        theirs.id = "abc/comfyui";
        theirs.machine = "abc";
        theirs.onThisComputer = false;
        theirs.pricePerReferenceSecond = credits(1);
        PlanRequest request = textToPicture();
        request.engines = {here(), theirs};
        request.prompt.nodes["8"] = node("Glow", {{"image", SlotRef{"6", 0}}});
        request.prompt.nodes["7"] = node("SaveImage", {{"images", SlotRef{"8", 0}}});
        auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(nodesThere(*plan), std::set<NodeId>{"8"});
        QVERIFY(plan->estimate > Money{});
        request.policy.privacy = Privacy::TrustedMachines;
        QCOMPARE(codeOf(makePlan(request)), std::string("NoMachine"));
        request.policy.trusted = {"abc"};
        QCOMPARE(codeOf(makePlan(request)), std::string("planned"));
        request.policy.privacy = Privacy::OnlyHere;
        QCOMPARE(codeOf(makePlan(request)), std::string("NoMachine"));
        request.policy.privacy = Privacy::AnyMachine;
        request.places["8"] = "abc";
        QCOMPARE(codeOf(makePlan(request)), std::string("planned"));
        request.prompt.nodes["9"] = node("ShowText", {{"image", SlotRef{"8", 0}}}); // it would write into their folders
        QCOMPARE(codeOf(makePlan(request)), std::string("NoMachine"));
    }

    void aModelThatOnlyItHas()
    {
        const auto plan = makePlan(textToPicture("theirs.safetensors"));
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(nodesThere(*plan), (std::set<NodeId>{"1", "2", "3", "5", "6"}));
        QCOMPARE(typesInto(*plan), std::set<TypeName>{"LATENT"});
    }

    void aWishBringsANodeThere()
    {
        PlanRequest request = textToPicture();
        request.places["6"] = comfy().id;
        const auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(nodesThere(*plan), (std::set<NodeId>{"1", "6"}));
    }

    void itsOwnOutputNodesRunThere()
    {
        PlanRequest request = textToPicture();
        request.prompt.nodes["7"] = node("ShowText", {{"image", SlotRef{"6", 0}}});
        const auto plan = makePlan(request);
        QCOMPARE(codeOf(plan), std::string("planned"));
        QCOMPARE(nodesThere(*plan), std::set<NodeId>{"7"});
    }

    void whatCantComeBackIsRefused()
    {
        PlanRequest request = textToPicture("theirs.safetensors");
        request.wanted = {{"2", 0}};
        QCOMPARE(codeOf(makePlan(request)), std::string("TypeMismatch"));
        request = textToPicture();
        request.wanted = {{"2", 0}};
        QCOMPARE(codeOf(makePlan(request)), std::string("planned"));
    }

    void onlyHereMeansThisComputer()
    {
        PlanRequest request = textToPicture("theirs.safetensors");
        request.policy.privacy = Privacy::OnlyHere;
        QCOMPARE(codeOf(makePlan(request)), std::string("planned"));
        request.engines[1].onThisComputer = false;
        QCOMPARE(codeOf(makePlan(request)), std::string("NoMachine"));
        request.policy.privacy = Privacy::TrustedMachines; // one's own server is trusted
        QCOMPARE(codeOf(makePlan(request)), std::string("planned"));
    }
};

QTEST_GUILESS_MAIN(TestBridges)
#include "TestBridges.moc"
