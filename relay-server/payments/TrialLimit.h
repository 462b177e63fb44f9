// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"

#include <map>
#include <set>

namespace weft::relay {

/// How many accounts a day get trial credits from one household: an IPv4 address, or a /64 of IPv6. Kept in
/// memory only: addresses are never written down. An account counts once however often it is noted, since the writer may
/// carry a request out twice.
class TrialLimit {
public:
    /// 0: no limit.
    explicit TrialLimit(int perAddressAndDay)
        : m_limit(perAddressAndDay)
    {
    }
    bool mayGive(const std::string& household, const AccountId& account, UnixMillis now) const;
    void note(const std::string& household, const AccountId& account, UnixMillis now);

    /// Whoever sits behind these two may be one. Addresses that tell nothing say nothing.
    static bool tellsNothing(const std::string& household);
    static bool isSame(const std::string& household, const std::string& other);

private:
    int m_limit;
    std::chrono::sys_days m_day{};
    std::map<std::string, std::set<AccountId>> m_given;
};

} // namespace weft::relay
