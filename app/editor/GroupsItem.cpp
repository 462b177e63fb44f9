// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/GroupsItem.h"

#include "app/editor/BoxPainter.h"
#include "app/editor/NodePainter.h"
#include "app/editor/SettingPainter.h"
#include "app/editor/layout/FramedLayout.h"
#include "app/editor/model/CanvasDocument.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr int kUsualFont = 24; // what ComfyUI gives a group
constexpr double kTitlePerFont = 1.4; // as it does too
constexpr double kTextPerFont = 0.66; // smaller than there: the titles of nodes have 13
constexpr double kCorner = 18;
constexpr double kLeastText = 6.5; // pixels; smaller titles can't be read

QColor alphaed(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

void edges(BoxPainter& boxes, const QRectF& rect, double width, const QColor& color)
{
    boxes.fill({rect.left(), rect.top(), rect.width(), width}, color);
    boxes.fill({rect.left(), rect.bottom() - width, rect.width(), width}, color);
    boxes.fill({rect.left(), rect.top() + width, width, rect.height() - 2 * width}, color);
    boxes.fill({rect.right() - width, rect.top() + width, width, rect.height() - 2 * width}, color);
}

} // namespace

double GroupFace::titleHeight() const { return std::min(std::round(fontSize * kTitlePerFont), rect.height()); }

QRectF GroupFace::cornerRect() const
{
    return {rect.right() - kCorner, rect.bottom() - kCorner, kCorner, kCorner};
}

GroupsItem::GroupsItem(const Theme* theme)
    : m_theme(theme)
{
    setAcceptedMouseButtons(Qt::NoButton);
    setFlag(ItemUsesExtendedStyleOption);
    setZValue(-1);
}

void GroupsItem::rebuild(const std::vector<Group>& groups)
{
    m_groups.clear();
    for (const Group& group : groups) {
        GroupFace face;
        face.rect = {group.x, group.y, group.width, group.height};
        face.title = QString::fromStdString(group.title);
        const QColor own(CanvasDocument::groupColor(group));
        face.color = own.isValid() ? own : QColor(0x3f789e);
        face.fontSize = int(std::clamp(numberAt(group.extra, "font_size", kUsualFont), 12.0, 96.0));
        face.isPinned = CanvasDocument::isPinned(group);
        m_groups.push_back(std::move(face));
    }
    update();
}

void GroupsItem::preview(std::size_t group, const QRectF& rect)
{
    if (group < m_groups.size())
        m_groups[group].rect = rect;
    update();
}

void GroupsItem::select(const std::set<std::size_t>& groups)
{
    m_selected = groups;
    update();
}

template <typename Where>
int GroupsItem::smallest(Where where) const
{
    int best = -1;
    double least = 0;
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        const double area = m_groups[i].rect.width() * m_groups[i].rect.height();
        if (where(m_groups[i]) && (best < 0 || area <= least)) {
            best = int(i);
            least = area;
        }
    }
    return best;
}

int GroupsItem::titleAt(QPointF point) const
{
    return smallest([point](const GroupFace& group) { return group.titleRect().contains(point); });
}

int GroupsItem::cornerAt(QPointF point) const
{
    return smallest([point](const GroupFace& group) { return !group.isPinned && group.cornerRect().contains(point); });
}

int GroupsItem::at(QPointF point) const
{
    return smallest([point](const GroupFace& group) { return group.rect.contains(point); });
}

void GroupsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*)
{
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    painter->setPen(Qt::NoPen);
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        if (m_groups[i].rect.intersects(option->exposedRect))
            paintGroup(*painter, i, scale);
    }
}

QColor GroupsItem::edgeOf(std::size_t group) const
{
    return m_selected.contains(group) ? m_theme->selection : alphaed(m_groups[group].color, m_theme->isDark ? 0.75 : 0.85);
}

void GroupsItem::paintGroup(QPainter& painter, std::size_t index, double scale)
{
    const GroupFace& group = m_groups[index];
    const QColor edge = edgeOf(index);
    {
        BoxPainter boxes(painter);
        const QRectF all = boxes.pixels(group.rect);
        boxes.fill(all, alphaed(group.color, m_theme->isDark ? 0.20 : 0.14));
        const double width = (m_selected.contains(index) ? 2 : 1) / boxes.ratio();
        edges(boxes, all, std::max(std::round(width), 1 / boxes.ratio()), edge);
    }
    if (group.isPinned || scale < detail::kBlocksOnly)
        return;
    const QRectF corner = group.cornerRect().adjusted(4, 4, -4, -4);
    const QPointF triangle[] {corner.topRight(), corner.bottomRight(), corner.bottomLeft()};
    painter.setBrush(edge);
    painter.drawConvexPolygon(triangle, 3);
}

void GroupsItem::paintTitles(QPainter& painter, const QRectF& exposed) const
{
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter.worldTransform());
    if (scale < detail::kBlocksOnly)
        return;
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        const GroupFace& group = m_groups[i];
        if (!group.titleRect().intersects(exposed))
            continue;
        {
            BoxPainter boxes(painter);
            const QRectF bar = boxes.pixels(group.titleRect());
            boxes.fill(bar, mixed(m_theme->canvas, group.color, m_theme->isDark ? 0.54 : 0.40));
            edges(boxes, bar, 1 / boxes.ratio(), edgeOf(i));
        }
        paintTitle(painter, group, scale);
    }
}

GroupTitlesItem::GroupTitlesItem(const GroupsItem& groups)
    : m_groups(groups)
{
    setAcceptedMouseButtons(Qt::NoButton);
    setFlag(ItemUsesExtendedStyleOption);
    setZValue(0.5);
}

void GroupTitlesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*)
{
    m_groups.paintTitles(*painter, option->exposedRect);
}

void GroupsItem::paintTitle(QPainter& painter, const GroupFace& group, double scale) const
{
    const int pixels = int(std::lround(group.fontSize * kTextPerFont));
    if (pixels * scale < kLeastText)
        return;
    const QFont font = uiFont(pixels, QFont::DemiBold);
    QRectF room = group.titleRect().adjusted(12, 0, -12, 0);
    if (group.isPinned) {
        drawIcon(painter, QStringLiteral("pin"), m_theme->secondary, {room.right() - 14, room.center().y() - 7, 14, 14});
        room.setRight(room.right() - 20);
    }
    painter.setFont(font);
    painter.setPen(readableOn(m_theme->text, mixed(m_theme->canvas, group.color, m_theme->isDark ? 0.54 : 0.40)));
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, QFontMetricsF(font).elidedText(group.title, Qt::ElideRight, room.width()));
    painter.setPen(Qt::NoPen);
}

QRectF groupRectAround(const QRectF& inside) { return frameAround(inside, std::round(kUsualFont * kTitlePerFont)); }

} // namespace weft
