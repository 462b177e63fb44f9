// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"

#include <map>

namespace weft::relay {

/// How many accounts a day get trial credits from one household: an IPv4 address, or a /64 of IPv6. Kept in
/// memory only: addresses are never written down.
class TrialLimit {
public:
    /// 0: no limit.
    explicit TrialLimit(int perAddressAndDay)
        : m_limit(perAddressAndDay)
    {
    }
    bool mayGive(const std::string& household, UnixMillis now) const;
    void note(const std::string& household, UnixMillis now);

private:
    int givenTo(const std::string& household) const;

    int m_limit;
    std::chrono::sys_days m_day{};
    std::map<std::string, int> m_given;
};

} // namespace weft::relay
