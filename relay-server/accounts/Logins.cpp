// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/Logins.h"

#include "core/security/HumanCodes.h"
#include "core/security/Totp.h"
#include "core/values/Sha256.h"
#include "relay-server/ledger/LedgerRows.h"

#include <algorithm>

namespace weft::relay {

namespace {

/// A code is one of a million, and three are valid at a time: 2 + 60 tries in the first hour, then one each hour.
constexpr TryRule kCodeTries{5, std::chrono::seconds(2), std::chrono::hours(1)};
/// No batch of the writer has more requests.
constexpr std::size_t kMaxCounted = 1024;
#define WEFT_LOGIN_COLUMNS "account, email, password, recovery, totp"

/// The code has more than 128 bits, so a plain hash is as good as a slow one.
QVariant recoveryHash(std::string_view code)
{
    Sha256 hash;
    constexpr std::string_view kTag = "weft recovery code v1";
    for (const std::string_view part : {kTag, code})
        hash.update({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
    return toSql(hash.finish());
}

ByteView viewOf(const QByteArray& bytes)
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())};
}

Error wrongCode(const char* reason)
{
    return {ErrorCode::CodeWrong, "a wrong code", {{"reason", reason}}};
}

std::int64_t secondsOf(UnixMillis time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

} // namespace

Result<Credentials> Logins::read(const Row& row)
{
    WEFT_TRY(const AccountId account, idFromSql<AccountId>(row[0]));
    return Credentials{
        account, row[1].toString().toStdString(), row[2].toString().toStdString(), !row[3].isNull(), !row[4].isNull()};
}

Result<Credentials> Logins::login(const AccountId& account)
{
    WEFT_TRY(const Row row,
        m_database.readOne("SELECT " WEFT_LOGIN_COLUMNS " FROM account_login WHERE account = ?", {toSql(account)}));
    return row.empty() ? Result<Credentials>(Credentials{account, {}, {}, false, false}) : read(row);
}

Result<std::optional<Credentials>> Logins::byEmail(const std::string& email)
{
    WEFT_TRY(const Row row,
        m_database.readOne(
            "SELECT " WEFT_LOGIN_COLUMNS " FROM account_login WHERE email = ?", {QString::fromStdString(email)}));
    if (row.empty())
        return std::optional<Credentials>{};
    WEFT_TRY(Credentials found, read(row));
    return std::optional<Credentials>(std::move(found));
}

Result<bool> Logins::hasPassword(const AccountId& account)
{
    WEFT_TRY(const Credentials found, login(account));
    return !found.password.empty();
}

Done Logins::ensure(const AccountId& account, UnixMillis now)
{
    WEFT_CHECK(m_database.write("INSERT INTO account_login (account, changed) VALUES (?, ?)"
                                " ON CONFLICT (account) DO UPDATE SET changed = excluded.changed",
        {toSql(account), toSql(now)}));
    return {};
}

Done Logins::checkUnchanged(const AccountId& account, const std::string& hash)
{
    WEFT_TRY(const Credentials found, login(account));
    if (found.password != hash)
        return Error{ErrorCode::PasswordWrong, "the password was changed meanwhile"};
    return {};
}

Done Logins::setPassword(const AccountId& account, const std::string& email, const std::string& hash, UnixMillis now)
{
    WEFT_TRY(const auto owner, byEmail(email));
    if (owner && owner->account != account)
        return Error{ErrorCode::EmailTaken, "another account's address"};
    WEFT_CHECK(ensure(account, now));
    WEFT_CHECK(m_database.write("UPDATE account_login SET email = ?, password = ? WHERE account = ?",
        {QString::fromStdString(email), QString::fromStdString(hash), toSql(account)}));
    return {};
}

Result<std::string> Logins::makeRecoveryCode(const AccountId& account, const RandomSource& random, UnixMillis now)
{
    const std::string shown = weft::makeRecoveryCode(random);
    WEFT_TRY(const std::string code, readRecoveryCode(shown));
    WEFT_CHECK(ensure(account, now));
    WEFT_CHECK(m_database.write(
        "UPDATE account_login SET recovery = ? WHERE account = ?", {recoveryHash(code), toSql(account)}));
    return shown;
}

Result<AccountId> Logins::useRecoveryCode(const std::string& text, UnixMillis now)
{
    WEFT_TRY(const std::string code, readRecoveryCode(text));
    const QVariant hash = recoveryHash(code);
    WEFT_TRY(const Row row, m_database.readOne("SELECT account FROM account_login WHERE recovery = ?", {hash}));
    if (row.empty())
        return wrongCode("unknown");
    WEFT_TRY(const AccountId account, idFromSql<AccountId>(row[0]));
    WEFT_TRY(const int changed,
        m_database.write("UPDATE account_login SET recovery = NULL, password = NULL, totp = NULL, totp_pending = NULL,"
                         " changed = ? WHERE account = ? AND recovery = ?",
            {toSql(now), toSql(account), hash}));
    if (changed != 1)
        return wrongCode("unknown");
    return account;
}

Result<Logins::Totp> Logins::totp(const AccountId& account)
{
    WEFT_TRY(const Row row,
        m_database.readOne(
            "SELECT totp, totp_pending, totp_step FROM account_login WHERE account = ?", {toSql(account)}));
    if (row.empty())
        return Totp{};
    return Totp{row[0].toByteArray(), row[1].toByteArray(), row[2].toLongLong()};
}

Result<std::string> Logins::beginTotp(const AccountId& account, const RandomSource& random, UnixMillis now)
{
    WEFT_TRY(const Credentials found, login(account));
    if (found.hasTotp)
        return Error{ErrorCode::ValueInvalid, "two-step sign-in is on"};
    const auto secret = randomId<FixedBytes<struct TotpSecretTag, kTotpSecretBytes>>(random);
    WEFT_CHECK(ensure(account, now));
    WEFT_CHECK(m_database.write(
        "UPDATE account_login SET totp_pending = ? WHERE account = ?", {toSql(secret), toSql(account)}));
    return totpUri(secret.view(), "Weft", found.email);
}

/// Counted before the comparison, so that many at once gain nothing, and once per request.
Done Logins::countTry(const std::string& key, UnixMillis now)
{
    const std::pair tried{m_request, key};
    if (m_request != 0 && std::ranges::find(m_counted, tried) != m_counted.end())
        return {};
    WEFT_CHECK(m_codeTries.begin({{key, kCodeTries}}, now));
    m_counted.push_back(tried);
    if (m_counted.size() > kMaxCounted)
        m_counted.pop_front();
    return {};
}

Result<std::int64_t> Logins::match(
    const AccountId& account, const QByteArray& secret, const std::string& code, std::int64_t usedStep, UnixMillis now)
{
    const std::string key = account.hex();
    WEFT_CHECK(countTry(key, now));
    const auto step = matchTotp(viewOf(secret), code, secondsOf(now), usedStep);
    if (!step)
        return wrongCode("unknown");
    m_codeTries.forget(key);
    return *step;
}

Done Logins::confirmTotp(const AccountId& account, const std::string& code, UnixMillis now)
{
    WEFT_TRY(const Totp known, totp(account));
    if (known.pending.isEmpty())
        return Error{ErrorCode::ValueInvalid, "two-step sign-in wasn't begun"};
    WEFT_TRY(const std::int64_t step, match(account, known.pending, code, 0, now));
    WEFT_CHECK(m_database.write("UPDATE account_login SET totp = totp_pending, totp_pending = NULL, totp_step = ?,"
                                " changed = ? WHERE account = ?",
        {toSql(step), toSql(now), toSql(account)}));
    return {};
}

Done Logins::removeTotp(const AccountId& account, UnixMillis now)
{
    WEFT_CHECK(
        m_database.write("UPDATE account_login SET totp = NULL, totp_pending = NULL, changed = ? WHERE account = ?",
            {toSql(now), toSql(account)}));
    return {};
}

Done Logins::checkTotp(const AccountId& account, const std::string& code, UnixMillis now)
{
    WEFT_TRY(const Totp known, totp(account));
    if (known.secret.isEmpty())
        return Error{ErrorCode::TotpNeeded, "two-step sign-in is off"};
    if (code.empty())
        return Error{ErrorCode::CodeNeeded, "two-step sign-in is on"};
    WEFT_TRY(const std::int64_t step, match(account, known.secret, code, known.usedStep, now));
    WEFT_TRY(const int changed,
        m_database.write("UPDATE account_login SET totp_step = ? WHERE account = ? AND totp_step < ?",
            {toSql(step), toSql(account), toSql(step)}));
    if (changed != 1)
        return wrongCode("unknown");
    return {};
}

Done Logins::passTotp(const AccountId& account, const std::string& code, UnixMillis now)
{
    WEFT_TRY(const Credentials found, login(account));
    return found.hasTotp ? checkTotp(account, code, now) : Done{};
}

} // namespace weft::relay
