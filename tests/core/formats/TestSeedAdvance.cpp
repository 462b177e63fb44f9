// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SeedAdvance.h"
#include "core/formats/WorkflowJson.h"
#include "core/graph/SubgraphEdit.h"

#include <QtTest>

using namespace weft;

namespace {

const Catalogue& sampling()
{
    static const Catalogue catalogue = [] {
        NodeType type;
        type.name = "Sample";
        InputSpec input;
        input.name = "seed";
        input.type = "INT";
        input.options = {{"control_after_generate", true}, {"min", 0}, {"max", 100}};
        type.inputs = {input};
        type.outputs = {{"LATENT", "LATENT", false, false, {}}};
        Catalogue made;
        made.add(type);
        return made;
    }();
    return catalogue;
}

Graph samplingGraph(std::int64_t seed, const std::string& word)
{
    Node node = makeNode(*sampling().find("Sample"), "1", 0, 0);
    node.settings["seed"] = seed;
    node.extra["widgets_values"] = Json::array({seed, word});
    Graph graph;
    (void)graph.addNode(std::move(node));
    return graph;
}

/// The same inside of a subgraph, whose instance is "2".
Graph nestedGraph(const std::string& word, bool isPromoted)
{
    Graph graph = samplingGraph(7, word);
    const auto plan = toSubgraph(graph, {}, {"1"}, "part", sampling(), [] { return std::string("aaaaaaaa-0000-4000-8000-000000000001"); });
    for (const Command& command : plan->commands)
        (void)apply(graph, command);
    if (!isPromoted)
        return graph;
    Graph* inside = graph.editSubgraph(plan->subgraph);
    if (!inside->findNode(kSubgraphInputs)) {
        Node border;
        border.id = kSubgraphInputs;
        border.type = kSubgraphBorder;
        (void)inside->addNode(border);
    }
    inside->editNode(kSubgraphInputs)->outputs = {{"seed", "INT", Json::object()}};
    (void)inside->addLink({inside->freshLinkId(), kSubgraphInputs, 0, "1", "seed"});
    return graph;
}

std::vector<AdvancedSeed> advanced(const Graph& graph)
{
    return advancedSeeds(graph, sampling(), [] { return std::uint64_t(205); });
}

} // namespace

class TestSeedAdvance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void seedsGoOn_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<qint64>("seed");
        QTest::addColumn<qint64>("next");
        QTest::newRow("fixed") << QStringLiteral("fixed") << qint64(7) << qint64(7);
        QTest::newRow("increment") << QStringLiteral("increment") << qint64(7) << qint64(8);
        QTest::newRow("increment at the end") << QStringLiteral("increment") << qint64(100) << qint64(0);
        QTest::newRow("decrement") << QStringLiteral("decrement") << qint64(7) << qint64(6);
        QTest::newRow("decrement at the beginning") << QStringLiteral("decrement") << qint64(0) << qint64(100);
        QTest::newRow("randomize") << QStringLiteral("randomize") << qint64(7) << qint64(205 % 101);
    }

    void seedsGoOn()
    {
        QFETCH(QString, word);
        QFETCH(qint64, seed);
        QFETCH(qint64, next);
        Graph graph = samplingGraph(seed, word.toStdString());
        applySeeds(graph, advanced(graph));
        QCOMPARE(graph.findNode("1")->settings.at("seed").get<qint64>(), next);
    }

    void thoseOfNodesThatDontRunStay()
    {
        Graph graph = samplingGraph(7, "increment");
        graph.editNode("1")->mode = NodeMode::Muted;
        QVERIFY(advanced(graph).empty());
    }

    void seedsInsideOfSubgraphsGoOn()
    {
        Graph graph = nestedGraph("decrement", false);
        applySeeds(graph, advanced(graph));
        QCOMPARE(graph.subgraphs().front().findNode("1")->settings.at("seed"), Json(6));
    }

    /// The value is the instance's own, the word the inner node's.
    void promotedSeedsGoOnAtTheInstance()
    {
        Graph graph = nestedGraph("increment", true);
        const auto seeds = advanced(graph);
        QCOMPARE(seeds.size(), std::size_t(1));
        QCOMPARE(seeds[0].in, SubgraphId());
        QCOMPARE(seeds[0].node, NodeId("2"));
        applySeeds(graph, seeds);
        applySeeds(graph, advanced(graph));
        QCOMPARE(graph.findNode("2")->settings.at("seed"), Json(9));
        QCOMPARE(graph.subgraphs().front().findNode("1")->settings.at("seed"), Json(7));
    }

    /// Older files have the word at the instance; it stays there when the seed has gone on.
    void anInstancesOwnWordCounts()
    {
        Graph graph = nestedGraph("increment", true);
        graph.editNode("2")->extra["widgets_values"] = Json::array({50, "decrement"});
        graph.editNode("2")->settings["seed"] = 50;
        applySeeds(graph, advanced(graph));
        const auto again = readWorkflow(writeWorkflow(graph, sampling()), sampling());
        QVERIFY(again);
        QCOMPARE(again->findNode("2")->settings.at("seed"), Json(49));
        QCOMPARE(advanced(*again)[0].value, Json(48));
    }
};

QTEST_APPLESS_MAIN(TestSeedAdvance)
#include "TestSeedAdvance.moc"
