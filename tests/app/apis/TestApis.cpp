// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiEngine.h"
#include "app/apis/CallGraph.h"
#include "app/apis/ExpandCalls.h"
#include "app/apis/PublishGraph.h"
#include "core/formats/ApiJson.h"
#include "tests/app/engines/Waited.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace weft;

namespace {

InputSpec input(const std::string& name, const std::string& type, const Json& options = Json::object())
{
    InputSpec spec;
    spec.name = name;
    spec.type = type;
    spec.options = options;
    return spec;
}

Catalogue nodes()
{
    Catalogue catalogue;
    NodeType load;
    load.name = "LoadImage";
    load.inputs = {input("image", "COMBO")};
    load.inputs[0].picksInputFile = true;
    load.outputs = {{"IMAGE", "IMAGE"}, {"MASK", "MASK"}};
    load.readsFile = true;
    NodeType glow;
    glow.name = "Glow";
    glow.inputs = {input("image", "IMAGE"), input("mask", "MASK"), input("strength", "FLOAT", {{"default", 0.5}, {"min", 0.0}, {"max", 1.0}})};
    glow.inputs[1].presence = Presence::Optional;
    glow.outputs = {{"IMAGE", "IMAGE"}};
    NodeType save;
    save.name = "SaveImage";
    save.inputs = {input("images", "IMAGE"), input("filename_prefix", "STRING", {{"default", "a"}})};
    save.isOutput = save.writesFile = true;
    NodeType count;
    count.name = "Count";
    count.inputs = {input("text", "STRING")};
    count.outputs = {{"INT", "INT"}};
    for (const NodeType& type : {load, glow, save, count})
        catalogue.add(type);
    return catalogue;
}

Graph glowing()
{
    Prompt prompt;
    prompt.nodes["1"] = {"LoadImage", "Portrait", {{"image", Json("mine.png")}}};
    prompt.nodes["2"] = {"Glow", {}, {{"image", SlotRef {"1", 0}}, {"mask", SlotRef {"1", 1}}, {"strength", Json(0.7)}}};
    prompt.nodes["3"] = {"SaveImage", {}, {{"images", SlotRef {"2", 0}}, {"filename_prefix", Json("x")}}};
    prompt.nodes["4"] = {"Count", {}, {{"text", Json("nobody asks for it")}}};
    return *graphFromPrompt(prompt, nodes());
}

PublishWish wishOf(const std::string& name)
{
    PublishWish wish;
    wish.name = name;
    wish.price = credits(3);
    wish.parameters = {{"strength", "2", "strength"}};
    return wish;
}

PublishedApi glowApi() { return *publishGraph(glowing(), nodes(), wishOf("glow")); }

template <typename T>
std::string codeOf(const Result<T>& result)
{
    return result ? std::string("good") : std::string(nameOf(result.error().code));
}

/// Says which nodes it was given, and gives a number for each slot that is asked for.
class RecordingEngine : public Engine {
public:
    std::string id() const override { return "recording"; }
    std::string displayName() const override { return "Recording"; }
    QCoro::Task<Result<Catalogue>> catalogue() override { co_return nodes(); }
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken) override
    {
        FragmentOutcome outcome;
        for (const SlotRef& slot : job.fragment.outputs)
            outcome.result.outputs[slot] = {literalValue("INT", 7)};
        for (const FragmentNode& node : job.fragment.nodes) {
            events(NodeStarted {node.id});
            outcome.result.seconds[node.id] = std::chrono::microseconds {5};
        }
        ran = std::move(job.fragment);
        co_return outcome;
    }
    Fragment ran;
};

FragmentJob callOf(const std::string& type, std::map<std::string, FragmentInput> inputs)
{
    FragmentJob job;
    job.fragment.nodes.push_back({"9", type, std::move(inputs)});
    job.fragment.outputs = {{"9", 0}};
    return job;
}

} // namespace

