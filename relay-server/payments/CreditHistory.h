// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentContext.h"

#include <map>

namespace weft::relay {

/// What went through an account's credits since then, as unspentCredits() wants it: what was there before as one sum,
/// each sum that came in, and what went out between two of those as one sum. So it costs as much as there are payments,
/// not runs.
class CreditHistory {
public:
    CreditHistory(PaymentContext& context, const AccountId& account, UnixMillis since)
        : m_context(context)
        , m_account(account)
        , m_since(since)
    {
    }

    Result<std::vector<CreditMove>> moves();

private:
    struct GoneBack {
        UnixMillis at{};
        CreditMove move;
    };
    Done nameTopUps();
    Done nameOf(const TopUp& topUp);
    Done noteGoneBack(const TransferId& transfer, const TransferId& topUp);
    Done addOut(std::vector<CreditMove>& moves, UnixMillis from, UnixMillis before);

    PaymentContext& m_context;
    AccountId m_account;
    UnixMillis m_since;
    std::map<TransferId, TransferId> m_topUpOf; // what came in -> the top up
    std::vector<GoneBack> m_goneBack; // refunds and disputes
};

} // namespace weft::relay
