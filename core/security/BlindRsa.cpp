// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/BlindRsa.h"

#include "core/security/PssEncoding.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <new>

namespace weft {

namespace {

using Bytes = std::vector<std::uint8_t>;
using KeyPtr = std::shared_ptr<EVP_PKEY>;
using ContextOfKey = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Numbers = std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)>;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_clear_free)>;

constexpr unsigned long kExponent = RSA_F4;
/// A blind is out of range with less than half a chance; this many times only if the source isn't random.
constexpr int kMaxBlindTries = 256;

Error badKey(const char* reason) { return {ErrorCode::KeyUnreadable, "a blind signing key", {{"reason", reason}}}; }
Error badToken(const char* reason) { return {ErrorCode::TokenInvalid, "a blind signature", {{"reason", reason}}}; }
Error badInput(const char* why) { return {ErrorCode::ValueInvalid, why}; }
Error broken(const char* what) { return {ErrorCode::Internal, what}; }

KeyPtr shareKey(EVP_PKEY* key) { return {key, &EVP_PKEY_free}; }
ContextOfKey contextOf(EVP_PKEY* key) { return {EVP_PKEY_CTX_new(key, nullptr), &EVP_PKEY_CTX_free}; }

Number newNumber()
{
    Number number(BN_secure_new(), &BN_clear_free);
    if (!number)
        number.reset(BN_new());
    if (!number)
        throw std::bad_alloc();
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

Number numberOf(ByteView bytes)
{
    Number number = newNumber();
    if (!BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()))
        throw std::bad_alloc();
    return number;
}

Numbers workspace()
{
    Numbers context(BN_CTX_new(), &BN_CTX_free);
    if (!context)
        throw std::bad_alloc();
    return context;
}

SharedBytes numberBytes(const Number& number, std::size_t size)
{
    Bytes bytes(size);
    BN_bn2binpad(number.get(), bytes.data(), static_cast<int>(size));
    return SharedBytes::take(std::move(bytes));
}

KeyPtr publicFromModulus(ByteView modulus)
{
    const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder(
        OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
    const Number n = numberOf(modulus);
    if (!builder || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get())
        || !OSSL_PARAM_BLD_push_ulong(builder.get(), OSSL_PKEY_PARAM_RSA_E, kExponent))
        return nullptr;
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> params(
        OSSL_PARAM_BLD_to_param(builder.get()), &OSSL_PARAM_free);
    const ContextOfKey context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), &EVP_PKEY_CTX_free);
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return shareKey(key);
}

Done checkModulus(ByteView modulus)
{
    const std::size_t bits = modulus.size() * 8;
    if (bits != 2048 && bits != 3072 && bits != 4096)
        return badKey("its size isn't 2048, 3072 or 4096 bits");
    if (!(modulus.front() & 0x80))
        return badKey("it is shorter than it says");
    if (!(modulus.back() & 1))
        return badKey("an even modulus");
    return {};
}

/// m^e mod n, or m^d mod n by OpenSSL's blinded, constant-time path. Nothing: m isn't below the modulus.
std::optional<Bytes> rawRsa(EVP_PKEY* key, ByteView input, bool secret)
{
    ERR_clear_error();
    const ContextOfKey context = contextOf(key);
    const auto init = secret ? EVP_PKEY_decrypt_init : EVP_PKEY_encrypt_init;
    const auto run = secret ? EVP_PKEY_decrypt : EVP_PKEY_encrypt;
    if (!context || init(context.get()) != 1 || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) != 1)
        return std::nullopt;
    Bytes output(input.size());
    std::size_t size = output.size();
    const bool good = run(context.get(), output.data(), &size, input.data(), input.size()) == 1 && size == output.size();
    ERR_clear_error();
    return good ? std::optional(std::move(output)) : std::nullopt;
}

/// n = p * q. Whether they are primes isn't looked at again: that takes a tenth of a second.
bool fitTogether(EVP_PKEY* key)
{
    BIGNUM* parts[3] = {};
    const char* const names[] = {OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2};
    bool read = true;
    for (std::size_t i = 0; i < 3; ++i)
        read = read && EVP_PKEY_get_bn_param(key, names[i], &parts[i]) == 1;
    const Number n(parts[0], &BN_clear_free);
    const Number p(parts[1], &BN_clear_free);
    const Number q(parts[2], &BN_clear_free);
    const Number product = newNumber();
    return read && BN_mul(product.get(), p.get(), q.get(), workspace().get()) && BN_cmp(product.get(), n.get()) == 0;
}

} // namespace

SharedBytes prepareBlindMessage(ByteView message, const RandomSource& random)
{
    Bytes prepared(kBlindRandomizerBytes + message.size());
    random(std::span(prepared).first(kBlindRandomizerBytes));
    std::copy(message.begin(), message.end(), prepared.begin() + kBlindRandomizerBytes);
    return SharedBytes::take(std::move(prepared));
}

BlindPublicKey::BlindPublicKey(std::shared_ptr<evp_pkey_st> key, SharedBytes modulus)
    : m_key(std::move(key))
    , m_modulus(std::move(modulus))
{
}

Result<BlindPublicKey> BlindPublicKey::fromModulus(ByteView modulus)
{
    if (modulus.empty())
        return badKey("there is no modulus");
    WEFT_CHECK(checkModulus(modulus));
    KeyPtr key = publicFromModulus(modulus);
    if (!key)
        return badKey("OpenSSL doesn't take it");
    return BlindPublicKey(std::move(key), SharedBytes::copyOf(modulus));
}

