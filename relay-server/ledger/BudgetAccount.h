// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/TextBytes.h"
#include "relay-server/ledger/Books.h"
#include "relay-server/ledger/DerivedId.h"

namespace weft::relay {

/// Whose id begins so is the budget of a token of the public gateway. A machine's account begins so once in four thousand
/// million, and is then called by the wrong name in a statement, and nothing more.
inline constexpr std::string_view kBudgetMark = "gwt1";

/// The account that a token's budget lies in: made from what the relay knows of the token.
inline AccountId budgetAccountOf(const Hash256& token)
{
    AccountId budget = derivedFrom<AccountId>({bytesOf("weft gateway budget v1"), token.view()});
    std::copy(kBudgetMark.begin(), kBudgetMark.end(), budget.bytes.begin());
    return budget;
}

inline bool isBudget(const AccountId& account)
{
    return std::equal(kBudgetMark.begin(), kBudgetMark.end(), account.bytes.begin());
}

/// The gateway's machine is logged in to its own account, and buys with others' budgets.
inline bool isBuyer(const Hold& hold, const Party& from)
{
    return hold.buyer == from || (isBudget(hold.buyer.account) && hold.buyer.machine == from.machine);
}

} // namespace weft::relay
