// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/Minimap.h"

#include "app/editor/CanvasView.h"

#include <QMouseEvent>
#include <QPainter>

namespace weft {

Minimap::Minimap(QWidget* parent)
    : QWidget(parent)
{
    setMinimumHeight(96);
    setAccessibleName(tr("Minimap"));
}

void Minimap::setView(CanvasView* view)
{
    if (m_view)
        disconnect(m_view, nullptr, this, nullptr);
    m_view = view;
    if (m_view) {
        connect(m_view, &CanvasView::viewMoved, this, qOverload<>(&QWidget::update));
        connect(m_view, &QObject::destroyed, this, [this] { m_view = nullptr; });
    }
    update();
}

QTransform Minimap::toMap() const
{
    QRectF all = m_view->canvas().nodesRect();
    if (all.isEmpty())
        all = QRectF(0, 0, 800, 600);
    all.adjust(-60, -60, 60, 60);
    const double scale = std::min((width() - 12) / all.width(), (height() - 12) / all.height());
    QTransform map;
    map.translate(width() / 2.0, height() / 2.0);
    map.scale(scale, scale);
    map.translate(-all.center().x(), -all.center().y());
    return map;
}

void Minimap::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.canvas);
    painter.drawRoundedRect(rect(), 6, 6);
    if (!m_view)
        return;
    const QTransform map = toMap();
    for (const NodeItem* item : m_view->canvas().nodeItems()) {
        QColor color = item->face().isNote ? theme.nodeBorder : placeColor(theme, item->status());
        if (item->status().state == NodeStatus::State::Failed)
            color = theme.error;
        painter.setBrush(color);
        painter.drawRoundedRect(map.mapRect(item->rect()), 1.5, 1.5);
    }
    const QRectF seen = map.mapRect(m_view->mapToScene(m_view->viewport()->rect()).boundingRect());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.border, 1));
    painter.drawRoundedRect(seen.intersected(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5)), 3, 3);
}

void Minimap::mousePressEvent(QMouseEvent* event)
{
    if (m_view)
        m_view->centerOn(toMap().inverted().map(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) { mousePressEvent(event); }

} // namespace weft
