// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/NodePainter.h"

#include <QGraphicsItem>

namespace weft {

/// One node on the canvas. It paints its header, ports, settings, preview and footer itself; it has no child items.
class NodeItem : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };
    NodeItem(int handle, const Theme* theme);

    int type() const override { return Type; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    int handle() const { return m_handle; }
    const NodeFace& face() const { return m_face; }
    const NodeStatus& status() const { return m_status; }
    const NodeId& id() const { return m_face.id; }
    QRectF rect() const { return {pos(), m_face.size}; } // in the scene
    QPointF portPos(const PortFace& port) const { return pos() + port.at; }

    void setFace(NodeFace face, NodeStatus status);
    /// One under which the node has the same face (hasSameShape). Whoever sets it calls update(), now or soon.
    void setStatus(const NodeStatus& status);
    void setTheme(const Theme* theme);
    void setSelectedLook(bool selected);
    void setHover(bool hovered, const std::string& setting);
    void setShowsSettingPorts(bool shows);
    void setTinted(bool tinted);
    bool isSelectedLook() const { return m_look.isSelected; }

private:
    int m_handle;
    NodeFace m_face;
    NodeStatus m_status;
    FittedTexts m_texts;
    NodeLook m_look;
};

} // namespace weft
