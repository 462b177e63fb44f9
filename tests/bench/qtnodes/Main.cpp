// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// QtNodes draws what bench.canvas draws: the same places and wires, nodes without editors, shadows off.
#include "tests/bench/Stopwatch.h"

#include <QtNodes/DataFlowGraphModel>
#include <QtNodes/DataFlowGraphicsScene>
#include <QtNodes/GraphicsView>
#include <QtNodes/NodeData>
#include <QtNodes/NodeDelegateModel>
#include <QtNodes/NodeDelegateModelRegistry>
#include <QtNodes/NodeStyle>

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QScrollBar>

#include <cmath>
#include <cstdlib>

namespace {

constexpr int kFrames = 20;

class BenchNode : public QtNodes::NodeDelegateModel {
public:
    QString caption() const override { return QStringLiteral("Bench"); }
    QString name() const override { return QStringLiteral("Bench"); }
    unsigned int nPorts(QtNodes::PortType) const override { return 2; }
    QtNodes::NodeDataType dataType(QtNodes::PortType, QtNodes::PortIndex index) const override
    {
        return index == 0 ? QtNodes::NodeDataType {"IMAGE", "image"} : QtNodes::NodeDataType {"MASK", "mask"};
    }
    std::shared_ptr<QtNodes::NodeData> outData(QtNodes::PortIndex) override { return {}; }
    void setInData(std::shared_ptr<QtNodes::NodeData>, QtNodes::PortIndex) override { }
    QWidget* embeddedWidget() override { return nullptr; }
};

std::shared_ptr<QtNodes::NodeDelegateModelRegistry> registry()
{
    auto made = std::make_shared<QtNodes::NodeDelegateModelRegistry>();
    made->registerModel<BenchNode>(QStringLiteral("Bench"));
    return made;
}

void createAndConnect(QtNodes::DataFlowGraphModel& model, int count)
{
    const int columns = int(std::sqrt(count));
    QtNodes::NodeId last {};
    for (int i = 0; i < count; ++i) {
        const QtNodes::NodeId id = model.addNode(QStringLiteral("Bench"));
        model.setNodeData(id, QtNodes::NodeRole::Position, QPointF((i % columns) * 300.0, (i / columns) * 260.0));
        if (i > 0)
            model.addConnection({last, 0, id, 0});
        last = id;
    }
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
    QtNodes::NodeStyle::setNodeStyle(R"({"NodeStyle": {"ShadowEnabled": false}})");
    QtNodes::DataFlowGraphModel model(registry());
    QtNodes::DataFlowGraphicsScene scene(model);
    QtNodes::GraphicsView view(&scene);
    view.setScaleRange(0.01, 4);
    view.resize(1920, 1080);
    view.show();
    std::printf("QtNodes, %d nodes, 1920 x 1080\n", count);
    report("create and connect", 1, [&](int) { createAndConnect(model, count); });
    QImage image(1920, 1080, QImage::Format_ARGB32_Premultiplied);
    const auto frame = [&] { view.viewport()->render(&image); };
    const QRectF all = scene.itemsBoundingRect();
    view.resetTransform();
    view.setSceneRect(all);
    view.fitInView(all, Qt::KeepAspectRatio);
    report("fit", kFrames, [&](int) { frame(); });
    view.resetTransform();
    view.centerOn(all.center());
    report("100 %", kFrames, [&](int) { frame(); });
    report("pan at 100 %", kFrames, [&](int) {
        view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + 7);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + 5);
        frame();
    });
    return 0;
}
