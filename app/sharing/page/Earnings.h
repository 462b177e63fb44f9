// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/language/MoneyText.h"
#include "app/wallet/WalletModel.h"

#include <QDate>

namespace weft {

/// What was earned by sharing, by this account's statement, in the days of this computer's time zone.
struct Earnings {
    struct Day {
        QDate date;
        Money amount;
    };

    std::vector<Day> days; // the oldest first; the last one is today
    Money today;
    Money month; // since its first day
    bool isMonthWhole = true; // false: the statement that is known begins later than the month
};

/// `lines`: newest first, as the wallet keeps them; `hasAll`: no older ones are left out.
Earnings earningsOf(const std::vector<WalletLine>& lines, QDate today, int days, bool hasAll = true);

} // namespace weft
