// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/History.h"

#include <QTest>

#include <random>

using namespace weft;

namespace {

Node named(int number)
{
    Node node;
    node.id = std::to_string(number);
    node.type = "Any";
    return node;
}

/// Edits at random; the same seed makes the same edits.
class RandomEditor {
public:
    explicit RandomEditor(unsigned seed)
        : m_random(seed)
    {
    }

    std::vector<Command> next(const Graph& graph)
    {
        const int what = graph.nodes().size() < 3 ? 0 : int(m_random() % 6);
        switch (what) {
        case 0:
            return {AddNode {named(++m_last), {}}};
        case 1:
            return {RemoveNode {some(graph)}};
        case 2: {
            Node node = *graph.findNode(some(graph));
            node.x = double(m_random() % 1000);
            node.settings["seed"] = m_random();
            return {ReplaceNode {node}};
        }
        case 3:
            if (!graph.links().empty())
                return {RemoveLink {graph.links()[m_random() % graph.links().size()].id}};
            [[fallthrough]];
        case 4: // two links in one step; the second may replace the first
            return {AddLink {{++m_lastLink, some(graph), 0, some(graph), "a"}, {}},
                AddLink {{++m_lastLink, some(graph), 1, some(graph), "a"}, {}}};
        default:
            return {SetGroups {{{std::to_string(m_random()), 0, 0, 10, 10, Json::object()}}}};
        }
    }

private:
    NodeId some(const Graph& graph) { return graph.nodes()[m_random() % graph.nodes().size()].id; }

    std::mt19937 m_random;
    int m_last = 0;
    LinkId m_lastLink = 0;
};

} // namespace

class TestHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allRandomEditsComeBack()
    {
        Graph graph;
        History history;
        std::vector<Graph> states {graph};
        RandomEditor editor(7);
        for (int i = 0; i < 500; ++i) {
            QVERIFY(history.perform(graph, editor.next(graph)));
            states.push_back(graph);
        }
        for (int i = 499; i >= 0; --i) {
            QVERIFY(history.undo(graph));
            QVERIFY(graph == states[std::size_t(i)]);
        }
        QVERIFY(!history.undo(graph));
        for (int i = 1; i <= 500; ++i) {
            QVERIFY(history.redo(graph));
            QVERIFY(graph == states[std::size_t(i)]);
        }
    }

    void aStepThatFailsLeavesNothing()
    {
        Graph graph;
        History history;
        QVERIFY(history.perform(graph, {AddNode {named(1), {}}}));
        const Graph before = graph;
        const Done done = history.perform(graph, {AddNode {named(2), {}}, AddNode {named(1), {}}});
        QCOMPARE(int(done.error().code), int(ErrorCode::LinkInvalid));
        QVERIFY(graph == before);
        QVERIFY(history.undo(graph));
        QVERIFY(!history.canUndo());
    }

    void oneGestureIsOneStep()
    {
        Graph graph;
        History history;
        QVERIFY(history.perform(graph, {AddNode {named(1), {}}}));
        for (int x = 1; x <= 20; ++x) {
            Node node = *graph.findNode("1");
            node.x = x;
            QVERIFY(history.perform(graph, {ReplaceNode {node}}, 5));
        }
        QVERIFY(history.undo(graph));
        QCOMPARE(graph.findNode("1")->x, 0.0);
        QVERIFY(history.redo(graph));
        QCOMPARE(graph.findNode("1")->x, 20.0);
    }

    void modifiedFollowsTheSavedState()
    {
        Graph graph;
        History history;
        QVERIFY(!history.isModified());
        QVERIFY(history.perform(graph, {AddNode {named(1), {}}}));
        QVERIFY(history.isModified());
        history.markSaved();
        QVERIFY(!history.isModified());
        QVERIFY(history.undo(graph));
        QVERIFY(history.isModified());
        QVERIFY(history.perform(graph, {AddNode {named(2), {}}}));
        QVERIFY(history.undo(graph));
        QVERIFY(history.isModified()); // the saved state was cut off
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "TestHistory.moc"
