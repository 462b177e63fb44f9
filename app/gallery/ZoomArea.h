// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace weft {

/// A surface on which something of a fixed size is looked at: the wheel zooms to the cursor, a drag or two fingers move
/// it, a double click changes between the whole and each pixel. What is drawn is up to those who derive from it.
class ZoomArea : public QWidget {
    Q_OBJECT
public:
    explicit ZoomArea(QWidget* parent = nullptr);

    double scale() const; // screen px per content px
    bool fits() const { return m_scale <= 0; }
    void showAll();
    void showPixels(); // 100 %
    void zoomBy(double factor); // about the middle
    /// Moves and zooms as another one does.
    void follow(const ZoomArea& other);
    QRectF target() const; // where the content is drawn
    QPointF toContent(QPointF position) const;

Q_SIGNALS:
    void viewChanged();

protected:
    virtual QSize contentSize() const = 0;
    virtual void paintContent(QPainter& painter, const QRectF& target) = 0;
    void contentChanged(bool sameView); // call when the size is another

    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    double fitScale() const;
    void zoomAt(QPointF position, double factor);
    void moveBy(QPointF delta);
    void keepInSight();

    double m_scale = 0; // 0: fits
    QPointF m_shift; // of the content's middle from the widget's, screen px
    QPointF m_last;
    bool m_isDragging = false;
};

} // namespace weft
