// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

/// The relay's wire, second part: who an account is. An account begins as a device key (RelayHello, Login); the rest is
/// added when it is needed. Each request is answered by the message named beside it, or RequestFailed.
///
///   AskAccount                ->
///                             <-   AccountState (also pushed after every change, to all devices of the account)
///   ListDevices               ->
///                             <-   DeviceListed (repeated), RequestDone
///   RevokeDevice              ->   RequestDone; that device's socket is closed
///   RenameDevice              ->   RequestDone
///   MakeRecoveryCode          ->
///                             <-   RecoveryCode: shown once; the one before it is void
///   SetPassword               ->   RequestDone: e-mail and password, first or changed
///   SignIn                    ->   RequestDone: this device joins the account; what its own account held goes with it
///   UseRecoveryCode           ->   the same, by the code, which is used up; all other devices are revoked, password and two-step sign-in are off
///   BeginTotp                 ->
///                             <-   TotpSecret: not in force before ConfirmTotp
///   ConfirmTotp, RemoveTotp   ->   RequestDone
///   BeginApproval             ->   a machine without a screen
///                             <-   ApprovalCode: to be typed on a device that is signed in
///   ApproveDevice             ->   on that device: RequestDone; AccountState is pushed to the new machine
namespace weft::protocol::relay {

constexpr std::int64_t kMaxPasswordBytes = 1024;
constexpr std::int64_t kMaxEmailBytes = 254; // RFC 5321

struct AskAccount {
    static constexpr int type = 70;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple{field(1, "id", &AskAccount::id)}; }
};

struct AccountState {
    static constexpr int type = 71;
    std::int64_t id = 0; // 0: pushed
    AccountId account;
    std::string email; // empty: none yet
    bool hasPassword = false;
    bool hasRecoveryCode = false;
    bool hasTotp = false;
    bool needsRecoveryCode = false; // it has earned, and there is no code
    bool frozen = false; // a dispute is open: no runs elsewhere, no payouts
    std::int64_t devices = 1; // not revoked

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &AccountState::id),
            field(2, "account", &AccountState::account),
            field(3, "email", &AccountState::email, atMost(kMaxEmailBytes)),
            field(4, "hasPassword", &AccountState::hasPassword),
            field(5, "hasRecoveryCode", &AccountState::hasRecoveryCode),
            field(6, "hasTotp", &AccountState::hasTotp),
            field(7, "needsRecoveryCode", &AccountState::needsRecoveryCode),
            field(8, "frozen", &AccountState::frozen),
            field(9, "devices", &AccountState::devices),
        };
    }
};

struct ListDevices {
    static constexpr int type = 72;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple{field(1, "id", &ListDevices::id)}; }
};

struct DeviceListed {
    static constexpr int type = 73;
    std::int64_t id = 0;
    KeyHash machine;
    std::string name;
    std::int64_t addedUnixMillis = 0;
    std::int64_t seenUnixMillis = 0; // last login
    bool online = false;
    bool thisOne = false;
    bool revoked = false;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &DeviceListed::id),
            field(2, "machine", &DeviceListed::machine),
            field(3, "name", &DeviceListed::name, atMost(100)),
            field(4, "addedUnixMillis", &DeviceListed::addedUnixMillis),
            field(5, "seenUnixMillis", &DeviceListed::seenUnixMillis),
            field(6, "online", &DeviceListed::online),
            field(7, "thisOne", &DeviceListed::thisOne),
            field(8, "revoked", &DeviceListed::revoked),
        };
    }
};

struct RevokeDevice {
    static constexpr int type = 74;
    std::int64_t id = 0;
    KeyHash machine;

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &RevokeDevice::id), field(2, "machine", &RevokeDevice::machine)};
    }
};

struct RenameDevice {
    static constexpr int type = 75;
    std::int64_t id = 0;
    KeyHash machine;
    std::string name;

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &RenameDevice::id), field(2, "machine", &RenameDevice::machine),
            field(3, "name", &RenameDevice::name, between(1, 100))};
    }
};

struct MakeRecoveryCode {
    static constexpr int type = 76;
    std::int64_t id = 0;
    std::string password; // where there is one: a device that was left open must not make a key to the account
    std::string totp; // where it is on

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &MakeRecoveryCode::id),
            field(2, "password", &MakeRecoveryCode::password, atMost(kMaxPasswordBytes)),
            field(3, "totp", &MakeRecoveryCode::totp, atMost(16)),
        };
    }
};

