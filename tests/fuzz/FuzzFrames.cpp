// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The first byte says in which pieces the rest arrives; the same frames must come out of any cut.
#include "core/protocol/Frames.h"

#include <cstdlib>

using namespace weft;
using namespace weft::protocol;

namespace {

std::vector<SharedBytes> framesOf(ByteView bytes, std::size_t piece)
{
    FrameReader reader(4096);
    std::vector<SharedBytes> frames;
    for (std::size_t i = 0; i < bytes.size(); i += piece) {
        if (!reader.feed(bytes.subspan(i, std::min(piece, bytes.size() - i))))
            break;
    }
    while (auto frame = reader.next())
        frames.push_back(std::move(*frame));
    return frames;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 1)
        return 0;
    const ByteView bytes(data + 1, size - 1);
    const auto whole = framesOf(bytes, SIZE_MAX / 2);
    const auto pieces = framesOf(bytes, 1 + data[0] % 64u);
    if (whole.size() != pieces.size())
        std::abort();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (!std::equal(whole[i].view().begin(), whole[i].view().end(), pieces[i].view().begin(), pieces[i].view().end()))
            std::abort();
    }
    return 0;
}
