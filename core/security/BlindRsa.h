// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"
#include "core/security/Random.h"

struct evp_pkey_st; // OpenSSL's EVP_PKEY

/// Blind signatures: RSABSSA-SHA384-PSS-Randomized of RFC 9474. Whoever signs can't tell later which signature it made
/// when. Keys are RSA with e = 65537 and 2048, 3072 or 4096 bits; numbers are big-endian and as long as the modulus.
namespace weft {

constexpr int kBlindKeyBits = 2048;
constexpr std::size_t kMinBlindKeyBytes = 2048 / 8;
constexpr std::size_t kMaxBlindKeyBytes = 4096 / 8;
constexpr std::size_t kBlindRandomizerBytes = 32;

/// RFC 9474, 4.1: 32 random bytes, then the message. This is what is blinded, signed and verified.
SharedBytes prepareBlindMessage(ByteView message, const RandomSource& random);

/// What goes to the signer, and the secret that turns its answer into a signature.
struct BlindedMessage {
    SharedBytes message;
    SharedBytes inverse;
};

class BlindPublicKey {
public:
    /// Errors: KeyUnreadable (args: reason) unless it is odd and has 2048, 3072 or 4096 bits.
    static Result<BlindPublicKey> fromModulus(ByteView modulus);

    const SharedBytes& modulus() const { return m_modulus; }
    std::size_t sizeBytes() const { return m_modulus.size(); }

    /// RFC 9474, 4.2. Takes from `random` the salt (48 bytes), then the blind (as long as the modulus, again while it is
    /// out of range). Errors: ValueInvalid (random source or message unusable: never by chance).
    Result<BlindedMessage> blind(ByteView prepared, const RandomSource& random) const;
    /// RFC 9474, 4.4. Errors: TokenInvalid (args: reason): not the signature of what was blinded.
    Result<SharedBytes> finalize(ByteView prepared, ByteView blindSignature, ByteView inverse) const;
    /// RSASSA-PSS, SHA-384, MGF1 with SHA-384, 48 bytes of salt (RFC 8017). Errors: TokenInvalid (args: reason).
    Done verify(ByteView prepared, ByteView signature) const;

private:
    friend class BlindSecretKey;
    BlindPublicKey(std::shared_ptr<evp_pkey_st> key, SharedBytes modulus);

    std::shared_ptr<evp_pkey_st> m_key;
    SharedBytes m_modulus;
};

/// The signer's half. Signing runs in constant time, with OpenSSL's own blinding against timing.
class BlindSecretKey {
public:
    /// Errors: Internal (no randomness or memory).
    static Result<BlindSecretKey> generate(int bits = kBlindKeyBits);
    /// PKCS #8. Errors: KeyUnreadable (args: reason).
    static Result<BlindSecretKey> fromDer(ByteView der);
    /// PKCS #8, unencrypted: the caller wipes it.
    Result<std::vector<std::uint8_t>> toDer() const;

    const BlindPublicKey& publicKey() const { return m_public; }
    /// RFC 9474, 4.3. The same message gives the same signature. The result is checked before it is handed out.
    /// Errors: ValueInvalid (wrong length, or not below the modulus); Internal (the computation went wrong).
    Result<SharedBytes> sign(ByteView blinded) const;

private:
    explicit BlindSecretKey(BlindPublicKey key)
        : m_public(std::move(key))
    {
    }
    static Result<BlindSecretKey> from(std::shared_ptr<evp_pkey_st> key);

    BlindPublicKey m_public; // its key holds the secret part too
};

} // namespace weft
