// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/gateway/GatewayBudgets.h"

#include <algorithm>

namespace weft {

void GatewayBudgets::told(const QString& budget, Money left)
{
    if (m_budgets.size() >= kMost && !m_budgets.contains(budget))
        std::erase_if(m_budgets, [](const auto& one) { return one.second.open.empty(); });
    m_budgets[budget].left = left;
}

Money GatewayBudgets::left(const QString& budget) const
{
    const auto found = m_budgets.find(budget);
    if (found == m_budgets.end())
        return {};
    Money left = found->second.left;
    for (const auto& [prompt, cap] : found->second.open)
        left = minus(left, cap).valueOr(Money {});
    return std::max(left, Money {});
}

Done GatewayBudgets::admit(const QString& budget, const QString& prompt, Money cap)
{
    const Money rest = left(budget);
    if (cap > rest)
        return Error {ErrorCode::BudgetExceeded, "a gateway token's budget", {{"cap", toCreditString(cap)}, {"left", toCreditString(rest)}}};
    m_budgets[budget].open[prompt] = cap;
    return {};
}

void GatewayBudgets::settle(const QString& budget, const QString& prompt, Money charged)
{
    const auto found = m_budgets.find(budget);
    if (found == m_budgets.end() || found->second.open.erase(prompt) == 0)
        return;
    found->second.left = std::max(Money {}, minus(found->second.left, charged).valueOr(Money {}));
}

} // namespace weft
