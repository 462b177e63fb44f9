// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Theme.h"
#include "core/graph/Graph.h"

#include <QGraphicsItem>
#include <QPainterPath>

#include <unordered_map>
#include <vector>

namespace weft {

class CanvasScene;
class NodeItem;

/// A wire as it is drawn.
struct WireFace {
    LinkId id = 0;
    NodeItem* from = nullptr;
    NodeItem* to = nullptr;
    QPointF start, end;
    QColor color;
    bool isFaint = false; // it touches a muted node
    QString tag; // "⇄ 231 KB": it crosses machines
    QPainterPath path; // empty: must be routed again
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
    /// The wires of these nodes moved; while a drag goes on they aren't routed round other nodes.
    void nodesMoved(const std::vector<NodeItem*>& items, bool final);
    /// The wire within `reach` of a point, 0: none.
    LinkId wireAt(QPointF point, double reach);
    /// Wires that a line crosses.
    std::vector<LinkId> wiresCrossing(const QLineF& line);
    void setHovered(LinkId id);
    /// A wire in the making; an invalid colour: none.
    void setDraft(QPointF from, QPointF to, const QColor& color);
    void setCutLine(const QLineF& line);
    void updateTags();
    const std::vector<WireFace>& wires() const { return m_wires; }

private:
    void place(WireFace& wire) const;
    const QPainterPath& routed(WireFace& wire);
    void paintBlocks(QPainter& painter, const QRectF& exposed);
    void paintWires(QPainter& painter, const QRectF& exposed, double scale);
    void paintTag(QPainter& painter, const WireFace& wire);

    CanvasScene& m_scene;
    const Theme* m_theme;
    QRectF m_bounds {-1e6, -1e6, 2e6, 2e6};
    std::vector<WireFace> m_wires;
    std::unordered_map<const NodeItem*, std::vector<std::size_t>> m_ofNode;
    LinkId m_hovered = 0;
    QPointF m_draftFrom, m_draftTo;
    QColor m_draftColor;
    QLineF m_cutLine;
    bool m_isDragging = false;
};

} // namespace weft
