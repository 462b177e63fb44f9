// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/curve/CurveEdit.h"

#include "app/theme/Theme.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kMargin = 12; // px: so that points at the edges are whole
constexpr double kReach = 10; // px
constexpr double kDot = 4.5; // px, radius
constexpr double kStep = 0.01;
constexpr double kLargeStep = 0.1;
constexpr double kGap = 0.001; // between points: they keep their order

} // namespace

CurveEdit::CurveEdit(Curve curve, QWidget* parent)
    : QWidget(parent)
    , m_curve(std::move(curve))
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    setMinimumSize(160, 120);
    say();
}

void CurveEdit::setCurve(Curve curve)
{
    if (curve == m_curve)
        return;
    m_curve = std::move(curve);
    choose(std::min(m_chosen, m_curve.points.size() - 1));
}

QRectF CurveEdit::field() const { return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin); }

QPointF CurveEdit::placeOf(const Curve::Point& point) const
{
    const QRectF inside = field();
    return {inside.left() + point.x * inside.width(), inside.bottom() - point.y * inside.height()};
}

Curve::Point CurveEdit::pointAt(QPointF place) const
{
    const QRectF inside = field();
    return {std::clamp((place.x() - inside.left()) / inside.width(), 0.0, 1.0),
        std::clamp((inside.bottom() - place.y()) / inside.height(), 0.0, 1.0)};
}

std::ptrdiff_t CurveEdit::nearest(QPointF place) const
{
    std::ptrdiff_t found = -1;
    double reach = kReach;
    for (std::size_t i = 0; i < m_curve.points.size(); ++i) {
        const QPointF between = placeOf(m_curve.points[i]) - place;
        if (const double distance = std::hypot(between.x(), between.y()); distance < reach) {
            reach = distance;
            found = static_cast<std::ptrdiff_t>(i);
        }
    }
    return found;
}

void CurveEdit::choose(std::size_t point)
{
    m_chosen = point;
    say();
    update();
}

/// What a screen reader says of the point that keys move.
void CurveEdit::say()
{
    const Curve::Point& point = m_curve.points[m_chosen];
    setAccessibleDescription(tr("Point %1 of %2: %3 becomes %4. Page Up and Page Down choose a point, arrows move it, Insert makes one, Delete takes it away.")
                                 .arg(m_chosen + 1)
                                 .arg(m_curve.points.size())
                                 .arg(locale().toString(point.x, 'f', 2), locale().toString(point.y, 'f', 2)));
    setToolTip(tr("Click: a new point. Drag: move it. Double click: take it away."));
}

void CurveEdit::insert(Curve::Point point)
{
    if (m_curve.points.size() >= kMaxCurvePoints)
        return;
    const auto after = std::ranges::upper_bound(m_curve.points, point.x, {}, &Curve::Point::x);
    const auto made = m_curve.points.insert(after, point);
    choose(static_cast<std::size_t>(made - m_curve.points.begin()));
    Q_EMIT edited();
}

void CurveEdit::move(Curve::Point point)
{
    auto& points = m_curve.points;
    const double low = m_chosen == 0 ? 0 : points[m_chosen - 1].x + kGap;
    const double high = m_chosen + 1 == points.size() ? 1 : points[m_chosen + 1].x - kGap;
    point.x = std::max(std::min(point.x, high), std::min(low, high));
    point.y = std::clamp(point.y, 0.0, 1.0);
    if (points[m_chosen] == point)
        return;
    points[m_chosen] = point;
    choose(m_chosen);
    Q_EMIT edited();
}

void CurveEdit::removeChosen()
{
    if (m_curve.points.size() <= 2)
        return;
    m_curve.points.erase(m_curve.points.begin() + static_cast<std::ptrdiff_t>(m_chosen));
    choose(std::min(m_chosen, m_curve.points.size() - 1));
    Q_EMIT edited();
}

void CurveEdit::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.border, 1));
    painter.setBrush(theme.field);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kRadius, space::kRadius);
    const QRectF inside = field();
    painter.setPen(QPen(theme.panelLine, 1));
    for (int i = 0; i <= 4; ++i) {
        const double share = i / 4.0;
        painter.drawLine(placeOf({share, 0}), placeOf({share, 1}));
        painter.drawLine(placeOf({0, share}), placeOf({1, share}));
    }
    painter.setPen(QPen(theme.secondary, 1, Qt::DotLine));
    painter.drawLine(inside.bottomLeft(), inside.topRight()); // what changes nothing
    QPainterPath path(placeOf({0, heightAt(m_curve, 0)}));
    const int steps = std::max(2, int(inside.width() / 2));
    for (int i = 1; i <= steps; ++i) {
        const double x = double(i) / steps;
        path.lineTo(placeOf({x, heightAt(m_curve, x)}));
    }
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    for (std::size_t i = 0; i < m_curve.points.size(); ++i) {
        painter.setPen(QPen(theme.text, i == m_chosen ? 2 : 1));
        painter.setBrush(i == m_chosen ? theme.accent : theme.field);
        painter.drawEllipse(placeOf(m_curve.points[i]), kDot, kDot);
    }
}

void CurveEdit::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setFocus();
    const std::ptrdiff_t hit = nearest(event->position());
    if (hit >= 0)
        choose(static_cast<std::size_t>(hit));
    else
        insert(pointAt(event->position()));
    m_isDragged = true;
}

void CurveEdit::mouseMoveEvent(QMouseEvent* event)
{
    if (m_isDragged)
        move(pointAt(event->position()));
}

void CurveEdit::mouseReleaseEvent(QMouseEvent*) { m_isDragged = false; }

void CurveEdit::mouseDoubleClickEvent(QMouseEvent* event)
{
    const std::ptrdiff_t hit = nearest(event->position());
    if (event->button() != Qt::LeftButton || hit < 0)
        return;
    m_isDragged = false;
    choose(static_cast<std::size_t>(hit));
    removeChosen();
}

void CurveEdit::keyPressEvent(QKeyEvent* event)
{
    const std::size_t count = m_curve.points.size();
    const double step = event->modifiers() & Qt::ShiftModifier ? kLargeStep : kStep;
    Curve::Point point = m_curve.points[m_chosen];
    switch (event->key()) {
    case Qt::Key_PageUp:
        return choose((m_chosen + count - 1) % count);
    case Qt::Key_PageDown:
        return choose((m_chosen + 1) % count);
    case Qt::Key_Left:
        return move({point.x - step, point.y});
    case Qt::Key_Right:
        return move({point.x + step, point.y});
    case Qt::Key_Up:
        return move({point.x, point.y + step});
    case Qt::Key_Down:
        return move({point.x, point.y - step});
    case Qt::Key_Insert:
    case Qt::Key_Plus: {
        const std::size_t from = std::min(m_chosen, count - 2);
        const double x = (m_curve.points[from].x + m_curve.points[from + 1].x) / 2;
        return insert({x, heightAt(m_curve, x)});
    }
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        return removeChosen();
    default:
        QWidget::keyPressEvent(event);
    }
}

void CurveEdit::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* smooth = menu->addAction(tr("Smooth"), this, [this](bool on) {
        m_curve.isSmooth = on;
        update();
        Q_EMIT edited();
    });
    smooth->setCheckable(true);
    smooth->setChecked(m_curve.isSmooth);
    menu->addAction(tr("Straight from corner to corner"), this, [this] {
        m_curve.points = Curve().points;
        choose(0);
        Q_EMIT edited();
    });
    menu->popup(event->globalPos());
}

void CurveEdit::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        say();
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace weft
