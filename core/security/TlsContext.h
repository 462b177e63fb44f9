// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/DeviceKey.h"

#include <memory>

#include <openssl/ssl.h>

namespace weft {

template <auto Free>
struct OpenSslDeleter {
    template <typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using PrivateKeyPtr = std::unique_ptr<EVP_PKEY, OpenSslDeleter<&EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, OpenSslDeleter<&X509_free>>;
using ContextPtr = std::unique_ptr<SSL_CTX, OpenSslDeleter<&SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, OpenSslDeleter<&SSL_free>>;

PrivateKeyPtr toOpenSsl(const DeviceKey& key);
/// Self-signed and always the same shape: it says nothing but the key.
CertificatePtr selfSigned(EVP_PKEY* key);

using VerifyCallback = int (*)(X509_STORE_CTX*, void*);
/// TLS 1.3 only, Ed25519 only, X25519 only, certificates on both sides, no tickets, no sessions. `verify` gets each
/// peer's certificate and decides alone. Null only when memory runs out.
ContextPtr makeTlsContext(bool server, const DeviceKey& key, VerifyCallback verify);

/// The raw Ed25519 key of a certificate. Errors: KeyMismatch for any other kind.
Result<PublicKey> publicKeyOf(X509* certificate);

} // namespace weft
