// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/form/PictureStage.h"

#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace weft {

namespace {

constexpr int kMargin = 32;
constexpr int kStageCaption = 32;
constexpr double kLargest = 2; // times its own size; more shows nothing new

} // namespace

PictureStage::PictureStage(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("pictureStage"));
    setMinimumSize(200, 200);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PictureStage::setPicture(const QImage& picture, bool isRough)
{
    m_picture = picture;
    m_isRough = isRough;
    if (!isRough && !picture.isNull())
        m_wholeSize = picture.size();
    setFocusPolicy(picture.isNull() ? Qt::NoFocus : Qt::StrongFocus);
    update();
}

void PictureStage::setHint(const QString& hint)
{
    m_hint = hint;
    if (m_picture.isNull())
        setAccessibleDescription(hint);
    update();
}

void PictureStage::setCaption(const QString& caption)
{
    m_caption = caption;
    setAccessibleDescription(caption.isEmpty() ? m_hint : caption);
    update();
}

QRectF PictureStage::target() const
{
    const QRectF room = QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin - kStageCaption);
    // Previews are tiny; they stand where the picture will be.
    const QSizeF size = m_picture.isNull() ? QSizeF(m_wholeSize)
        : m_isRough                        ? QSizeF(m_picture.size()).scaled(m_wholeSize, Qt::KeepAspectRatio)
                                           : QSizeF(m_picture.size());
    const double scale = std::max(0.01, std::min({room.width() / size.width(), room.height() / size.height(), kLargest}));
    const QSizeF shown = size * scale;
    return {room.center() - QPointF(shown.width() / 2, shown.height() / 2), shown};
}

void PictureStage::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.fillRect(rect(), theme.canvas);
    const QRectF area = target();
    QPainterPath shape;
    shape.addRoundedRect(area, space::kRadius, space::kRadius);
    if (m_picture.isNull()) {
        painter.setPen(QPen(theme.fieldBorder, 1.4, Qt::DashLine));
        painter.drawPath(shape);
        const QPixmap icon = themedPixmap(QStringLiteral("image"), theme.border, 40, devicePixelRatioF());
        painter.drawPixmap(area.center() - QPointF(20, 44), icon);
        painter.setFont(uiFont(14));
        painter.setPen(theme.secondary);
        painter.drawText(QRectF(area.left() + 24, area.center().y() + 8, area.width() - 48, 60), Qt::AlignHCenter | Qt::TextWordWrap, m_hint);
    } else {
        painter.setClipPath(shape);
        painter.drawImage(area, m_picture);
        painter.setClipping(false);
        painter.setPen(QPen(hasFocus() ? theme.accent : theme.panelLine, hasFocus() ? 2 : 1));
        painter.drawPath(shape);
    }
    painter.setFont(uiFont(12));
    painter.setPen(theme.secondary);
    painter.drawText(QRectF(0, area.bottom() + 8, width(), 20), Qt::AlignHCenter | Qt::AlignVCenter, m_caption);
}

void PictureStage::mouseDoubleClickEvent(QMouseEvent*)
{
    if (!m_picture.isNull())
        Q_EMIT opened();
}

void PictureStage::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (enter && !m_picture.isNull())
        Q_EMIT opened();
    else
        QWidget::keyPressEvent(event);
}

} // namespace weft
