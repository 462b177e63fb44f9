// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasActions.h"
#include "app/editor/CanvasGestures.h"
#include "app/editor/SettingEditor.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kNudge = 8;

} // namespace

/// Tab opens the search instead of leaving the canvas.
bool CanvasView::focusNextPrevChild(bool) { return false; }

void CanvasView::keyPressEvent(QKeyEvent* event)
{
    if (const CanvasAction* action = actionForKeys(event->keyCombination()))
        action->run(*this);
    else if (!heldKey(event) && !bookmarkKey(event)) {
        QGraphicsView::keyPressEvent(event);
        return;
    }
    event->accept();
}

/// Keys that aren't actions: what is held, and what ends a gesture.
bool CanvasView::heldKey(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && !event->modifiers()) {
        if (!event->isAutoRepeat())
            m_gestures->setSpaceHeld(true);
        return true;
    }
    if (event->key() != Qt::Key_Escape)
        return false;
    if (!m_gestures->cancel())
        m_scene->select({});
    return true;
}

/// 1 to 9 go to a view, with Ctrl they note it.
bool CanvasView::bookmarkKey(QKeyEvent* event)
{
    const int digit = event->key() - Qt::Key_0;
    const Qt::KeyboardModifiers keys = event->modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
    if (digit < 1 || digit > 9 || (keys && keys != Qt::ControlModifier))
        return false;
    if (keys)
        noteView(digit);
    else
        goToView(digit);
    return true;
}

void CanvasView::noteView(int key)
{
    m_document.setBookmark(key, {mapToScene(viewport()->rect()).boundingRect().center(), zoom()});
    say(tr("This view is noted: the key %1 comes back to it").arg(key));
}

void CanvasView::goToView(int key)
{
    const std::optional<ViewMark> mark = m_document.bookmark(key);
    if (!mark) {
        say(tr("No view is noted under %1. Ctrl+%1 notes the one that you see.").arg(key));
        return;
    }
    setZoom(mark->zoom, viewport()->rect().center());
    centerOn(mark->center);
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
    const auto it = std::ranges::find(item->face().settings, false, &SettingFace::isLinked);
    if (it != item->face().settings.end())
        m_editor->open(NodeId(item->id()), std::string(it->name));
}

/// Pushes the selection by a step of the grid, groups with what stands in them; pinned nodes stay.
void CanvasView::push(QPointF direction)
{
    PartPlaces places = m_scene->placesOf(m_scene->parts(), true);
    const auto pushAll = [&](auto& of) {
        for (auto& [id, at] : of)
            at += direction * kNudge;
    };
    pushAll(places.nodes);
    pushAll(places.points);
    pushAll(places.groups);
    m_document.moveParts(places);
}

void CanvasView::selectAndShow(const NodeId& id)
{
    m_scene->select({id});
    const QRectF rect = m_scene->rectOf({id});
    if (!mapToScene(viewport()->rect()).boundingRect().contains(rect))
        centerOn(rect.center());
}

/// The nearest node in a direction.
void CanvasView::selectNeighbour(QPointF direction)
{
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
    if (best)
        selectAndShow(NodeId(best->id()));
}

/// Along the wires; pressed again it goes to the next neighbour of the node that it started from.
void CanvasView::followWires(bool forwards)
{
    if (m_scene->selection().size() != 1)
        return;
    const NodeId now = *m_scene->selection().begin();
    const auto neighbours = [&](const NodeId& id) {
        std::vector<NodeId> found;
        for (const Link& link : m_document.graph().linksOf(id)) {
            const NodeId& other = forwards ? link.to : link.from;
            if (other != id && std::ranges::find(found, other) == found.end())
                found.push_back(other);
        }
        return found;
    };
    std::vector<NodeId> ways = neighbours(now);
    if (!ways.empty()) {
        m_followedFrom = now;
    } else { // a dead end: its siblings
        ways = neighbours(m_followedFrom);
        const auto at = std::ranges::find(ways, now);
        if (at == ways.end())
            return;
        std::rotate(ways.begin(), at + 1, ways.end());
    }
    selectAndShow(NodeId(ways.front()));
}

} // namespace weft
