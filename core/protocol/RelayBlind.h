// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

/// The relay's wire, fourth part: blind credits (RFC 9474, docs/blind-credits.md). A token is worth 2^power times
/// kBlindUnit. It is signed without being seen, on a connection with a login, and spent on one without.
///
///   machine                        relay
///   RelayHello                ->   with a key made for this connection alone
///                             <-   Challenge
///   LoginBlind                ->   (signed as Login): no account is made, nothing is written down
///                             <-   BlindWelcome; from here on only ListOffers, AskBlindKeys, RequestBlindHold, what
///                                  belongs to holds made so, AskBlindChange, ClaimBlindChange, ExchangeBlind
///   AskBlindKeys              ->   either kind of connection: both must get the same keys
///                             <-   BlindKeys (signed by the relay)
///   WithdrawBlind             ->   with a login: debits credits. Asked twice: debited once, the same signatures
///                             <-   BlindSignatures
///   RequestBlindHold          ->   without: spends tokens, holds `amount` of them
///                             <-   HoldGranted | RequestFailed (TokenSpent, TokenInvalid, ...)
///   AskBlindChange            ->   whoever shows the secret
///                             <-   BlindChange
///   ClaimBlindChange          ->   once the hold is resolved; asked twice: the same signatures
///                             <-   BlindSignatures
///   ExchangeBlind             ->   tokens of any epoch for new ones of the same worth
///                             <-   BlindSignatures
///   DepositBlind              ->   with a login: tokens become credits again
///                             <-   RequestDone, Balance
namespace weft::protocol::relay {

/// The smallest token: 0.01 credit. Small enough that what a price is rounded up by comes back as change.
constexpr Money kBlindUnit {kMicroPerCredit / 100};
/// The largest: 2^14 units, 163.84 credits. Fifteen kinds of token, so that each kind is held by many.
constexpr int kMaxBlindPower = 14;
constexpr Money blindWorth(int power) { return {kBlindUnit.micro << power}; }

/// Per request, so that it fits a frame: signatures have 256 bytes.
constexpr std::int64_t kMaxBlindTokens = 100;
constexpr std::int64_t kMaxBlindIssued = 128;
constexpr std::int64_t kMaxBlindExchanged = 64; // those go with new ones in one frame
constexpr std::int64_t kBlindNumberBytes = 256; // RSA-2048

struct BlindKey {
    int power = 0;
    SharedBytes modulus; // e = 65537

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "power", &BlindKey::power, between(0, kMaxBlindPower)),
            field(2, "modulus", &BlindKey::modulus, exactly(kBlindNumberBytes)),
        };
    }
};

struct BlindedToken {
    int power = 0;
    SharedBytes blinded;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "power", &BlindedToken::power, between(0, kMaxBlindPower)),
            field(2, "blinded", &BlindedToken::blinded, exactly(kBlindNumberBytes)),
        };
    }
};

struct BlindToken {
    std::int64_t epoch = 0; // whose key signed
    int power = 0;
    Nonce32 randomizer; // with the message what was signed: RFC 9474's prepared message
    Nonce32 message;
    SharedBytes signature;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "epoch", &BlindToken::epoch, between(1, 1'000'000)),
            field(2, "power", &BlindToken::power, between(0, kMaxBlindPower)),
            field(3, "randomizer", &BlindToken::randomizer),
            field(4, "message", &BlindToken::message),
            field(5, "signature", &BlindToken::signature, exactly(kBlindNumberBytes)),
        };
    }
};

struct BlindSignature {
    SharedBytes signature;

    static constexpr auto fields()
    {
        return std::tuple{field(1, "signature", &BlindSignature::signature, exactly(kBlindNumberBytes))};
    }
};

struct LoginBlind {
    static constexpr int type = 120;
    Signature signature; // as Login's, by the key of this connection

    static constexpr auto fields() { return std::tuple{field(1, "signature", &LoginBlind::signature)}; }
};

struct BlindWelcome {
    static constexpr int type = 121;
    std::int64_t epoch = 0; // of the keys that sign now

    static constexpr auto fields()
    {
        return std::tuple{field(1, "epoch", &BlindWelcome::epoch, between(1, 1'000'000))};
    }
};

struct AskBlindKeys {
    static constexpr int type = 122;
    std::int64_t id = 0;
    std::int64_t epoch = 0; // 0: those that sign now

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &AskBlindKeys::id),
            field(2, "epoch", &AskBlindKeys::epoch, between(0, 1'000'000)),
        };
    }
};

