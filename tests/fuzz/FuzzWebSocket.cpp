// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A client's frames in one piece and byte by byte: the same messages, or the same end, and never one over its limit.
#include "core/http/WebSocketFrames.h"

#include <cstdlib>

using namespace weft::http;

namespace {

constexpr std::size_t kLimit = 200;

std::string said(const std::vector<WebSocketMessage>& messages)
{
    std::string text;
    for (const WebSocketMessage& message : messages) {
        if (message.payload.size() > kLimit || message.kind == WebSocketKind::Continuation)
            std::abort();
        text += std::to_string(int(message.kind)) + ':' + std::to_string(message.payload.size()) + ':' + message.payload;
    }
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    WebSocketReader whole(kLimit);
    WebSocketReader pieces(kLimit);
    const std::string fromWhole = said(whole.feed(bytes));
    std::string fromPieces;
    for (const char& byte : bytes)
        fromPieces += said(pieces.feed({&byte, 1}));
    if (fromWhole != fromPieces || whole.closeCode() != pieces.closeCode())
        std::abort();
    return 0;
}
