// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/PickPopup.h"
#include "app/editor/WireActions.h"
#include "app/editor/WiresItem.h"

#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace weft;

namespace {

/// One picture goes to two savers.
struct Wired : CanvasFixture {
    Wired()
        : load(add("LoadImage", {0, 200}))
        , save(add("SaveImage", {1100, 100}))
        , other(add("SaveImage", {1100, 500}))
    {
        (void)document.connectPorts(load, 0, save, "images");
        view.viewport()->grab();
    }
    LinkId link(const NodeId& to) const { return document.graph().linkInto(to, "images")->id; }
    WiresItem& wires() const { return view.canvas().wires(); }
    /// A place on the wire.
    QPointF middle(const NodeId& to) const
    {
        view.viewport()->grab();
        return middleOf(wires().wire(link(to))->line);
    }
    QPointF placeOf(RerouteId id) const { return {document.graph().findReroute(id)->x, document.graph().findReroute(id)->y}; }
    RerouteId bend(const NodeId& to, QPointF where, std::size_t place = 0) { return *document.addReroute(link(to), where, place); }

    NodeId load, save, other;
};

} // namespace

/// The points that wires bend at, by mouse and keys.
class TestReroutes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void altAndAClickBendAWire()
    {
        Wired canvas;
        const QPointF on = canvas.middle(canvas.save);
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, Qt::AltModifier, canvas.at(on));
        QCOMPARE(canvas.document.graph().reroutes().size(), std::size_t(1));
        const RerouteId point = canvas.document.graph().reroutes().front().id;
        QVERIFY((canvas.placeOf(point) - on).manhattanLength() < 12);
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{}, {point}, {}}));
        QCOMPARE(canvas.links(), std::size_t(1)); // nothing was cut
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(canvas.document.graph().reroutes().empty());
    }

    void theWireGoesThroughItsPoints()
    {
        Wired canvas;
        canvas.bend(canvas.save, {500, 700});
        canvas.bend(canvas.save, {900, 650}, 1);
        QCOMPARE(canvas.wires().wireAt({500, 700}, 2), canvas.link(canvas.save));
        QCOMPARE(canvas.wires().wireAt({900, 650}, 2), canvas.link(canvas.save));
        QCOMPARE(canvas.wires().wiresCrossing({{500, 600}, {500, 800}}), std::vector<LinkId> {canvas.link(canvas.save)});
        QCOMPARE(canvas.wires().wiresCrossing({{500, 100}, {500, 300}}), std::vector<LinkId> {});
        canvas.drag(canvas.at({700, 500}), canvas.at({700, 880}), Qt::AltModifier); // the cut gesture
        QCOMPARE(canvas.links(), std::size_t(0));
        QVERIFY(canvas.document.graph().reroutes().empty());
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().reroutes().size(), std::size_t(2));
    }

    void pointsComeInTheirOrder()
    {
        Wired canvas;
        const RerouteId last = canvas.bend(canvas.save, {900, 700});
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, Qt::AltModifier, canvas.at({900, 700}) + QPoint(-60, 0));
        const std::vector<const Reroute*> way = canvas.document.graph().reroutesOf(canvas.document.graph().links().front());
        QCOMPARE(way.size(), std::size_t(2));
        QCOMPARE(way.back()->id, last);
        QVERIFY(way.front()->x < 900);
    }

    void aDragMovesItWithTheSelectedNodes()
    {
        Wired canvas;
        const RerouteId point = canvas.bend(canvas.save, {504, 704});
        canvas.drag(canvas.at({504, 704}), canvas.at({544, 624}));
        QCOMPARE(canvas.placeOf(point), QPointF(544, 624));
        QCOMPARE(canvas.wires().wireAt({544, 624}, 2), canvas.link(canvas.save));
        canvas.view.canvas().selectParts({{canvas.other}, {point}, {}});
        const QPoint header = canvas.headerAt(canvas.other);
        canvas.drag(header, header + QPoint(0, 40));
        QCOMPARE(canvas.placeOf(point), QPointF(544, 664));
        QCOMPARE(canvas.document.graph().findNode(canvas.other)->y, 544.0); // on the grid
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.placeOf(point), QPointF(544, 624));
        QCOMPARE(canvas.document.graph().findNode(canvas.other)->y, 500.0);
    }

    void deleteStraightensTheWire()
    {
        Wired canvas;
        canvas.bend(canvas.save, {504, 704});
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.at({504, 704}));
        canvas.key(Qt::Key_Delete);
        QVERIFY(canvas.document.graph().reroutes().empty());
        QCOMPARE(canvas.links(), std::size_t(1));
        QVERIFY(canvas.wires().wire(canvas.link(canvas.save))->bends.empty());
        QCOMPARE(canvas.wires().wireAt({504, 704}, 4), LinkId(0));
    }

    void wiresThatShareAPointAreOneUntilTheyPart()
    {
        Wired canvas;
        QVERIFY(canvas.document.connectPorts(canvas.load, 0, canvas.other, "images"));
        Graph graph = canvas.document.workflow();
        graph.setReroutes({{1, {}, 500, 300, Json::object()}, {2, 1, 800, 600, Json::object()}});
        QVERIFY(graph.setLinkReroute(canvas.link(canvas.save), 1));
        QVERIFY(graph.setLinkReroute(canvas.link(canvas.other), 2));
        canvas.document.open(std::move(graph));
        canvas.view.setZoom(1, {0, 0});
        (void)canvas.wires().wireAt({500, 300}, 4); // finds the ways
        canvas.view.viewport()->grab();
        const WireFace& a = *canvas.wires().wire(canvas.link(canvas.save));
        const WireFace& b = *canvas.wires().wire(canvas.link(canvas.other));
        QCOMPARE(a.bends, std::vector<RerouteId> {1});
        QCOMPARE(b.bends, (std::vector<RerouteId> {1, 2}));
        QCOMPARE(a.bendsAt.front(), b.bendsAt.front());
        const auto shared = std::ptrdiff_t(a.bendsAt.front());
        QVERIFY(shared > 4);
        QVERIFY(std::equal(a.line.begin(), a.line.begin() + shared + 1, b.line.begin()));
        QVERIFY(a.line[std::size_t(shared) + 3] != b.line[std::size_t(shared) + 3]);
    }

    void aPointIsSeenThoughBothEndsAreFarAway()
    {
        Wired canvas;
        canvas.bend(canvas.save, {504, 4704});
        canvas.view.centerOn(504, 4704);
        const QColor dot = canvas.view.viewport()->grab().toImage().pixelColor(canvas.at({504, 4704}));
        QCOMPARE(dot, Theme::dark().wire("IMAGE"));
        canvas.view.setZoom(0.1, canvas.at({504, 4704}));
        const QImage far = canvas.view.viewport()->grab().toImage();
        const QRect spot(canvas.at({504, 4704}) - QPoint(2, 2), QSize(5, 5));
        bool isDrawn = false;
        for (int y = spot.top(); y <= spot.bottom(); ++y) {
            for (int x = spot.left(); x <= spot.right(); ++x)
                isDrawn = isDrawn || far.pixelColor(x, y) != Theme::dark().canvas;
        }
        QVERIFY(isDrawn);
    }

    void aRubberBandAndShiftSelectPoints()
    {
        Wired canvas;
        const RerouteId a = canvas.bend(canvas.save, {504, 704});
        const RerouteId b = canvas.bend(canvas.save, {704, 704}, 1);
        canvas.drag(canvas.at({450, 650}), canvas.at({550, 760}));
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{}, {a}, {}}));
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, canvas.at({704, 704}));
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{}, {a, b}, {}}));
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, canvas.at({504, 704}));
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{}, {b}, {}}));
    }

    void theKeyRBendsAWireOfTheSelectedNode()
    {
        Wired canvas;
        QCursor::setPos(canvas.view.mapToGlobal(QPoint(20, 880)));
        canvas.view.canvas().select({canvas.save});
        canvas.key(Qt::Key_R);
        QCOMPARE(canvas.document.graph().reroutes().size(), std::size_t(1));
        QCOMPARE(canvas.view.canvas().parts().points.size(), std::size_t(1));
        const double before = canvas.document.graph().reroutes().front().y;
        canvas.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(canvas.document.graph().reroutes().front().y, before + 8);
    }

    void theKeyRAsksWhichOfSeveral()
    {
        Wired canvas;
        QVERIFY(canvas.document.connectPorts(canvas.load, 0, canvas.other, "images"));
        QCursor::setPos(canvas.view.mapToGlobal(QPoint(20, 880)));
        canvas.view.canvas().select({canvas.load});
        canvas.key(Qt::Key_R);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QCOMPARE(popup->count(), 2);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.document.graph().reroutes().size(), std::size_t(1));
    }

    void shiftRGoesFromPointToPoint()
    {
        Wired canvas;
        QVERIFY(canvas.document.connectPorts(canvas.load, 0, canvas.other, "images"));
        const RerouteId a = canvas.bend(canvas.save, {504, 704});
        const RerouteId b = canvas.bend(canvas.other, {704, 704});
        canvas.view.canvas().select({canvas.other});
        canvas.key(Qt::Key_R, Qt::ShiftModifier);
        QCOMPARE(canvas.view.canvas().parts().points, std::set<RerouteId> {b});
        canvas.key(Qt::Key_R, Qt::ShiftModifier); // round again
        QCOMPARE(canvas.view.canvas().parts().points, std::set<RerouteId> {a});
        canvas.key(Qt::Key_Delete);
        QVERIFY(!canvas.document.graph().findReroute(a));
    }

    void arrangingStraightensWiresInTheSameStep()
    {
        Wired canvas;
        canvas.bend(canvas.save, {504, 704});
        QSignalSpy arranged(&canvas.view, &CanvasView::arranged);
        canvas.view.canvas().select({});
        canvas.view.arrange();
        QVERIFY(!arranged.isEmpty() || arranged.wait());
        QVERIFY(canvas.document.graph().reroutes().empty());
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().reroutes().size(), std::size_t(1));
        QCOMPARE(canvas.document.graph().findNode(canvas.other)->y, 500.0);
    }

    void aNodeIsInsertedIntoAWire()
    {
        Wired canvas;
        PickPopup* popup = canvas.view.openInsert(canvas.link(canvas.save), canvas.at(canvas.middle(canvas.save)));
        QTest::keyClicks(popup->field(), u"invert"_qs);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        const Node& made = canvas.document.graph().nodes().back();
        QCOMPARE(made.type, std::string("ImageInvert"));
        QCOMPARE(canvas.document.graph().linkInto(canvas.save, "images")->from, made.id);
        QCOMPARE(canvas.document.graph().linkInto(made.id, "image")->from, canvas.load);
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().linkInto(canvas.save, "images")->from, canvas.load);
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(3));
    }

    void theMenuOfAWire()
    {
        Wired canvas;
        const RerouteId point = canvas.bend(canvas.save, {504, 704});
        QCOMPARE(pointText(canvas.view, point), u"bend point: Load Image · IMAGE → Save Image"_qs);
        CanvasHit hit = canvas.view.canvas().hitTest({504, 704}, 8);
        QCOMPARE(hit.part, CanvasHit::Part::Point);
        QCOMPARE(hit.link, canvas.link(canvas.save));
        QMenu menu;
        fillWireMenu(canvas.view, menu, hit);
        QCOMPARE(menu.actions().size(), 6); // a separator too
        menu.actions().at(5)->trigger();
        QVERIFY(canvas.document.graph().reroutes().empty());
        menu.actions().at(4)->trigger();
        QCOMPARE(canvas.links(), std::size_t(0));
    }

    void aNewWireLeavesAnotherAtItsPoint()
    {
        Wired canvas;
        const RerouteId point = canvas.bend(canvas.save, {600, 700});
        canvas.drag(canvas.at({600, 700}), canvas.inputAt(canvas.other, "images"), Qt::ShiftModifier);
        const Link* made = canvas.document.graph().linkInto(canvas.other, "images");
        QVERIFY(made);
        QCOMPARE(made->from, canvas.load);
        QCOMPARE(made->reroute, std::optional(point));
        QVERIFY(canvas.document.graph().linkInto(canvas.save, "images")); // which stays
        QCOMPARE(canvas.placeOf(point), QPointF(600, 700));
        QCOMPARE(canvas.wires().wireAt({600, 700}, 2), canvas.link(canvas.save));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!canvas.document.graph().linkInto(canvas.other, "images"));
    }

    void shiftAndAClickStillChoosesAPoint()
    {
        Wired canvas;
        const RerouteId point = canvas.bend(canvas.save, {600, 700});
        canvas.view.canvas().select({canvas.load});
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, canvas.at({600, 700}));
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{canvas.load}, {point}, {}}));
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, canvas.at({600, 700}));
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{canvas.load}, {}, {}}));
        QCOMPARE(canvas.links(), std::size_t(1));
    }
};

QTEST_MAIN(TestReroutes)
#include "TestReroutes.moc"
