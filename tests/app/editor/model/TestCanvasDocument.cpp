// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "core/formats/WorkflowJson.h"
#include "core/graph/Prompt.h"
#include "tests/app/editor/model/OpenDocument.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace weft;

namespace {

QString text(const CanvasDocument& document)
{
    return QString::fromStdString(toJsonText(writeWorkflow(document.workflow(), comfyTypes()), 1));
}

/// One random thing that a user may do.
class RandomUser {
public:
    RandomUser(CanvasDocument& document, unsigned seed)
        : m_document(document)
        , m_random(seed)
    {
    }

    void act()
    {
        switch (below(22)) {
        case 0:
        case 1:
            m_document.add(*comfyTypes().find(below(2) ? "ImageInvert" : "KSampler"), point());
            return;
        case 2:
            m_document.remove(some());
            return;
        case 3:
        case 4:
            connect();
            return;
        case 5:
            cut();
            return;
        case 6:
            m_document.move({{one(), point()}});
            return;
        case 7:
            m_document.setMode(some(), static_cast<NodeMode>(below(3)));
            return;
        case 8:
            m_document.setSetting(one(), "scale_by", double(below(50)), below(2) ? 7 : 0);
            return;
        case 9:
            (void)m_document.makeSubgraph(some(), QStringLiteral("part"));
            return;
        case 10:
            (void)m_document.unpack(instance());
            return;
        case 11:
            (void)m_document.makeIndependent(instance());
            return;
        case 12:
            (void)m_document.enter(instance());
            return;
        case 13:
            m_document.leaveTo(below(3));
            return;
        case 14:
            editPorts();
            return;
        case 15:
            m_document.duplicate(some());
            return;
        case 16:
            (void)m_document.paste(m_document.copy(some()), point());
            return;
        case 17:
            reroute();
            return;
        case 18:
        case 19:
            group();
            return;
        case 20:
            m_document.setNote("bookmarks", Json::array({below(9)}));
            return;
        default:
            m_document.setExposed(one(), "scale_by", below(2));
        }
    }

    std::size_t below(std::size_t count) { return m_random() % std::max<std::size_t>(count, 1); }

private:
    QPointF point() { return {double(below(2000)), double(below(1000))}; }

    NodeId one()
    {
        const auto& nodes = m_document.graph().nodes();
        return nodes.empty() ? NodeId() : nodes[below(nodes.size())].id;
    }

    NodeIds some()
    {
        NodeIds ids;
        for (std::size_t i = 0; i < 1 + below(4); ++i)
            ids.insert(one());
        return ids;
    }

    NodeId instance()
    {
        for (int tries = 0; tries < 10; ++tries) {
            if (const NodeId id = one(); m_document.isInstance(id))
                return id;
        }
        return one();
    }

    void connect()
    {
        const Node* const from = m_document.graph().findNode(one());
        const Node* const to = m_document.graph().findNode(one());
        if (!from || !to || from->outputs.empty())
            return;
        const PortRef output {from->id, true, int(below(from->outputs.size())), {}};
        if (below(6) == 0 && m_document.exposePort(output))
            return;
        if (const auto port = m_document.fittingPort(to->id, output))
            (void)m_document.connectPorts(from->id, output.slot, to->id, port->input);
    }

    LinkId link()
    {
        const auto& links = m_document.graph().links();
        return links.empty() ? 0 : links[below(links.size())].id;
    }

    void cut()
    {
        if (const LinkId id = link(); id && below(3) == 0)
            m_document.cut({id});
    }

    void editPorts()
    {
        const auto& all = m_document.workflow().subgraphs();
        if (all.empty())
            return;
        const Graph& subgraph = all[below(all.size())];
        const SubgraphId id = subgraph.id();
        const SubgraphInterface ports = interfaceOf(subgraph);
        const auto& side = below(2) ? ports.inputs : ports.outputs;
        const std::string port = side.empty() ? "none" : side[below(side.size())].id;
        switch (below(4)) {
        case 0:
            (void)m_document.addPort(id, below(2), "image", "IMAGE");
            break;
        case 1:
            (void)m_document.removePort(id, port);
            break;
        case 2:
            (void)m_document.renamePort(id, port, QStringLiteral("label %1").arg(below(9)));
            break;
        default:
            (void)m_document.movePort(id, port, below(4));
        }
    }

    void reroute()
    {
        const auto& points = m_document.graph().reroutes();
        if (const RerouteId id = points.empty() ? 0 : points[below(points.size())].id; !points.empty() && below(2)) {
            if (below(3))
                m_document.moveReroutes({{id, point()}});
            else
                m_document.removeReroutes({id});
            return;
        }
        (void)m_document.addReroute(link(), point(), below(4));
    }

    void group()
    {
        const std::size_t at = below(m_document.graph().groups().size());
        switch (below(6)) {
        case 0:
        case 1:
            m_document.addGroup({point(), QSizeF(600, 400)}, QStringLiteral("组 %1").arg(below(9)));
            break;
        case 2:
            m_document.moveGroup(at, point(), below(2));
            break;
        case 3:
            m_document.resizeGroup(at, {point(), QSizeF(300, 200)});
            break;
        case 4:
            m_document.renameGroup(at, QStringLiteral("g"));
            m_document.setGroupColor(at, below(2) ? QStringLiteral("#a1309b") : QString());
            break;
        default:
            m_document.removeGroup(at);
        }
    }

