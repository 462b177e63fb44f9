// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/TrialLimit.h"

namespace weft::relay {

/// This computer: tests, or a proxy behind which everybody looks the same.
bool TrialLimit::tellsNothing(const std::string& household)
{
    return household.starts_with("127.") || household == "::";
}

bool TrialLimit::mayGive(const std::string& household, const AccountId& account, UnixMillis now) const
{
    const bool today = std::chrono::floor<std::chrono::days>(now) == m_day;
    const auto given = m_given.find(household);
    if (m_limit <= 0 || tellsNothing(household) || !today || given == m_given.end())
        return true;
    return given->second.contains(account) || int(given->second.size()) < m_limit;
}

bool TrialLimit::isSame(const std::string& household, const std::string& other)
{
    return household == other && !tellsNothing(household);
}

void TrialLimit::note(const std::string& household, const AccountId& account, UnixMillis now)
{
    const auto day = std::chrono::floor<std::chrono::days>(now);
    if (day != m_day)
        m_given.clear();
    m_day = day;
    m_given[household].insert(account);
}

} // namespace weft::relay
