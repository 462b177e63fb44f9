// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/Minimap.h"

#include "app/editor/CanvasView.h"
#include "app/editor/GroupsItem.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <chrono>

namespace weft {

namespace {

constexpr std::size_t kMostRounded = 400;
/// All nodes are drawn for one that says something new, and in a run one does so all the time: the map is drawn so often at most.
constexpr std::chrono::milliseconds kStatusEvery {200};

} // namespace

Minimap::Minimap(QWidget* parent)
    : QWidget(parent)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kStatusEvery);
    connect(&m_soon, &QTimer::timeout, this, &Minimap::forgetNodes);
    setMinimumHeight(96);
    setAccessibleName(tr("Minimap"));
}

void Minimap::setView(CanvasView* view)
{
    if (m_view) {
        disconnect(m_view, nullptr, this, nullptr);
        disconnect(&m_view->canvas(), nullptr, this, nullptr);
        disconnect(&m_view->document(), nullptr, this, nullptr);
    }
    m_view = view;
    if (m_view) {
        connect(m_view, &CanvasView::viewMoved, this, qOverload<>(&QWidget::update));
        connect(&m_view->canvas(), &CanvasScene::mirrored, this, &Minimap::forgetNodes);
        connect(&m_view->canvas(), &CanvasScene::changedLook, this, &Minimap::forgetNodes);
        connect(&m_view->document(), &CanvasDocument::statusChanged, this, &Minimap::forgetNodesSoon);
        connect(m_view, &QObject::destroyed, this, [this] { m_view = nullptr; });
    }
    forgetNodes();
}

void Minimap::forgetNodes()
{
    m_soon.stop();
    m_nodes = {};
    update();
}

void Minimap::forgetNodesSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void Minimap::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    forgetNodes();
}

void Minimap::drawNodes()
{
    QRectF all = m_view->canvas().everything();
    if (all.isEmpty())
        all = QRectF(0, 0, 800, 600);
    all.adjust(-60, -60, 60, 60);
    const double scale = std::min((width() - 12) / all.width(), (height() - 12) / all.height());
    m_toMap = QTransform::fromTranslate(width() / 2.0, height() / 2.0).scale(scale, scale).translate(-all.center().x(), -all.center().y());
    m_nodes = QPixmap(size() * devicePixelRatioF());
    m_nodes.setDevicePixelRatio(devicePixelRatioF());
    m_nodes.fill(Qt::transparent);
    const Theme& theme = Theme::of(this);
    const std::vector<NodeItem*> items = m_view->canvas().nodeItems();
    const bool isRough = items.size() > kMostRounded; // so small that corners aren't seen
    QPainter painter(&m_nodes);
    painter.setRenderHint(QPainter::Antialiasing, !isRough);
    painter.setPen(Qt::NoPen);
    for (const GroupFace& group : m_view->canvas().groups().groups()) {
        QColor color = group.color;
        color.setAlphaF(theme.isDark ? 0.35F : 0.28F);
        painter.fillRect(m_toMap.mapRect(group.rect), color);
    }
    for (const NodeItem* item : items) {
        QColor color = item->face().isNote ? theme.nodeBorder : placeColor(theme, item->status());
        if (item->status().state == NodeStatus::State::Failed)
            color = theme.error;
        const QRectF block = m_toMap.mapRect(item->rect());
        if (isRough) {
            painter.fillRect(block, color);
            continue;
        }
        painter.setBrush(color);
        painter.drawRoundedRect(block, 1.5, 1.5);
    }
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
    if (m_nodes.isNull())
        drawNodes();
    painter.drawPixmap(0, 0, m_nodes);
    const QRectF seen = m_toMap.mapRect(m_view->mapToScene(m_view->viewport()->rect()).boundingRect());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.border, 1));
    painter.drawRoundedRect(seen.intersected(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5)), 3, 3);
}

void Minimap::mousePressEvent(QMouseEvent* event)
{
    if (m_view)
        m_view->centerOn(m_toMap.inverted().map(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) { mousePressEvent(event); }

} // namespace weft
