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
/// | wire         | as the empty canvas                             | with Alt: bends it there       |
/// | bend point   | moves the selection                             | selects it                     |
/// | group's title | moves it with what stands in it (Ctrl: alone)  | selects it                     |
/// | group's corner | its size                                      |                                |
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
    enum class Mode { None, Pan, Band, Cut, Nodes, Wire, Scrub, Width, Click, GroupSize };

    CanvasScene& scene() const { return m_view.canvas(); }
    CanvasDocument& document() const { return m_view.document(); }
    double reach() const { return 10 / m_view.zoom(); }
    void pressLeft(QMouseEvent& event);
    void startWire(const CanvasHit& hit, Qt::KeyboardModifiers keys);
    void pressNode(const CanvasHit& hit, Qt::KeyboardModifiers keys);
    void pressPoint(const CanvasHit& hit, Qt::KeyboardModifiers keys);
    void startBranch(RerouteId point);
    void pressGroup(const CanvasHit& hit, Qt::KeyboardModifiers keys);
    void startMoving(CanvasParts parts, bool withMembers, std::optional<QPointF> anchor);
    void moveGroupSize(QPointF scenePos, Qt::KeyboardModifiers keys);
    void dropGroupSize();
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
    /// Whether it is where a subgraph's border makes a new port.
    bool isPlus(const PortRef& port) const;
    std::optional<PortRef> settingUnder(const CanvasHit& hit) const;
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
    PartPlaces m_startPositions, m_positions;
    std::optional<QPointF> m_anchor; // what settles on the grid when all move by one distance; none: each by itself
    CanvasParts m_selectionBefore;
    PortRef m_wireFrom;
    LinkId m_pickedLink = 0; // a wire whose end was picked up
    bool m_movesAll = false; // all wires of the output m_wireFrom
    bool m_isFromPlus = false; // the wire began at a subgraph's "+"
    RerouteId m_branch = 0; // the wire leaves another one at this point
    bool m_copies = false; // a drag leaves the nodes and copies them
    CanvasParts m_clicked; // what a click takes out of the selection
    NodeId m_entered; // the instance that a click leads into
    LinkId m_bent = 0; // the wire that a click with Alt bends
    std::size_t m_group = 0; // GroupSize
    QRectF m_groupRect;
    NodeId m_node; // Scrub, Width
    std::string m_setting;
    Json m_startValue;
    double m_startWidth = 0;
    int m_gesture = 0;
    std::unique_ptr<QRubberBand> m_band;
    NodeId m_hovered;
};

} // namespace weft
