// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/WireLine.h"
#include "app/theme/Theme.h"
#include "core/graph/Graph.h"

#include <QGraphicsItem>
#include <QRegion>

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace weft {

class CanvasScene;
class NodeItem;

/// Whether wires are seen. Those of the selection and under the mouse always are.
enum class WireLook { Shown, Dimmed, Hidden };

/// A wire in the making.
struct DraftWire {
    QPointF from, to;
    QColor color;
};

/// A point that wires bend at, as it is drawn.
struct PointFace {
    QPointF at;
    QPointF along; // the wires' direction in it
    QColor color;
    QPointF before; // where the wires come from
    QPointF after; // the sum of where they go on to
    int wires = 0;
};

/// A wire as it is drawn.
struct WireFace {
    LinkId id = 0;
    NodeItem* from = nullptr;
    NodeItem* to = nullptr;
    QPointF start, end;
    QColor color;
    bool isFaint = false; // it touches a muted node
    QString tag; // "⇄ 231 KB": it crosses machines
    std::vector<RerouteId> bends; // from its output to its input
    QRectF bendsRect; // null without bends
    WireLine line; // empty: must be routed again
    QRectF lineRect; // of the line that it had last
    std::vector<std::size_t> bendsAt; // where in the line they are
};

/// Every wire of the canvas in one item, under the nodes; and, far out, the nodes too, as blocks.
class WiresItem : public QGraphicsItem {
public:
    WiresItem(CanvasScene& scene, const Theme* theme);

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    void setTheme(const Theme* theme) { m_theme = theme; }
    void setBounds(const QRectF& bounds);
    /// All wires anew, from the graph.
    void rebuild();
    /// Those of these nodes anew.
    void refresh(const std::set<NodeId>& nodes);
    /// Nodes stand elsewhere: ways round them are looked for again.
    void forgetRoutes();
    /// A node's item goes away, and its wires with it.
    void forget(const NodeItem& item);
    /// These nodes are dragged: until the drag ends, or the document follows, wires aren't routed round other nodes.
    void nodesMoved(const std::vector<NodeItem*>& items);
    /// All nodes stand where they did before.
    void dragEnded();
    /// A node that stays has another size, with a picture that came, say; it was as large as `before`. Only wires near it are routed anew.
    void nodeGrew(const NodeItem& item, const QRectF& before);
    /// A node runs on other machines than before.
    void updateTagsOf(const NodeItem& item);
    /// The wire within `reach` of a point, 0: none.
    LinkId wireAt(QPointF point, double reach);
    /// Wires that a line crosses.
    std::vector<LinkId> wiresCrossing(const QLineF& line);
    void setHovered(LinkId id);
    void setDrafts(std::vector<DraftWire> drafts);
    /// Outlines of nodes that a drag will copy.
    void setGhosts(std::vector<QRectF> ghosts);
    void setCutLine(const QLineF& line);
    WireLook look() const { return m_look; }
    void setLook(WireLook look);
    void updateTags();
    /// Those tags that would vanish under the nodes beside them; painted over all.
    void paintTightTags(QPainter& painter, const QRectF& exposed, double scale);
    /// Where a wire's tag is; in a gap that is too short for its words only the mark; null where not even that fits, for a
    /// tag never lies on a port or its label.
    static QRectF tagRect(const WireFace& wire);
    /// What of the view is painted now, in its pixels, which may be small pieces far apart; empty: all that is exposed.
    void setPainted(const QRegion& region) { m_painted = region; }
    const std::vector<WireFace>& wires() const { return m_wires; }
    /// A wire as it is drawn; null: there is none.
    const WireFace* wire(LinkId id) const;

    /// The point of wires within `reach` of a place; 0: none.
    RerouteId pointAt(QPointF at, double reach) const;
    std::set<RerouteId> pointsIn(const QRectF& area) const;
    std::optional<QPointF> pointOf(RerouteId id) const;
    std::vector<RerouteId> pointIds() const;
    void selectPoints(const std::set<RerouteId>& points);
    void setHoveredPoint(RerouteId point);
    /// While a drag goes on; the document follows when it ends.
    void previewPoints(const std::map<RerouteId, QPointF>& places);
    /// How many points of a wire come before a place near it.
    std::size_t bendsBefore(LinkId id, QPointF place);

private:
    bool isPainted(const QPainter& painter, const QRectF& exposed, QRectF span, double scale) const;
    void readPoints();
    void bendWires();
    void paintPoints(QPainter& painter, const QRectF& exposed, double scale);
    WireLine visiblePart(WireFace& wire, bool isWhole, std::set<RerouteId>& drawn);
    void place(WireFace& wire) const;
    const std::vector<LinkId>& linksOf(const NodeItem& item) const;
    void add(const Link& link);
    void remove(std::size_t index);
    void describe(WireFace& wire, const Link& link) const;
    QString tagOf(const WireFace& wire, const Link& link) const;
    void updateTag(WireFace& wire);
    const WireLine& routed(WireFace& wire);
    std::vector<QRectF> inTheWayOf(const WireFace& wire, const QRectF& area) const;
    void paintBlocks(QPainter& painter, const QRectF& exposed, double scale);
    void paintWires(QPainter& painter, const QRectF& exposed, double scale);
    void paintTag(QPainter& painter, const WireFace& wire);
    static double tagWidth(const WireFace& wire);
    /// Whether the tag is wider than what is seen between the two nodes.
    static bool isTight(const WireFace& wire);
    void paintDrafts(QPainter& painter, double scale);
    bool isHot(const WireFace& wire) const;
    bool isSeen(const WireFace& wire) const { return m_look != WireLook::Hidden || isHot(wire); }

    CanvasScene& m_scene;
    const Theme* m_theme;
    QRectF m_bounds {-1e6, -1e6, 2e6, 2e6};
    std::vector<WireFace> m_wires;
    std::unordered_map<const NodeItem*, std::vector<LinkId>> m_ofNode;
    std::unordered_map<LinkId, std::size_t> m_ofLink; // positions in m_wires
    LinkId m_hovered = 0;
    std::vector<DraftWire> m_drafts;
    std::vector<QRectF> m_ghosts;
    WireLook m_look = WireLook::Shown;
    QRegion m_painted;
    QLineF m_cutLine;
    std::map<RerouteId, PointFace> m_points; // those that a wire goes through
    std::set<RerouteId> m_selectedPoints;
    RerouteId m_hoveredPoint = 0;
    bool m_isDragging = false;
};

/// A rectangle that the wire doesn't leave, as far as its way is known.
QRectF spanOf(const WireFace& wire);

} // namespace weft
