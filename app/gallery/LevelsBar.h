// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/model/PictureMath.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QSlider;
QT_END_NAMESPACE

namespace weft {

/// Sliders for black, white and gamma.
class LevelsBar : public QWidget {
    Q_OBJECT
public:
    explicit LevelsBar(QWidget* parent = nullptr);
    const Levels& levels() const { return m_levels; }
    void reset();

Q_SIGNALS:
    void changed(const weft::Levels& levels);

private:
    QSlider* addSlider(const QString& name, int least, int most);
    void showNumbers();
    void apply();

    Levels m_levels;
    QList<QLabel*> m_numbers;
    QSlider *m_black, *m_white, *m_gamma; // gamma: hundredths of its logarithm to base 10
    QPushButton* m_reset;
};

} // namespace weft
