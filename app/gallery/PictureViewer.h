// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/ResultsPanel.h"

#include <QDialog>

namespace weft {

/// A result as large as the window allows: arrows go on, the wheel zooms, dragging moves, 1 shows each pixel, Escape closes.
class PictureViewer : public QDialog {
    Q_OBJECT
public:
    PictureViewer(QList<ResultPicture> pictures, int index, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    void show(int index);
    double fitScale() const;
    double scale() const { return m_scale > 0 ? m_scale : fitScale(); }

    QList<ResultPicture> m_pictures;
    int m_index = 0;
    double m_scale = 0; // 0: fits
    QPointF m_shift;
    QPoint m_last;
};

} // namespace weft
