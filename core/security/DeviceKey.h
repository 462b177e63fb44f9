// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/Random.h"

#include <QString>

namespace weft {

/// SHA-256 of the raw public key: who a machine is.
KeyHash keyHashOf(const PublicKey& key);
/// Whether `signature` over `message` was made by the owner of `key`. Ed25519, RFC 8032; small-order keys are refused.
bool verifySignature(const PublicKey& key, ByteView message, const Signature& signature);

/// An Ed25519 key pair: a machine's identity, the relay's signing key, or a buyer's key for one job. The secret half is
/// wiped from memory at the end.
class DeviceKey {
public:
    static DeviceKey generate(const RandomSource& random);
    static DeviceKey fromSeed(const SecretKey256& seed);
    /// From a file that only its owner can read. Errors: FileNotFound, KeyUnreadable (args: path, reason).
    static Result<DeviceKey> load(const QString& path);
    /// load(), or generate() and save() when there is no file yet. Errors: KeyUnreadable, FileUnwritable.
    static Result<DeviceKey> loadOrCreate(const QString& path, const RandomSource& random);

    DeviceKey(const DeviceKey&) = default;
    DeviceKey& operator=(const DeviceKey&) = default;
    ~DeviceKey();

    /// Replaces the file in one step, readable by its owner alone. Errors: FileUnwritable (args: path).
    Done save(const QString& path) const;

    const PublicKey& publicKey() const { return m_public; }
    KeyHash keyHash() const { return keyHashOf(m_public); }
    Signature sign(ByteView message) const;
    /// The secret: for the keychain and for TLS.
    const SecretKey256& seed() const { return m_seed; }

private:
    DeviceKey() = default;

    SecretKey256 m_seed;
    PublicKey m_public;
};

/// A key for one job: TLS client key and signer of receipts, so that a provider can't tell who the buyer is.
using JobKey = DeviceKey;

} // namespace weft
