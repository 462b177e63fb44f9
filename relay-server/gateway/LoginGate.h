// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/accounts/Logins.h"
#include "relay-server/payments/AccountGate.h"

namespace weft::relay {

/// What payments ask of an account, answered by its logins. Use it within the Writer.
class LoginGate final : public AccountGate {
public:
    explicit LoginGate(Logins& logins)
        : m_logins(logins)
    {
    }

    Done checkHasPassword(const AccountId& account) override
    {
        WEFT_TRY(const bool has, m_logins.hasPassword(account));
        if (!has)
            return Error {ErrorCode::PasswordNeeded, "credits need an e-mail address and a password"};
        return {};
    }
    Done checkTotp(const AccountId& account, const std::string& code, UnixMillis now) override
    {
        return m_logins.checkTotp(account, code, now);
    }

private:
    Logins& m_logins;
};

} // namespace weft::relay
