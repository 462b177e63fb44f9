// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/Accounts.h"

#include "core/values/Sha256.h"
#include "relay-server/ledger/LedgerRows.h"

namespace weft::relay {

namespace {

/// Derived from the device key that began it, so that the same first login twice is one account.
AccountId accountBegunBy(const KeyHash& machine)
{
    constexpr std::string_view kTag = "weft account v1";
    Sha256 hash;
    hash.update({reinterpret_cast<const std::uint8_t*>(kTag.data()), kTag.size()});
    hash.update(machine.view());
    const Hash256 full = hash.finish();
    AccountId account;
    std::copy_n(full.bytes.begin(), AccountId::size, account.bytes.begin());
    return account;
}

Error notOurs()
{
    return {ErrorCode::ValueInvalid, "not a device of this account"};
}

} // namespace

Result<AccountId> Accounts::enrol(const KeyHash& machine, UnixMillis now)
{
    WEFT_TRY(
        const Row row, m_database.readOne("SELECT account, revoked FROM device WHERE machine = ?", {toSql(machine)}));
    if (!row.empty() && !row[1].isNull())
        return revokedDevice();
    if (!row.empty()) {
        WEFT_CHECK(m_database.write("UPDATE device SET seen = ? WHERE machine = ?", {toSql(now), toSql(machine)}));
        return idFromSql<AccountId>(row[0]);
    }
    const AccountId account = accountBegunBy(machine);
    WEFT_CHECK(m_database.write("INSERT INTO device (machine, account, added, seen) VALUES (?, ?, ?, ?)",
        {toSql(machine), toSql(account), toSql(now), toSql(now)}));
    return account;
}

Done Accounts::revoke(const AccountId& account, const KeyHash& machine, UnixMillis now)
{
    WEFT_TRY(const int changed,
        m_database.write("UPDATE device SET revoked = ? WHERE machine = ? AND account = ?",
            {toSql(now), toSql(machine), toSql(account)}));
    return changed == 1 ? Done{} : Done{notOurs()};
}

Result<std::vector<KeyHash>> Accounts::revokeOthers(const AccountId& account, const KeyHash& machine, UnixMillis now)
{
    std::vector<KeyHash> revoked;
    WEFT_TRY(const auto all, devices(account));
    for (const Device& device : all) {
        if (device.revoked || device.machine == machine)
            continue;
        WEFT_CHECK(revoke(account, device.machine, now));
        revoked.push_back(device.machine);
    }
    return revoked;
}

Done Accounts::rename(const AccountId& account, const KeyHash& machine, const std::string& name)
{
    WEFT_TRY(const int changed,
        m_database.write("UPDATE device SET name = ? WHERE machine = ? AND account = ? AND revoked IS NULL",
            {QString::fromStdString(name), toSql(machine), toSql(account)}));
    return changed == 1 ? Done{} : Done{notOurs()};
}

Done Accounts::move(const KeyHash& machine, const AccountId& to, const std::string& name)
{
    WEFT_TRY(const Row row, m_database.readOne("SELECT revoked FROM device WHERE machine = ?", {toSql(machine)}));
    if (row.empty())
        return Error{ErrorCode::ValueInvalid, "unknown device"};
    if (!row[0].isNull())
        return revokedDevice();
    WEFT_CHECK(m_database.write("UPDATE device SET account = ? WHERE machine = ?", {toSql(to), toSql(machine)}));
    return name.empty() ? Done{} : rename(to, machine, name);
}

Result<std::vector<Device>> Accounts::devices(const AccountId& account)
{
    WEFT_TRY(const auto rows,
        m_database.read(
            "SELECT machine, added, revoked, name, seen FROM device WHERE account = ? ORDER BY added, machine",
            {toSql(account)}));
    std::vector<Device> devices;
    for (const Row& row : rows) {
        WEFT_TRY(const KeyHash machine, idFromSql<KeyHash>(row[0]));
        devices.push_back(
            {machine, account, UnixMillis{std::chrono::milliseconds(row[1].toLongLong())}, !row[2].isNull(),
                row[3].toString().toStdString(), UnixMillis{std::chrono::milliseconds(row[4].toLongLong())}});
    }
    return devices;
}

Result<std::int64_t> Accounts::activeCount(const AccountId& account)
{
    WEFT_TRY(const Row row,
        m_database.readOne("SELECT count(*) FROM device WHERE account = ? AND revoked IS NULL", {toSql(account)}));
    return std::int64_t(row[0].toLongLong());
}

Done Accounts::checkDevice(const AccountId& account, const KeyHash& machine)
{
    WEFT_TRY(const Row row,
        m_database.readOne("SELECT 1 FROM device WHERE machine = ? AND account = ? AND revoked IS NULL",
            {toSql(machine), toSql(account)}));
    return row.empty() ? Done{revokedDevice()} : Done{};
}

Result<AccountId> Accounts::accountOf(const KeyHash& machine)
{
    WEFT_TRY(const Row row, m_database.readOne("SELECT account FROM device WHERE machine = ?", {toSql(machine)}));
    if (row.empty())
        return Error{ErrorCode::ValueInvalid, "unknown device"};
    return idFromSql<AccountId>(row[0]);
}

} // namespace weft::relay
