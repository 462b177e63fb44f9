// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Theme.h"
#include "core/graph/Graph.h"

#include <QGraphicsItem>

#include <map>
#include <vector>

namespace weft {

/// A group as it is drawn.
struct GroupFace {
    QRectF rect;
    QString title;
    QColor color;
    int fontSize = 0; // of the title, in the scene's unit
    bool isPinned = false;

    double titleHeight() const;
    QRectF titleRect() const { return {rect.topLeft(), QSizeF(rect.width(), titleHeight())}; }
    QRectF cornerRect() const; // what resizes it
};

/// Every group of the canvas in one item, behind wires and nodes.
class GroupsItem : public QGraphicsItem {
public:
    explicit GroupsItem(const Theme* theme);

    QRectF boundingRect() const override { return {-1e6, -1e6, 2e6, 2e6}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    void setTheme(const Theme* theme) { m_theme = theme; }
    /// By their place among the graph's groups.
    const std::vector<GroupFace>& groups() const { return m_groups; }
    void rebuild(const std::vector<Group>& groups);
    /// While a drag goes on; the document follows when it ends.
    void preview(std::size_t group, const QRectF& rect);
    void select(const std::set<std::size_t>& groups);

    /// The smallest one whose title bar, corner or whole rectangle is under a point. None: -1.
    int titleAt(QPointF point) const;
    int cornerAt(QPointF point) const;
    int at(QPointF point) const;

    /// The title bars alone, opaque: over the wires, so that none runs through a title.
    void paintTitles(QPainter& painter, const QRectF& exposed) const;

private:
    template <typename Where> int smallest(Where where) const;
    QColor edgeOf(std::size_t group) const;
    void paintGroup(QPainter& painter, std::size_t index, double scale);
    void paintTitle(QPainter& painter, const GroupFace& group, double scale) const;

    const Theme* m_theme;
    std::vector<GroupFace> m_groups;
    std::set<std::size_t> m_selected;
};

/// The titles of a GroupsItem, between wires and nodes.
class GroupTitlesItem : public QGraphicsItem {
public:
    explicit GroupTitlesItem(const GroupsItem& groups);

    QRectF boundingRect() const override { return m_groups.boundingRect(); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const GroupsItem& m_groups;
};

/// The rectangle of a group round `inside`, with its title above it.
QRectF groupRectAround(const QRectF& inside);

} // namespace weft
