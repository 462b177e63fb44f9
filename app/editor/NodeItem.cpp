// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/NodeItem.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

namespace weft {

namespace {

constexpr double kMargin = 8; // ports stand out of the body

} // namespace

NodeItem::NodeItem(int handle, const Theme* theme)
    : m_handle(handle)
{
    m_look.theme = theme;
    setAcceptedMouseButtons(Qt::NoButton); // the view's gestures act; items only paint
}

QRectF NodeItem::boundingRect() const
{
    return QRectF(QPointF(0, 0), m_face.size).adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    m_look.scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    if (m_look.scale >= detail::kNoText && !m_texts.isFitted)
        m_texts = fitTexts(m_face, m_status); // only of nodes that are seen from near: it costs more than all the rest
    paintNode(*painter, m_face, m_status, m_texts, m_look);
}

void NodeItem::setFace(NodeFace face, NodeStatus status)
{
    if (face.size != m_face.size)
        prepareGeometryChange();
    m_face = std::move(face);
    m_status = std::move(status);
    m_texts.isFitted = false;
    update();
}

void NodeItem::setStatus(const NodeStatus& status)
{
    m_status = status;
    m_texts.isFitted = false;
}

void NodeItem::setTheme(const Theme* theme)
{
    m_look.theme = theme;
    update();
}

void NodeItem::setSelectedLook(bool selected)
{
    m_look.isSelected = selected;
    setZValue(selected ? 2 : 1);
    update();
}

void NodeItem::setHover(bool hovered, const std::string& setting)
{
    if (m_look.isHovered == hovered && m_look.hoveredSetting == setting)
        return;
    m_look.isHovered = hovered;
    m_look.hoveredSetting = setting;
    update();
}

void NodeItem::setShowsSettingPorts(bool shows)
{
    if (m_look.showsSettingPorts == shows)
        return;
    m_look.showsSettingPorts = shows;
    update();
}

void NodeItem::setTinted(bool tinted)
{
    if (m_look.isTinted == tinted)
        return;
    m_look.isTinted = tinted;
    update();
}

} // namespace weft
