// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"

#include <QKeyEvent>

#include <cmath>

namespace weft {

namespace {

constexpr double kNudge = 8;

} // namespace

/// Tab opens the search instead of leaving the canvas.
bool CanvasView::focusNextPrevChild(bool) { return false; }

void CanvasView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Undo))
        m_document.undo();
    else if (event->matches(QKeySequence::Redo) || (event->key() == Qt::Key_Y && event->modifiers() == Qt::ControlModifier))
        m_document.redo();
    else if (event->matches(QKeySequence::Copy))
        copySelection();
    else if (event->matches(QKeySequence::Cut)) {
        copySelection();
        deleteSelection();
    } else if (event->matches(QKeySequence::Paste))
        paste();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->matches(QKeySequence::Find))
        openFind();
    else if (!plainKey(event)) {
        QGraphicsView::keyPressEvent(event);
        return;
    }
    event->accept();
}

bool CanvasView::plainKey(QKeyEvent* event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Tab:
    case Qt::Key_Insert:
        openSearch(cursorPoint());
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        deleteSelection();
        return true;
    case Qt::Key_Space:
        if (!event->isAutoRepeat())
            m_gestures->setSpaceHeld(true);
        return true;
    case Qt::Key_Escape:
        m_gestures->cancel();
        m_scene->select({});
        return true;
    case Qt::Key_Period:
        fitSelection();
        return true;
    case Qt::Key_Home:
        fitAll();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setZoom(zoom() * 1.2, viewport()->rect().center());
        return true;
    case Qt::Key_Minus:
        setZoom(zoom() / 1.2, viewport()->rect().center());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (control)
            return false; // the window's Run
        editFirstSetting();
        return true;
    case Qt::Key_F2:
        if (m_scene->selection().size() == 1)
            renameNode(NodeId(*m_scene->selection().begin()));
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        selectNeighbour(event->key() | (event->modifiers() & Qt::ShiftModifier ? int(Qt::ShiftModifier) : 0));
        return true;
    default:
        break;
    }
    if (control && event->key() == Qt::Key_D)
        duplicateSelection();
    else if (control && event->key() == Qt::Key_M)
        setModeOfSelection(NodeMode::Muted);
    else if (control && event->key() == Qt::Key_B)
        setModeOfSelection(NodeMode::Bypassed);
    else if (control && event->key() == Qt::Key_L)
        openConnect();
    else if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_C)
        collapseSelection();
    else if (!event->modifiers() && event->key() == Qt::Key_F)
        fitAll();
    else
        return false;
    return true;
}

void CanvasView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
        m_gestures->setSpaceHeld(false);
    QGraphicsView::keyReleaseEvent(event);
}

void CanvasView::editFirstSetting()
{
    if (m_scene->selection().size() != 1)
        return;
    const NodeItem* item = m_scene->item(*m_scene->selection().begin());
    if (!item)
        return;
    for (const SettingFace& setting : item->face().settings) {
        if (!setting.isLinked) {
            m_editor->open(NodeId(item->id()), std::string(setting.name));
            return;
        }
    }
}

/// Arrows go to the nearest node in a direction; with Shift they push the selection.
void CanvasView::selectNeighbour(int key)
{
    const int arrow = key & ~int(Qt::ShiftModifier);
    const QPointF direction = arrow == Qt::Key_Left ? QPointF(-1, 0)
        : arrow == Qt::Key_Right                    ? QPointF(1, 0)
        : arrow == Qt::Key_Up                       ? QPointF(0, -1)
                                                    : QPointF(0, 1);
    if (key & int(Qt::ShiftModifier)) {
        std::map<NodeId, QPointF> moved;
        for (const NodeId& id : m_scene->selection())
            moved[id] = m_scene->item(id)->pos() + direction * kNudge;
        if (!moved.empty())
            m_document.move(moved);
        return;
    }
    const QPointF from = m_scene->selection().empty() ? mapToScene(viewport()->rect().center())
                                                      : m_scene->rectOf(m_scene->selection()).center();
    const NodeItem* best = nullptr;
    double nearest = 1e12;
    for (const NodeItem* item : m_scene->nodeItems()) {
        const QPointF way = item->rect().center() - from;
        const double along = QPointF::dotProduct(way, direction);
        const double across = std::abs(way.x() * direction.y()) + std::abs(way.y() * direction.x());
        if (m_scene->selection().contains(item->id()) || along <= 0)
            continue;
        if (along + 2 * across < nearest) {
            nearest = along + 2 * across;
            best = item;
        }
    }
    if (!best)
        return;
    m_scene->select({best->id()});
    if (!mapToScene(viewport()->rect()).boundingRect().contains(best->rect()))
        centerOn(best->rect().center());
}

} // namespace weft
