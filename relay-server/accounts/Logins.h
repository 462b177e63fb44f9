// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/Random.h"
#include "relay-server/accounts/TryLimiter.h"
#include "relay-server/storage/Database.h"

#include <deque>

namespace weft::relay {

/// What an account can be signed in to with, beside its devices' keys.
struct Credentials {
    AccountId account;
    std::string email; // normalised; empty: none
    std::string password; // libsodium's text of salt, cost and hash; empty: none
    bool hasRecoveryCode = false;
    bool hasTotp = false;
};

/// Passwords (only their hashes: PasswordHasher makes and compares them), recovery codes and two-step sign-in. Use it
/// within the Writer; an error means that nothing changed.
class Logins {
public:
    explicit Logins(Database& database)
        : m_database(database)
    {
    }

    /// What follows belongs to this request: one that the writer carries out again is one try at a code, not two.
    /// 0: to none; each check is a try.
    void beginRequest(std::uint64_t number) { m_request = number; }

    Result<Credentials> login(const AccountId& account);
    /// `email`: normalised.
    Result<std::optional<Credentials>> byEmail(const std::string& email);
    Result<bool> hasPassword(const AccountId& account);

    /// The password that was proved is still the account's: `hash` as login() gave it, empty for none.
    /// Errors: PasswordWrong.
    Done checkUnchanged(const AccountId& account, const std::string& hash);
    /// `email`: normalised. Errors: EmailTaken.
    Done setPassword(const AccountId& account, const std::string& email, const std::string& hash, UnixMillis now);

    /// Only its hash is kept; the code before it is void.
    Result<std::string> makeRecoveryCode(const AccountId& account, const RandomSource& random, UnixMillis now);
    /// Uses the code up, and switches password and two-step sign-in off: who needs the code has lost those. -> whose it
    /// was. Errors: CodeWrong.
    Result<AccountId> useRecoveryCode(const std::string& code, UnixMillis now);

    /// A new secret, not in force before confirmTotp(). -> otpauth URI. Errors: ValueInvalid (it is on).
    Result<std::string> beginTotp(const AccountId& account, const RandomSource& random, UnixMillis now);
    /// Errors: ValueInvalid (not begun), CodeWrong, TooManyTries.
    Done confirmTotp(const AccountId& account, const std::string& code, UnixMillis now);
    Done removeTotp(const AccountId& account, UnixMillis now);
    /// Before what must not happen without the second step, such as a payout. A code is used once, also by many at a
    /// time. Errors: TotpNeeded (it is off), CodeNeeded (no code), CodeWrong, TooManyTries.
    Done checkTotp(const AccountId& account, const std::string& code, UnixMillis now);
    /// The same, but fine where it is off. Errors: CodeNeeded, CodeWrong, TooManyTries.
    Done passTotp(const AccountId& account, const std::string& code, UnixMillis now);

private:
    struct Totp {
        QByteArray secret;
        QByteArray pending;
        std::int64_t usedStep = 0;
    };

    Result<Credentials> read(const Row& row);
    Result<Totp> totp(const AccountId& account);
    Done ensure(const AccountId& account, UnixMillis now);
    Result<std::int64_t> match(const AccountId& account, const QByteArray& secret, const std::string& code,
        std::int64_t usedStep, UnixMillis now);

    Done countTry(const std::string& key, UnixMillis now);

    Database& m_database;
    TryLimiter m_codeTries; // not undone with the transaction of a wrong code
    std::uint64_t m_request = 0;
    std::deque<std::pair<std::uint64_t, std::string>> m_counted; // requests, and what was tried; the newest last
};

} // namespace weft::relay
