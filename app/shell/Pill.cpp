// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/Pill.h"

#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QPainter>

namespace weft {

namespace {

constexpr int kHeight = 28;
constexpr int kSide = 12;

} // namespace

Pill::Pill(QWidget* parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void Pill::setDot(const QColor& color)
{
    m_dot = color;
    updateGeometry();
    update();
}

void Pill::setTexts(const QString& text, const QString& quiet)
{
    setText(text);
    setAccessibleName(quiet.isEmpty() ? text : text + QStringLiteral(", ") + quiet);
    m_quiet = quiet;
    updateGeometry();
    update();
}

void Pill::setWords(Words words)
{
    if (m_words == words)
        return;
    m_words = words;
    updateGeometry();
    update();
}

void Pill::setReadOnly(bool isReadOnly)
{
    setFocusPolicy(isReadOnly ? Qt::NoFocus : Qt::TabFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents, isReadOnly);
    setCursor(isReadOnly ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void Pill::setOutlined(bool inOk)
{
    m_isOn = inOk;
    update();
}

void Pill::setOpen(bool isOpen)
{
    m_isOpen = isOpen;
    update();
}

void Pill::setPrimary(bool primary)
{
    m_isPrimary = primary;
    update();
}

void Pill::setHasMenu(bool hasMenu)
{
    m_hasMenu = hasMenu;
    updateGeometry();
}

void Pill::setIconName(const QString& name)
{
    m_icon = name;
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    const QFontMetrics metrics(uiFont(12, m_isPrimary ? QFont::DemiBold : QFont::Normal));
    int width = 2 * kSide + metrics.horizontalAdvance(shownText());
    if (!shownQuiet().isEmpty())
        width += 8 + QFontMetrics(uiFont(12)).horizontalAdvance(shownQuiet());
    if (m_dot.isValid())
        width += 15;
    if (!m_icon.isEmpty())
        width += 20;
    if (m_hasMenu)
        width += 14;
    return {width + 1, kHeight};
}

void Pill::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
    const double radius = m_isPrimary ? 6 : body.height() / 2;
    QColor fill = m_isPrimary ? theme.button : underMouse() ? theme.panelHover : theme.panel;
    if (m_isPrimary && (underMouse() || isDown()))
        fill = isDown() ? fill.darker(115) : fill.lighter(110);
    if (!isEnabled())
        fill = m_isPrimary ? theme.header : theme.panel;
    const QColor border = hasFocus() || m_isOpen ? theme.accent : m_isOn ? theme.ok : m_isPrimary ? fill : theme.fieldBorder;
    painter.setPen(QPen(border, 1.2));
    painter.setBrush(fill);
    painter.drawRoundedRect(body, radius, radius);
    const bool isIconAlone = shownText().isEmpty() && shownQuiet().isEmpty() && !m_icon.isEmpty() && !m_dot.isValid() && !m_hasMenu;
    int x = isIconAlone ? (width() - 14) / 2 : kSide;
    const QColor ink = !isEnabled() ? theme.border : m_isPrimary ? theme.buttonText : theme.text;
    if (m_dot.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_dot);
        painter.drawEllipse(QPointF(x + 4, height() / 2.0), 4, 4);
        x += 15;
    }
    if (!m_icon.isEmpty()) {
        painter.drawPixmap(QPointF(x, height() / 2.0 - 7), themedPixmap(m_icon, ink, 14, devicePixelRatioF()));
        x += 20;
    }
    painter.setFont(uiFont(12, m_isPrimary ? QFont::DemiBold : QFont::Normal));
    painter.setPen(ink);
    painter.drawText(QRect(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, shownText());
    x += shownText().isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(shownText()) + 8;
    painter.setFont(uiFont(12));
    if (!m_isPrimary)
        painter.setPen(theme.secondary);
    painter.drawText(QRect(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, shownQuiet());
    if (m_hasMenu)
        painter.drawPixmap(QPointF(width() - kSide - 10, height() / 2.0 - 6), themedPixmap(QStringLiteral("chevron-down"), theme.secondary, 12, devicePixelRatioF()));
}

} // namespace weft
