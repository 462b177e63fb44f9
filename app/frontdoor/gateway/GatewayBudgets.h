// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QString>

#include <map>

namespace weft {

/// What the relay said that callers of its gateway may still spend, less what their calls that wait or run may take. The
/// relay holds what each job costs from the same budget, so this is a courtesy: a call that can't be paid in whole isn't
/// begun. No I/O.
class GatewayBudgets {
public:
    /// With each call the relay tells what is left; calls that are under way may be counted twice, never too little.
    void told(const QString& budget, Money left);
    Money left(const QString& budget) const;
    /// Errors: BudgetExceeded (args: cap, left).
    Done admit(const QString& budget, const QString& prompt, Money cap);
    /// The prompt has ended, well or not.
    void settle(const QString& budget, const QString& prompt, Money charged);
    std::size_t size() const { return m_budgets.size(); }

private:
    struct Budget {
        Money left;
        std::map<QString, Money> open; // by prompt
    };
    static constexpr std::size_t kMost = 10'000; // of those without an open prompt more are forgotten

    std::map<QString, Budget> m_budgets;
};

} // namespace weft
