// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <vector>

namespace weft::test {

inline BIGNUM* number(const std::vector<std::uint8_t>& bytes)
{
    return BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr);
}

/// A test vector's key (e = 65537) as the DER that OpenSSL writes. Empty: the parts don't fit.
inline std::vector<std::uint8_t> rsaKeyFromParts(const std::vector<std::uint8_t>& n, const std::vector<std::uint8_t>& d,
    const std::vector<std::uint8_t>& p, const std::vector<std::uint8_t>& q)
{
    BN_CTX* work = BN_CTX_new();
    BIGNUM* numbers[] = {number(n), number(d), number(p), number(q), BN_new(), BN_new(), BN_new()};
    BIGNUM* less = BN_new();
    for (int i = 0; i < 2; ++i) { // d mod (p - 1), d mod (q - 1)
        BN_sub(less, numbers[2 + i], BN_value_one());
        BN_mod(numbers[4 + i], numbers[1], less, work);
    }
    BN_mod_inverse(numbers[6], numbers[3], numbers[2], work);
    const char* const names[] = {OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1,
        OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
        OSSL_PKEY_PARAM_RSA_COEFFICIENT1};
    OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
    for (int i = 0; i < 7; ++i)
        OSSL_PARAM_BLD_push_BN(builder, names[i], numbers[i]);
    OSSL_PARAM_BLD_push_ulong(builder, OSSL_PKEY_PARAM_RSA_E, 65537);
    OSSL_PARAM* params = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(context);
    EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params);
    const int size = key ? i2d_PrivateKey(key, nullptr) : 0;
    std::vector<std::uint8_t> der(static_cast<std::size_t>(std::max(size, 0)));
    unsigned char* at = der.data();
    if (size > 0)
        i2d_PrivateKey(key, &at);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(builder);
    for (BIGNUM* one : numbers)
        BN_free(one);
    BN_free(less);
    BN_CTX_free(work);
    return der;
}

/// a^-1 mod n, as long as n.
inline std::vector<std::uint8_t> inverseOf(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& n)
{
    BN_CTX* work = BN_CTX_new();
    BIGNUM* numbers[] = {number(a), number(n)};
    BIGNUM* inverse = BN_mod_inverse(nullptr, numbers[0], numbers[1], work);
    std::vector<std::uint8_t> bytes(n.size());
    BN_bn2binpad(inverse, bytes.data(), static_cast<int>(bytes.size()));
    BN_free(inverse);
    BN_free(numbers[0]);
    BN_free(numbers[1]);
    BN_CTX_free(work);
    return bytes;
}

} // namespace weft::test
