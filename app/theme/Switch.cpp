// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/Switch.h"

#include "app/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace weft {

Switch::Switch(QWidget* parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Switch::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(1, 1, -1, -1);
    const QColor on = isEnabled() ? theme.ok : theme.fieldBorder;
    painter.setPen(QPen(hasFocus() ? theme.accent : isChecked() ? on : theme.border, hasFocus() ? 2 : 1));
    painter.setBrush(isChecked() ? on : theme.field);
    painter.drawRoundedRect(body, body.height() / 2, body.height() / 2);
    const double knob = body.height() - 6;
    const double left = isChecked() ? body.right() - knob - 3 : body.left() + 3;
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? theme.panel : theme.border);
    painter.drawEllipse(QRectF(left, body.top() + 3, knob, knob));
}

void Switch::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace weft
