// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/accounts/Accounts.h"
#include "relay-server/accounts/Logins.h"
#include "relay-server/ledger/LedgerStore.h"

namespace weft::relay {

/// A device joins another account. What its old account holds goes with it when nobody else could reach that: no other
/// device, and no password; but of trial credits one account has one trial. Use it within the Writer.
class DeviceMoves {
public:
    DeviceMoves(Database& database, LedgerStore& store, Accounts& accounts, Logins& logins)
        : m_database(database)
        , m_store(store)
        , m_accounts(accounts)
        , m_logins(logins)
    {
    }

    /// -> the account that it left. Errors: AccountBusy (the device, or the account that ends, has an open hold on
    /// either side: its receipts name the old account), AccountFrozen (money would leave a frozen account),
    /// RelayRefused (revoked), LimitExceeded (devices).
    Result<AccountId> join(const KeyHash& machine, const AccountId& to, const std::string& name, UnixMillis now);

    /// Whoever keeps more about accounts moves it along when one ends.
    using OnEnd = std::function<Done(const AccountId& from, const AccountId& to)>;
    void setOnEnd(OnEnd onEnd) { m_onEnd = std::move(onEnd); }

private:
    Done checkIdle(const KeyHash& machine, const AccountId& account);
    Done checkIdle(const AccountId& account);
    Result<bool> endsWith(const AccountId& account);
    Done moveBook(const AccountId& from, const AccountId& to, BookKind kind, UnixMillis now);

    Database& m_database;
    LedgerStore& m_store;
    Accounts& m_accounts;
    Logins& m_logins;
    OnEnd m_onEnd;
};

} // namespace weft::relay
