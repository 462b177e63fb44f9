// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/Card.h"

#include "app/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr int kDoorSide = 18; // px between a door's edge and what is in it
constexpr int kSmallSide = 10;
constexpr int kRadius = 10;
constexpr int kQuiet = 18;

bool isDoor(Card::Size size) { return size == Card::Size::Door; }
int sideOf(Card::Size size) { return isDoor(size) ? kDoorSide : kSmallSide; }
int titleHeight(Card::Size size) { return isDoor(size) ? 28 : 20; }
QFont titleFont(Card::Size size) { return uiFont(isDoor(size) ? 17 : 13, QFont::DemiBold); }
QFont sentenceFont(Card::Size size) { return uiFont(isDoor(size) ? 13 : 12); }

/// What earns more day by day; no figures, since nobody knows them yet.
void paintBars(QPainter& painter, const QRect& area, const Theme& theme)
{
    constexpr std::array kHeights {0.30, 0.46, 0.40, 0.62, 0.56, 0.84};
    const int step = area.width() / 10;
    int x = area.center().x() - 3 * step + step / 6;
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < kHeights.size(); ++i) {
        QColor color = theme.ok;
        color.setAlphaF(0.40F + 0.12F * float(i));
        const int height = int(kHeights[i] * (area.height() - 32));
        painter.setBrush(color);
        painter.drawRoundedRect(QRect(x, area.bottom() - 15 - height, step * 2 / 3, height), 3, 3);
        x += step;
    }
}

/// Three nodes and their wires.
void paintWires(QPainter& painter, const QRect& area, const Theme& theme)
{
    const QSize node(area.width() / 4, area.height() / 4);
    const QRect above(QPoint(area.left() + area.width() / 10, area.top() + area.height() / 6), node);
    const QRect below(QPoint(above.left(), area.bottom() - area.height() / 6 - node.height()), node);
    const QRect last(QPoint(area.right() - area.width() / 10 - node.width(), area.center().y() - node.height() / 2), node * 1.1);
    const auto wire = [&](const QRect& from, int height, const char* type) {
        const QPointF a(from.right() + 1, from.center().y());
        const QPointF b(last.left(), last.top() + height);
        const double bend = (b.x() - a.x()) / 2;
        QPainterPath path(a);
        path.cubicTo(a + QPointF(bend, 0), b - QPointF(bend, 0), b);
        painter.strokePath(path, QPen(theme.wire(type), 2.4));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.wire(type));
        painter.drawEllipse(a, 4, 4);
        painter.drawEllipse(b, 4, 4);
    };
    for (const QRect& one : {above, below, last}) {
        painter.setPen(QPen(one == last ? theme.remote : theme.nodeBorder, 1.4));
        painter.setBrush(theme.node);
        painter.drawRoundedRect(one, 5, 5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.header);
        painter.drawRoundedRect(one.adjusted(2, 2, -1, -one.height() * 2 / 3), 3, 3);
    }
    wire(above, last.height() / 3 + 4, "CONDITIONING");
    wire(below, last.height() * 2 / 3 + 4, "LATENT");
}

} // namespace

Card::Card(Size size, Art art, QWidget* parent)
    : QAbstractButton(parent)
    , m_size(size)
    , m_art(art)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
}

void Card::setPicture(const QImage& picture)
{
    m_picture = picture;
    update();
}

void Card::setTexts(const QString& title, const QString& sentence)
{
    setText(title);
    m_sentence = sentence;
    describe();
}

void Card::setQuiet(const QString& quiet)
{
    m_quiet = quiet;
    describe();
}

void Card::describe()
{
    setAccessibleName(text());
    setAccessibleDescription(m_quiet.isEmpty() ? m_sentence : m_sentence + u' ' + m_quiet);
    update();
}

QRect Card::pictureRect(int width) const
{
    const int side = isDoor(m_size) ? kDoorSide : 0;
    const int inner = width - 2 * side;
    return {side, side, inner, inner * (isDoor(m_size) ? 44 : 60) / 100};
}

int Card::sentenceHeight(int width) const
{
    const QRect room(0, 0, width - 2 * sideOf(m_size), 1000);
    return QFontMetrics(sentenceFont(m_size)).boundingRect(room, Qt::TextWordWrap, m_sentence).height();
}

int Card::quietHeight(int width) const
{
    if (m_quiet.isEmpty())
        return isDoor(m_size) ? 0 : kQuiet;
    const QRect room(0, 0, width - 2 * sideOf(m_size), 1000);
    return std::max(kQuiet, QFontMetrics(uiFont(11)).boundingRect(room, Qt::TextWordWrap, m_quiet).height() + 2);
}

int Card::heightFor(int width) const
{
    const int side = sideOf(m_size);
    return pictureRect(width).bottom() + side + titleHeight(m_size) + sentenceHeight(width) + 6 + quietHeight(width) + side;
}

bool Card::isCut() const
{
    const int room = width() - 2 * sideOf(m_size);
    return height() < heightFor(width()) || QFontMetrics(titleFont(m_size)).horizontalAdvance(text()) > room;
}

void Card::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void Card::paintArt(QPainter& painter, const QRect& area, const Theme& theme) const
{
    QPainterPath shape; // a small card's picture fills it from edge to edge, so only its upper corners are round
    if (isDoor(m_size)) {
        shape.addRoundedRect(area, 6, 6);
    } else {
        shape.addRoundedRect(area.adjusted(1, 1, -1, kRadius), kRadius - 1, kRadius - 1);
        QPainterPath above;
        above.addRect(area);
        shape = shape.intersected(above);
    }
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(area, m_picture.isNull() ? theme.canvas : QColor(Qt::white));
    if (!m_picture.isNull()) {
        const QSizeF size = QSizeF(m_picture.size()).scaled(area.size(), Qt::KeepAspectRatioByExpanding);
        painter.drawImage(QRectF(QRectF(area).center() - QPointF(size.width() / 2, size.height() / 2), size), m_picture);
    } else if (m_art == Art::Bars) {
        paintBars(painter, area, theme);
    } else {
        paintWires(painter, area, theme);
    }
    painter.restore();
}

void Card::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const bool isLit = underMouse() || hasFocus();
    const QColor border = hasFocus() || m_isPrimary ? theme.accent : isLit ? theme.border : theme.panelLine;
    const QRectF body = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(border, hasFocus() ? 2 : 1.2));
    painter.setBrush(isDown() || underMouse() ? theme.panelHover : theme.panel);
    painter.drawRoundedRect(body, kRadius, kRadius);
    const QRect picture = pictureRect(width());
    paintArt(painter, picture, theme);
    if (!isDoor(m_size)) { // the picture covers the border
        painter.setPen(QPen(border, hasFocus() ? 2 : 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(body, kRadius, kRadius);
    }
    const int side = sideOf(m_size);
    QRect room(side, picture.bottom() + side, width() - 2 * side, titleHeight(m_size));
    painter.setFont(titleFont(m_size));
    painter.setPen(theme.text);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    painter.setFont(sentenceFont(m_size));
    painter.setPen(theme.secondary);
    room = QRect(side, room.bottom() + 3, room.width(), sentenceHeight(width()));
    painter.drawText(room, Qt::TextWordWrap, m_sentence);
    if (m_quiet.isEmpty())
        return;
    painter.setFont(uiFont(11));
    painter.setPen(isDoor(m_size) ? theme.ok : theme.secondary);
    const int quiet = quietHeight(width());
    room = QRect(side, height() - side - quiet + 4, room.width(), quiet);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, m_quiet);
}

} // namespace weft
