// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/RelayBlind.h"
#include "core/security/BlindRsa.h"
#include "core/security/DeviceKey.h"

/// Blind credits on both sides of the wire: what a token's signature is over, which keys signed, what is it worth.
namespace weft {

using protocol::relay::BlindedToken;
using protocol::relay::BlindKeys;
using protocol::relay::BlindToken;

/// How long one set of keys signs. Counted from 1970, so that both sides know which it is now.
constexpr std::chrono::days kBlindEpoch {30};
std::int64_t blindEpochAt(UnixMillis now);
/// Tokens of this epoch and of the one before may be spent and signed; older ones are exchanged first.
bool isCurrentBlindEpoch(std::int64_t epoch, UnixMillis now);

/// RFC 9474's prepared message: randomizer, message.
SharedBytes preparedOf(const BlindToken& token);
/// What is written down when it is spent: SHA-256 over epoch, power and prepared message. The signature is left out:
/// one token could have several.
Hash256 spentHashOf(const BlindToken& token);

/// SHA-256 over the epoch and the keys: what clients compare and write down.
Hash256 blindKeysHash(const BlindKeys& keys);
Signature signBlindKeys(const BlindKeys& keys, const DeviceKey& relay);
/// Errors: SignatureInvalid unless the relay signed them; ProtocolViolation unless there is each power once, in order.
Done checkBlindKeys(const BlindKeys& keys, const PublicKey& relay);

Money worthOf(const std::vector<BlindToken>& tokens);
Money worthOf(const std::vector<BlindedToken>& tokens);
/// A whole number of kBlindUnit, no more (no less) than `amount`.
Money blindRoundedDown(Money amount);
Money blindRoundedUp(Money amount);

} // namespace weft
