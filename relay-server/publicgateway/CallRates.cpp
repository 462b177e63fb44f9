// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/publicgateway/CallRates.h"

#include <algorithm>

namespace weft::relay {

void CallRates::fill(Caller& caller, Time now) const
{
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - caller.filled);
    if (passed.count() <= 0)
        return;
    caller.credit = std::min(most(), caller.credit + passed);
    caller.filled = now;
}

CallRates::Verdict CallRates::begin(const Hash256& token, Time now)
{
    const auto [it, isNew] = m_callers.try_emplace(token, Caller {most(), now, 0});
    Caller& caller = it->second;
    if (!isNew)
        fill(caller, now);
    if (caller.atWork >= m_limits.atOnce)
        return Verdict::TooManyAtOnce;
    if (caller.credit < costOfCall())
        return Verdict::TooOften;
    caller.credit -= costOfCall();
    ++caller.atWork;
    return Verdict::Fine;
}

void CallRates::end(const Hash256& token)
{
    if (const auto it = m_callers.find(token); it != m_callers.end())
        --it->second.atWork;
}

void CallRates::sweep(Time now)
{
    for (auto it = m_callers.begin(); it != m_callers.end();) {
        fill(it->second, now);
        const bool rests = it->second.atWork == 0 && it->second.credit == most();
        it = rests ? m_callers.erase(it) : std::next(it);
    }
}

} // namespace weft::relay
