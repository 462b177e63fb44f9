// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the canvas takes to draw: 10,000 nodes and 10,000 wires, raster, 1920 x 1080. Prints milliseconds per frame.
#include "app/editor/CanvasView.h"
#include "app/editor/WiresItem.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>

#include <cstdio>
#include <functional>

using namespace weft;

namespace {

constexpr int kNodes = 10'000;
constexpr int kColumns = 100;
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

Graph benchGraph(const NodeType& type)
{
    Graph graph;
    for (int i = 0; i < kNodes; ++i) {
        Node node = makeNode(type, std::to_string(i + 1), (i % kColumns) * 300.0, (i / kColumns) * 260.0);
        node.width = 220;
        (void)graph.addNode(std::move(node));
    }
    for (int i = 0; i + 1 < kNodes; ++i)
        (void)graph.addLink({i + 1, std::to_string(i + 1), 0, std::to_string(i + 2), "image"});
    return graph;
}

void measure(const char* what, CanvasView& view, const std::function<void(int)>& before)
{
    QImage image(1920, 1080, QImage::Format_ARGB32_Premultiplied);
    qint64 best = 0;
    qint64 total = 0;
    for (int i = 0; i < kFrames; ++i) {
        QElapsedTimer timer;
        timer.start();
        before(i);
        view.viewport()->render(&image);
        const qint64 took = timer.nsecsElapsed();
        best = i == 0 ? took : std::min(best, took);
        total += took;
    }
    std::printf("%-14s best %6.1f ms   mean %6.1f ms\n", what, double(best) / 1e6, double(total) / kFrames / 1e6);
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const Catalogue catalogue = benchCatalogue();
    CanvasDocument document(catalogue);
    CanvasView view(document, Theme::dark());
    view.resize(1920, 1080);
    view.show();
    QElapsedTimer timer;
    timer.start();
    document.open(benchGraph(*catalogue.find("Bench")));
    std::printf("%-14s %11.1f ms\n", "load", double(timer.nsecsElapsed()) / 1e6);
    view.fit(view.canvas().nodesRect());
    measure("fit", view, [](int) { });
    view.setZoom(1.0, view.viewport()->rect().center());
    measure("100 %", view, [](int) { });
    std::map<NodeId, QPointF> positions;
    for (int i = 0; i < 200; ++i)
        positions[std::to_string(5000 + i)] = view.canvas().item(std::to_string(5000 + i))->pos();
    measure("drag 200", view, [&](int i) {
        std::map<NodeId, QPointF> moved;
        for (const auto& [id, at] : positions)
            moved[id] = at + QPointF(3.0 * i, 2.0 * i);
        view.canvas().movePreview(moved);
    });
    return 0;
}
