// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/GroupsItem.h"
#include "tests/app/editor/CanvasFixture.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <algorithm>

using namespace weft;

namespace {

bool overlaps(const CanvasScene& scene)
{
    std::vector<QRectF> rects;
    for (const NodeItem* item : scene.nodeItems())
        rects.push_back(item->rect());
    std::ranges::sort(rects, {}, [](const QRectF& rect) { return rect.left(); });
    for (std::size_t i = 0; i < rects.size(); ++i) {
        for (std::size_t k = i + 1; k < rects.size() && rects[k].left() < rects[i].right(); ++k) {
            if (rects[i].intersects(rects[k]))
                return true;
        }
    }
    return false;
}

/// `count` samplers, each fed by the one before, all in one heap.
Graph heap(int count)
{
    Graph graph;
    const NodeType& type = *testCatalogue().find("KSampler");
    for (int i = 0; i < count; ++i)
        (void)graph.addNode(makeNode(type, std::to_string(i + 1), (i % 7) * 20.0, (i % 5) * 20.0));
    for (int i = 1; i < count; ++i)
        (void)graph.addLink({i, std::to_string(std::max(1, i - i % 6)), 0, std::to_string(i + 1), "latent_image"});
    return graph;
}

} // namespace

class TestArrange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aThousandNodesInOneStep()
    {
        CanvasFixture canvas;
        canvas.document.open(heap(1000));
        const Graph before = canvas.document.graph();
        QSignalSpy arranged(&canvas.view, &CanvasView::arranged);
        canvas.key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(canvas.view.isArranging() || !arranged.isEmpty()); // on another thread, which may have been quick
        QVERIFY(!arranged.isEmpty() || arranged.wait(60'000));
        QVERIFY(!overlaps(canvas.view.canvas()));
        for (const Link& link : canvas.document.graph().links())
            QVERIFY(canvas.view.canvas().item(link.to)->pos().x() > canvas.view.canvas().item(link.from)->rect().right());
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(canvas.document.graph() == before);
    }

    void onlyTheSelectionAndNotWhatIsPinned()
    {
        CanvasFixture canvas;
        canvas.document.open(heap(6));
        canvas.document.setPinned({"2"}, true);
        const QPointF pinned = canvas.view.canvas().item("2")->pos();
        const QPointF other = canvas.view.canvas().item("6")->pos();
        canvas.view.canvas().select({"1", "2", "3", "4", "5"});
        QSignalSpy arranged(&canvas.view, &CanvasView::arranged);
        canvas.view.arrange();
        QVERIFY(!arranged.isEmpty() || arranged.wait(60'000));
        QCOMPARE(canvas.view.canvas().item("2")->pos(), pinned);
        QCOMPARE(canvas.view.canvas().item("6")->pos(), other);
        for (const char* id : {"1", "3", "4", "5"}) {
            const QRectF rect = canvas.view.canvas().item(id)->rect();
            QVERIFY(!rect.intersects(canvas.view.canvas().item("2")->rect()));
            QVERIFY(!rect.intersects(canvas.view.canvas().item("6")->rect()));
        }
    }

    void anEditMeanwhileWins()
    {
        CanvasFixture canvas;
        canvas.document.open(heap(50));
        QSignalSpy arranged(&canvas.view, &CanvasView::arranged);
        QThreadPool& pool = *QThreadPool::globalInstance();
        QSemaphore gate; // nothing is arranged before the edit
        for (int i = 0; i < pool.maxThreadCount(); ++i)
            pool.start([&gate] { gate.acquire(); });
        canvas.view.arrange();
        canvas.document.move({{"7", QPointF(5000, 5000)}});
        gate.release(pool.maxThreadCount());
        QVERIFY(!arranged.isEmpty() || arranged.wait(60'000));
        QCOMPARE(canvas.view.canvas().item("7")->pos(), QPointF(5000, 5000));
        canvas.document.undo();
        QVERIFY(!canvas.document.canUndo());
    }

    void framesStayRoundTheirNodes()
    {
        CanvasFixture canvas;
        canvas.document.open(heap(8));
        CanvasScene& scene = canvas.view.canvas();
        for (const char* id : {"2", "3"}) // somewhere of their own, with a frame round them
            canvas.document.move({{id, QPointF(2000 + 400 * (id[0] - '2'), 2000)}});
        canvas.document.addGroup(scene.rectOf({"2", "3"}).adjusted(-16, -50, 16, 16), QStringLiteral("Words"));
        QCOMPARE(scene.membersOf(0).nodes, (NodeIds {"2", "3"}));
        const Graph before = canvas.document.graph();
        QSignalSpy arranged(&canvas.view, &CanvasView::arranged);
        canvas.view.arrange();
        QVERIFY(!arranged.isEmpty() || arranged.wait(60'000));
        QVERIFY(!overlaps(scene));
        const QRectF frame = scene.groups().groups()[0].rect;
        for (const NodeItem* item : scene.nodeItems()) {
            const bool isMember = item->id() == "2" || item->id() == "3";
            QVERIFY2(isMember ? frame.contains(item->rect()) : !frame.intersects(item->rect()), item->id().c_str());
        }
        QVERIFY(frame.topLeft() != QPointF(1984, 1950));
        canvas.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(canvas.document.graph() == before); // one step
    }

    void aPinnedFrameStaysWithItsNodes()
    {
        CanvasFixture canvas;
        canvas.document.open(heap(5));
        CanvasScene& scene = canvas.view.canvas();
        canvas.document.move({{"2", QPointF(3000, 1000)}});
        canvas.document.addGroup(scene.rectOf({"2"}).adjusted(-16, -50, 16, 16), QStringLiteral("Fixed"));
        canvas.document.setGroupPinned(0, true);
        const QRectF rect = scene.groups().groups()[0].rect;
        QSignalSpy arranged(&canvas.view, &CanvasView::arranged);
        canvas.view.arrange();
        QVERIFY(!arranged.isEmpty() || arranged.wait(60'000));
        QCOMPARE(scene.item("2")->pos(), QPointF(3000, 1000));
        QCOMPARE(scene.groups().groups()[0].rect, rect);
    }
};

QTEST_MAIN(TestArrange)
#include "TestArrange.moc"
