// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/EarningsChart.h"

#include "app/theme/Theme.h"
#include "app/wallet/WalletText.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace weft {

namespace {

constexpr int kDates = 18; // px below the line
constexpr int kAmount = 16; // px above the largest bar, for its amount
constexpr int kWidestBar = 34;

} // namespace

EarningsChart::EarningsChart(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
}

void EarningsChart::setDays(const std::vector<Earnings::Day>& days)
{
    m_days = days;
    QStringList texts;
    for (const Earnings::Day& day : days) {
        if (day.amount.micro > 0)
            texts << dayText(day);
    }
    setAccessibleDescription(texts.isEmpty() ? tr("Nothing was earned in these days.") : texts.join(QStringLiteral("; ")));
    update();
}

void EarningsChart::retranslate()
{
    setAccessibleName(tr("Earnings of the last %1 days").arg(m_days.size()));
    setDays(m_days);
}

QString EarningsChart::dayText(const Earnings::Day& day) const
{
    return tr("%1: %2").arg(weft::dayText(day.date), exactCash(day.amount));
}

QRect EarningsChart::barOf(int day) const
{
    const int count = std::max(1, int(m_days.size()));
    const int room = width() * day / count;
    return {room, 0, width() * (day + 1) / count - room, height() - kDates};
}

void EarningsChart::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.panelLine);
    painter.drawLine(0, height() - kDates, width(), height() - kDates);
    std::int64_t most = 1;
    for (const Earnings::Day& day : m_days)
        most = std::max(most, day.amount.micro);
    painter.setFont(uiFont(10));
    for (int i = 0; i < int(m_days.size()); ++i) {
        const Earnings::Day& day = m_days[std::size_t(i)];
        const QRect room = barOf(i);
        const bool isToday = i + 1 == int(m_days.size());
        const int wide = std::min(kWidestBar, room.width() * 2 / 3);
        const int high = int(double(day.amount.micro) / double(most) * (room.height() - kAmount));
        QColor color = theme.accent;
        color.setAlphaF(isToday ? 1.0F : 0.45F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        if (day.amount.micro > 0)
            painter.drawRoundedRect(QRectF(room.center().x() - wide / 2.0, room.bottom() - std::max(2, high), wide, std::max(2, high)), 2, 2);
        painter.setPen(isToday ? theme.text : theme.secondary);
        const bool hasRoom = room.width() >= 22 || i % 2 == 1;
        if (hasRoom)
            painter.drawText(QRect(room.left() - 10, height() - kDates + 2, room.width() + 20, kDates - 2), Qt::AlignCenter, QString::number(day.date.day()));
        if (day.amount.micro == most && most > 1)
            painter.drawText(QRect(room.center().x() - 40, room.bottom() - high - kAmount, 80, kAmount), Qt::AlignCenter, cashText(day.amount));
    }
}

bool EarningsChart::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int i = 0; i < int(m_days.size()); ++i) {
        if (barOf(i).contains(help->pos()))
            QToolTip::showText(help->globalPos(), dayText(m_days[std::size_t(i)]), this);
    }
    return true;
}

} // namespace weft
