// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/DeviceMoves.h"

#include "relay-server/ledger/DerivedId.h"
#include "relay-server/ledger/LedgerRows.h"
#include "relay-server/ledger/TrialCredits.h"

namespace weft::relay {

namespace {

constexpr std::int64_t kMaxDevices = 100; // of one account; each change is told to all of them

/// Derived, so that an account's books are emptied once: it has no device afterwards.
TransferId mergeId(const AccountId& from, BookKind kind)
{
    const auto leg = static_cast<std::uint8_t>(kind);
    return derivedFrom<TransferId>({bytesOf("weft account merge v1"), from.view(), ByteView(&leg, 1)});
}

} // namespace

Result<AccountId> DeviceMoves::join(
    const KeyHash& machine, const AccountId& to, const std::string& name, UnixMillis now)
{
    WEFT_TRY(const AccountId from, m_accounts.accountOf(machine));
    if (from == to) {
        WEFT_CHECK(m_accounts.move(machine, to, name)); // only its name
        return from;
    }
    WEFT_TRY(const std::int64_t others, m_accounts.activeCount(to));
    if (others >= kMaxDevices)
        return Error{ErrorCode::LimitExceeded, "too many devices", {{"limit", std::to_string(kMaxDevices)}}};
    WEFT_TRY(const bool ends, endsWith(from));
    WEFT_CHECK(ends ? checkIdle(from) : checkIdle(machine, from));
    if (ends) {
        WEFT_TRY(const bool frozen, m_accounts.isFrozen(from));
        if (frozen)
            return Error{ErrorCode::AccountFrozen, "a frozen account can't be joined to another"};
        WEFT_CHECK(moveBook(from, to, BookKind::Credits, now));
        WEFT_CHECK(moveBook(from, to, BookKind::Earnings, now));
        WEFT_CHECK(TrialCredits(m_store).join(from, to, now));
        if (m_onEnd)
            WEFT_CHECK(m_onEnd(from, to));
        WEFT_CHECK(m_database.write("DELETE FROM account_login WHERE account = ?", {toSql(from)}));
    }
    WEFT_CHECK(m_accounts.move(machine, to, name));
    return from;
}

/// Jobs know their sides as device and account: one that goes on would end in the wrong account.
Done DeviceMoves::checkIdle(const KeyHash& machine, const AccountId& account)
{
    WEFT_TRY(const auto lent, m_store.openHoldsOfProvider(machine));
    WEFT_TRY(const Row bought,
        m_database.readOne("SELECT count(*) FROM hold WHERE is_open = 1 AND buyer_account = ? AND buyer_machine = ?",
            {toSql(account), toSql(machine)}));
    if (!lent.empty() || bought[0].toLongLong() > 0)
        return Error{ErrorCode::AccountBusy, "this device has open holds"};
    return {};
}

/// The same for all devices that it ever had: a revoked one's holds end soon, and then pay this account.
Done DeviceMoves::checkIdle(const AccountId& account)
{
    WEFT_TRY(const Row open,
        m_database.readOne(
            "SELECT count(*) FROM hold WHERE is_open = 1 AND (buyer_account = ? OR provider_account = ?)",
            {toSql(account), toSql(account)}));
    if (open[0].toLongLong() > 0)
        return Error{ErrorCode::AccountBusy, "this account has open holds"};
    return {};
}

/// Whether nobody can reach this account any more once its device has left.
Result<bool> DeviceMoves::endsWith(const AccountId& account)
{
    WEFT_TRY(const std::int64_t devices, m_accounts.activeCount(account));
    WEFT_TRY(const bool hasPassword, m_logins.hasPassword(account));
    return devices <= 1 && !hasPassword;
}

Done DeviceMoves::moveBook(const AccountId& from, const AccountId& to, BookKind kind, UnixMillis now)
{
    WEFT_TRY(const Book book, m_store.book({from, kind}));
    if (book.posted().micro <= 0)
        return {};
    return m_store.post({mergeId(from, kind), {}, {from, kind}, {to, kind}, book.posted(), now});
}

} // namespace weft::relay
