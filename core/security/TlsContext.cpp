// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/TlsContext.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <new>

namespace weft {

namespace {

/// A certificate of one Ed25519 key has some 300 bytes.
constexpr long kMaxCertificateBytes = 4096;

bool restrict(SSL_CTX* context)
{
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_max_cert_list(context, kMaxCertificateBytes);
    return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1
        && SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1
        && SSL_CTX_set_max_early_data(context, 0) == 1 && SSL_CTX_set1_sigalgs_list(context, "ed25519") == 1
        && SSL_CTX_set1_client_sigalgs_list(context, "ed25519") == 1 && SSL_CTX_set1_groups_list(context, "X25519") == 1;
}

} // namespace

PrivateKeyPtr toOpenSsl(const DeviceKey& key)
{
    const SecretKey256& seed = key.seed();
    PrivateKeyPtr result(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.bytes.data(), seed.bytes.size()));
    if (!result)
        throw std::bad_alloc();
    return result;
}

CertificatePtr selfSigned(EVP_PKEY* key)
{
    CertificatePtr certificate(X509_new());
    if (!certificate)
        throw std::bad_alloc();
    X509* const x = certificate.get();
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    ASN1_TIME_set_string_X509(X509_getm_notBefore(x), "20200101000000Z");
    ASN1_TIME_set_string_X509(X509_getm_notAfter(x), "99991231235959Z"); // RFC 5280: no expiry of its own
    X509_NAME* const name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("weft"), -1, -1, 0);
    X509_set_issuer_name(x, name);
    if (X509_set_pubkey(x, key) != 1 || X509_sign(x, key, nullptr) == 0)
        throw std::bad_alloc();
    return certificate;
}

ContextPtr makeTlsContext(bool server, const DeviceKey& key, VerifyCallback verify)
{
    ERR_clear_error();
    ContextPtr context(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
    const PrivateKeyPtr privateKey = toOpenSsl(key);
    const CertificatePtr certificate = selfSigned(privateKey.get());
    if (!context || !restrict(context.get()) || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1
        || SSL_CTX_use_PrivateKey(context.get(), privateKey.get()) != 1)
        return nullptr;
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(context.get(), verify, nullptr);
    return context;
}

Result<PublicKey> publicKeyOf(X509* certificate)
{
    EVP_PKEY* const key = certificate ? X509_get0_pubkey(certificate) : nullptr;
    PublicKey result;
    std::size_t size = PublicKey::size;
    if (!key || EVP_PKEY_get_id(key) != EVP_PKEY_ED25519
        || EVP_PKEY_get_raw_public_key(key, result.bytes.data(), &size) != 1 || size != PublicKey::size)
        return Error {ErrorCode::KeyMismatch, "not an Ed25519 certificate"};
    return result;
}

} // namespace weft
