// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"

#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"
#include "app/editor/model/SettingValues.h"

#include <QApplication>
#include <QMouseEvent>
#include <QRubberBand>

#include <cmath>

namespace weft {

namespace {

constexpr double kSnap = 8; // nodes settle on this grid
constexpr int kStillPixels = 3; // less is a click

QPointF snapped(QPointF at) { return {std::round(at.x() / kSnap) * kSnap, std::round(at.y() / kSnap) * kSnap}; }

} // namespace

CanvasGestures::CanvasGestures(CanvasView& view)
    : m_view(view)
{
}

CanvasGestures::~CanvasGestures() = default;

void CanvasGestures::setSpaceHeld(bool held)
{
    m_isSpaceHeld = held;
    m_view.viewport()->setCursor(held ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

void CanvasGestures::press(QMouseEvent& event)
{
    m_pressed = m_last = event.position().toPoint();
    m_hasMoved = false;
    m_view.setFocus(Qt::MouseFocusReason);
    m_view.editor().commit();
    if (event.button() == Qt::MiddleButton || (event.button() == Qt::LeftButton && m_isSpaceHeld)) {
        m_mode = Mode::Pan;
        m_view.viewport()->setCursor(Qt::ClosedHandCursor);
    } else if (event.button() == Qt::LeftButton) {
        pressLeft(event);
    }
}

void CanvasGestures::pressLeft(QMouseEvent& event)
{
    const QPointF at = m_view.mapToScene(m_pressed);
    const CanvasHit hit = scene().hitTest(at, reach());
    switch (hit.part) {
    case CanvasHit::Part::Port:
        startWire(hit);
        return;
    case CanvasHit::Part::Edge:
        m_mode = Mode::Width;
        m_node = hit.item->id();
        m_startWidth = hit.item->face().size.width();
        m_gesture = CanvasDocument::newGesture();
        return;
    case CanvasHit::Part::Setting:
        m_node = hit.item->id();
        m_setting = hit.setting->name;
        m_mode = !hit.setting->isLinked && hit.setting->kind == SettingKind::Number ? Mode::Scrub : Mode::Click;
        m_startValue = nullptr;
        m_gesture = CanvasDocument::newGesture();
        if (!scene().selection().contains(m_node))
            scene().select({m_node});
        return;
    case CanvasHit::Part::Node:
    case CanvasHit::Part::Header:
    case CanvasHit::Part::Footer:
        pressNode(hit, event.modifiers());
        return;
    case CanvasHit::Part::Wire:
    case CanvasHit::Part::Nothing:
        m_mode = event.modifiers() & Qt::AltModifier ? Mode::Cut : Mode::Band;
        m_selectionBefore = event.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier) ? scene().selection() : NodeIds {};
        return;
    }
}

void CanvasGestures::pressNode(const CanvasHit& hit, Qt::KeyboardModifiers keys)
{
    m_mode = Mode::Nodes;
    NodeIds chosen = scene().selection();
    const NodeId id = hit.item->id();
    if (keys & Qt::ShiftModifier) {
        if (!chosen.erase(id))
            chosen.insert(id);
    } else if (!chosen.contains(id)) {
        chosen = {id};
    }
    scene().select(std::move(chosen));
    m_startPositions.clear();
    for (const NodeId& selected : scene().selection())
        m_startPositions[selected] = scene().item(selected)->pos();
    m_positions = m_startPositions;
}

void CanvasGestures::startWire(const CanvasHit& hit)
{
    m_mode = Mode::Wire;
    m_pickedLink = 0;
    m_wireFrom = {hit.item->id(), hit.port->isOutput, hit.port->slot, hit.port->isOutput ? std::string() : hit.port->name};
    if (!hit.port->isOutput) {
        if (const Link* link = document().graph().linkInto(m_wireFrom.node, m_wireFrom.input)) {
            m_pickedLink = link->id; // its end is picked up
            m_wireFrom = {link->from, true, link->fromSlot, {}};
        }
    }
    scene().setShowsSettingPorts(true);
}

void CanvasGestures::move(QMouseEvent& event)
{
    const QPoint point = event.position().toPoint();
    const QPoint step = point - m_last;
    m_last = point;
    if (m_mode == Mode::None) {
        hover(point);
        return;
    }
    m_hasMoved = m_hasMoved || (point - m_pressed).manhattanLength() > kStillPixels;
    if (!m_hasMoved)
        return;
    const QPointF scenePos = m_view.mapToScene(point);
    switch (m_mode) {
    case Mode::Pan:
        m_view.pan(step);
        break;
    case Mode::Band:
        moveBand(point, event.modifiers());
        break;
    case Mode::Cut:
        scene().wires().setCutLine({m_view.mapToScene(m_pressed), scenePos});
        break;
    case Mode::Nodes:
        moveNodes(scenePos, event.modifiers());
        break;
    case Mode::Wire:
        moveWire(scenePos);
        break;
    case Mode::Scrub:
        moveScrub(point, event.modifiers());
        break;
    case Mode::Width:
        document().resize(m_node, m_startWidth + scenePos.x() - m_view.mapToScene(m_pressed).x(), m_gesture);
        break;
    case Mode::Click:
    case Mode::None:
        break;
    }
}

void CanvasGestures::moveNodes(QPointF scenePos, Qt::KeyboardModifiers keys)
{
    const QPointF shift = scenePos - m_view.mapToScene(m_pressed);
    for (const auto& [id, start] : m_startPositions)
        m_positions[id] = keys & Qt::AltModifier ? start + shift : snapped(start + shift);
    scene().movePreview(m_positions);
}

void CanvasGestures::moveBand(QPoint point, Qt::KeyboardModifiers)
{
    if (!m_band)
        m_band = std::make_unique<QRubberBand>(QRubberBand::Rectangle, m_view.viewport());
    const QRect area = QRect(m_pressed, point).normalized();
    m_band->setGeometry(area);
    m_band->show();
    NodeIds chosen = m_selectionBefore;
    for (const NodeItem* item : scene().itemsTouching(m_view.mapToScene(area).boundingRect()))
        chosen.insert(item->id());
    scene().select(std::move(chosen));
}

void CanvasGestures::moveScrub(QPoint point, Qt::KeyboardModifiers keys)
{
    const Node* node = document().graph().findNode(m_node);
    const NodeType* type = node ? document().typeOf(*node) : nullptr;
    const InputSpec* spec = type ? type->findInput(m_setting) : nullptr;
    const NodeItem* item = scene().item(m_node);
    const SettingFace* face = item ? item->face().setting(m_setting) : nullptr;
    if (!spec || !face)
        return;
    if (m_startValue.is_null()) {
        const auto it = node->settings.find(m_setting);
        m_startValue = it == node->settings.end() ? memberAt(spec->options, "default") : it->second;
    }
    const double pixels = point.x() - m_pressed.x();
    Json value;
    if (face->fill >= 0 && !(keys & (Qt::ShiftModifier | Qt::ControlModifier))) {
        const QPointF inside = m_view.mapToScene(point) - item->pos() - face->rect.topLeft();
        value = valueAtShare(*spec, inside.x() / face->rect.width());
    } else {
        const double speed = keys & Qt::ShiftModifier ? 10 : keys & Qt::ControlModifier ? 0.1 : 1;
        value = stepped(*spec, m_startValue, pixels / 4 * speed);
    }
    document().setSetting(m_node, m_setting, std::move(value), m_gesture);
}

QPointF CanvasGestures::pointOf(const PortRef& port) const
{
    const NodeItem* item = scene().item(port.node);
    if (!item)
        return {};
    const PortFace* face = port.isOutput ? item->face().output(port.slot) : item->face().input(port.input);
    return face ? item->portPos(*face) : item->pos();
}

std::optional<PortRef> CanvasGestures::snap(QPointF scenePos) const
{
    const double far = 26 / m_view.zoom();
    std::optional<PortRef> best;
    double nearest = far;
    for (const NodeItem* item : scene().itemsTouching({scenePos.x() - far, scenePos.y() - far, 2 * far, 2 * far})) {
        for (const PortFace& port : item->face().ports) {
            if (port.isOutput == m_wireFrom.isOutput)
                continue;
            const PortRef end {item->id(), port.isOutput, port.slot, port.isOutput ? std::string() : port.name};
            const PortRef& out = end.isOutput ? end : m_wireFrom;
            const PortRef& in = end.isOutput ? m_wireFrom : end;
            const QPointF at = item->portPos(port);
            const double distance = std::hypot(at.x() - scenePos.x(), at.y() - scenePos.y());
            if (distance < nearest && document().mayConnect(out.node, out.slot, in.node, in.input)) {
                nearest = distance;
                best = end;
            }
        }
    }
    return best;
}

void CanvasGestures::moveWire(QPointF scenePos)
{
    const std::optional<PortRef> end = snap(scenePos);
    const QPointF loose = end ? pointOf(*end) : scenePos;
    const QPointF fixed = pointOf(m_wireFrom);
    const QColor color = scene().theme().wire(document().typeOfPort(m_wireFrom));
    if (m_wireFrom.isOutput)
        scene().wires().setDraft(fixed, loose, color);
    else
        scene().wires().setDraft(loose, fixed, color);
}

void CanvasGestures::release(QMouseEvent& event)
{
    m_last = event.position().toPoint();
    const Mode mode = m_mode;
    m_mode = Mode::None;
    switch (mode) {
    case Mode::Pan:
        m_view.viewport()->setCursor(m_isSpaceHeld ? Qt::OpenHandCursor : Qt::ArrowCursor);
        break;
    case Mode::Band:
        dropBand();
        break;
    case Mode::Cut: {
        const QLineF knife(m_view.mapToScene(m_pressed), m_view.mapToScene(m_last));
        scene().wires().setCutLine({});
        if (m_hasMoved)
            document().cut(scene().wires().wiresCrossing(knife));
        break;
    }
    case Mode::Nodes:
        dropNodes();
        break;
    case Mode::Wire:
        scene().wires().setDraft({}, {}, QColor());
        scene().setShowsSettingPorts(false);
        if (m_hasMoved)
            dropWire(m_last);
        break;
    case Mode::Scrub:
    case Mode::Click:
        if (!m_hasMoved)
            clickSetting();
        break;
    case Mode::Width:
    case Mode::None:
        break;
    }
}

void CanvasGestures::dropBand()
{
    if (m_band)
        m_band->hide();
    m_band.reset();
    if (!m_hasMoved)
        scene().select(m_selectionBefore);
}

void CanvasGestures::dropNodes()
{
    if (!m_hasMoved || m_positions == m_startPositions) {
        return;
    }
    document().move(m_positions);
    if (m_positions.size() != 1)
        return;
    const NodeId id = m_positions.begin()->first; // a lone unwired node dropped on a wire goes into it
    const NodeItem* item = scene().item(id);
    if (!item || !document().graph().linksOf(id).empty())
        return;
    const LinkId wire = scene().wires().wireAt(item->rect().center(), 12);
    if (wire)
        (void)document().splice(id, wire);
}

void CanvasGestures::clickSetting()
{
    const NodeItem* item = scene().item(m_node);
    const SettingFace* setting = item ? item->face().setting(m_setting) : nullptr;
    if (!setting || setting->isLinked)
        return;
    const QPointF inside = m_view.mapToScene(m_pressed) - item->pos();
    const Node* node = document().graph().findNode(m_node);
    const NodeType* type = document().typeOf(*node);
    const InputSpec* spec = type ? type->findInput(m_setting) : nullptr;
    if (setting->isSeed && spec && inside.x() > setting->rect.right() - 24) {
        document().setSetting(m_node, m_setting, randomSeed(*spec));
        return;
    }
    m_view.editor().open(NodeId(m_node), std::string(m_setting));
}

void CanvasGestures::connectEnds(const PortRef& a, const PortRef& b)
{
    const PortRef& out = a.isOutput ? a : b;
    const PortRef& in = a.isOutput ? b : a;
    const Done done = m_pickedLink ? document().moveLink(m_pickedLink, in.node, in.input)
                                   : document().connectPorts(out.node, out.slot, in.node, in.input);
    if (!done)
        m_view.refuse(m_view.whyNot(done.error()));
}

void CanvasGestures::dropWire(QPoint point)
{
    const QPointF at = m_view.mapToScene(point);
    if (const std::optional<PortRef> end = snap(at)) {
        connectEnds(m_wireFrom, *end);
        return;
    }
    const CanvasHit hit = scene().hitTest(at, reach(), true);
    if (hit.part == CanvasHit::Part::Port && hit.item->id() != m_wireFrom.node) {
        const PortRef end {hit.item->id(), hit.port->isOutput, hit.port->slot,
            hit.port->isOutput ? std::string() : hit.port->name};
        if (end.isOutput == m_wireFrom.isOutput)
            m_view.refuse(end.isOutput ? CanvasView::tr("Both ends are outputs") : CanvasView::tr("Both ends are inputs"));
        else
            connectEnds(m_wireFrom, end);
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

void CanvasGestures::doubleClick(QMouseEvent& event)
{
    m_pressed = m_last = event.position().toPoint();
    if (event.button() != Qt::LeftButton)
        return;
    const CanvasHit hit = scene().hitTest(m_view.mapToScene(m_pressed), reach());
    if (hit.part == CanvasHit::Part::Nothing || hit.part == CanvasHit::Part::Wire)
        m_view.openSearch(m_pressed);
    else if (hit.part == CanvasHit::Part::Header)
        m_view.renameNode(NodeId(hit.item->id()));
    else if (hit.part == CanvasHit::Part::Setting || hit.part == CanvasHit::Part::Port)
        press(event); // a quick second click or drag
}

void CanvasGestures::hover(QPoint point)
{
    const CanvasHit hit = scene().hitTest(m_view.mapToScene(point), reach());
    if (NodeItem* old = scene().item(m_hovered); old && old != hit.item)
        old->setHover(false, {});
    m_hovered = hit.item ? hit.item->id() : NodeId {};
    if (hit.item)
        hit.item->setHover(true, hit.setting ? hit.setting->name : std::string());
    scene().wires().setHovered(hit.link);
    if (m_isSpaceHeld)
        return;
    const bool scrubs = hit.part == CanvasHit::Part::Setting && hit.setting->kind == SettingKind::Number;
    m_view.viewport()->setCursor(hit.part == CanvasHit::Part::Port       ? Qt::CrossCursor
            : hit.part == CanvasHit::Part::Edge || scrubs ? Qt::SizeHorCursor
                                                          : Qt::ArrowCursor);
    m_view.showTip(hit, point);
}

void CanvasGestures::cancel()
{
    if (m_mode == Mode::Nodes)
        scene().movePreview(m_startPositions);
    m_mode = Mode::None;
    m_band.reset();
    scene().wires().setDraft({}, {}, QColor());
    scene().wires().setCutLine({});
    scene().setShowsSettingPorts(false);
}

} // namespace weft
