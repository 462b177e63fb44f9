// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ApiJson.h"
#include "core/formats/WorkflowJson.h"
#include "core/graph/Groups.h"
#include "core/graph/History.h"
#include "core/graph/Prompt.h"
#include "core/values/MappedFile.h"
#include "tests/core/graph/RandomEdits.h"

#include <QtTest>

#include <random>

using namespace weft;

namespace {

Json dataFile(const char* name)
{
    const auto bytes = readFile(std::string(WEFT_TEST_DATA "/") + name, 1u << 24);
    if (!bytes)
        qFatal("%s", name);
    return *parseJson({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
}

const Catalogue& comfy()
{
    static const Catalogue catalogue = [] {
        const Catalogue all = *Catalogue::fromJson({{"nodes", dataFile("comfyui/object_info.json")}});
        Catalogue some;
        for (const char* name : {"LoadImage", "ImageScaleBy", "ImageInvert", "SaveImage", "KSampler", "PreviewImage", "EmptyLatentImage"})
            some.add(*all.find(name));
        return some;
    }();
    return catalogue;
}

Graph graphOf(const char* name)
{
    return *readWorkflow(dataFile(name), comfy());
}

QString text(const Graph& graph)
{
    return QString::fromStdString(toJsonText(writeWorkflow(graph, comfy()), 1));
}

FreshId counter()
{
    return [count = 0]() mutable { return "ffffffff-0000-4000-8000-" + std::to_string(++count); };
}

/// A workflow with what is inside of it, without ids: two of them that do the same are equal.
std::string meaning(const Graph& graph)
{
    const Prompt prompt = *toPrompt(graph, comfy());
    std::map<NodeId, std::string> names; // of a node: all that it is made from
    const std::vector<NodeId> order = *topologicalOrder(prompt);
    for (const NodeId& id : order) {
        std::string name = prompt.nodes.at(id).type + "(";
        for (const auto& [input, value] : prompt.nodes.at(id).inputs) {
            const auto* ref = std::get_if<SlotRef>(&value);
            name += input + "=" + (ref ? names[ref->node] + "." + std::to_string(ref->slot) : toJsonText(std::get<Json>(value))) + ",";
        }
        names[id] = name + ")";
    }
    std::vector<std::string> all;
    for (const auto& [id, name] : names)
        all.push_back(name);
    std::ranges::sort(all);
    std::string joined;
    for (const std::string& one : all)
        joined += one + "\n";
    return joined;
}

SlotRef refAt(const Prompt& prompt, const char* node, const char* input)
{
    return std::get<SlotRef>(prompt.nodes.at(node).inputs.at(input));
}

Json valueAt(const Prompt& prompt, const char* node, const char* input)
{
    return std::get<Json>(prompt.nodes.at(node).inputs.at(input));
}

/// Load -> invert -> scale -> save, the middle two with a preview beside.
Graph chain()
{
    Graph graph;
    int x = 0;
    for (const char* type : {"LoadImage", "ImageInvert", "ImageScaleBy", "SaveImage", "PreviewImage"})
        (void)graph.addNode(makeNode(*comfy().find(type), graph.freshNodeId(), 300.0 * x++, 0));
    (void)graph.addLink({1, "1", 0, "2", "image"});
    (void)graph.addLink({2, "2", 0, "3", "image"});
    (void)graph.addLink({3, "3", 0, "4", "images"});
    (void)graph.addLink({4, "2", 0, "5", "images"});
    graph.setGroups({{"middle", 290, -50, 600, 400, Json::object()}, {"wide", -100, -100, 2000, 800, Json::object()}});
    return graph;
}

} // namespace

class TestSubgraphs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void promptsLayThemOpen()
    {
        const Prompt prompt = *toPrompt(graphOf("workflows/subgraphs.json"), comfy());
        QVERIFY((refAt(prompt, "6", "images") == SlotRef {"2:10:21:30", 0})); // three deep
        QVERIFY((refAt(prompt, "2:10:21:30", "image") == SlotRef {"2:10:20", 0}));
        QVERIFY((refAt(prompt, "2:10:20", "image") == SlotRef {"1", 0}));
        QCOMPARE(valueAt(prompt, "2:10:21:30", "scale_by").get<double>(), 2.5); // of the instance in the middle
        QCOMPARE(valueAt(prompt, "3:21:30", "scale_by").get<double>(), 4.0); // of the outermost
        QVERIFY((refAt(prompt, "8", "images") == SlotRef {"1", 0})); // straight through
        QCOMPARE(valueAt(prompt, "4:30", "scale_by").get<double>(), 0.5); // a primitive's
        QCOMPARE(valueAt(prompt, "4:30", "upscale_method").get<std::string>(), std::string("bicubic"));
        QVERIFY(!prompt.nodes.contains("2"));
    }

    void mutedAndBypassedInstances()
    {
        Graph graph = graphOf("workflows/subgraphs.json");
        graph.editNode("2")->mode = NodeMode::Muted;
        graph.editNode("3")->mode = NodeMode::Bypassed;
        const Prompt prompt = *toPrompt(graph, comfy());
        QVERIFY(!prompt.nodes.contains("2:10:20"));
        QVERIFY(!prompt.nodes.at("6").inputs.contains("images"));
        QVERIFY((refAt(prompt, "7", "images") == SlotRef {"1", 0}));
    }

    void aSubgraphInsideItselfIsRefused()
    {
        Graph graph = graphOf("workflows/subgraphs.json");
        const SubgraphId id = graph.subgraphs()[0].id();
        Node self = makeInstance(graph.subgraphs()[0], SubgraphTypes(graph, comfy()), "77", 0, 0);
        QVERIFY(graph.editSubgraph(id)->addNode(self));
        QVERIFY(toPrompt(graph, comfy()).error().code == ErrorCode::GraphCycle);
        QVERIFY(SubgraphTypes(graph, comfy()).of(*graph.findNode("4"))); // ends all the same
        QVERIFY(mayContain(graph, graph.subgraphs()[2].id(), id)); // the outermost may hold the innermost
        QVERIFY(mayContain(graph, id, graph.subgraphs()[2].id()).error().code == ErrorCode::GraphCycle);
    }

    /// Twenty levels that each hold the next one twice would be a million nodes.
    void manyInsideManyEnd()
    {
        Graph graph;
        for (int level = 0; level < 20; ++level) {
            Graph inside;
            inside.setExtra({{"id", "level " + std::to_string(level)}});
            for (const char* id : {"1", "2"}) {
                Node node;
                node.id = id;
                node.type = "level " + std::to_string(level + 1);
                QVERIFY(inside.addNode(node));
            }
            QVERIFY(graph.addSubgraph(inside));
        }
        Node node;
        node.id = "1";
        node.type = "level 0";
        QVERIFY(graph.addNode(node));
        QVERIFY(toPrompt(graph, comfy()).error().code == ErrorCode::LimitExceeded);
    }

    void typesOfInstances()
    {
        const Graph graph = graphOf("workflows/subgraphs.json");
        const SubgraphTypes types(graph, comfy());
        const NodeType& scale = *types.of(*graph.findNode("4"));
        QCOMPARE(scale.displayName, std::string("Scale ✓"));
        QCOMPARE(scale.inputs.size(), std::size_t {3});
        QVERIFY(!scale.findInput("image")->isSetting());
        QVERIFY(scale.findInput("scale_by")->isSetting());
        QCOMPARE(numberAt(scale.findInput("scale_by")->options, "default"), 1.5);
        QCOMPARE(stringAt(scale.findInput("scale_by")->options, "label"), std::string("factor"));
        QVERIFY(!scale.findInput("upscale_method")->choices.empty()); // shown through proxyWidgets
        QVERIFY(!types.promotedOf(*graph.findNode("4"))[1].isPort);
        QCOMPARE(graph.findNode("4")->settings.at("scale_by").get<double>(), 3.0);
        QCOMPARE(types.of(*graph.findNode("3"))->outputs.size(), std::size_t {2});
        QVERIFY(!types.of(graph.subgraphs()[0].nodes()[0])); // a border
    }

    void valuesOfAnInstanceAreItsOwn()
    {
        Graph graph = graphOf("workflows/subgraphs.json");
        graph.editNode("4")->settings["scale_by"] = 7.0;
        graph.editNode("3")->settings["scale_by"] = 9.0;
        const Json json = writeWorkflow(graph, comfy());
        QCOMPARE(json["nodes"][3]["widgets_values"].dump(), std::string("[7.0]"));
        QCOMPARE(json["nodes"][2]["widgets_values"].dump(), std::string("[9.0]"));
        QCOMPARE(json["nodes"][2]["widgets_values_named"]["scale_by"].get<double>(), 9.0);
        QCOMPARE(valueAt(*toPrompt(*readWorkflow(json, comfy()), comfy()), "3:21:30", "scale_by").get<double>(), 9.0);
    }

    void nodesBecomeASubgraph()
    {
        Graph graph = chain();
        const Graph before = graph;
        const std::string meant = meaning(graph);
        const auto plan = toSubgraph(graph, {}, {"2", "3"}, "Part", comfy(), counter());
        QVERIFY(plan);
        History history;
        QVERIFY(history.perform(graph, plan->commands));
        QCOMPARE(graph.nodes().size(), std::size_t {4});
        QCOMPARE(graph.subgraphs().size(), std::size_t {1});
        const Graph& part = graph.subgraphs()[0];
        QCOMPARE(interfaceOf(part).inputs.size(), std::size_t {1});
        QCOMPARE(interfaceOf(part).outputs.size(), std::size_t {2});
        QCOMPARE(part.groups().size(), std::size_t {1});
        QCOMPARE(graph.groups().size(), std::size_t {1});
        QCOMPARE(graph.linkInto("4", "images")->from, plan->instance);
        QCOMPARE(meaning(graph), meant);
        QCOMPARE(meaning(*readWorkflow(writeWorkflow(graph, comfy()), comfy())), meant);

        const auto back = unpackSubgraph(graph, {}, plan->instance);
        QVERIFY(back);
        QVERIFY(history.perform(graph, back->commands));
        QVERIFY(graph.subgraphs().empty()); // it was the last instance
        QCOMPARE(back->nodes.size(), std::size_t {2});
        QCOMPARE(meaning(graph), meant);
        while (history.undo(graph)) { }
        QVERIFY(graph == before);
    }

    void aDetourIsNamed()
    {
        const Graph graph = chain();
        const auto plan = toSubgraph(graph, {}, {"1", "3"}, "Part", comfy(), counter());
        QVERIFY(plan.error().code == ErrorCode::GraphCycle);
        QCOMPARE(plan.error().args.at("node"), std::string("2"));
        QVERIFY(!toSubgraph(graph, {}, {"nobody"}, "Part", comfy(), counter()));
    }

    void threeDeepAndBack()
    {
        Graph graph = graphOf("workflows/subgraphs.json");
        const std::string meant = meaning(graph);
        History history;
        for (int rounds = 0; rounds < 20 && !graph.subgraphs().empty(); ++rounds) {
            for (const Node& node : graph.nodes()) {
                if (!graph.findSubgraph(node.type))
                    continue;
                QVERIFY(history.perform(graph, unpackSubgraph(graph, {}, node.id)->commands));
                break;
            }
        }
        QVERIFY(graph.subgraphs().empty());
        QCOMPARE(meaning(graph), meant);
        while (history.undo(graph)) { }
        QCOMPARE(text(graph), text(graphOf("workflows/subgraphs.json")));
    }

    void portsKeepTheirLinksWhereverTheyStand()
    {
        Graph graph = graphOf("workflows/subgraphs.json");
        const std::string meant = meaning(graph);
        const SubgraphId middle = graph.subgraphs()[1].id();
        SubgraphInterface ports = interfaceOf(*graph.findSubgraph(middle));
        std::swap(ports.inputs[0], ports.inputs[1]);
        std::swap(ports.outputs[0], ports.outputs[1]);
        ports.inputs[0].label = "how much";
        ports.outputs.insert(ports.outputs.begin(), {"new", "IMAGE", {}, "IMAGE"});
        History history;
        QVERIFY(history.perform(graph, *setInterface(graph, middle, ports)));
        QCOMPARE(meaning(graph), meant);
        QCOMPARE(interfaceOf(*graph.findSubgraph(middle)).outputs[0].name, std::string("IMAGE_1"));
        QCOMPARE(graph.linkInto("7", "images")->fromSlot, 2);
        QCOMPARE(meaning(*readWorkflow(writeWorkflow(graph, comfy()), comfy())), meant);
        ports.outputs.erase(ports.outputs.begin() + 1); // "untouched"
        QVERIFY(history.perform(graph, *setInterface(graph, middle, ports)));
        QVERIFY(!graph.linkInto("8", "images"));
        QVERIFY(graph.linkInto("7", "images"));
        while (history.undo(graph)) { }
        QCOMPARE(text(graph), text(graphOf("workflows/subgraphs.json")));
    }

    void instancesAreLinkedUntilOneIsIndependent()
    {
        Graph graph = graphOf("workflows/subgraphs.json");
        const SubgraphId scale = graph.subgraphs()[0].id();
        graph.editSubgraph(scale)->editNode("30")->settings["upscale_method"] = "lanczos";
        QCOMPARE(valueAt(*toPrompt(graph, comfy()), "4:30", "upscale_method").get<std::string>(), std::string("lanczos"));
        QCOMPARE(valueAt(*toPrompt(graph, comfy()), "3:21:30", "upscale_method").get<std::string>(), std::string("lanczos"));
        History history;
        const auto plan = makeIndependent(graph, {}, "4", counter());
        QVERIFY(history.perform(graph, plan->commands));
        graph.editSubgraph(scale)->editNode("30")->settings["upscale_method"] = "area";
        QCOMPARE(valueAt(*toPrompt(graph, comfy()), "4:30", "upscale_method").get<std::string>(), std::string("lanczos"));
        QCOMPARE(valueAt(*toPrompt(graph, comfy()), "3:21:30", "upscale_method").get<std::string>(), std::string("area"));
        QCOMPARE(instancesOf(graph, scale), 1);
    }

    void bendPointsChangeNothing()
    {
        const Graph graph = graphOf("workflows/bend-points-0.4.json");
        const auto points = graph.reroutesOf(*graph.findLink(1));
        QCOMPARE(points.size(), std::size_t {3});
        QCOMPARE(points[0]->id, RerouteId {1});
        QCOMPARE(points[2]->x, 300.0);
        QVERIFY((refAt(*toPrompt(graph, comfy()), "2", "images") == SlotRef {"1", 0}));
        QCOMPARE(graph.freshRerouteId(), RerouteId {10});
        Graph circle = graph;
        std::vector<Reroute> all = circle.reroutes();
        all[0].parent = 3;
        circle.setReroutes(all);
        QCOMPARE(circle.reroutesOf(*circle.findLink(1)).size(), std::size_t {3});
    }

    void groupsHoldWhatStandsInThem()
    {
        const Graph graph = chain();
        QCOMPARE(membersOf(graph, graph.groups()[0]), (std::set<NodeId> {"2", "3"}));
        QCOMPARE(membersOf(graph, graph.groups()[1]).size(), std::size_t {5});
        QCOMPARE(groupsIn(graph, graph.groups()[1]), (std::set<std::size_t> {0}));
    }

    void randomEditsUndone_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomEditsUndone()
    {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        RandomEdits edits(comfy(), [&random](std::size_t below) { return random() % std::max<std::size_t>(below, 1); });
        Graph graph = graphOf(seed % 2 ? "workflows/subgraphs.json" : "workflows/everything-1.0.json");
        const Graph before = graph;
        const QString beforeText = text(graph);
        History history;
        int done = 0;
        std::size_t mostSubgraphs = 0;
        for (int tries = 0; done < 500; ++tries) {
            QVERIFY(tries < 20'000);
            Commands commands = edits.next(graph);
            done += !commands.empty() && history.perform(graph, std::move(commands)).hasValue();
            mostSubgraphs = std::max(mostSubgraphs, graph.subgraphs().size());
        }
        QVERIFY(mostSubgraphs > before.subgraphs().size());
        const QString afterText = text(graph);
        const auto again = readWorkflow(*parseJson(afterText.toStdString()), comfy());
        QVERIFY(again);
        QCOMPARE(text(*again), afterText);
        while (history.undo(graph)) { }
        QVERIFY(graph == before);
        QCOMPARE(text(graph), beforeText);
        while (history.redo(graph)) { }
        QCOMPARE(text(graph), afterText);
    }
};

QTEST_GUILESS_MAIN(TestSubgraphs)
#include "TestSubgraphs.moc"