struct RecoveryCode {
    static constexpr int type = 77;
    std::int64_t id = 0;
    std::string code; // groups of letters and digits

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &RecoveryCode::id), field(2, "code", &RecoveryCode::code, between(1, 100))};
    }
};

struct SetPassword {
    static constexpr int type = 78;
    std::int64_t id = 0;
    std::string email;
    std::string password;
    std::string oldPassword; // where there is one
    std::string totp; // where it is on

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &SetPassword::id),
            field(2, "email", &SetPassword::email, between(3, kMaxEmailBytes)),
            field(3, "password", &SetPassword::password, between(1, kMaxPasswordBytes)),
            field(4, "oldPassword", &SetPassword::oldPassword, atMost(kMaxPasswordBytes)),
            field(5, "totp", &SetPassword::totp, atMost(16)),
        };
    }
};

struct SignIn {
    static constexpr int type = 79;
    std::int64_t id = 0;
    std::string email;
    std::string password;
    std::string totp; // where it is on; CodeNeeded asks for it
    std::string deviceName;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &SignIn::id),
            field(2, "email", &SignIn::email, between(3, kMaxEmailBytes)),
            field(3, "password", &SignIn::password, between(1, kMaxPasswordBytes)),
            field(4, "totp", &SignIn::totp, atMost(16)),
            field(5, "deviceName", &SignIn::deviceName, atMost(100)),
        };
    }
};

struct UseRecoveryCode {
    static constexpr int type = 80;
    std::int64_t id = 0;
    std::string code;
    std::string deviceName;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &UseRecoveryCode::id),
            field(2, "code", &UseRecoveryCode::code, between(1, 100)),
            field(3, "deviceName", &UseRecoveryCode::deviceName, atMost(100)),
        };
    }
};

struct BeginTotp {
    static constexpr int type = 81;
    std::int64_t id = 0;
    std::string password;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &BeginTotp::id), field(2, "password", &BeginTotp::password, between(1, kMaxPasswordBytes))};
    }
};

struct TotpSecret {
    static constexpr int type = 82;
    std::int64_t id = 0;
    std::string uri; // otpauth://totp/...

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &TotpSecret::id), field(2, "uri", &TotpSecret::uri, between(1, 1000))};
    }
};

struct ConfirmTotp {
    static constexpr int type = 83;
    std::int64_t id = 0;
    std::string totp;

    static constexpr auto fields()
    {
        return std::tuple{field(1, "id", &ConfirmTotp::id), field(2, "totp", &ConfirmTotp::totp, between(1, 16))};
    }
};

struct RemoveTotp {
    static constexpr int type = 84;
    std::int64_t id = 0;
    std::string password;
    std::string totp;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &RemoveTotp::id),
            field(2, "password", &RemoveTotp::password, between(1, kMaxPasswordBytes)),
            field(3, "totp", &RemoveTotp::totp, between(1, 16)),
        };
    }
};

struct BeginApproval {
    static constexpr int type = 85;
    std::int64_t id = 0;
    std::string deviceName;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &BeginApproval::id), field(2, "deviceName", &BeginApproval::deviceName, atMost(100))};
    }
};

struct ApprovalCode {
    static constexpr int type = 86;
    std::int64_t id = 0;
    std::string code; // "BCDF-GHJK"
    std::int64_t expiresUnixMillis = 0;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &ApprovalCode::id),
            field(2, "code", &ApprovalCode::code, between(1, 20)),
            field(3, "expiresUnixMillis", &ApprovalCode::expiresUnixMillis),
        };
    }
};

struct ApproveDevice {
    static constexpr int type = 87;
    std::int64_t id = 0;
    std::string code;
    std::string password; // where there is one
    std::string totp;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &ApproveDevice::id),
            field(2, "code", &ApproveDevice::code, between(1, 20)),
            field(3, "password", &ApproveDevice::password, atMost(kMaxPasswordBytes)),
            field(4, "totp", &ApproveDevice::totp, atMost(16)),
        };
    }
};

} // namespace weft::protocol::relay
