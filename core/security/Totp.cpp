// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Totp.h"

#include <QByteArray>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>

namespace weft {

std::string hotpCode(ByteView secret, std::int64_t counter, int digits)
{
    std::array<unsigned char, 8> message{};
    for (int i = 0; i < 8; ++i)
        message[std::size_t(i)] = static_cast<unsigned char>(counter >> (56 - 8 * i));
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int size = 0;
    HMAC(EVP_sha1(), secret.data(), int(secret.size()), message.data(), message.size(), hash.data(), &size);
    const std::size_t at = hash[size - 1] & 0x0F;
    const std::uint32_t number = (std::uint32_t(hash[at] & 0x7F) << 24) | (std::uint32_t(hash[at + 1]) << 16)
        | (std::uint32_t(hash[at + 2]) << 8) | std::uint32_t(hash[at + 3]);
    std::uint32_t modulus = 1;
    for (int i = 0; i < digits; ++i)
        modulus *= 10;
    const std::string text = std::to_string(number % modulus);
    return std::string(std::size_t(digits) - text.size(), '0') + text;
}

std::optional<std::int64_t> matchTotp(
    ByteView secret, std::string_view code, std::int64_t unixSeconds, std::int64_t usedStep)
{
    std::string typed(code);
    std::erase(typed, ' ');
    const std::int64_t now = unixSeconds / kTotpStepSeconds;
    std::optional<std::int64_t> found;
    for (const std::int64_t step : {now - 1, now, now + 1}) {
        const std::string wanted = hotpCode(secret, step);
        const bool fits =
            typed.size() == wanted.size() && sodium_memcmp(typed.data(), wanted.data(), wanted.size()) == 0;
        if (fits && step > usedStep)
            found = step;
    }
    return found;
}

std::string base32(ByteView bytes)
{
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        buffer = (buffer << 8) | byte;
        for (bits += 8; bits >= 5; bits -= 5)
            text += kLetters[(buffer >> (bits - 5)) & 31];
    }
    if (bits > 0)
        text += kLetters[(buffer << (5 - bits)) & 31];
    return text;
}

std::string totpUri(ByteView secret, std::string_view issuer, std::string_view label)
{
    const auto escaped = [](std::string_view text) {
        return QByteArray(text.data(), qsizetype(text.size())).toPercentEncoding().toStdString();
    };
    return "otpauth://totp/" + escaped(issuer) + ":" + escaped(label) + "?secret=" + base32(secret)
        + "&issuer=" + escaped(issuer) + "&algorithm=SHA1&digits=6&period=" + std::to_string(kTotpStepSeconds);
}

} // namespace weft
