// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An event stream in one piece and byte by byte: the same events, or the same refusal, and never one over its limit.
#include "core/http/EventStream.h"

#include <cstdlib>

namespace {

constexpr std::size_t kLimit = 64;

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    weft::http::EventStream whole(kLimit);
    weft::http::EventStream pieces(kLimit);
    const auto fromWhole = whole.feed(text);
    std::vector<std::string> fromPieces;
    bool good = true;
    for (const char& byte : text) {
        const auto some = pieces.feed({&byte, 1});
        good &= some.hasValue();
        if (some)
            fromPieces.insert(fromPieces.end(), some->begin(), some->end());
    }
    if (good != fromWhole.hasValue() || (good && fromPieces != *fromWhole))
        std::abort();
    for (const std::string& event : fromPieces) {
        if (event.size() > kLimit)
            std::abort();
    }
    return 0;
}
