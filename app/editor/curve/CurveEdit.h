// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Curve.h"

#include <QWidget>

namespace weft {

/// An editor for a curve. A click makes a point, dragging moves it, Delete or a double click takes it away. By keys: Page Up and
/// Page Down choose a point, arrows move it (with Shift by more), Insert makes one before the next.
class CurveEdit : public QWidget {
    Q_OBJECT
public:
    CurveEdit(Curve curve, QWidget* parent);

    const Curve& curve() const { return m_curve; }
    void setCurve(Curve curve);
    /// The point that keys move.
    std::size_t chosen() const { return m_chosen; }
    /// Where a point of the curve is on the widget.
    QPointF placeOf(const Curve::Point& point) const;
    QSize sizeHint() const override { return {280, 220}; }

Q_SIGNALS:
    void edited(); // by the user

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QRectF field() const;
    Curve::Point pointAt(QPointF place) const;
    std::ptrdiff_t nearest(QPointF place) const; // -1: none within reach
    void insert(Curve::Point point);
    void move(Curve::Point point);
    void removeChosen();
    void choose(std::size_t point);
    void say();

    Curve m_curve;
    std::size_t m_chosen = 0;
    bool m_isDragged = false;
};

} // namespace weft
