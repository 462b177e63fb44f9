// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/ZoomArea.h"

#include <QDialog>
#include <QImage>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QSlider;
QT_END_NAMESPACE

namespace weft {

/// Two pictures over each other: one left of a line that is dragged, the other right of it; or their difference.
class CompareArea : public ZoomArea {
    Q_OBJECT
public:
    enum class Mode { Slider, Difference };

    CompareArea(QImage left, QImage right, QWidget* parent = nullptr);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    void setGain(int gain); // of the difference
    double split() const { return m_split; } // 0..1 of the width
    void setSplit(double split);
    const QImage& left() const { return m_left; }
    const QImage& right() const { return m_right; }

Q_SIGNALS:
    void splitChanged(double split);

protected:
    QSize contentSize() const override { return m_left.size(); }
    void paintContent(QPainter& painter, const QRectF& target) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    bool isOnLine(QPointF position) const;
    void paintLine(QPainter& painter, double x) const;

    QImage m_left, m_right, m_difference;
    Mode m_mode = Mode::Slider;
    int m_gain = 4;
    double m_split = 0.5;
    bool m_isSplitting = false;
};

/// A window that compares two results: slider or difference, with one number that says how far they are apart.
class CompareView : public QDialog {
    Q_OBJECT
public:
    struct Side {
        QImage picture;
        QString name;
    };
    CompareView(Side left, Side right, QWidget* parent = nullptr);
    CompareArea& area() const { return *m_area; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showMode();

    CompareArea* m_area;
    QComboBox* m_mode;
    QSlider* m_gain;
    QLabel* m_gainLabel;
    QLabel* m_number;
};

} // namespace weft
