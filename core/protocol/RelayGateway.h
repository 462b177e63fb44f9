// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

/// The relay's wire, fifth part: tokens for its public gateway (docs/decisions/0030). A token is a secret that the member's
/// own computer makes; the relay is told its SHA-256. Credits that are set aside for it move to a book of its own, its
/// budget, and only jobs of the gateway are paid from there. Asking twice does it once.
///
///   machine                        relay
///   AskGateway                ->
///                             <-   Gateway (an empty address: this relay has none)
///   BuyGatewayToken           ->   RequestDone, and Balance is pushed: credits -> budget
///   ListGatewayTokens         ->
///                             <-   GatewayTokenListed (repeated, newest first), RequestDone
///   RevokeGatewayToken        ->   RequestDone, and Balance is pushed: what is left is back; what is held comes when it is released
///   RequestGatewayHold        ->   the gateway's machine alone: holds `amount` of a budget
///                             <-   HoldGranted | RequestFailed (CreditTooLow, RelayRefused, AccountFrozen, ...)
namespace weft::protocol::relay {

struct AskGateway {
    static constexpr int type = 140;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple {field(1, "id", &AskGateway::id)}; }
};

struct Gateway {
    static constexpr int type = 141;
    std::int64_t id = 0;
    std::string url; // "https://relay.example/gateway"; empty: there is none

    static constexpr auto fields()
    {
        return std::tuple {field(1, "id", &Gateway::id), field(2, "url", &Gateway::url, atMost(2048))};
    }
};

struct BuyGatewayToken {
    static constexpr int type = 142;
    std::int64_t id = 0;
    Hash256 token; // core/security/GatewayToken.h
    Money amount;
    std::string name; // for the member's own eyes

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &BuyGatewayToken::id),
            field(2, "token", &BuyGatewayToken::token),
            field(3, "amount", &BuyGatewayToken::amount, between(1, kMaxAmount.micro)),
            field(4, "name", &BuyGatewayToken::name, atMost(80)),
        };
    }
};

struct ListGatewayTokens {
    static constexpr int type = 143;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple {field(1, "id", &ListGatewayTokens::id)}; }
};

struct GatewayTokenListed {
    static constexpr int type = 144;
    std::int64_t id = 0;
    Hash256 token;
    std::string name;
    Money bought;
    Money left; // can be spent now
    Money held; // for jobs that run
    std::int64_t createdUnixMillis = 0;
    bool revoked = false;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &GatewayTokenListed::id),
            field(2, "token", &GatewayTokenListed::token),
            field(3, "name", &GatewayTokenListed::name, atMost(80)),
            field(4, "bought", &GatewayTokenListed::bought),
            field(5, "left", &GatewayTokenListed::left),
            field(6, "held", &GatewayTokenListed::held),
            field(7, "createdUnixMillis", &GatewayTokenListed::createdUnixMillis),
            field(8, "revoked", &GatewayTokenListed::revoked),
        };
    }
};

struct RevokeGatewayToken {
    static constexpr int type = 145;
    std::int64_t id = 0;
    Hash256 token;

    static constexpr auto fields()
    {
        return std::tuple {field(1, "id", &RevokeGatewayToken::id), field(2, "token", &RevokeGatewayToken::token)};
    }
};

/// RequestHold, paid by a token's budget.
struct RequestGatewayHold {
    static constexpr int type = 146;
    std::int64_t id = 0;
    AccountId budget; // as the relay named it with the call
    JobId job;
    KeyHash provider;
    KeyHash jobKey;
    PublicKey jobPublicKey;
    Money amount;
    std::int64_t deadlineSeconds = 0; // from now

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &RequestGatewayHold::id),
            field(2, "budget", &RequestGatewayHold::budget),
            field(3, "job", &RequestGatewayHold::job),
            field(4, "provider", &RequestGatewayHold::provider),
            field(5, "jobKey", &RequestGatewayHold::jobKey),
            field(6, "jobPublicKey", &RequestGatewayHold::jobPublicKey),
            field(7, "amount", &RequestGatewayHold::amount, between(0, kMaxAmount.micro)),
            field(8, "deadlineSeconds", &RequestGatewayHold::deadlineSeconds, between(1, 7 * 24 * 3600)),
        };
    }
};

} // namespace weft::protocol::relay
