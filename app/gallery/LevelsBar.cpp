// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/LevelsBar.h"

#include "app/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>

#include <cmath>

namespace weft {

LevelsBar::LevelsBar(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::kMedium, space::kTiny, space::kMedium, space::kTiny);
    row->setSpacing(space::kSmall);
    m_black = addSlider(tr("Black"), 0, 254);
    m_white = addSlider(tr("White"), 1, 255);
    m_gamma = addSlider(tr("Gamma"), -100, 100);
    m_reset = new QPushButton(tr("Reset"), this);
    m_reset->setAutoDefault(false);
    row->addWidget(m_reset);
    connect(m_reset, &QPushButton::clicked, this, &LevelsBar::reset);
    reset();
}

QSlider* LevelsBar::addSlider(const QString& name, int least, int most)
{
    auto* row = static_cast<QHBoxLayout*>(layout());
    auto* label = new QLabel(name, this);
    label->setObjectName(QStringLiteral("fieldLabel"));
    auto* slider = new QSlider(Qt::Horizontal, this);
    slider->setRange(least, most);
    slider->setAccessibleName(name);
    auto* number = new QLabel(this);
    number->setMinimumWidth(32);
    m_numbers << number;
    row->addWidget(label);
    row->addWidget(slider, 1);
    row->addWidget(number);
    connect(slider, &QSlider::valueChanged, this, &LevelsBar::apply);
    return slider;
}

void LevelsBar::reset()
{
    for (QSlider* slider : {m_black, m_white, m_gamma}) {
        const QSignalBlocker quiet(slider);
        slider->setValue(slider == m_white ? 255 : 0);
    }
    m_levels = {};
    showNumbers();
    Q_EMIT changed(m_levels);
}

void LevelsBar::apply()
{
    if (m_numbers.size() < 3) // it is being built
        return;
    const bool isBlack = sender() == m_black;
    if (m_black->value() >= m_white->value()) { // one pushes the other
        const QSignalBlocker quiet(isBlack ? m_white : m_black);
        if (isBlack)
            m_white->setValue(m_black->value() + 1);
        else
            m_black->setValue(m_white->value() - 1);
    }
    m_levels = {m_black->value(), m_white->value(), std::pow(10.0, m_gamma->value() / 100.0)};
    showNumbers();
    Q_EMIT changed(m_levels);
}

void LevelsBar::showNumbers()
{
    m_numbers[0]->setText(QString::number(m_levels.black));
    m_numbers[1]->setText(QString::number(m_levels.white));
    m_numbers[2]->setText(QString::number(m_levels.gamma, 'f', 2));
}

} // namespace weft
