// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QTimer>
#include <QTransform>
#include <QWidget>

namespace weft {

class CanvasView;

/// The whole workflow in a corner: blocks by machine, and what the view shows. A click goes there.
class Minimap : public QWidget {
    Q_OBJECT
public:
    explicit Minimap(QWidget* parent = nullptr);
    void setView(CanvasView* view);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void drawNodes();
    void forgetNodes();
    void forgetNodesSoon();

    CanvasView* m_view = nullptr;
    QPixmap m_nodes; // drawn once, until a node changes; null: to be drawn
    QTransform m_toMap;
    QTimer m_soon;
};

} // namespace weft
