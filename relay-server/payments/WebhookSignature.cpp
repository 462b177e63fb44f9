// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/WebhookSignature.h"

#include "core/base/Utf8.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <optional>

namespace weft::relay {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";
constexpr std::size_t kMaxTimeDigits = 15; // the year 31,000,000

std::string_view stripped(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char at)
{
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

/// As Python's int(): blanks around, a sign, single underscores between digits.
std::optional<std::int64_t> integerFrom(std::string_view text)
{
    text = stripped(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    std::int64_t value = 0;
    bool afterDigit = false;
    std::size_t digits = 0;
    for (const char c : text) {
        if (c == '_' ? !afterDigit : c < '0' || c > '9')
            return std::nullopt;
        afterDigit = c != '_';
        if (!afterDigit)
            continue;
        digits += value != 0 || c != '0';
        if (digits > kMaxTimeDigits)
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    if (!afterDigit)
        return std::nullopt;
    return negative ? -value : value;
}

struct Signed {
    std::int64_t time = 0;
    std::vector<std::string_view> signatures;
};

std::optional<Signed> readSignatureHeader(std::string_view header)
{
    std::optional<std::int64_t> time;
    Signed found;
    for (const std::string_view item : split(header, ',')) {
        const auto parts = split(item, '=');
        const bool isTime = parts[0] == "t";
        if (!isTime && parts[0] != "v1")
            continue;
        if (parts.size() < 2)
            return std::nullopt;
        if (!isTime)
            found.signatures.push_back(parts[1]);
        else if (!time && !(time = integerFrom(parts[1])))
            return std::nullopt;
    }
    if (!time)
        return std::nullopt;
    found.time = *time;
    return found;
}

std::string hmacHex(std::string_view secret, std::string_view text)
{
    std::array<std::uint8_t, 32> mac{};
    unsigned size = mac.size();
    HMAC(EVP_sha256(), secret.data(), int(secret.size()), reinterpret_cast<const unsigned char*>(text.data()),
        text.size(), mac.data(), &size);
    return toHex(mac);
}

bool sameText(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// As the package has it, a signature that isn't ASCII ends the search.
bool matchesAny(std::string_view expected, const std::vector<std::string_view>& signatures)
{
    bool found = false;
    bool ended = false;
    for (const std::string_view signature : signatures) {
        ended = ended || std::any_of(signature.begin(), signature.end(), [](char c) { return (c & 0x80) != 0; });
        found = (!ended && sameText(expected, signature)) || found;
    }
    return found;
}

Error signatureError(const char* why)
{
    return {ErrorCode::SignatureInvalid, why};
}

} // namespace

Done checkWebhook(
    std::string_view header, std::string_view body, const std::vector<std::string>& secrets, UnixMillis now)
{
    if (!isUtf8(body))
        return signatureError("the body isn't UTF-8");
    const auto given = readSignatureHeader(header);
    if (!given || given->signatures.empty())
        return signatureError("no time or no v1 signature in the header");
    const std::string text = std::to_string(given->time) + "." + std::string(body);
    bool matches = false;
    for (const std::string& secret : secrets) {
        if (stripped(secret).empty())
            continue;
        matches = matchesAny(hmacHex(secret, text), given->signatures) || matches;
    }
    if (!matches)
        return signatureError("no signature matches");
    if (std::chrono::seconds(given->time) < now.time_since_epoch() - kWebhookTolerance)
        return signatureError("the signature is too old");
    return {};
}

} // namespace weft::relay
