// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/mask/MaskPainting.h"

#include <QWidget>

#include <functional>

namespace weft {

/// A picture with a mask over it, to be painted on. The left button paints (the right one erases), the wheel zooms, the
/// middle button or Space moves the picture; a pen's pressure changes the brush's size.
class MaskCanvas : public QWidget {
    Q_OBJECT
public:
    explicit MaskCanvas(const QImage& picture, QWidget* parent = nullptr);

    MaskPainting& painting() { return m_painting; }
    const QImage& picture() const { return m_picture; }
    MaskBrush& brush() { return m_brush; }
    /// Does something to the mask and shows it.
    void change(const std::function<void(MaskPainting&)>& change);
    void setBrushSize(double size);
    double zoom() const { return m_zoom; }
    void setZoom(double zoom, QPointF fixed);
    void fit();
    /// Where a pixel of the picture is seen.
    QPointF toWidget(QPointF pixel) const { return m_offset + pixel * m_zoom; }
    QPointF toPicture(QPointF point) const { return (point - m_offset) / m_zoom; }

Q_SIGNALS:
    void painted();
    void brushChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void paintTo(QPointF point);
    void showMask(const QRect& changed);

    QImage m_picture;
    MaskPainting m_painting;
    QImage m_overlay; // the mask in a colour
    MaskBrush m_brush;
    double m_zoom = 1;
    QPointF m_offset;
    QPointF m_last; // of a stroke, in the picture
    QPointF m_mouse {-1, -1};
    double m_pressure = 1;
    bool m_isPainting = false;
    bool m_erasesNow = false;
    bool m_isPanning = false;
    bool m_isSpaceHeld = false;
    bool m_isFitted = true;
};

} // namespace weft
