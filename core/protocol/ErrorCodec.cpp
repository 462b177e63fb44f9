// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/ErrorCodec.h"

#include "core/base/Utf8.h"
#include "core/protocol/FieldCodec.h"

namespace weft::protocol {

namespace {

/// At most `maxBytes` of valid UTF-8; bytes that aren't text become '?'.
std::string cutText(std::string text, std::size_t maxBytes)
{
    if (!isUtf8(text)) {
        for (char& c : text)
            c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
    if (text.size() <= maxBytes)
        return text;
    std::size_t end = maxBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

} // namespace

WireError toWire(const Error& error)
{
    constexpr std::size_t kMaxDetail = 2000;
    constexpr std::size_t kMaxArgs = 32;
    WireError wire {static_cast<int>(error.code), cutText(error.detail, kMaxDetail), {}};
    for (const auto& [key, value] : error.args) {
        if (wire.args.size() == kMaxArgs)
            break;
        wire.args.emplace(cutText(key, kMaxMapKeyBytes), cutText(value, kMaxMapTextBytes));
    }
    return wire;
}

Error fromWire(const WireError& wire)
{
    const auto code = static_cast<ErrorCode>(wire.code);
    if (nameOf(code) == "Unknown")
        return {ErrorCode::Internal, "error " + std::to_string(wire.code) + ": " + wire.detail, wire.args};
    return {code, wire.detail, wire.args};
}

} // namespace weft::protocol
