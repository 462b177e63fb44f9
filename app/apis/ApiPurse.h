// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/ApiEarnings.h"
#include "app/network/RelayConnection.h"

#include <QPointer>

#include <optional>

namespace weft {

/// What the calls of a fragment bring in, and what they may spend at other machines.
struct CallMoney {
    Money paid;
    Money most;
};

/// What an author is paid for calls, and what the graphs behind them may spend at other machines.
///
/// A caller pays when it has the result, other machines are paid before: whoever calls and then goes away would leave the author
/// with the bill. So what was spent may be ahead of what was earned by a few calls only; what the author gives away on purpose
/// (PublishedApi::spend) doesn't count.
class ApiPurse {
public:
    static constexpr int kCallsAhead = 8;

    /// Calls by the names of their APIs, weighed by their prices.
    using Calls = std::map<std::string, std::int64_t>;

    /// The connection may go first.
    ApiPurse(RelayConnection& relay, ApiEarnings earnings);

    /// Asks the relay for its share, once. Until it has answered nothing is paid.
    static QCoro::Task<void> learn(std::shared_ptr<ApiPurse> purse);
    /// Of a price, after the relay's share; zero while that isn't known.
    Money paidOf(Money price) const;

    /// Before a call that brings in `paid`.
    bool mayBuy(Money paid) const { return m_ahead.micro <= (kCallsAhead - 1) * paid.micro; }
    /// What they cost at other machines.
    void spent(const Calls& calls, Money amount, Money paid);
    void earned(const Calls& calls, Money amount);

private:
    QPointer<RelayConnection> m_relay;
    std::optional<std::int64_t> m_shareMillionths;
    ApiEarnings m_earnings;
    Money m_ahead;
};

} // namespace weft
