// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the canvas takes: raster, off screen. Prints milliseconds of this thread's processor time, which others on the
// machine don't spoil, and of the clock; of each the best and the median.
#include "app/editor/CanvasView.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"
#include "app/editor/layout/LayeredLayout.h"
#include "tests/bench/Stopwatch.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

using namespace weft;

namespace {

constexpr int kFrames = 20;

Catalogue benchCatalogue()
{
    NodeType type;
    type.name = "Bench";
    type.displayName = "Bench";
    for (const char* name : {"image", "mask"})
        type.inputs.push_back({name, name[0] == 'i' ? "IMAGE" : "MASK"});
    for (const char* name : {"width", "height", "strength"}) {
        InputSpec setting {name, "INT"};
        setting.options = {{"default", 8}, {"min", 0}, {"max", 100}};
        type.inputs.push_back(setting);
    }
    type.outputs = {{"IMAGE", "IMAGE"}, {"MASK", "MASK"}};
    Catalogue catalogue;
    catalogue.add(type);
    return catalogue;
}

QPointF placeOf(int node, int columns) { return {(node % columns) * 300.0, (node / columns) * 260.0}; }

/// A chain through a square of nodes.
Graph benchGraph(const NodeType& type, int count)
{
    const int columns = int(std::sqrt(count));
    Graph graph;
    for (int i = 0; i < count; ++i) {
        const QPointF at = placeOf(i, columns);
        Node node = makeNode(type, std::to_string(i + 1), at.x(), at.y());
        node.width = 220;
        (void)graph.addNode(std::move(node));
    }
    for (int i = 0; i + 1 < count; ++i)
        (void)graph.addLink({i + 1, std::to_string(i + 1), 0, std::to_string(i + 2), "image"});
    return graph;
}

class Bench {
public:
    Bench(const Catalogue& catalogue, QSize size)
        : m_type(*catalogue.find("Bench"))
        , m_image(size, QImage::Format_ARGB32_Premultiplied)
        , document(catalogue)
        , view(document, Theme::dark())
    {
        view.resize(size);
        view.show();
    }

    void frame() { view.viewport()->render(&m_image); }

    void open(const char* what, int count)
    {
        Graph graph = benchGraph(m_type, count);
        report(what, 1, [&](int) {
            document.open(std::move(graph));
            view.fit(view.canvas().nodesRect());
            frame();
        });
    }

    void repaint(const char* what, const std::function<void(int)>& before = [](int) { })
    {
        report(what, kFrames, [&](int i) {
            before(i);
            frame();
        });
    }

    void zoomTo(double zoom) { view.setZoom(zoom, view.viewport()->rect().center()); }

    void drag(int count)
    {
        std::vector<NodeItem*> items = view.canvas().itemsTouching(view.mapToScene(view.viewport()->rect()).boundingRect());
        for (NodeItem* item : view.canvas().nodeItems()) {
            if (int(items.size()) < count)
                items.push_back(item); // what is seen, and more
        }
        std::map<NodeId, QPointF> start;
        for (NodeItem* item : items)
            start[item->id()] = item->pos();
        repaint("drag 200 at 100 %", [&](int i) {
            std::map<NodeId, QPointF> moved;
            for (const auto& [id, at] : start)
                moved[id] = at + QPointF(3.0 * i, 2.0 * i);
            view.canvas().movePreview({moved, {}, {}});
        });
    }

    /// Nodes and wires one by one, as a user makes them; the canvas follows each.
    void createAndConnect(int count)
    {
        const int columns = int(std::sqrt(count));
        document.open({});
        report("create and connect", 1, [&](int) {
            NodeId last = document.add(m_type, placeOf(0, columns));
            for (int i = 1; i < count; ++i) {
                const NodeId id = document.add(m_type, placeOf(i, columns));
                (void)document.connectPorts(last, 0, id, "image");
                last = id;
            }
        });
    }

    /// From a key's event to the picture that shows what it did.
    void key(const char* what, int key, Qt::KeyboardModifiers keys)
    {
        repaint(what, [&](int) {
            QKeyEvent press(QEvent::KeyPress, key, keys);
            QApplication::sendEvent(&view, &press);
        });
    }

    void type(const char* what)
    {
        const NodeId id = document.graph().nodes()[500].id;
        view.goTo(id);
        view.editor().open(id, "width");
        repaint(what, [&](int i) {
            QKeyEvent press(QEvent::KeyPress, Qt::Key_0 + i % 10, {}, QString::number(i % 10));
            QApplication::sendEvent(view.editor().widget(), &press);
        });
        view.editor().commit();
    }

    void arrange(const char* what)
    {
        std::vector<QSizeF> boxes;
        std::vector<LayoutWire> wires;
        for (const Node& node : document.graph().nodes()) {
            boxes.push_back(view.canvas().item(node.id)->face().size);
            const int i = int(boxes.size()) - 1;
            for (const int back : {1, 7, 30}) {
                if (i >= back)
                    wires.push_back({i - back, i, 44, 44});
            }
        }
        report(what, 3, [&](int) { layeredLayout(boxes, wires); });
    }

private:
    const NodeType& m_type;
    QImage m_image;

public:
    CanvasDocument document;
    CanvasView view;
};

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const Catalogue catalogue = benchCatalogue();
    {
        std::puts("10,000 nodes, 1920 x 1080");
        Bench bench(catalogue, {1920, 1080});
        bench.open("open", 10'000);
        bench.repaint("fit");
        bench.zoomTo(1);
        bench.repaint("100 %");
        bench.repaint("pan at 100 %", [&](int) { bench.view.pan({-7, -5}); });
        bench.drag(200);
        bench.createAndConnect(10'000);
    }
    {
        std::puts("5,000 nodes, 3840 x 2160");
        Bench bench(catalogue, {3840, 2160});
        bench.open("open", 5'000);
        bench.zoomTo(0.6);
        bench.repaint("60 %");
    }
    {
        std::puts("1,000 nodes, 1920 x 1080");
        Bench bench(catalogue, {1920, 1080});
        bench.open("open", 1'000);
        bench.arrange("arrange");
        bench.type("a letter in a setting");
        bench.view.canvas().select({bench.document.graph().nodes()[500].id});
        bench.key("a node pushed by a key", Qt::Key_Right, Qt::ShiftModifier);
        bench.key("a node muted by a key", Qt::Key_M, Qt::ControlModifier);
        bench.key("undo", Qt::Key_Z, Qt::ControlModifier);
    }
    return 0;
}
