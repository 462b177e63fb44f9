// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/WorkflowJson.h"
#include "core/graph/Graph.h"
#include "core/graph/History.h"

#include <QtTest>

#include <random>

using namespace weft;

namespace {

NodeType blend()
{
    NodeType type;
    type.name = "Blend";
    type.inputs = {{"a", "IMAGE"}, {"b", "IMAGE", Presence::Optional}, {"mode", "COMBO"}, {"steps", "INT"},
        {"factor", "FLOAT"}, {"note", "STRING"}, {"on", "BOOLEAN"}, {"id", "UNIQUE_ID", Presence::Hidden},
        {"text", "STRING"}};
    type.inputs[2].choices = {"normal", "screen"};
    type.inputs[3].options = {{"default", 20}, {"min", 1}};
    type.inputs[4].options = {{"min", 0.5}};
    type.inputs[8].forceInput = true;
    type.outputs = {{"IMAGE", "IMAGE", false, false, {}}, {"MASK", "MASK", false, false, {}}};
    return type;
}

Graph chain(int count)
{
    Graph graph;
    for (int i = 1; i <= count; ++i) {
        (void)graph.addNode(makeNode(blend(), std::to_string(i), 10.0 * i, 0));
        if (i > 1)
            (void)graph.addLink({i, std::to_string(i - 1), 0, std::to_string(i), "a"});
    }
    return graph;
}

/// What every lookup says must agree with the lists.
bool isConsistent(const Graph& graph)
{
    for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
        if (graph.nodeIndex(graph.nodes()[i].id) != i || graph.findNode(graph.nodes()[i].id) != &graph.nodes()[i])
            return false;
    }
    std::size_t ends = 0;
    for (std::size_t i = 0; i < graph.links().size(); ++i) {
        const Link& link = graph.links()[i];
        if (graph.linkIndex(link.id) != i || graph.linkInto(link.to, link.toInput) != &link || !graph.findNode(link.from))
            return false;
        ends += link.from == link.to ? 1 : 2;
    }
    for (const Node& node : graph.nodes())
        ends -= graph.linksOf(node.id).size();
    return ends == 0;
}

Command randomCommand(const Graph& graph, std::mt19937& random)
{
    const auto pick = [&](std::size_t count) { return random() % std::max<std::size_t>(count, 1); };
    const auto& nodes = graph.nodes();
    const std::string some = nodes.empty() ? "none" : nodes[pick(nodes.size())].id;
    const std::string other = nodes.empty() ? "none" : nodes[pick(nodes.size())].id;
    switch (pick(9)) {
    case 0:
    case 1:
        return AddNode {makeNode(blend(), graph.freshNodeId(), double(pick(1000)), 3), pick(nodes.size() + 1)};
    case 2:
        return RemoveNode {some};
    case 3:
    case 4:
    case 5:
        return AddLink {{graph.freshLinkId(), some, int(pick(2)), other, pick(2) ? "a" : "b"}, {}};
    case 6:
        return RemoveLink {graph.links().empty() ? 0 : graph.links()[pick(graph.links().size())].id};
    case 7:
        return SetGroups {{{"group " + std::to_string(pick(100)), 1, 2, 3, 4, Json::object()}}};
    default:
        break;
    }
    ReplaceNode replace {graph.findNode(some) ? *graph.findNode(some) : Node {}};
    replace.node.x += double(pick(50));
    replace.node.mode = static_cast<NodeMode>(pick(3));
    replace.node.collapsed = pick(2);
    replace.node.title = "title " + std::to_string(pick(5));
    replace.node.settings["steps"] = pick(100);
    replace.node.extra["properties"]["weft.place"] = pick(2) ? "here" : "elsewhere";
    return replace;
}

} // namespace

class TestGraph : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newNodes()
    {
        const Node node = makeNode(blend(), "7", 1, 2);
        QCOMPARE(node.inputs.size(), std::size_t {3}); // a, b, and the text without an editor
        QCOMPARE(node.outputs.size(), std::size_t {2});
        const std::map<std::string, Json> expected {{"mode", "normal"}, {"steps", 20}, {"factor", 0.5}, {"note", ""}, {"on", false}};
        QVERIFY(node.settings == expected);
    }

    void invariants()
    {
        Graph graph = chain(5);
        QVERIFY(isConsistent(graph));
        QVERIFY(!graph.addNode(makeNode(blend(), "3", 0, 0)));
        QVERIFY(graph.addLink({9, "1", 1, "9", "a"}).error().code == ErrorCode::NodeMissing);
        QVERIFY(graph.addLink({2, "1", 1, "3", "b"}).error().code == ErrorCode::LinkInvalid);
        QVERIFY(graph.addLink({9, "1", 1, "3", "a"})); // replaces link 3
        QVERIFY(!graph.findLink(3));
        QCOMPARE(graph.linkInto("3", "a")->from, std::string("1"));
        QCOMPARE(graph.linksFrom("1").size(), std::size_t {2});
        graph.removeNode("3");
        QVERIFY(isConsistent(graph));
        QCOMPARE(graph.links().size(), std::size_t {2});
        QCOMPARE(graph.freshNodeId(), std::string("6"));
        QCOMPARE(graph.freshLinkId(), LinkId {6});
        graph.removeNode("unknown");
        graph.removeLink(77);
        QCOMPARE(graph.nodes().size(), std::size_t {4});
    }

    void freshIdsAreNeverOnesThatWere()
    {
        Graph graph = chain(2);
        graph.setExtra({{"last_node_id", 40}, {"last_link_id", 50}});
        QCOMPARE(graph.freshNodeId(), std::string("41"));
        QCOMPARE(graph.freshLinkId(), LinkId {51});
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
        Catalogue catalogue;
        catalogue.add(blend());
        Graph graph = chain(10);
        const Graph before = graph;
        History history;
        int done = 0;
        for (int i = 0; done < 500; ++i) {
            done += history.perform(graph, {randomCommand(graph, random)}).hasValue();
            QVERIFY(i < 5000);
        }
        QVERIFY(isConsistent(graph));
        const Graph after = graph;
        QVERIFY(!(after == before));
        while (history.undo(graph)) { }
        QVERIFY(isConsistent(graph));
        QVERIFY(graph == before);
        QCOMPARE(toJsonText(writeWorkflow(graph, catalogue)), toJsonText(writeWorkflow(before, catalogue)));
        while (history.redo(graph)) { }
        QVERIFY(graph == after);
        QCOMPARE(toJsonText(writeWorkflow(graph, catalogue)), toJsonText(writeWorkflow(after, catalogue)));
    }
};

QTEST_GUILESS_MAIN(TestGraph)
#include "TestGraph.moc"
