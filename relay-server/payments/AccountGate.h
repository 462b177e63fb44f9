// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"

namespace weft::relay {

/// What payments must know of an account. Asked on the writer's thread.
class AccountGate {
public:
    virtual ~AccountGate() = default;

    /// Credits are custodial: there must be an e-mail and a password. Errors: PasswordNeeded.
    virtual Done checkHasPassword(const AccountId& account) = 0;
    /// Before payout details change. Errors: TotpNeeded (it isn't set up), CodeNeeded, CodeWrong, TooManyTries.
    virtual Done checkTotp(const AccountId& account, const std::string& code, UnixMillis now) = 0;
    /// A bank takes a payment back: what the account has set aside elsewhere comes back to its credits first.
    virtual Done bringBack(const AccountId&, UnixMillis) { return {}; }
};

/// Lets everybody pass.
class OpenGate final : public AccountGate {
public:
    Done checkHasPassword(const AccountId&) override { return {}; }
    Done checkTotp(const AccountId&, const std::string&, UnixMillis) override { return {}; }
};

} // namespace weft::relay
