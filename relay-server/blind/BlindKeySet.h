// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/BlindTokens.h"
#include "relay-server/blind/BlindStore.h"

namespace weft::relay {

/// The keys of one epoch, one per kind of token. Signing and checking may run on any thread.
class BlindKeySet {
public:
    /// Fresh keys, sealed under the relay's key for the database. About a second of one core.
    static Result<std::vector<SealedBlindKey>> make(
        std::int64_t epoch, const DeviceKey& relay, const RandomSource& random);
    /// From the database. Errors: KeyUnreadable (sealed under another relay's key, or damaged).
    static Result<BlindKeySet> open(
        std::int64_t epoch, const std::vector<SealedBlindKey>& keys, const DeviceKey& relay);

    /// As they are published; `id` and `signingEpoch` are the answer's to fill in.
    const BlindKeys& published() const { return m_published; }

    /// Errors: ValueInvalid.
    Result<std::vector<protocol::relay::BlindSignature>> sign(const std::vector<BlindedToken>& tokens) const;
    /// Errors: TokenInvalid (args: reason).
    Done check(const BlindToken& token) const;

private:
    std::vector<BlindSecretKey> m_keys; // by power
    BlindKeys m_published;
};

} // namespace weft::relay