Result<BlindedMessage> BlindPublicKey::blind(ByteView prepared, const RandomSource& random) const
{
    Bytes salt(kPssSaltBytes);
    random(salt);
    const Bytes encoded = encodePss(prepared, salt, sizeBytes());
    const Numbers work = workspace();
    const Number n = numberOf(m_modulus.view());
    const Number m = numberOf(encoded);
    const Number common = newNumber();
    if (!BN_gcd(common.get(), m.get(), n.get(), work.get()) || !BN_is_one(common.get()))
        return badInput("a message that shares a factor with the modulus");
    Bytes chosen(sizeBytes());
    const Number inverse = newNumber();
    for (int tries = 0;; ++tries) {
        if (tries == kMaxBlindTries)
            return badInput("the random source isn't random");
        random(chosen);
        const Number r = numberOf(chosen);
        const bool inRange = !BN_is_zero(r.get()) && BN_cmp(r.get(), n.get()) < 0;
        if (inRange && BN_mod_inverse(inverse.get(), r.get(), n.get(), work.get()))
            break;
    }
    const auto factor = rawRsa(m_key.get(), chosen, false); // r^e mod n
    OPENSSL_cleanse(chosen.data(), chosen.size());
    if (!factor)
        return broken("blinding failed");
    const Number blinded = newNumber();
    if (!BN_mod_mul(blinded.get(), m.get(), numberOf(*factor).get(), n.get(), work.get()))
        return broken("blinding failed");
    return BlindedMessage {numberBytes(blinded, sizeBytes()), numberBytes(inverse, sizeBytes())};
}

Result<SharedBytes> BlindPublicKey::finalize(ByteView prepared, ByteView blindSignature, ByteView inverse) const
{
    if (blindSignature.size() != sizeBytes() || inverse.size() != sizeBytes())
        return badToken("length");
    const Numbers work = workspace();
    const Number n = numberOf(m_modulus.view());
    const Number z = numberOf(blindSignature);
    const Number s = newNumber();
    if (BN_cmp(z.get(), n.get()) >= 0)
        return badToken("range");
    if (!BN_mod_mul(s.get(), z.get(), numberOf(inverse).get(), n.get(), work.get()))
        return broken("unblinding failed");
    const SharedBytes signature = numberBytes(s, sizeBytes());
    WEFT_CHECK(verify(prepared, signature.view()));
    return signature;
}

Done BlindPublicKey::verify(ByteView prepared, ByteView signature) const
{
    if (signature.size() != sizeBytes())
        return badToken("length");
    ERR_clear_error();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_PKEY_CTX* settings = nullptr;
    const bool ready = context
        && EVP_DigestVerifyInit(context.get(), &settings, EVP_sha384(), nullptr, m_key.get()) == 1
        && EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(settings, EVP_sha384()) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, static_cast<int>(kPssSaltBytes)) == 1;
    const bool good = ready
        && EVP_DigestVerify(context.get(), signature.data(), signature.size(), prepared.data(), prepared.size()) == 1;
    ERR_clear_error();
    if (!ready)
        return broken("a signature can't be checked");
    return good ? Done {} : Done {badToken("signature")};
}

Result<BlindSecretKey> BlindSecretKey::from(std::shared_ptr<evp_pkey_st> key)
{
    BIGNUM* n = nullptr;
    BIGNUM* e = nullptr;
    const bool read = EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &n) == 1
        && EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_E, &e) == 1;
    const Number modulus(n, &BN_clear_free);
    const Number exponent(e, &BN_clear_free);
    if (!read || !BN_is_word(e, kExponent))
        return badKey("not an RSA key with e = 65537");
    SharedBytes bytes = numberBytes(modulus, static_cast<std::size_t>(BN_num_bytes(n)));
    WEFT_CHECK(checkModulus(bytes.view()));
    return BlindSecretKey(BlindPublicKey(std::move(key), std::move(bytes)));
}

Result<BlindSecretKey> BlindSecretKey::generate(int bits)
{
    ERR_clear_error();
    EVP_PKEY* key = EVP_RSA_gen(static_cast<unsigned int>(bits));
    if (!key)
        return broken("an RSA key can't be made");
    return from(shareKey(key));
}

Result<BlindSecretKey> BlindSecretKey::fromDer(ByteView der)
{
    ERR_clear_error();
    const unsigned char* at = der.data();
    EVP_PKEY* raw = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size()));
    ERR_clear_error();
    if (!raw)
        return badKey("format");
    KeyPtr key = shareKey(raw);
    if (!EVP_PKEY_is_a(raw, "RSA") || !fitTogether(raw))
        return badKey("not a sound RSA key");
    WEFT_TRY(BlindSecretKey secret, from(std::move(key)));
    Bytes two(secret.publicKey().sizeBytes());
    two.back() = 2;
    if (!secret.sign(two))
        return badKey("its halves don't fit");
    return secret;
}

Result<std::vector<std::uint8_t>> BlindSecretKey::toDer() const
{
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, decltype(&PKCS8_PRIV_KEY_INFO_free)> info(
        EVP_PKEY2PKCS8(m_public.m_key.get()), &PKCS8_PRIV_KEY_INFO_free);
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
    if (size <= 0)
        return broken("a key can't be written");
    Bytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at);
    return der;
}

Result<SharedBytes> BlindSecretKey::sign(ByteView blinded) const
{
    if (blinded.size() != m_public.sizeBytes())
        return badInput("a blinded message of the wrong length");
    EVP_PKEY* const key = m_public.m_key.get();
    // OpenSSL refuses what isn't below the modulus.
    auto signature = rawRsa(key, blinded, true);
    if (!signature)
        return badInput("a blinded message that isn't below the modulus");
    // A fault while computing with p and q would give the key away.
    const auto again = rawRsa(key, *signature, false);
    if (!again || !std::equal(again->begin(), again->end(), blinded.begin(), blinded.end()))
        return broken("a signature came out wrong");
    return SharedBytes::take(std::move(*signature));
}

} // namespace weft
