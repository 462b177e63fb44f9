// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Paseto.h"

#include "core/base/TextBytes.h"

#include <sodium.h>

#include <initializer_list>

namespace weft {

namespace {

constexpr std::string_view kHeader = "v4.public.";
constexpr int kBase64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

Error invalidToken(const char* reason)
{
    return {ErrorCode::TicketInvalid, "token", {{"reason", reason}}};
}

void appendLittleEndian(std::string& out, std::uint64_t value)
{
    for (int i = 0; i < 8; ++i)
        out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF)); // the top bit stays clear: sizes are small
}

/// Pre-authentication encoding: the count, then each piece with its length.
std::string preAuthEncoding(std::initializer_list<std::string_view> pieces)
{
    std::string out;
    appendLittleEndian(out, pieces.size());
    for (const std::string_view piece : pieces) {
        appendLittleEndian(out, piece.size());
        out.append(piece);
    }
    return out;
}

std::string toBase64(std::string_view bytes)
{
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), kBase64), '\0');
    sodium_bin2base64(out.data(), out.size(), bytesOf(bytes).data(), bytes.size(), kBase64);
    out.pop_back(); // the closing zero byte
    return out;
}

Result<std::string> fromBase64(std::string_view text)
{
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int rc = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
        nullptr, &size, &end, kBase64);
    if (rc != 0 || end != text.data() + text.size())
        return invalidToken("format");
    out.resize(size);
    return out;
}

} // namespace

std::string pasetoSign(std::string_view payload, const DeviceKey& key, std::string_view footer, std::string_view implicit)
{
    detail::initSodium();
    const std::string message = preAuthEncoding({kHeader, payload, footer, implicit});
    const Signature signature = key.sign(bytesOf(message));
    std::string body(payload);
    body.append(reinterpret_cast<const char*>(signature.bytes.data()), Signature::size);
    std::string token = std::string(kHeader) + toBase64(body);
    if (!footer.empty())
        token += "." + toBase64(footer);
    return token;
}

Result<PasetoContent> pasetoVerify(std::string_view token, const PublicKey& key, std::string_view implicit)
{
    detail::initSodium();
    if (token.size() > kMaxTokenBytes || !token.starts_with(kHeader))
        return invalidToken("format");
    token.remove_prefix(kHeader.size());
    const std::size_t dot = token.find('.');
    PasetoContent content;
    if (dot != token.npos) {
        WEFT_TRY(content.footer, fromBase64(token.substr(dot + 1)));
        if (content.footer.empty())
            return invalidToken("format");
    }
    WEFT_TRY(content.payload, fromBase64(token.substr(0, dot)));
    if (content.payload.size() < Signature::size)
        return invalidToken("format");
    const std::size_t size = content.payload.size() - Signature::size;
    WEFT_TRY(const Signature signature, Signature::fromBytes(bytesOf(content.payload).subspan(size)));
    content.payload.resize(size);
    if (!verifySignature(key, bytesOf(preAuthEncoding({kHeader, content.payload, content.footer, implicit})), signature))
        return invalidToken("signature");
    return content;
}

} // namespace weft
