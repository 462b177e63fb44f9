// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/TrialLimit.h"

namespace weft::relay {

namespace {

/// This computer: tests, or a proxy behind which everybody looks the same.
bool tellsNothing(const std::string& household) { return household.starts_with("127.") || household == "::"; }

} // namespace

int TrialLimit::givenTo(const std::string& household) const
{
    const auto it = m_given.find(household);
    return it == m_given.end() ? 0 : it->second;
}

bool TrialLimit::mayGive(const std::string& household, UnixMillis now) const
{
    const bool today = std::chrono::floor<std::chrono::days>(now) == m_day;
    return m_limit <= 0 || tellsNothing(household) || !today || givenTo(household) < m_limit;
}

void TrialLimit::note(const std::string& household, UnixMillis now)
{
    const auto day = std::chrono::floor<std::chrono::days>(now);
    if (day != m_day)
        m_given.clear();
    m_day = day;
    ++m_given[household];
}

} // namespace weft::relay
