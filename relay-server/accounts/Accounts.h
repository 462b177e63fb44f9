// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"
#include "relay-server/storage/Database.h"

#include <functional>
#include <string>
#include <vector>

namespace weft::relay {

struct Device {
    KeyHash machine;
    AccountId account;
    UnixMillis added {};
    bool revoked = false;
    std::string name; // the owner's; may be empty
    UnixMillis seen {}; // last login
};

/// What a device hears that was revoked: its app then stops trying.
inline Error revokedDevice() { return {ErrorCode::RelayRefused, "this device was revoked", {{"reason", "revoked"}}}; }

/// Accounts and their devices. An account begins as a device key: nothing is asked. Use it within the Writer.
class Accounts {
public:
    explicit Accounts(Database& database)
        : m_database(database)
    {
    }

    /// The account of a device that proved its key; an unknown device begins one. Errors: RelayRefused (revoked).
    Result<AccountId> enrol(const KeyHash& machine, UnixMillis now);
    /// It can't log in any more. Errors: ValueInvalid (not a device of this account).
    Done revoke(const AccountId& account, const KeyHash& machine, UnixMillis now);
    /// All devices of the account but `machine`. -> those that weren't revoked before.
    Result<std::vector<KeyHash>> revokeOthers(const AccountId& account, const KeyHash& machine, UnixMillis now);
    /// Errors: ValueInvalid (not a device of this account, or revoked).
    Done rename(const AccountId& account, const KeyHash& machine, const std::string& name);
    /// Puts a device into another account, under this name (empty: the old one).
    /// Errors: ValueInvalid (unknown device), RelayRefused (revoked).
    Done move(const KeyHash& machine, const AccountId& to, const std::string& name);
    /// In the order in which they were added.
    Result<std::vector<Device>> devices(const AccountId& account);
    /// Not revoked.
    Result<std::int64_t> activeCount(const AccountId& account);
    /// Errors: ValueInvalid (unknown device).
    Result<AccountId> accountOf(const KeyHash& machine);

    /// What a device token says is still so; asked each time that one is shown, so that it ends with the device.
    /// Errors: RelayRefused (revoked, unknown, or in another account by now).
    Done checkDevice(const AccountId& account, const KeyHash& machine);

    /// Who knows whether an account is frozen says it here; without anybody, none is.
    using FrozenCheck = std::function<Result<bool>(const AccountId&)>;
    void setFrozenCheck(FrozenCheck check) { m_frozen = std::move(check); }
    Result<bool> isFrozen(const AccountId& account) { return m_frozen ? m_frozen(account) : Result<bool>(false); }

private:
    Database& m_database;
    FrozenCheck m_frozen;
};

} // namespace weft::relay
