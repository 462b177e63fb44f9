// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/SubgraphActions.h"

#include "app/editor/CanvasView.h"
#include "app/editor/PickPopup.h"
#include "app/editor/TitleEdit.h"

#include <QInputDialog>
#include <QMenu>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

void askName(CanvasView& view, const QString& title, const QString& now, std::function<void(const QString&)> take)
{
    auto* dialog = new QInputDialog(&view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(CanvasView::tr("Name"));
    dialog->setTextValue(now);
    QObject::connect(dialog, &QInputDialog::textValueSelected, &view, [take = std::move(take)](const QString& text) {
        if (!text.trimmed().isEmpty())
            take(text.trimmed());
    });
    dialog->open();
}

NodeIds chosenInstances(CanvasView& view)
{
    NodeIds found;
    for (const NodeId& id : view.canvas().selection()) {
        if (view.document().isInstance(id))
            found.insert(id);
    }
    return found;
}

QString whyNoSubgraph(CanvasView& view, const Error& error)
{
    const auto node = error.args.find("node");
    const NodeItem* item = node == error.args.end() ? nullptr : view.canvas().item(node->second);
    if (error.code == ErrorCode::GraphCycle && item)
        return CanvasView::tr("A wire leaves the selection and comes back to it through “%1”: select that too").arg(item->face().title);
    return error.code == ErrorCode::NodeMissing ? CanvasView::tr("Select the nodes first") : CanvasView::whyNot(error);
}

void unpackInstance(CanvasView& view, const NodeId& id)
{
    if (Result<NodeIds> nodes = view.document().unpack(id))
        view.canvas().select(std::move(*nodes));
    else
        view.refuse(CanvasView::whyNot(nodes.error()));
}

std::string idOfPort(CanvasView& view, const PortRef& port)
{
    const SubgraphInterface ports = interfaceOf(view.document().graph());
    if (!port.isOutput) {
        const auto it = std::ranges::find(ports.outputs, port.input, &SubgraphPort::name);
        return it == ports.outputs.end() ? std::string() : it->id;
    }
    return std::size_t(port.slot) < ports.inputs.size() ? ports.inputs[std::size_t(port.slot)].id : std::string();
}

const PortFace* faceOf(CanvasView& view, const PortRef& port)
{
    const NodeItem* item = view.canvas().item(port.node);
    const PortFace* face = !item ? nullptr : port.isOutput ? item->face().output(port.slot) : item->face().input(port.input);
    return face && !face->isPlus ? face : nullptr;
}

/// Where a port stands among those of its side, and how many there are.
std::pair<std::size_t, std::size_t> placeOf(CanvasView& view, const PortRef& port)
{
    const SubgraphInterface ports = interfaceOf(view.document().graph());
    const auto& side = port.isOutput ? ports.inputs : ports.outputs;
    const auto it = std::ranges::find(side, idOfPort(view, port), &SubgraphPort::id);
    return {std::size_t(it - side.begin()), side.size()};
}

void fillPortMenu(CanvasView& view, QMenu& menu, const PortRef& port)
{
    const std::string id = idOfPort(view, port);
    const SubgraphId subgraph = view.document().shownSubgraph();
    const auto [place, count] = placeOf(view, port);
    menu.addAction(CanvasView::tr("Rename…"), &view, [&view, port] { renameBorderPort(view, port); });
    menu.addAction(CanvasView::tr("Move up"), &view, [&view, subgraph, id, to = place - 1] { (void)view.document().movePort(subgraph, id, to); })
        ->setEnabled(place > 0);
    menu.addAction(CanvasView::tr("Move down"), &view, [&view, subgraph, id, to = place + 1] { (void)view.document().movePort(subgraph, id, to); })
        ->setEnabled(place + 1 < count);
    menu.addAction(CanvasView::tr("Remove this port"), &view, [&view, subgraph, id] { (void)view.document().removePort(subgraph, id); });
}

} // namespace

void makeSubgraph(CanvasView& view)
{
    const NodeIds ids = view.canvas().selection();
    if (ids.empty()) {
        view.refuse(CanvasView::tr("Select the nodes first"));
        return;
    }
    askName(view, CanvasView::tr("Make a subgraph"), CanvasView::tr("New subgraph"), [&view, ids](const QString& name) {
        const Result<NodeId> made = view.document().makeSubgraph(ids, name);
        if (made)
            view.canvas().select({*made});
        else
            view.refuse(whyNoSubgraph(view, made.error()));
    });
}

void unpackSelection(CanvasView& view)
{
    const NodeIds instances = chosenInstances(view);
    if (instances.size() != 1)
        view.refuse(CanvasView::tr("Select one subgraph first"));
    else
        unpackInstance(view, *instances.begin());
}

