// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An answer in one piece and byte by byte: the same answer, or a refusal of both, and never a body over its limit.
#include "core/http/ResponseParser.h"

#include <cstdlib>

using namespace weft::http;

namespace {

constexpr std::size_t kLimit = 512;

/// Empty: no answer.
std::string answerOf(ResponseParser& parser)
{
    if (!parser.end())
        return {};
    const Response response = parser.take();
    if (response.body.size() > kLimit)
        std::abort();
    return std::to_string(response.status) + ' ' + response.body;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    ResponseParser whole(kLimit);
    ResponseParser pieces(kLimit);
    const bool fits = whole.feed(text).hasValue();
    bool fitsInPieces = true;
    for (const char& byte : text)
        fitsInPieces = fitsInPieces && pieces.feed({&byte, 1}).hasValue();
    if (fits != fitsInPieces || (fits && answerOf(whole) != answerOf(pieces)))
        std::abort();
    return 0;
}
