// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/CanvasAccessible.h"
#include "app/editor/GroupActions.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/PickPopup.h"
#include "app/editor/TitleEdit.h"

#include <QAccessible>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

using namespace weft;

namespace {

struct Grouped : CanvasFixture {
    Grouped()
        : first(add("ImageInvert", {200, 200}))
        , second(add("ImageInvert", {200, 360}))
        , outside(add("ImageInvert", {900, 200}))
    {
        document.addGroup({160, 120, 320, 420}, QStringLiteral("Stage"));
    }
    const Group& group() const { return document.graph().groups().front(); }
    QPointF corner() const { return {group().x, group().y}; }
    QPointF placeOf(const NodeId& id) const { return {document.graph().findNode(id)->x, document.graph().findNode(id)->y}; }
    QPoint title() const { return at(corner() + QPointF(60, 12)); }
    TitleEdit* titleEdit() const { return view.findChild<TitleEdit*>(QStringLiteral("titleEdit")); }
    void typeTitle(const QString& text) const
    {
        QTest::keyClicks(titleEdit(), text);
        QTest::keyClick(titleEdit(), Qt::Key_Return);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    NodeId first, second, outside;
};

QColor pixelAt(CanvasFixture& canvas, QPoint at) { return canvas.view.viewport()->grab().toImage().pixelColor(at); }

} // namespace

/// Groups on the canvas, by mouse and keys.
class TestGroups : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installCanvasAccessibility(); }

    void aTitleThatIsTypedEndsWithItsView()
    {
        Grouped canvas;
        auto second = std::make_unique<CanvasView>(canvas.document, Theme::dark());
        second->show();
        second->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(second.get()));
        renameGroup(*second, 0);
        QTest::keyClicks(second->findChild<TitleEdit*>(QStringLiteral("titleEdit")), QStringLiteral("half a ti"));
        second.reset();
        QCOMPARE(QString::fromStdString(canvas.group().title), QStringLiteral("Stage"));
    }

    void ctrlGGroupsTheSelectionInOneStep()
    {
        CanvasFixture canvas;
        const NodeId a = canvas.add("ImageInvert", {200, 200});
        const NodeId b = canvas.add("ImageInvert", {600, 400});
        canvas.view.canvas().select({a, b});
        canvas.key(Qt::Key_G, Qt::ControlModifier);
        auto* title = canvas.view.findChild<TitleEdit*>(u"titleEdit"_qs);
        QVERIFY(title);
        QTest::keyClicks(title, u"Both"_qs);
        QTest::keyClick(title, Qt::Key_Return);
        QCOMPARE(canvas.document.graph().groups().size(), std::size_t(1));
        QCOMPARE(canvas.document.graph().groups().front().title, std::string("Both"));
        QCOMPARE(canvas.view.canvas().membersOf(0).nodes, (NodeIds {a, b}));
        QVERIFY(canvas.view.canvas().groups().groups().front().rect.contains(canvas.view.canvas().rectOf({a, b})));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(canvas.document.graph().groups().empty());
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(2));
    }

    void itsTitleMovesItAndWhatStandsInIt()
    {
        Grouped canvas;
        canvas.drag(canvas.title(), canvas.title() + QPoint(80, 40));
        QCOMPARE(canvas.corner(), QPointF(240, 160));
        QCOMPARE(canvas.placeOf(canvas.first), QPointF(280, 240));
        QCOMPARE(canvas.placeOf(canvas.second), QPointF(280, 400));
        QCOMPARE(canvas.placeOf(canvas.outside), QPointF(900, 200));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.corner(), QPointF(160, 120));
        QCOMPARE(canvas.placeOf(canvas.first), QPointF(200, 200));
        QCOMPARE(canvas.view.canvas().item(canvas.first)->pos(), QPointF(200, 200));
    }

    void withCtrlItMovesAlone()
    {
        Grouped canvas;
        canvas.drag(canvas.title(), canvas.title() + QPoint(80, 40), Qt::ControlModifier);
        QCOMPARE(canvas.corner(), QPointF(240, 160));
        QCOMPARE(canvas.placeOf(canvas.first), QPointF(200, 200));
    }

    void escapeEndsTheDrag()
    {
        Grouped canvas;
        QTest::mousePress(canvas.view.viewport(), Qt::LeftButton, {}, canvas.title());
        const QPointF point = canvas.title() + QPoint(80, 80);
        QMouseEvent move(QEvent::MouseMove, point, canvas.view.viewport()->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(canvas.view.viewport(), &move);
        QCOMPARE(canvas.view.canvas().groups().groups().front().rect.topLeft(), QPointF(240, 200));
        canvas.key(Qt::Key_Escape);
        QTest::mouseRelease(canvas.view.viewport(), Qt::LeftButton, {}, point.toPoint());
        QCOMPARE(canvas.view.canvas().groups().groups().front().rect.topLeft(), QPointF(160, 120));
        QCOMPARE(canvas.placeOf(canvas.first), QPointF(200, 200));
    }

    void aPinnedGroupStays()
    {
        Grouped canvas;
        canvas.document.setGroupPinned(0, true);
        canvas.drag(canvas.title(), canvas.title() + QPoint(80, 40));
        QCOMPARE(canvas.corner(), QPointF(160, 120));
        QCOMPARE(canvas.placeOf(canvas.first), QPointF(200, 200));
        const QPoint corner = canvas.at({475, 535});
        canvas.drag(corner, corner + QPoint(80, 80));
        QCOMPARE(canvas.group().width, 320.0);
        canvas.document.setGroupPinned(0, false);
        QVERIFY(!CanvasDocument::isPinned(canvas.group()));
    }

    void itsCornerResizesIt()
    {
        Grouped canvas;
        const QPoint corner = canvas.at({475, 535});
        canvas.drag(corner, corner + QPoint(640, 40));
        QCOMPARE(canvas.group().width, 960.0);
        QCOMPARE(canvas.group().height, 464.0); // on the grid
        QVERIFY(canvas.view.canvas().membersOf(0).nodes.contains(canvas.outside));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(canvas.group().width, 320.0);
    }

    void aDoubleClickAndF2RenameIt()
    {
        Grouped canvas;
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.title());
        QVERIFY(canvas.titleEdit());
        canvas.typeTitle(u"First half"_qs);
        QCOMPARE(canvas.group().title, std::string("First half"));
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.title());
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{}, {}, {0}}));
        canvas.key(Qt::Key_F2);
        QVERIFY(canvas.titleEdit());
        QTest::keyClicks(canvas.titleEdit(), u"x"_qs);
        QTest::keyClick(canvas.titleEdit(), Qt::Key_Escape);
        QCOMPARE(canvas.group().title, std::string("First half"));
    }

    void deleteTakesTheGroupAndLeavesItsNodes()
    {
        Grouped canvas;
        canvas.view.canvas().selectParts({{canvas.second}, {}, {0}});
        canvas.key(Qt::Key_Delete);
        QVERIFY(canvas.document.graph().groups().empty());
        QVERIFY(!canvas.document.graph().findNode(canvas.second));
        QVERIFY(canvas.document.graph().findNode(canvas.first));
        canvas.key(Qt::Key_Z, Qt::ControlModifier); // one step
        QCOMPARE(canvas.document.graph().groups().size(), std::size_t(1));
        QVERIFY(canvas.document.graph().findNode(canvas.second));
    }

    void shiftAndAnArrowPushIt()
    {
        Grouped canvas;
        canvas.view.canvas().selectParts({{}, {}, {0}});
        canvas.key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(canvas.corner(), QPointF(168, 120));
        QCOMPARE(canvas.placeOf(canvas.first), QPointF(208, 200));
    }

    void theSmallerOneInALargerOneIsMeant()
    {
        Grouped canvas;
        canvas.document.addGroup({96, 56, 1300, 700}, u"All"_qs);
        QTest::mouseClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.title());
        QCOMPARE(canvas.view.canvas().parts().groups, std::set<std::size_t> {0});
        canvas.drag(canvas.at({140, 72}), canvas.at({172, 72}));
        QCOMPARE(canvas.corner(), QPointF(192, 120)); // the smaller one went along
        QCOMPARE(canvas.placeOf(canvas.outside), QPointF(932, 200));
    }

    void aRubberBandSelectsWhatItHolds()
    {
        Grouped canvas;
        canvas.drag(canvas.at({100, 60}), canvas.at({600, 700}));
        QCOMPARE(canvas.view.canvas().parts(), (CanvasParts {{canvas.first, canvas.second}, {}, {0}}));
    }

    void itsMenuMutesItsNodes()
    {
        Grouped canvas;
        QMenu menu;
        fillGroupMenu(canvas.view, menu, 0);
        const auto act = [&menu](const QString& text) {
            for (QAction* action : menu.actions()) {
                if (action->text() == text)
                    action->trigger();
            }
        };
        act(u"Mute its nodes"_qs);
        QCOMPARE(canvas.document.graph().findNode(canvas.first)->mode, NodeMode::Muted);
        QCOMPARE(canvas.document.graph().findNode(canvas.outside)->mode, NodeMode::Normal);
        act(u"Select its nodes"_qs);
        QCOMPARE(canvas.view.canvas().selection(), (NodeIds {canvas.first, canvas.second}));
        act(u"Pin"_qs);
        QVERIFY(CanvasDocument::isPinned(canvas.group()));
        act(u"Fit to its nodes"_qs);
        QCOMPARE(canvas.view.canvas().groups().groups().front().rect, groupRectAround(canvas.view.canvas().rectOf({canvas.first, canvas.second})));
        QCOMPARE(canvas.view.canvas().membersOf(0).nodes, (NodeIds {canvas.first, canvas.second}));
        act(u"Remove the group, keep its nodes"_qs);
        QVERIFY(canvas.document.graph().groups().empty());
    }

    void whatIsDoneToAGroupIsDoneToItsNodes()
    {
        Grouped canvas;
        canvas.view.canvas().selectParts({{}, {}, {0}});
        canvas.key(Qt::Key_B, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().findNode(canvas.first)->mode, NodeMode::Bypassed);
        QCOMPARE(canvas.document.graph().findNode(canvas.outside)->mode, NodeMode::Normal);
        canvas.key(Qt::Key_P);
        QVERIFY(CanvasDocument::isPinned(canvas.group()));
        canvas.key(Qt::Key_X, Qt::ControlModifier);
        QVERIFY(canvas.document.graph().groups().empty());
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(1));
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(canvas.document.graph().nodes().size(), std::size_t(3));
        QCOMPARE(canvas.document.graph().groups().size(), std::size_t(1));
    }

    void findGoesToAGroup()
    {
        Grouped canvas;
        canvas.key(Qt::Key_F, Qt::ControlModifier);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClicks(popup->field(), u"stag"_qs);
        QCOMPARE(popup->count(), 1);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.view.canvas().parts().groups, std::set<std::size_t> {0});
    }

    void itIsPaintedInItsColour_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<double>("zoom");
        QTest::newRow("dark") << true << 1.0;
        QTest::newRow("light") << false << 1.0;
        QTest::newRow("far out") << true << 0.15;
    }

    void itIsPaintedInItsColour()
    {
        QFETCH(bool, isDark);
        QFETCH(double, zoom);
        Grouped canvas;
        canvas.view.setTheme(Theme::byName(isDark));
        canvas.document.setGroupColor(0, u"#ff0000"_qs);
        canvas.view.setZoom(zoom, canvas.at({320, 500}));
        const QPoint inside = canvas.at({321, 525}); // between dots
        const QColor with = pixelAt(canvas, inside);
        canvas.document.removeGroup(0);
        const QColor without = pixelAt(canvas, inside);
        QCOMPARE(without, Theme::byName(isDark).canvas);
        QVERIFY(with.red() - with.green() > without.red() - without.green() + 20);
    }

    void aScreenReaderNamesIt()
    {
        Grouped canvas;
        QCOMPARE(groupText(canvas.view, 0), u"group “Stage”, nodes: 2"_qs);
        QAccessibleInterface* all = QAccessible::queryAccessibleInterface(&canvas.view);
        QVERIFY(all);
        QCOMPARE(all->childCount(), 4);
        QCOMPARE(all->child(3)->text(QAccessible::Name), u"group “Stage”, nodes: 2"_qs);
        QCOMPARE(all->indexOfChild(all->child(3)), 3);
        all->child(3)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(canvas.view.canvas().parts().groups, std::set<std::size_t> {0});
    }
};

QTEST_MAIN(TestGroups)
#include "TestGroups.moc"