void enterSelection(CanvasView& view)
{
    const NodeIds instances = chosenInstances(view);
    if (instances.size() != 1)
        view.refuse(CanvasView::tr("Select one subgraph first"));
    else
        (void)view.document().enter(*instances.begin());
}

void leaveSubgraph(CanvasView& view)
{
    const std::size_t depth = view.document().breadcrumbs().size();
    if (depth > 1)
        view.document().leaveTo(depth - 2);
}

void fillInstanceMenu(CanvasView& view, QMenu& menu, const NodeId& instance)
{
    const Node* node = view.document().graph().findNode(instance);
    const Graph* subgraph = node ? view.document().workflow().findSubgraph(node->type) : nullptr;
    if (!subgraph)
        return;
    const SubgraphId id = subgraph->id();
    menu.addAction(CanvasView::tr("Rename the subgraph…"), &view, [&view, id, name = QString::fromStdString(subgraph->name())] {
        askName(view, CanvasView::tr("Rename"), name, [&view, id](const QString& text) { (void)view.document().renameSubgraph(id, text); });
    });
    menu.addAction(CanvasView::tr("Insert another of it"), &view, [&view, id, instance] {
        const QRectF rect = view.canvas().rectOf({instance});
        if (const Result<NodeId> made = view.document().addInstance(id, rect.topLeft() + QPointF(32, rect.height() + 32)))
            view.canvas().select({*made});
    });
    QAction* alone = menu.addAction(CanvasView::tr("Make it independent of the others"), &view,
        [&view, instance] { (void)view.document().makeIndependent(instance); });
    alone->setEnabled(instancesOf(view.document().workflow(), id) > 1);
}

std::optional<PortRef> borderPortAt(const CanvasHit& hit)
{
    if (!hit.item || !hit.item->face().isBorder)
        return {};
    const double y = (hit.at - hit.item->pos()).y();
    for (const PortFace& port : hit.item->face().ports) {
        if (std::abs(port.at.y() - y) <= face::kRow / 2 && !port.isPlus)
            return PortRef {hit.item->id(), port.isOutput, port.slot, port.isOutput ? std::string() : port.name};
    }
    return {};
}

void renameBorderPort(CanvasView& view, const PortRef& port)
{
    const PortFace* face = faceOf(view, port);
    const NodeItem* item = view.canvas().item(port.node);
    const std::string id = idOfPort(view, port);
    if (!face || id.empty())
        return;
    const QRectF row(item->pos() + QPointF(8, face->at.y() - face::kRow / 2), QSizeF(item->face().size.width() - 16, face::kRow));
    TitleEdit::open(view, row, face->label, CanvasView::tr("Name"), [&view, id, was = face->label](const QString& text) {
        if (text != was)
            (void)view.document().renamePort(view.document().shownSubgraph(), id, text);
    });
}

void fillBorderMenu(CanvasView& view, QMenu& menu, const NodeId& border, const std::optional<PortRef>& port)
{
    if (port) {
        fillPortMenu(view, menu, *port);
        return;
    }
    const NodeItem* item = view.canvas().item(border);
    for (const PortFace& face : item ? item->face().ports : std::vector<PortFace>()) {
        if (!face.isPlus)
            fillPortMenu(view, *menu.addMenu(face.label), {border, face.isOutput, face.slot, face.isOutput ? std::string() : face.name});
    }
}

PickPopup* openExposed(CanvasView& view)
{
    const NodeItem* item = view.canvas().selection().size() == 1 ? view.canvas().item(*view.canvas().selection().begin()) : nullptr;
    if (!item || item->face().settings.empty() || item->face().isNote) {
        view.refuse(CanvasView::tr("Select one node with settings first"));
        return nullptr;
    }
    const NodeId id = item->id();
    const auto provider = [&view, id](const QString& text) {
        QList<Pick> picks;
        const NodeItem* shown = view.canvas().item(id);
        for (const SettingFace& setting : shown ? shown->face().settings : std::vector<SettingFace>()) {
            const QString now = view.document().isExposed(id, setting.name) ? CanvasView::tr("is an input") : QString();
            if (setting.label.contains(text, Qt::CaseInsensitive))
                picks.append({setting.label, now, {}, QString::fromStdString(setting.name)});
        }
        return picks;
    };
    auto* popup = new PickPopup(CanvasView::tr("Setting as input, or back"), provider, &view);
    QObject::connect(popup, &PickPopup::picked, &view, [&view, id](const QVariant& data) {
        const std::string setting = data.toString().toStdString();
        view.document().setExposed(id, setting, !view.document().isExposed(id, setting));
    });
    popup->openAt(view.mapFromScene(item->rect().topRight()) + QPoint(12, 0));
    return popup;
}

} // namespace weft