struct BlindKeys {
    static constexpr int type = 123;
    std::int64_t id = 0;
    std::int64_t epoch = 0;
    std::int64_t signingEpoch = 0; // the one that signs now
    std::vector<BlindKey> keys; // by power, from 0
    Signature signature; // by the relay's key over epoch and keys (core/security/BlindKeySet.h)

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &BlindKeys::id),
            field(2, "epoch", &BlindKeys::epoch, between(1, 1'000'000)),
            field(3, "signingEpoch", &BlindKeys::signingEpoch, between(1, 1'000'000)),
            field(4, "keys", &BlindKeys::keys, between(1, kMaxBlindPower + 1)),
            field(5, "signature", &BlindKeys::signature),
        };
    }
};

struct WithdrawBlind {
    static constexpr int type = 124;
    std::int64_t id = 0;
    TransferId transfer; // made by the client
    std::int64_t epoch = 0;
    std::vector<BlindedToken> tokens;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &WithdrawBlind::id),
            field(2, "transfer", &WithdrawBlind::transfer),
            field(3, "epoch", &WithdrawBlind::epoch, between(1, 1'000'000)),
            field(4, "tokens", &WithdrawBlind::tokens, between(1, kMaxBlindIssued)),
        };
    }
};

struct BlindSignatures {
    static constexpr int type = 125;
    std::int64_t id = 0;
    std::vector<BlindSignature> signatures; // in the request's order

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &BlindSignatures::id),
            field(2, "signatures", &BlindSignatures::signatures, atMost(kMaxBlindIssued)),
        };
    }
};

/// RequestHold, paid with tokens. They may be worth more than `amount`: the rest is change.
struct RequestBlindHold {
    static constexpr int type = 126;
    std::int64_t id = 0;
    JobId job; // made by the buyer: asking twice holds once
    KeyHash provider;
    KeyHash jobKey;
    PublicKey jobPublicKey;
    Money amount;
    std::int64_t deadlineSeconds = 0; // from now
    Hash256 secretHash; // SHA-256 of what claims the change
    std::vector<BlindToken> tokens;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &RequestBlindHold::id),
            field(2, "job", &RequestBlindHold::job),
            field(3, "provider", &RequestBlindHold::provider),
            field(4, "jobKey", &RequestBlindHold::jobKey),
            field(5, "jobPublicKey", &RequestBlindHold::jobPublicKey),
            field(6, "amount", &RequestBlindHold::amount, between(0, kMaxAmount.micro)),
            field(7, "deadlineSeconds", &RequestBlindHold::deadlineSeconds, between(1, 7 * 24 * 3600)),
            field(8, "secretHash", &RequestBlindHold::secretHash),
            field(9, "tokens", &RequestBlindHold::tokens, between(1, kMaxBlindTokens)),
        };
    }
};

struct AskBlindChange {
    static constexpr int type = 127;
    std::int64_t id = 0;
    SecretKey256 secret;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &AskBlindChange::id),
            field(2, "secret", &AskBlindChange::secret),
        };
    }
};

struct BlindChange {
    static constexpr int type = 128;
    std::int64_t id = 0;
    int state = 0; // HoldState; Unknown: its tokens weren't spent
    bool claimed = false;
    Money amount; // that can be claimed, or was: a whole number of units; 0 while it is held

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &BlindChange::id),
            field(2, "state", &BlindChange::state, between(0, 3)),
            field(3, "claimed", &BlindChange::claimed),
            field(4, "amount", &BlindChange::amount, between(0, kMaxAmount.micro)),
        };
    }
};

struct ClaimBlindChange {
    static constexpr int type = 129;
    std::int64_t id = 0;
    SecretKey256 secret;
    std::int64_t epoch = 0;
    std::vector<BlindedToken> tokens; // worth exactly what BlindChange says; none when that is nothing

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &ClaimBlindChange::id),
            field(2, "secret", &ClaimBlindChange::secret),
            field(3, "epoch", &ClaimBlindChange::epoch, between(1, 1'000'000)),
            field(4, "tokens", &ClaimBlindChange::tokens, atMost(kMaxBlindIssued)),
        };
    }
};

struct ExchangeBlind {
    static constexpr int type = 130;
    std::int64_t id = 0;
    std::vector<BlindToken> spent;
    std::int64_t epoch = 0;
    std::vector<BlindedToken> tokens; // worth the same

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &ExchangeBlind::id),
            field(2, "spent", &ExchangeBlind::spent, between(1, kMaxBlindExchanged)),
            field(3, "epoch", &ExchangeBlind::epoch, between(1, 1'000'000)),
            field(4, "tokens", &ExchangeBlind::tokens, between(1, kMaxBlindIssued)),
        };
    }
};

struct DepositBlind {
    static constexpr int type = 131;
    std::int64_t id = 0;
    TransferId transfer; // made by the client
    std::vector<BlindToken> tokens;

    static constexpr auto fields()
    {
        return std::tuple{
            field(1, "id", &DepositBlind::id),
            field(2, "transfer", &DepositBlind::transfer),
            field(3, "tokens", &DepositBlind::tokens, between(1, kMaxBlindTokens)),
        };
    }
};

} // namespace weft::protocol::relay