class TestApis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGraphBecomesANode()
    {
        const NodeType type = apiNodeType(glowApi(), "12345678");
        QCOMPARE(type.name, std::string("api/glow@12345678"));
        QCOMPARE(apiNameOf(type.name), std::string("glow"));
        QCOMPARE(type.inputs.size(), std::size_t {3});
        const InputSpec* strength = type.findInput("strength");
        QVERIFY(strength && strength->presence == Presence::Optional);
        QVERIFY(strength->options["default"] == Json(0.7)); // as it is in the graph
        QVERIFY(strength->options["max"] == Json(1.0));
        const InputSpec* picture = type.findInput("portrait"); // the author's file is the caller's to give
        QVERIFY(picture && picture->type == "IMAGE" && picture->presence == Presence::Required);
        QVERIFY(type.findInput("portrait_mask"));
        QCOMPARE(type.outputs.size(), std::size_t {1});
        QCOMPARE(type.outputs[0].type, std::string("IMAGE"));
        const std::string text = toJsonText(toJson(glowApi()));
        QVERIFY2(text.find("mine.png") == std::string::npos, "a file of the author's is told");
        QVERIFY2(text.find("Count") == std::string::npos, "what nobody needs is kept");
    }

    void asAFile()
    {
        const PublishedApi api = glowApi();
        const auto read = apiFromJson(toJson(api));
        QVERIFY(read);
        QCOMPARE(read->prompt, api.prompt);
        QCOMPARE(read->price, api.price);
        QCOMPARE(read->outputs[0].from, api.outputs[0].from);
        QCOMPARE(read->parameters[0].targets, api.parameters[0].targets);
        QVERIFY(!read->spend);
        PublishedApi generous = api;
        generous.spend = credits(4);
        QVERIFY(apiFromJson(toJson(generous))->spend == credits(4));
        for (const char* part : {"name", "price", "face", "targets", "outputs", "prompt"}) {
            Json broken = toJson(api);
            broken[part] = Json::array({1, "x"});
            const auto other = apiFromJson(broken);
            QVERIFY2(!other || std::string(part) == "targets", part); // without targets a parameter does nothing
        }
    }

    void whatCantBePublished()
    {
        QCOMPARE(codeOf(publishGraph(glowing(), nodes(), wishOf("Glow"))), std::string("SettingInvalid"));
        PublishWish wish = wishOf("glow");
        wish.price = Money {-1};
        QCOMPARE(codeOf(publishGraph(glowing(), nodes(), wish)), std::string("AmountInvalid"));
        wish = wishOf("glow");
        wish.parameters = {{"image", "2", "image"}}; // a link
        QCOMPARE(codeOf(publishGraph(glowing(), nodes(), wish)), std::string("InputMissing"));
        wish.parameters = {{"a", "77", "a"}};
        QCOMPARE(codeOf(publishGraph(glowing(), nodes(), wish)), std::string("InputMissing"));
        wish = wishOf("glow");
        wish.outputs = {{"1", 0}}; // only its author's file
        QCOMPARE(codeOf(publishGraph(glowing(), nodes(), wish)), std::string("NoOutputNode"));
    }

    void names()
    {
        for (const char* good : {"a", "paint-2", "x0123456789"})
            QVERIFY2(isApiName(good), good);
        for (const char* bad : {"", "A", "1a", "a b", "../x", "a/b", "a_b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
            QVERIFY2(!isApiName(bad), bad);
        QCOMPARE(apiNameOf("KSampler"), std::string());
        QCOMPARE(apiNameOf("api/@"), std::string());
        QCOMPARE(apiNameOf("api@"), std::string());
    }

    void callsAreExpanded()
    {
        const std::map<std::string, PublishedApi> apis {{"api/glow@1", glowApi()}};
        FragmentJob job = callOf("api/glow@1", {{"portrait", BoundaryRef {0}}, {"strength", Json(0.1)}});
        job.fragment.nodes.push_back({"10", "api/glow@1", {{"portrait", SlotRef {"9", 0}}}});
        job.fragment.outputs = {{"10", 0}};
        const auto calls = expandCalls(job, apis, nodes());
        QVERIFY(calls);
        const Fragment& made = calls->job.fragment;
        QCOMPARE(made.nodes.size(), std::size_t {2});
        QCOMPARE(made.nodes[0].id, std::string("9.2"));
        QVERIFY(std::get<Json>(made.nodes[0].inputs.at("strength")) == Json(0.1));
        QCOMPARE(std::get<BoundaryRef>(made.nodes[0].inputs.at("image")).index, 0);
        QVERIFY(!made.nodes[0].inputs.contains("mask")); // it wasn't given
        QCOMPARE(std::get<SlotRef>(made.nodes[1].inputs.at("image")), (SlotRef {"9.2", 0}));
        QVERIFY(std::get<Json>(made.nodes[1].inputs.at("strength")) == Json(0.7));
        QCOMPARE(calls->slotOf.at({"10", 0}), (SlotRef {"10.2", 0}));

        QCOMPARE(codeOf(expandCalls(callOf("api/other@1", {}), apis, nodes())), std::string("NodeTypeUnknown"));
        QCOMPARE(codeOf(expandCalls(callOf("api/glow@1", {}), apis, nodes())), std::string("InputMissing"));
        QCOMPARE(codeOf(expandCalls(callOf("api/glow@1", {{"portrait", SlotRef {"5", 0}}}), apis, nodes())), std::string("LinkInvalid"));
        job.fragment.outputs = {{"9", 4}};
        QCOMPARE(codeOf(expandCalls(job, apis, nodes())), std::string("LinkInvalid"));
    }

    /// Whoever offers an API keeps its author's bounds, whatever the caller's program says.
    void boundsOfTheAuthors()
    {
        PublishedApi api = glowApi();
        const auto strength = std::ranges::find_if(api.parameters, [](const ApiParameter& one) { return one.spec.name == "strength"; });
        QVERIFY(strength != api.parameters.end());
        strength->spec.options["max"] = 0.8;
        const std::map<std::string, PublishedApi> apis {{"api/glow@1", api}};
        const auto calledWith = [&](const Json& strength) {
            return codeOf(expandCalls(callOf("api/glow@1", {{"portrait", BoundaryRef {0}}, {"strength", strength}}), apis, nodes()));
        };
        QCOMPARE(calledWith(Json(0.8)), std::string("good"));
        QCOMPARE(calledWith(Json(0.9)), std::string("SettingTooLarge"));
        QCOMPARE(calledWith(Json(-1)), std::string("SettingTooSmall"));
        QCOMPARE(calledWith(Json("0.9")), std::string("SettingTooLarge")); // a node would take it for the number
    }

    /// What another call makes is known too late; where the author allows all that the node does, it may come from there.
    void boundsOfWhatAnotherCallMakes()
    {
        PublishWish counting = wishOf("count");
        counting.parameters = {};
        counting.part = {"4"};
        const auto count = publishGraph(glowing(), nodes(), counting);
        QVERIFY(count);
        PublishedApi glow = glowApi();
        const auto linked = [&] {
            FragmentJob job = callOf("api/glow@1", {{"portrait", BoundaryRef {0}}, {"strength", SlotRef {"5", 0}}});
            job.fragment.nodes.insert(job.fragment.nodes.begin(), {"5", "api/count@1", {{"text", Json("abc")}}});
            return expandCalls(job, {{"api/glow@1", glow}, {"api/count@1", *count}}, nodes());
        };
        QCOMPARE(codeOf(linked()), std::string("good"));
        const auto strength = std::ranges::find_if(glow.parameters, [](const ApiParameter& one) { return one.spec.name == "strength"; });
        QVERIFY(strength != glow.parameters.end());
        strength->spec.options["max"] = 0.8;
        const auto refused = linked();
        QCOMPARE(codeOf(refused), std::string("NodeFailed"));
        QCOMPARE(refused.error().args.at("reason"), std::string("api-bounds"));
    }

    /// What enters a part from other nodes, and what is missing, is the caller's to give.
    void aPartOfAGraph()
    {
        PublishWish wish = wishOf("glow");
        wish.parameters = {};
        wish.part = {"2"};
        const auto api = publishGraph(glowing(), nodes(), wish);
        QVERIFY(api);
        QCOMPARE(api->prompt.nodes.size(), std::size_t {1});
        QCOMPARE(api->parameters.size(), std::size_t {2});
        QCOMPARE(api->parameters[0].spec.name, std::string("image"));
        QVERIFY(api->parameters[0].spec.presence == Presence::Required && api->parameters[0].spec.type == "IMAGE");
        QVERIFY(api->parameters[1].spec.name == "mask" && api->parameters[1].spec.presence == Presence::Optional);
        QCOMPARE(api->outputs.at(0).from, (SlotRef {"2", 0}));
        wish.takesAll = true;
        const auto all = publishGraph(glowing(), nodes(), wish);
        QVERIFY(all && all->parameters.size() == 3 && std::ranges::count_if(all->parameters, [](const ApiParameter& one) { return one.spec.name == "strength"; }) == 1);

        wish.part = {"4"}; // a text that nothing is wired to
        const auto count = publishGraph(glowing(), nodes(), wish);
        QVERIFY(count);
        QCOMPARE(count->outputs.at(0).spec.type, std::string("INT"));
        QCOMPARE(count->parameters.at(0).targets.at(0), (InputRef {"4", "text"}));
        wish.part = {"1"}; // only a file of the author's
        QCOMPARE(codeOf(publishGraph(glowing(), nodes(), wish)), std::string("NoOutputNode"));
        Graph muted = glowing();
        muted.editNode("2")->mode = NodeMode::Muted;
        wish.part = {"2"};
        QCOMPARE(codeOf(publishGraph(muted, nodes(), wish)), std::string("NoOutputNode"));
        Graph bare = glowing(); // a node without wires
        for (const char* input : {"image", "mask"})
            bare.removeLink(bare.linkInto("2", input)->id);
        const auto unwired = publishGraph(bare, nodes(), wish);
        QVERIFY(unwired && unwired->parameters.at(0).spec.name == "image");
    }

    void theEngineRunsThem()
    {
        const QTemporaryDir folder;
        const ApiStore store(folder.path());
        QVERIFY(store.put(glowApi()));
        PublishedApi strange = glowApi();
        strange.name = "strange";
        strange.prompt.nodes.at("2").type = "NobodyHasIt";
        QVERIFY(store.put(strange));
        QFile broken(folder.filePath(QStringLiteral("broken.json")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{");
        broken.close();
        const auto behind = std::make_shared<RecordingEngine>();
        ApiEngine engine(store, "1", {behind});
        const auto offered = testing::waited(engine.catalogue());
        QVERIFY(offered);
        QCOMPARE(offered->types().size(), std::size_t {1}); // nobody has a node of the other
        QCOMPARE(engine.work().at("api/glow@1"), 3'000'000);
        int started = 0;
        const auto report = QCoro::waitFor(engine.run(callOf("api/glow@1", {{"portrait", BoundaryRef {0}}}),
            [&](const FragmentEvent& event) { started += std::holds_alternative<NodeStarted>(event) && std::get<NodeStarted>(event).node == "9"; }, {}));
        QCOMPARE(started, 1);
        const auto& result = std::get<FragmentOutcome>(report).result;
        QCOMPARE(result.outputs.at({"9", 0}).size(), std::size_t {1});
        QCOMPARE(result.seconds.at("9").count(), 5);
        QCOMPARE(behind->ran.nodes.at(0).type, std::string("Glow"));
        QVERIFY(store.remove("glow"));
        QVERIFY(!store.remove("glow"));
        QVERIFY(!store.remove("../glow"));
    }

    void callGraphs()
    {
        const NodeType type = apiNodeType(glowApi(), "1");
        const auto call = callGraph(type, {{"portrait", Json("cat.png")}, {"strength", Json(0.2)}}, "glow");
        QVERIFY(call);
        QCOMPARE(call->prompt.nodes.at("load-portrait").type, std::string("LoadImage"));
        QCOMPARE(call->savers.size(), std::size_t {1});
        QCOMPARE(codeOf(callGraph(type, {}, "glow")), std::string("InputMissing"));
        QCOMPARE(codeOf(callGraph(type, {{"portrait", Json(3)}}, "glow")), std::string("SettingInvalid"));
        QCOMPARE(codeOf(callGraph(type, {{"colour", Json("x")}}, "glow")), std::string("SettingInvalid"));
        const Catalogue catalogue = nodes();
        const auto count = callGraph(*catalogue.find("Count"), {{"text", Json("abc")}}, "count");
        QVERIFY(count && count->savers.empty());
        QCOMPARE(count->values.at("INT"), (SlotRef {kCallNode, 0}));
    }

    void whatACallerMeans()
    {
        Catalogue catalogue = nodes();
        catalogue.add(apiNodeType(glowApi(), "1"));
        QCOMPARE((*callable(catalogue, "glow"))->name, std::string("api/glow@1"));
        QCOMPARE((*callable(catalogue, "Glow"))->name, std::string("Glow"));
        QCOMPARE(codeOf(callable(catalogue, "")), std::string("NodeTypeUnknown"));
        catalogue.add(apiNodeType(glowApi(), "2"));
        const auto two = callable(catalogue, "glow");
        QVERIFY(!two && two.error().args.at("choices") == "api/glow@1, api/glow@2");
        QCOMPARE((*callable(catalogue, "api/glow@2"))->name, std::string("api/glow@2"));
    }
};

QTEST_GUILESS_MAIN(TestApis)
#include "TestApis.moc"
