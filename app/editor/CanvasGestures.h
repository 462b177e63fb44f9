// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/CanvasView.h"

#include <QPoint>

#include <set>

QT_BEGIN_NAMESPACE
class QMouseEvent;
class QRubberBand;
QT_END_NAMESPACE

namespace weft {

/// What the mouse does on the canvas: one state at a time, from press to release.
///
/// | press on     | drag                                            | click                          |
/// | empty canvas | rubber band (Ctrl or Shift adds, Alt cuts wires) | selects nothing                |
/// | node         | moves the selection (Ctrl or Alt copies it, Shift turns the grid off or on) | selects it (Ctrl, Shift: adds or removes) |
/// | port         | a wire; from a wired input: its end; Shift from an output: all its wires | -      |
/// | number       | changes it (Shift fast, Ctrl fine)              | edits it                       |
/// | right edge   | width                                           |                                |
/// | middle, or Space | pan                                         |                                |
class CanvasGestures {
public:
    explicit CanvasGestures(CanvasView& view);
    ~CanvasGestures();

    void press(QMouseEvent& event);
    void move(QMouseEvent& event);
    void release(QMouseEvent& event);
    void doubleClick(QMouseEvent& event);
    void setSpaceHeld(bool held);
    /// -> whether there was something to cancel
    bool cancel();
    QPoint lastPoint() const { return m_last; }

private:
    enum class Mode { None, Pan, Band, Cut, Nodes, Wire, Scrub, Width, Click };

    CanvasScene& scene() const { return m_view.canvas(); }
    CanvasDocument& document() const { return m_view.document(); }
    double reach() const { return 10 / m_view.zoom(); }
    void pressLeft(QMouseEvent& event);
    void startWire(const CanvasHit& hit, Qt::KeyboardModifiers keys);
    void pressNode(const CanvasHit& hit, Qt::KeyboardModifiers keys);
    void pressSetting(const CanvasHit& hit);
    void moveNodes(QPointF scenePos, Qt::KeyboardModifiers keys);
    void moveWire(QPointF scenePos);
    void moveBand(QPoint point);
    void moveScrub(QPoint point, Qt::KeyboardModifiers keys);
    void dropWire(QPoint point);
    void dropNodes();
    void dropCopies();
    void clickNode();
    void dropBand();
    void dropCut();
    void dropAllLinks(QPoint point);
    void endWire();
    void connectEnds(const PortRef& a, const PortRef& b);
    /// Whether the wire, or all of them, may end there.
    Done mayEnd(const PortRef& end) const;
    std::optional<PortRef> snap(QPointF scenePos) const;
    LinkId spliceUnder() const;
    std::vector<Link> linksOfOutput(const PortRef& port) const;
    QPointF pointOf(const PortRef& port) const;
    void hover(QPoint point);
    void clickSetting();

    CanvasView& m_view;
    Mode m_mode = Mode::None;
    QPoint m_pressed, m_last;
    bool m_isSpaceHeld = false;
    bool m_hasMoved = false;
    std::map<NodeId, QPointF> m_startPositions, m_positions;
    NodeIds m_selectionBefore;
    PortRef m_wireFrom;
    LinkId m_pickedLink = 0; // a wire whose end was picked up
    bool m_movesAll = false; // all wires of the output m_wireFrom
    bool m_copies = false; // a drag leaves the nodes and copies them
    NodeId m_clicked; // a node that a click takes out of the selection
    NodeId m_node; // Scrub, Width
    std::string m_setting;
    Json m_startValue;
    double m_startWidth = 0;
    int m_gesture = 0;
    std::unique_ptr<QRubberBand> m_band;
    NodeId m_hovered;
};

} // namespace weft
