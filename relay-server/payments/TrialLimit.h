// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"

#include <QHash>
#include <QHostAddress>

namespace weft::relay {

/// How many accounts a day get trial credits from one address (of IPv6: from one /64, which is one household). Kept in
/// memory only: addresses are never written down.
class TrialLimit {
public:
    /// 0: no limit.
    explicit TrialLimit(int perAddressAndDay)
        : m_limit(perAddressAndDay)
    {
    }
    bool mayGive(const QHostAddress& address, UnixMillis now) const;
    void note(const QHostAddress& address, UnixMillis now);

private:
    int m_limit;
    std::chrono::sys_days m_day{};
    QHash<QByteArray, int> m_given;
};

} // namespace weft::relay
