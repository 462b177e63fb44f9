// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"

#include "app/editor/GroupActions.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/SubgraphActions.h"
#include "app/editor/WiresItem.h"
#include "app/editor/model/SettingValues.h"

#include <QApplication>
#include <QMouseEvent>
#include <QRubberBand>

#include <cmath>

namespace weft {

namespace {

constexpr int kStillPixels = 3; // less is a click

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
        startWire(hit, event.modifiers());
        return;
    case CanvasHit::Part::Edge:
        m_mode = Mode::Width;
        m_node = hit.item->id();
        m_startWidth = hit.item->face().size.width();
        m_gesture = CanvasDocument::newGesture();
        return;
    case CanvasHit::Part::Setting:
        pressSetting(hit);
        return;
    case CanvasHit::Part::Node:
    case CanvasHit::Part::Header:
    case CanvasHit::Part::Footer:
        pressNode(hit, event.modifiers());
        return;
    case CanvasHit::Part::Point:
        pressPoint(hit, event.modifiers());
        return;
    case CanvasHit::Part::GroupCorner:
        m_mode = Mode::GroupSize;
        m_group = std::size_t(hit.group);
        m_groupRect = scene().groups().groups()[m_group].rect;
        return;
    case CanvasHit::Part::GroupTitle:
        if (!(event.modifiers() & Qt::AltModifier)) {
            pressGroup(hit, event.modifiers());
            return;
        }
        [[fallthrough]];
    case CanvasHit::Part::Wire:
    case CanvasHit::Part::Nothing:
        m_mode = event.modifiers() & Qt::AltModifier ? Mode::Cut : Mode::Band;
        m_bent = m_mode == Mode::Cut ? hit.link : 0;
        m_selectionBefore = event.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier) ? scene().parts() : CanvasParts {};
        return;
    }
}

void CanvasGestures::pressSetting(const CanvasHit& hit)
{
    m_node = hit.item->id();
    m_setting = hit.setting->name;
    const QPointF inside = hit.at - hit.item->pos();
    const bool onButton = !hit.setting->control.empty() && (controlRect(*hit.setting) | diceRect(*hit.setting)).contains(inside);
    const bool scrubs = !hit.setting->isLinked && hit.setting->kind == SettingKind::Number && !onButton;
    m_mode = scrubs ? Mode::Scrub : Mode::Click;
    m_startValue = nullptr;
    m_gesture = CanvasDocument::newGesture();
    if (!scene().selection().contains(m_node))
        scene().select({m_node});
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
        moveBand(point);
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
    case Mode::GroupSize:
        moveGroupSize(scenePos, event.modifiers());
        break;
    case Mode::Click:
    case Mode::None:
        break;
    }
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
    case Mode::Cut:
        dropCut();
        break;
    case Mode::Nodes:
        dropNodes();
        break;
    case Mode::Wire:
        endWire();
        if (m_hasMoved)
            dropWire(m_last);
        else if (m_branch)
            clickNode();
        break;
    case Mode::Scrub:
    case Mode::Click:
        if (!m_hasMoved)
            clickSetting();
        break;
    case Mode::GroupSize:
        dropGroupSize();
        break;
    case Mode::Width:
    case Mode::None:
        break;
    }
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
    if (!setting->control.empty() && spec && diceRect(*setting).contains(inside)) {
        document().setSetting(m_node, m_setting, randomSeed(*spec));
        return;
    }
    if (!setting->control.empty() && controlRect(*setting).contains(inside)) {
        m_view.openSeedControl(m_node, m_setting);
        return;
    }
    m_view.editor().open(NodeId(m_node), std::string(m_setting));
}

void CanvasGestures::doubleClick(QMouseEvent& event)
{
    m_pressed = m_last = event.position().toPoint();
    if (event.button() != Qt::LeftButton)
        return;
    const CanvasHit hit = scene().hitTest(m_view.mapToScene(m_pressed), reach());
    if (hit.part == CanvasHit::Part::Nothing || hit.part == CanvasHit::Part::Wire)
        m_view.openSearch(m_pressed);
    else if (hit.part == CanvasHit::Part::GroupTitle)
        renameGroup(m_view, std::size_t(hit.group));
    else if (const std::optional<PortRef> port = borderPortAt(hit))
        renameBorderPort(m_view, *port);
    else if (hit.part == CanvasHit::Part::Header && hit.item->face().isInstance)
        (void)m_view.document().enter(NodeId(hit.item->id())); // F2 renames it
    else if (hit.part == CanvasHit::Part::Header && !hit.item->face().isBorder)
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
    scene().wires().setHovered(hit.part == CanvasHit::Part::Wire ? hit.link : 0);
    scene().wires().setHoveredPoint(hit.point);
    if (m_isSpaceHeld)
        return;
    const bool scrubs = hit.part == CanvasHit::Part::Setting && hit.setting->kind == SettingKind::Number;
    m_view.viewport()->setCursor(hit.part == CanvasHit::Part::Port       ? Qt::CrossCursor
            : hit.part == CanvasHit::Part::Edge || scrubs ? Qt::SizeHorCursor
            : hit.part == CanvasHit::Part::GroupCorner    ? Qt::SizeFDiagCursor
            : hit.part == CanvasHit::Part::GroupTitle     ? Qt::SizeAllCursor
                                                          : Qt::ArrowCursor);
    m_view.showTip(hit, point);
}

bool CanvasGestures::cancel()
{
    const bool wasBusy = m_mode != Mode::None;
    if (m_mode == Mode::Nodes && !m_copies) {
        scene().movePreview(m_startPositions);
        scene().wires().dragEnded();
    }
    if (m_mode == Mode::GroupSize)
        scene().groups().preview(m_group, m_groupRect);
    m_mode = Mode::None;
    m_band.reset();
    scene().wires().setGhosts({});
    scene().wires().setCutLine({});
    endWire();
    return wasBusy;
}

} // namespace weft
