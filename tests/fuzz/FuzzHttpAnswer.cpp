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
    // What is wrong in an unfinished header may be found late in pieces, never later than at the end.
    (void)whole.feed(text);
    for (std::size_t i = 0; i < text.size() && pieces.feed(text.substr(i, 1)); ++i) { }
    if (answerOf(whole) != answerOf(pieces))
        std::abort();
    return 0;
}
