// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Requests in one piece and byte by byte: the same requests, or the same refusal, and never a body over its limit.
#include "core/http/RequestParser.h"

#include <cstdlib>

using namespace weft::http;

namespace {

constexpr std::size_t kLimit = 512;

void takeAll(RequestParser& parser, std::string& seen)
{
    while (parser.state() == RequestParser::State::Complete) {
        const Request request = parser.take();
        if (request.body.size() > kLimit || request.path.empty())
            std::abort();
        seen += request.method + ' ' + request.path + ' ' + request.body + '\n';
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto admit = [](const Request&) -> RequestParser::Admission { return kLimit; };
    RequestParser whole(admit);
    RequestParser pieces(admit);
    std::string fromWhole;
    std::string fromPieces;
    whole.feed(text);
    takeAll(whole, fromWhole);
    for (const char& byte : text) {
        pieces.feed({&byte, 1});
        takeAll(pieces, fromPieces);
    }
    if (fromWhole != fromPieces)
        std::abort();
    return 0;
}
