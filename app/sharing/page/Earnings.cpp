// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/Earnings.h"

#include "app/wallet/WalletText.h"

#include <QDateTime>

namespace weft {

Earnings earningsOf(const std::vector<WalletLine>& lines, QDate today, int days, bool hasAll)
{
    Earnings earnings;
    for (int back = days - 1; back >= 0; --back)
        earnings.days.push_back({today.addDays(-back), {}});
    const QDate monthBegins(today.year(), today.month(), 1);
    for (const WalletLine& line : lines) {
        if (StatementKind(line.kind) != StatementKind::Earning)
            continue;
        const QDate date = QDateTime::fromMSecsSinceEpoch(line.createdUnixMillis).date();
        const qint64 back = date.daysTo(today);
        if (back >= 0 && back < days)
            earnings.days[std::size_t(days - 1 - back)].amount.micro += line.amount.micro;
        if (back == 0)
            earnings.today.micro += line.amount.micro;
        if (date >= monthBegins && date <= today)
            earnings.month.micro += line.amount.micro;
    }
    const bool reachesBack = !lines.empty() && QDateTime::fromMSecsSinceEpoch(lines.back().createdUnixMillis).date() < monthBegins;
    earnings.isMonthWhole = hasAll || reachesBack;
    return earnings;
}

} // namespace weft
