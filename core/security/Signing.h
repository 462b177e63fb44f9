// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"
#include "core/security/DeviceKey.h"

#include <QByteArray>

/// What is signed, and how: each purpose has its own tag, so that a signature for one can't serve as another.
namespace weft {

/// The tag's length (1 byte), the tag, then the payload.
QByteArray taggedMessage(std::string_view tag, ByteView payload);

/// What a machine signs to log in: the relay's fresh nonce and the relay's key, so that another relay can't pass it on.
QByteArray loginMessage(const Nonce32& nonce, const PublicKey& relay);
Signature signLogin(const DeviceKey& machine, const Nonce32& nonce, const PublicKey& relay);
bool verifyLogin(const PublicKey& machine, const Nonce32& nonce, const PublicKey& relay, const Signature& signature);

/// Errors: KeyMismatch when offer.machine isn't `key`; LimitExceeded, ProtocolViolation from encodeOffer().
Result<SignedOffer> signOffer(const Offer& offer, const DeviceKey& key);
/// Checks the signature by the machine key inside, and the time. The caller compares `machine` with whom it expects.
/// Errors: ProtocolViolation; SignatureInvalid (args: reason = "signature", "expired", "not yet valid").
Result<Offer> openOffer(const SignedOffer& offer, UnixMillis now);

/// CBOR of all fields but the signature.
QByteArray receiptMessage(const Receipt& receipt);
/// Fills in the signature.
Receipt signReceipt(Receipt receipt, const JobKey& key);
/// Errors: SignatureInvalid. The caller checks that the job is its own and that sums only grow.
Done verifyReceipt(const Receipt& receipt, const PublicKey& jobKey);

} // namespace weft
