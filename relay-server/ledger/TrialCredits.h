// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/LedgerStore.h"

namespace weft::relay {

/// What the relay gives a new account to try it out, in a book of its own: it pays for runs on other people's machines
/// and for nothing else. A hold moves what it needs of it into the account's credits, and its end moves back what
/// wasn't spent; so whatever leaves the credits (blind credits, refunds, another account) leaves trial credits behind.
/// An account has one trial, ever. No state: all is in the store.
class TrialCredits {
public:
    explicit TrialCredits(LedgerStore& store)
        : m_store(store)
    {
    }

    /// Nothing when the relay's budget is used up.
    Done give(const AccountId& account, Money amount, UnixMillis now);
    /// Before a hold is inserted: trial credits first. `may`: the provider is one that they may pay.
    /// Errors: CreditTooLow (args: available, needed; trial: what is there and may not be used), AmountInvalid.
    Done use(const Hold& hold, bool may, UnixMillis now);
    /// After a hold was resolved.
    Done giveBack(const Hold& hold, Money captured, UnixMillis now);
    /// `from` ends in `to`, which gets what is left if it never had a trial; else that goes back to the relay.
    Done join(const AccountId& from, const AccountId& to, UnixMillis now);

private:
    LedgerStore& m_store;
};

/// What an account may spend, trial credits included; what is held; what it earned.
Result<protocol::relay::Balance> balanceOf(LedgerStore& store, const AccountId& account, std::int64_t id = 0);

} // namespace weft::relay