    CanvasDocument& m_document;
    std::mt19937 m_random;
};

} // namespace

class TestCanvasDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomEditsUndone_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomEditsUndone()
    {
        QFETCH(unsigned, seed);
        OpenDocument opened(seed % 2 ? "subgraphs.json" : "everything-1.0.json");
        CanvasDocument& document = opened.document;
        const QString before = text(document);
        int edits = 0;
        QSignalSpy changes(&document, &CanvasDocument::graphChanged);
        RandomUser user(document, seed);
        for (int tries = 0; edits < 500; ++tries) {
            QVERIFY(tries < 20'000);
            const bool couldUndo = document.canUndo();
            const auto done = changes.size();
            user.act();
            edits += changes.size() > done ? 1 : 0;
            QVERIFY(!couldUndo || document.canUndo());
        }
        document.leaveTo(0);
        const QString after = text(document);
        QVERIFY(after != before);
        const auto again = readWorkflow(*parseJson(after.toStdString()), comfyTypes());
        QVERIFY(again);
        QCOMPARE(QString::fromStdString(toJsonText(writeWorkflow(*again, comfyTypes()), 1)), after);
        while (document.canUndo())
            document.undo();
        QCOMPARE(text(document), before);
        QVERIFY(!document.isModified());
        while (document.canRedo())
            document.redo();
        QCOMPARE(text(document), after);
    }

    void breadcrumbsLeadInAndOut()
    {
        OpenDocument opened("subgraphs.json");
        CanvasDocument& document = opened.document;
        QSignalSpy shown(&document, &CanvasDocument::shownChanged);
        QVERIFY(document.isInstance("2"));
        QVERIFY(!document.enter("1"));
        QVERIFY(document.enter("2"));
        QVERIFY(document.enter("10"));
        QCOMPARE(document.breadcrumbs().size(), std::size_t {3});
        QCOMPARE(document.breadcrumbs()[1].title, QStringLiteral("Deep one"));
        QCOMPARE(document.breadcrumbs()[2].title, QStringLiteral("Invert and scale"));
        QCOMPARE(document.idInRun("20"), NodeId("2:10:20"));
        QVERIFY(opened.node(kSubgraphInputs));
        document.leaveTo(1);
        QCOMPARE(document.breadcrumbs().size(), std::size_t {2});
        QCOMPARE(*document.reveal("3:21:30"), NodeId("30"));
        QCOMPARE(document.breadcrumbs().size(), std::size_t {3});
        QVERIFY(!document.reveal("3:21:99"));
        QCOMPARE(shown.size(), 4);
    }

    void insideAnEditHoldsForAllInstances()
    {
        OpenDocument opened("subgraphs.json");
        CanvasDocument& document = opened.document;
        QVERIFY(document.enter("4"));
        document.setSetting("30", "upscale_method", "area");
        document.leaveTo(0);
        const Prompt prompt = *toPrompt(document.workflow(), comfyTypes());
        for (const char* id : {"2:10:21:30", "3:21:30", "4:30"})
            QCOMPARE(std::get<Json>(prompt.nodes.at(id).inputs.at("upscale_method")).get<std::string>(), std::string("area"));
        document.setSetting("4", "upscale_method", "lanczos"); // shown on the instance, kept inside
        QVERIFY(!opened.node("4")->settings.contains("upscale_method"));
        document.undo();
        document.undo();
        QVERIFY(!document.isModified());
    }

    /// A subgraph that undo takes away can't stay on the screen.
    void undoLeavesWhatIsNoMore()
    {
        OpenDocument opened("notes-groups-modes.json");
        CanvasDocument& document = opened.document;
        const QString before = text(document);
        const auto made = document.makeSubgraph({"4"}, QStringLiteral("Part"));
        QVERIFY(made);
        QVERIFY(document.enter(*made));
        document.undo();
        QVERIFY(document.shownSubgraph().empty());
        QVERIFY(opened.node("4"));
        QCOMPARE(text(document), before);
    }

    void definitionsGoWithTheirLastInstance()
    {
        OpenDocument opened("subgraphs.json");
        CanvasDocument& document = opened.document;
        document.remove({"2"}); // alone in using the outermost one
        QCOMPARE(document.workflow().subgraphs().size(), std::size_t {2});
        document.remove({"3", "4"});
        QVERIFY(document.workflow().subgraphs().empty());
        document.undo();
        document.undo();
        QCOMPARE(document.workflow().subgraphs().size(), std::size_t {3});
    }

    void copiesOfInstances()
    {
        OpenDocument from("subgraphs.json");
        CanvasDocument to(comfyTypes());
        const auto pasted = to.paste(from.document.copy({"2", "3"}), {0, 0});
        QVERIFY(pasted);
        QCOMPARE(to.workflow().subgraphs().size(), std::size_t {3}); // those inside too
        QVERIFY(to.paste(from.document.copyForComfy({"4"}), {9, 9}));
        QCOMPARE(to.workflow().subgraphs().size(), std::size_t {3}); // linked
        QCOMPARE(to.graph().nodes().size(), std::size_t {3});
        QVERIFY(from.document.enter("4"));
        const QByteArray outer = [] {
            OpenDocument other("subgraphs.json");
            return other.document.copy({"2"});
        }();
        QCOMPARE(int(from.document.paste(outer, {0, 0}).error().code), int(ErrorCode::GraphCycle));
    }

    void bendPointsComeAndGo()
    {
        OpenDocument opened("bend-points-0.4.json");
        CanvasDocument& document = opened.document;
        const auto ways = [&](LinkId id) {
            std::vector<RerouteId> ids;
            for (const Reroute* point : document.graph().reroutesOf(*document.graph().findLink(id)))
                ids.push_back(point->id);
            return ids;
        };
        QCOMPARE(ways(1), (std::vector<RerouteId> {1, 2, 3}));
        const RerouteId added = *document.addReroute(1, {5, 6}, 1); // before a shared one: both links
        QCOMPARE(ways(1), (std::vector<RerouteId> {1, added, 2, 3}));
        QCOMPARE(ways(2), (std::vector<RerouteId> {1, added, 2}));
        document.removeReroutes({2, 3});
        QCOMPARE(ways(1), (std::vector<RerouteId> {1, added}));
        QCOMPARE(ways(2), (std::vector<RerouteId> {1, added}));
        document.cut({1, 2}); // points that nothing passes go too; a floating one of the file stays
        QCOMPARE(document.graph().reroutes().size(), std::size_t {1});
        while (document.canUndo())
            document.undo();
        QCOMPARE(ways(1), (std::vector<RerouteId> {1, 2, 3}));
        QCOMPARE(text(document), text(OpenDocument("bend-points-0.4.json").document));
    }

    void groupsMoveWhatStandsInThem()
    {
        OpenDocument opened("notes-groups-modes.json");
        CanvasDocument& document = opened.document;
        const QString before = text(document);
        QVERIFY(document.groupMembers(0).contains("4"));
        const double x = opened.node("4")->x;
        document.moveGroup(0, {-400, -400});
        QCOMPARE(opened.node("4")->x, x + 100);
        document.moveGroup(0, {-500, -400}, false);
        QCOMPARE(opened.node("4")->x, x + 100);
        document.renameGroup(0, QStringLiteral("名"));
        document.setGroupColor(0, QStringLiteral("#123456"));
        QCOMPARE(CanvasDocument::groupColor(document.graph().groups()[0]), QStringLiteral("#123456"));
        const std::size_t added = document.addGroup({0, 0, 100, 50}, QStringLiteral("new"));
        document.resizeGroup(added, {1, 2, 3, 4});
        document.removeGroup(0);
        QCOMPARE(document.graph().groups().size(), std::size_t {2});
        while (document.canUndo())
            document.undo();
        QCOMPARE(text(document), before);
    }

    void settingsBecomeInputsAndBack()
    {
        OpenDocument opened("classic.json");
        CanvasDocument& document = opened.document;
        const QString before = text(document);
        QVERIFY(!document.isExposed("3", "cfg"));
        document.setExposed("3", "cfg", true);
        QVERIFY(document.isExposed("3", "cfg"));
        const Graph again = *readWorkflow(writeWorkflow(document.workflow(), comfyTypes()), comfyTypes());
        QCOMPARE(again.findNode("3")->inputs.back().name, std::string("cfg"));
        QCOMPARE(again.findNode("3")->settings.at("cfg").get<int>(), 8);
        document.setExposed("3", "cfg", false);
        QCOMPARE(text(document), before);
    }

    void portsFromInside()
    {
        OpenDocument opened("notes-groups-modes.json");
        CanvasDocument& document = opened.document;
        const NodeId id = document.add(*comfyTypes().find("ImageScaleBy"), {0, 0});
        const NodeId instance = *document.makeSubgraph({id}, QStringLiteral("Part"));
        QVERIFY(document.exposePort({instance, true, 0, {}}).error().code == ErrorCode::LinkInvalid);
        QVERIFY(document.enter(instance));
        QVERIFY(document.exposePort({id, false, 0, "scale_by"}));
        QVERIFY(document.exposePort({id, false, 0, "image"}));
        QVERIFY(document.exposePort({id, true, 0, {}}));
        document.leaveTo(0);
        const NodeType& type = *document.typeOf(*document.graph().findNode(instance));
        QVERIFY(type.findInput("scale_by")->isSetting());
        QVERIFY(!type.findInput("image")->isSetting());
        QCOMPARE(type.outputs.size(), std::size_t {1});
        document.setSetting(instance, "scale_by", 3.0);
        const Prompt prompt = *toPrompt(document.workflow(), comfyTypes());
        QCOMPARE(std::get<Json>(prompt.nodes.at(instance + ":" + id).inputs.at("scale_by")).get<double>(), 3.0);
    }
};

QTEST_GUILESS_MAIN(TestCanvasDocument)
#include "TestCanvasDocument.moc"
