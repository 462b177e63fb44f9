// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/page/Earnings.h"

#include <QWidget>

namespace weft {

/// Bars of what was earned each day; today's is the strong one. Its description tells the same in words.
class EarningsChart : public QWidget {
    Q_OBJECT

public:
    explicit EarningsChart(QWidget* parent = nullptr);

    void setDays(const std::vector<Earnings::Day>& days);
    void retranslate();
    QSize sizeHint() const override { return {320, 112}; }
    QSize minimumSizeHint() const override { return {200, 112}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRect barOf(int day) const; // with the space beside it, from top to bottom
    QString dayText(const Earnings::Day& day) const;

    std::vector<Earnings::Day> m_days;
};

} // namespace weft
