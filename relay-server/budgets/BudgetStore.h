// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/storage/SqlValues.h"

namespace weft::relay {

/// A token of the public gateway, and the budget that it may spend.
struct BudgetRow {
    AccountId budget; // budgetAccountOf(token)
    Hash256 token;
    AccountId owner; // the member who set the credits aside
    std::string name;
    Money bought;
    UnixMillis created {};
    std::optional<UnixMillis> revoked;
};

/// The rows of gateway tokens. Use it within the Writer. Errors of all: StorageFailed.
class BudgetStore {
public:
    explicit BudgetStore(Database& database)
        : m_database(database)
    {
    }

    Result<std::optional<BudgetRow>> ofToken(const Hash256& token);
    Result<std::optional<BudgetRow>> ofBudget(const AccountId& budget);
    /// The newest first, the living ones before the revoked.
    Result<std::vector<BudgetRow>> ofOwner(const AccountId& owner, std::int64_t limit);
    Result<std::int64_t> liveCountOf(const AccountId& owner);
    Result<std::vector<BudgetRow>> all();
    /// The tokens that aren't revoked, of everybody.
    Result<std::vector<Hash256>> liveTokens();
    Done insert(const BudgetRow& row);
    Done setRevoked(const AccountId& budget, UnixMillis now);
    Done moveOwner(const AccountId& from, const AccountId& to);

private:
    Database& m_database;
};

} // namespace weft::relay
