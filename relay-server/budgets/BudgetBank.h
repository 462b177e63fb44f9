// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/RelayGateway.h"
#include "relay-server/budgets/BudgetStore.h"
#include "relay-server/ledger/BudgetAccount.h"
#include "relay-server/ledger/RelayJobs.h"

namespace weft::relay {

/// Credits that members set aside for tokens of the public gateway (docs/decisions/0030). A budget is an account without
/// a device: one transfer fills it, the gateway's jobs hold and pay from it as any buyer's do, and what is left goes back
/// to the member when the token is revoked. So what a token can cost is what lies there, whatever the gateway does.
/// Each call is one transaction.
class BudgetBank {
public:
    static constexpr std::int64_t kMostLive = 100; // tokens of one account
    static constexpr std::int64_t kMostListed = 500;

    BudgetBank(Database& database, LedgerStore& store, RelayJobs& jobs)
        : m_rows(database)
        , m_store(store)
        , m_jobs(jobs)
    {
    }

    /// Credits, but no trial credits -> budget. Asked again: nothing more. Errors: CreditTooLow, AccountFrozen,
    /// LimitExceeded, RelayRefused (this token was bought on other terms).
    Done buy(const AccountId& owner, const protocol::relay::BuyGatewayToken& request, UnixMillis now);
    /// What isn't held goes back at once, the rest as its holds are released. Asked again: the same.
    /// Errors: RelayRefused (not a token of this account).
    Done revoke(const AccountId& owner, const Hash256& token, UnixMillis now);
    Done revokeAll(const AccountId& owner, UnixMillis now);
    Result<std::vector<protocol::relay::GatewayTokenListed>> list(const AccountId& owner, std::int64_t id);

    /// A token as a call shows it.
    struct Purse {
        AccountId budget;
        AccountId owner;
        Money left;
    };
    /// Errors: RelayRefused (args: reason "token"): unknown or revoked; AccountFrozen.
    Result<Purse> purseOf(const Hash256& token);
    /// Answer: HoldGranted. Errors: those of purseOf, CreditTooLow, those of RelayJobs::requestHold.
    Result<Outbox> hold(const KeyHash& gateway, const std::optional<Party>& provider,
        const protocol::relay::RequestGatewayHold& request, UnixMillis now);

    /// A hold of a budget was resolved: what a revoked token gets back goes on to its member.
    Done resolved(const Hold& hold, UnixMillis now);
    /// The account `from` ends in `to`.
    Done moveOwner(const AccountId& from, const AccountId& to) { return m_rows.moveOwner(from, to); }
    Result<std::vector<Hash256>> liveTokens() { return m_rows.liveTokens(); }

private:
    Result<BudgetRow> live(std::optional<BudgetRow> row);
    Done revoke(const BudgetRow& row, UnixMillis now);
    Done giveBack(const BudgetRow& row, ByteView step, UnixMillis now);

    BudgetStore m_rows;
    LedgerStore& m_store;
    RelayJobs& m_jobs;
};

/// Each string says what is wrong: a token without its payment, or credits left on a revoked one.
Result<std::vector<std::string>> checkBudgets(Database& database, LedgerStore& store);

} // namespace weft::relay
