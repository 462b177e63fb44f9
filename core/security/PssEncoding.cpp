// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/PssEncoding.h"

#include <openssl/evp.h>

#include <memory>
#include <new>

namespace weft {

namespace {

constexpr std::size_t kDigestBytes = 48;
constexpr std::uint8_t kTrailer = 0xBC;
using Digest = std::array<std::uint8_t, kDigestBytes>;

Digest sha384(std::initializer_list<ByteView> parts)
{
    Digest digest {};
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha384(), nullptr) == 1;
    for (const ByteView part : parts)
        good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    if (!good || EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
        throw std::bad_alloc();
    return digest;
}

/// RFC 8017, B.2.1: XORs the mask into `target`.
void applyMgf1(std::span<std::uint8_t> target, ByteView seed)
{
    for (std::size_t at = 0; at < target.size(); at += kDigestBytes) {
        const auto block = static_cast<std::uint8_t>(at / kDigestBytes); // at most 11 of them
        const std::array<std::uint8_t, 4> counter {0, 0, 0, block};
        const Digest mask = sha384({seed, counter});
        for (std::size_t i = 0; i < kDigestBytes && at + i < target.size(); ++i)
            target[at + i] ^= mask[i];
    }
}

} // namespace

std::vector<std::uint8_t> encodePss(ByteView message, ByteView salt, std::size_t sizeBytes)
{
    const std::array<std::uint8_t, 8> zeros {};
    const Digest hash = sha384({zeros, sha384({message}), salt});
    std::vector<std::uint8_t> encoded(sizeBytes);
    const std::span block = std::span(encoded).first(sizeBytes - kDigestBytes - 1);
    block[block.size() - salt.size() - 1] = 1;
    std::copy(salt.begin(), salt.end(), block.end() - static_cast<std::ptrdiff_t>(salt.size()));
    applyMgf1(block, hash);
    block[0] &= 0x7F; // one bit fewer than the modulus has
    std::copy(hash.begin(), hash.end(), encoded.begin() + static_cast<std::ptrdiff_t>(block.size()));
    encoded.back() = kTrailer;
    return encoded;
}

} // namespace weft
