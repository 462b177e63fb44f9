// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
#include "app/editor/WiresItem.h"

#include <cmath>

// Wires that are dragged: from a port, by an end, or all of an output.
namespace weft {

namespace {

constexpr double kSnapPixels = 26; // a wire's end jumps to a port that is this near

PortRef refOf(const NodeItem& item, const PortFace& port)
{
    return {item.id(), port.isOutput, port.slot, port.isOutput ? std::string() : port.name};
}

} // namespace

void CanvasGestures::startWire(const CanvasHit& hit, Qt::KeyboardModifiers keys)
{
    m_mode = Mode::Wire;
    m_pickedLink = 0;
    m_branch = 0;
    m_wireFrom = refOf(*hit.item, *hit.port);
    m_isFromPlus = hit.port->isPlus;
    m_movesAll = (keys & Qt::ShiftModifier) && hit.port->isOutput && !linksOfOutput(m_wireFrom).empty();
    if (!hit.port->isOutput) {
        if (const Link* link = document().graph().linkInto(m_wireFrom.node, m_wireFrom.input)) {
            m_pickedLink = link->id; // its end is picked up
            m_wireFrom = {link->from, true, link->fromSlot, {}};
        }
    }
    scene().setShowsSettingPorts(!m_movesAll);
}

std::vector<Link> CanvasGestures::linksOfOutput(const PortRef& port) const
{
    std::vector<Link> links = document().graph().linksFrom(port.node);
    std::erase_if(links, [&port](const Link& link) { return link.fromSlot != port.slot; });
    return links;
}

QPointF CanvasGestures::pointOf(const PortRef& port) const
{
    const NodeItem* item = scene().item(port.node);
    if (!item)
        return {};
    const PortFace* face = port.isOutput ? item->face().output(port.slot) : item->face().input(port.input);
    return face ? item->portPos(*face) : item->pos();
}

Done CanvasGestures::mayEnd(const PortRef& end) const
{
    if (m_isFromPlus || isPlus(end)) {
        const PortRef& inside = m_isFromPlus ? end : m_wireFrom;
        const Node* const node = document().graph().findNode(inside.node);
        if (node && !isBorder(*node) && end.isOutput != m_wireFrom.isOutput && !document().typeOfPort(inside).empty())
            return {};
        return Error {ErrorCode::LinkInvalid, "no port of a node inside"};
    }
    if (!m_movesAll) {
        const PortRef& out = end.isOutput ? end : m_wireFrom;
        const PortRef& in = end.isOutput ? m_wireFrom : end;
        return document().mayConnect(out.node, out.slot, in.node, in.input);
    }
    Done refusal;
    for (const Link& link : linksOfOutput(m_wireFrom)) {
        const Done may = document().mayConnect(end.node, end.slot, link.to, link.toInput);
        if (may)
            return {};
        refusal = may;
    }
    return refusal;
}

bool CanvasGestures::isPlus(const PortRef& port) const
{
    const Node* const node = document().graph().findNode(port.node);
    if (!node || !isBorder(*node))
        return false;
    return port.isOutput ? port.slot >= int(node->outputs.size()) : port.input.empty();
}

/// A wire may be dropped on the whole row of a setting.
std::optional<PortRef> CanvasGestures::settingUnder(const CanvasHit& hit) const
{
    if (hit.part != CanvasHit::Part::Setting || m_movesAll || !m_wireFrom.isOutput || hit.item->face().isNote)
        return {};
    const PortRef end {hit.item->id(), false, 0, hit.setting->name};
    return mayEnd(end) ? std::optional(end) : std::nullopt;
}

/// The port under the mouse if the wire may end there; off all ports the nearest where it may.
std::optional<PortRef> CanvasGestures::snap(QPointF scenePos) const
{
    const bool wantsOutput = m_movesAll || !m_wireFrom.isOutput;
    const CanvasHit hit = scene().hitTest(scenePos, reach(), !m_movesAll);
    if (hit.part == CanvasHit::Part::Port && !hit.item->face().isCollapsed) { // there all ports are in one place
        const PortRef end = refOf(*hit.item, *hit.port);
        return end != m_wireFrom && end.isOutput == wantsOutput && mayEnd(end) ? std::optional(end) : std::nullopt;
    }
    if (const std::optional<PortRef> setting = settingUnder(hit))
        return setting;
    const double far = kSnapPixels / m_view.zoom();
    std::optional<PortRef> best;
    double nearest = far;
    for (const NodeItem* item : scene().itemsTouching({scenePos.x() - far, scenePos.y() - far, 2 * far, 2 * far})) {
        for (const PortFace& port : item->face().ports) {
            const QPointF at = item->portPos(port);
            const double distance = std::hypot(at.x() - scenePos.x(), at.y() - scenePos.y());
            const PortRef end = refOf(*item, port);
            if (port.isOutput != wantsOutput || end == m_wireFrom || distance >= nearest || !mayEnd(end))
                continue;
            nearest = distance;
            best = end;
        }
    }
    return best;
}

void CanvasGestures::moveWire(QPointF scenePos)
{
    const std::optional<PortRef> end = snap(scenePos);
    const QPointF loose = end ? pointOf(*end) : scenePos;
    const TypeName type = document().typeOfPort(m_isFromPlus && end ? *end : m_wireFrom);
    const QColor color = scene().theme().wire(type.empty() ? TypeName("*") : type);
    std::vector<DraftWire> drafts;
    if (m_movesAll) {
        for (const Link& link : linksOfOutput(m_wireFrom))
            drafts.push_back({loose, pointOf({link.to, false, 0, link.toInput}), color});
    } else if (m_wireFrom.isOutput) {
        drafts.push_back({m_branch ? scene().wires().pointOf(m_branch).value_or(loose) : pointOf(m_wireFrom), loose, color});
    } else {
        drafts.push_back({loose, pointOf(m_wireFrom), color});
    }
    scene().wires().setDrafts(std::move(drafts));
}

void CanvasGestures::endWire()
{
    scene().wires().setDrafts({});
    scene().setShowsSettingPorts(false);
}

void CanvasGestures::connectEnds(const PortRef& a, const PortRef& b)
{
    const PortRef& out = a.isOutput ? a : b;
    const PortRef& in = a.isOutput ? b : a;
    const NodeItem* const target = scene().item(in.node);
    const bool isSetting = target && target->face().setting(in.input);
    const Done done = isPlus(out) ? document().exposePort(in)
        : isPlus(in)              ? document().exposePort(out, m_pickedLink)
        : m_pickedLink            ? document().moveLink(m_pickedLink, in.node, in.input)
                                   : document().connectPorts(out.node, out.slot, in.node, in.input, isSetting, m_branch ? std::optional(m_branch) : std::nullopt);
    if (!done)
        m_view.refuse(m_view.whyNot(done.error()));
}

void CanvasGestures::dropAllLinks(QPoint point)
{
    const QPointF at = m_view.mapToScene(point);
    std::optional<PortRef> end = snap(at);
    const CanvasHit hit = scene().hitTest(at, reach());
    if (!end && hit.part == CanvasHit::Part::Port)
        end = refOf(*hit.item, *hit.port);
    if (!end || *end == m_wireFrom)
        return;
    const Done done = end->isOutput ? document().moveLinks(m_wireFrom, *end) : Done();
    if (!end->isOutput)
        m_view.refuse(CanvasView::tr("All wires of an output can only go to another output"));
    else if (!done)
        m_view.refuse(m_view.whyNot(done.error()));
}

void CanvasGestures::dropWire(QPoint point)
{
    if (m_movesAll) {
        dropAllLinks(point);
        return;
    }
    const QPointF at = m_view.mapToScene(point);
    if (const std::optional<PortRef> end = snap(at)) {
        connectEnds(m_wireFrom, *end);
        return;
    }
    const CanvasHit hit = scene().hitTest(at, reach(), true);
    if (hit.part == CanvasHit::Part::Port && hit.item->id() != m_wireFrom.node && !hit.item->face().isCollapsed) {
        const PortRef end = refOf(*hit.item, *hit.port);
        if (end.isOutput == m_wireFrom.isOutput)
            m_view.refuse(end.isOutput ? CanvasView::tr("Both ends are outputs") : CanvasView::tr("Both ends are inputs"));
        else
            connectEnds(m_wireFrom, end);
        return;
    }
    if (m_isFromPlus) {
        if (hit.item && hit.item->id() != m_wireFrom.node)
            m_view.refuse(CanvasView::tr("Drop it on a port or a setting"));
        return;
    }
    if (hit.item && hit.item->id() != m_wireFrom.node) {
        const std::optional<PortRef> port = document().fittingPort(hit.item->id(), m_wireFrom);
        if (port)
            connectEnds(m_wireFrom, *port);
        else
            m_view.refuse(CanvasView::tr("“%1” has no port for %2")
                              .arg(hit.item->face().title, QString::fromStdString(document().typeOfPort(m_wireFrom))));
        return;
    }
    if (hit.item)
        return; // back on its own node
    if (m_pickedLink)
        document().cut({m_pickedLink});
    else
        m_view.openSearch(point, m_wireFrom);
}

} // namespace weft
