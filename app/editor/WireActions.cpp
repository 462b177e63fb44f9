// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/WireActions.h"

#include "app/editor/CanvasView.h"
#include "app/editor/PickPopup.h"
#include "app/editor/WiresItem.h"
#include "app/editor/model/NodeNames.h"

#include <QMenu>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kBendGrid = 8;

QPointF onGrid(const CanvasView& view, QPointF at)
{
    if (!view.snapsToGrid())
        return at;
    return {std::round(at.x() / kBendGrid) * kBendGrid, std::round(at.y() / kBendGrid) * kBendGrid};
}

/// "KSampler · LATENT → VAE Decode"
QString wireText(CanvasView& view, const Link& link)
{
    const NodeItem* from = view.canvas().item(link.from);
    const NodeItem* to = view.canvas().item(link.to);
    const TypeName type = view.document().typeOfPort({link.from, true, link.fromSlot, {}});
    return QStringLiteral("%1 · %2 → %3")
        .arg(from ? from->face().title : QString(), typeLabel(type), to ? to->face().title : QString());
}

QPointF middleOfWire(CanvasView& view, LinkId link)
{
    const WireFace* wire = view.canvas().wires().wire(link);
    if (!wire)
        return {};
    return wire->line.empty() ? (wire->start + wire->end) / 2 : middleOf(wire->line);
}

LinkId linkUnderMouse(CanvasView& view)
{
    const QPoint at = view.viewport()->mapFromGlobal(QCursor::pos());
    if (!view.viewport()->rect().contains(at))
        return 0;
    return view.canvas().hitTest(view.mapToScene(at), 8 / view.zoom()).link;
}

} // namespace

void bendWire(CanvasView& view, LinkId link, QPointF at)
{
    const std::size_t place = view.canvas().wires().bendsBefore(link, at);
    if (const Result<RerouteId> point = view.document().addReroute(link, onGrid(view, at), place))
        view.canvas().selectParts({{}, {*point}, {}});
}

void bendSomeWire(CanvasView& view)
{
    if (const LinkId link = linkUnderMouse(view)) {
        bendWire(view, link, view.mapToScene(view.cursorPoint()));
        return;
    }
    const NodeIds& chosen = view.canvas().selection();
    const std::vector<Link> links = chosen.size() == 1 ? view.document().graph().linksOf(*chosen.begin()) : std::vector<Link>();
    if (links.empty()) {
        view.refuse(CanvasView::tr("Point at a wire, or select one node that has wires"));
        return;
    }
    if (links.size() == 1) {
        bendWire(view, links.front().id, middleOfWire(view, links.front().id));
        return;
    }
    const auto provider = [&view, links](const QString& text) {
        QList<Pick> picks;
        for (const Link& link : links) {
            const QString shown = wireText(view, link);
            if (shown.contains(text, Qt::CaseInsensitive))
                picks.append({shown, {}, view.canvas().theme().wire(view.document().typeOfPort({link.from, true, link.fromSlot, {}})),
                    qlonglong(link.id)});
        }
        return picks;
    };
    auto* popup = new PickPopup(CanvasView::tr("Bend which wire?"), provider, &view);
    QObject::connect(popup, &PickPopup::picked, &view, [&view](const QVariant& data) {
        bendWire(view, data.toLongLong(), middleOfWire(view, data.toLongLong()));
    });
    popup->openAt(view.mapFromScene(view.canvas().rectOf(chosen).topRight()) + QPoint(12, 0));
}

void selectNextPoint(CanvasView& view)
{
    const CanvasParts& chosen = view.canvas().parts();
    std::vector<RerouteId> points = view.canvas().wires().pointIds();
    if (!chosen.nodes.empty()) {
        points.clear();
        for (const WireFace& wire : view.canvas().wires().wires()) {
            if (chosen.nodes.contains(wire.from->id()) || chosen.nodes.contains(wire.to->id()))
                points.insert(points.end(), wire.bends.begin(), wire.bends.end());
        }
    }
    if (points.empty()) {
        view.refuse(CanvasView::tr("There is no bend point"));
        return;
    }
    const auto next = chosen.points.empty() ? points.begin() : std::ranges::upper_bound(points, *chosen.points.begin());
    const RerouteId point = next == points.end() ? points.front() : *next;
    view.canvas().selectParts({{}, {point}, {}});
    const QPointF at = *view.canvas().wires().pointOf(point);
    if (!view.mapToScene(view.viewport()->rect()).boundingRect().contains(at))
        view.centerOn(at);
}

void fillWireMenu(CanvasView& view, QMenu& menu, const CanvasHit& hit)
{
    if (hit.point) {
        menu.addAction(CanvasView::tr("Remove this bend point"), &view,
            [&view, point = hit.point] { view.document().removeReroutes({point}); });
        menu.addSeparator();
    }
    if (!hit.link)
        return;
    menu.addAction(CanvasView::tr("Add a bend point"), &view, [&view, link = hit.link, at = hit.at] { bendWire(view, link, at); });
    menu.addAction(CanvasView::tr("Insert a node…"), &view,
        [&view, link = hit.link, at = view.mapFromScene(hit.at)] { view.openInsert(link, at); });
    menu.addAction(CanvasView::tr("Cut this wire"), &view, [&view, link = hit.link] { view.document().cut({link}); });
    const WireFace* wire = view.canvas().wires().wire(hit.link);
    if (wire && !wire->bends.empty())
        menu.addAction(CanvasView::tr("Straighten this wire"), &view, [&view, bends = wire->bends] {
            view.document().removeReroutes({bends.begin(), bends.end()});
        });
}

QString pointText(CanvasView& view, RerouteId point)
{
    QStringList texts;
    for (const WireFace& wire : view.canvas().wires().wires()) {
        const Link* link = std::ranges::find(wire.bends, point) == wire.bends.end() ? nullptr
                                                                                    : view.document().graph().findLink(wire.id);
        if (link)
            texts << wireText(view, *link);
    }
    return CanvasView::tr("bend point: %1").arg(texts.join(QStringLiteral(", ")));
}

} // namespace weft
