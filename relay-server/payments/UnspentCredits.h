// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Money.h"

#include <map>
#include <span>

namespace weft::relay {

/// One movement of an account's credits. `topUp`: the top up that brought it (in), or that it goes back to (out); else
/// null.
struct CreditMove {
    TransferId topUp;
    Money amount; // > 0
    bool in = false;
};

using Unspent = std::map<TransferId, Money>; // by top up; one that isn't in it has nothing left

/// How much of each top up is unspent, from the account's history, oldest first. It may begin with any of them: what was
/// there before, given or bought, then counts as given, since both are spent before what came later. What was given (trial credits,
/// grants, earnings) is spent before what was bought, and of what was bought the oldest first; so a refund never gives
/// back what came in another way. `pending`: held for jobs, so as good as spent.
Unspent unspentCredits(std::span<const CreditMove> moves, Money pending);

} // namespace weft::relay
