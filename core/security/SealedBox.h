// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"
#include "core/security/Random.h"

/// The last values of a job travel sealed: the buyer has them, but reads them only once the relay hands out the key.
namespace weft {

constexpr std::size_t kSealNonceBytes = 24;
constexpr std::size_t kSealOverheadBytes = kSealNonceBytes + 16;

/// -> nonce (24 bytes, random), ciphertext, tag. XChaCha20-Poly1305; `name` is bound to it as associated data.
SharedBytes sealValue(ByteView plain, const SecretKey256& key, const ValueName& name, const RandomSource& random);
/// Errors: DecryptionFailed for another key, another name, or changed bytes.
Result<SharedBytes> openValue(ByteView sealed, const SecretKey256& key, const ValueName& name);

/// SHA-256 of the key: said before the key is known, so that the relay can't hand out another one unnoticed.
Hash256 keyCommitment(const SecretKey256& key);

/// HMAC-SHA256(run secret, content hash): names a value within one run, so that a stranger can't probe what a machine has.
ValueName valueName(const SecretKey256& runSecret, const Hash256& content);

} // namespace weft
