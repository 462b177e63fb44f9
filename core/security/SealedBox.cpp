// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/SealedBox.h"

#include "core/values/Sha256.h"

#include <sodium.h>

namespace weft {

static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == kSealNonceBytes);
static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == kSealOverheadBytes - kSealNonceBytes);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == SecretKey256::size);
static_assert(crypto_auth_hmacsha256_KEYBYTES == SecretKey256::size);

SharedBytes sealValue(ByteView plain, const SecretKey256& key, const ValueName& name, const RandomSource& random)
{
    detail::initSodium();
    std::vector<std::uint8_t> sealed(plain.size() + kSealOverheadBytes);
    const auto nonce = std::span(sealed).first(kSealNonceBytes);
    random(nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kSealNonceBytes, nullptr, plain.data(), plain.size(),
        name.bytes.data(), name.bytes.size(), nullptr, nonce.data(), key.bytes.data());
    return SharedBytes::take(std::move(sealed));
}

Result<SharedBytes> openValue(ByteView sealed, const SecretKey256& key, const ValueName& name)
{
    detail::initSodium();
    if (sealed.size() < kSealOverheadBytes)
        return Error {ErrorCode::DecryptionFailed, "sealed value is too short"};
    std::vector<std::uint8_t> plain(sealed.size() - kSealOverheadBytes);
    const ByteView body = sealed.subspan(kSealNonceBytes);
    const int rc = crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, body.data(), body.size(),
        name.bytes.data(), name.bytes.size(), sealed.data(), key.bytes.data());
    if (rc != 0)
        return Error {ErrorCode::DecryptionFailed, "sealed value doesn't fit its key or its name"};
    return SharedBytes::take(std::move(plain));
}

Hash256 keyCommitment(const SecretKey256& key)
{
    return sha256(key.view());
}

ValueName valueName(const SecretKey256& runSecret, const Hash256& content)
{
    detail::initSodium();
    ValueName name;
    crypto_auth_hmacsha256(name.bytes.data(), content.bytes.data(), content.bytes.size(), runSecret.bytes.data());
    return name;
}

} // namespace weft
