// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"
#include "relay-server/storage/Database.h"

#include <vector>

namespace weft::relay {

struct Device {
    KeyHash machine;
    AccountId account;
    UnixMillis added {};
    bool revoked = false;
};

/// Accounts and their devices. An account begins as a device key: nothing is asked. Use it within the Writer.
class Accounts {
public:
    explicit Accounts(Database& database)
        : m_database(database)
    {
    }

    /// The account of a device that proved its key; an unknown device begins one. Errors: RelayRefused (revoked).
    Result<AccountId> enrol(const KeyHash& machine, UnixMillis now);
    /// Errors: ValueInvalid (not a device of this account).
    Done revoke(const AccountId& account, const KeyHash& machine, UnixMillis now);
    /// In the order in which they were added.
    Result<std::vector<Device>> devices(const AccountId& account);
    /// Errors: ValueInvalid (unknown device).
    Result<AccountId> accountOf(const KeyHash& machine);

private:
    Database& m_database;
};

} // namespace weft::relay
