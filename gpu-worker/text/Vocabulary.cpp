// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/Vocabulary.h"

#include <zlib.h>

#include <array>
#include <cassert>
#include <limits>

// The files' bytes; WEFT_CLIP_VOCABULARY and WEFT_T5_VOCABULARY are their paths, set by CMake.
__asm__(".section .rodata\n"
        ".global weft_clip_vocabulary\n"
        ".global weft_clip_vocabulary_end\n"
        ".balign 16\n"
        "weft_clip_vocabulary:\n"
        ".incbin \"" WEFT_CLIP_VOCABULARY "\"\n"
        "weft_clip_vocabulary_end:\n"
        ".byte 0\n"
        ".global weft_t5_vocabulary\n"
        ".global weft_t5_vocabulary_end\n"
        ".balign 16\n"
        "weft_t5_vocabulary:\n"
        ".incbin \"" WEFT_T5_VOCABULARY "\"\n"
        "weft_t5_vocabulary_end:\n"
        ".byte 0\n"
        ".previous\n");
extern "C" const unsigned char weft_clip_vocabulary[] __attribute__((visibility("hidden")));
extern "C" const unsigned char weft_clip_vocabulary_end[] __attribute__((visibility("hidden")));
extern "C" const unsigned char weft_t5_vocabulary[] __attribute__((visibility("hidden")));
extern "C" const unsigned char weft_t5_vocabulary_end[] __attribute__((visibility("hidden")));

namespace weft {

namespace {

std::string unpackedLines(const unsigned char* begin, const unsigned char* end, std::size_t lines)
{
    z_stream stream{};
    [[maybe_unused]] const int opened = inflateInit2(&stream, 16 + MAX_WBITS); // 16: a gzip header
    assert(opened == Z_OK);
    stream.next_in = const_cast<unsigned char*>(begin);
    stream.avail_in = static_cast<unsigned>(end - begin);
    std::string text;
    std::array<char, 1 << 16> piece{};
    for (int state = Z_OK; state == Z_OK && lines > 0;) {
        stream.next_out = reinterpret_cast<unsigned char*>(piece.data());
        stream.avail_out = piece.size();
        state = inflate(&stream, Z_NO_FLUSH);
        for (std::size_t i = 0; i < piece.size() - stream.avail_out && lines > 0; ++i) {
            text.push_back(piece[i]);
            lines -= piece[i] == '\n' ? 1 : 0;
        }
    }
    inflateEnd(&stream);
    return text;
}

} // namespace

std::string clipVocabularyLines(std::size_t lines)
{
    return unpackedLines(weft_clip_vocabulary, weft_clip_vocabulary_end, lines);
}

std::string t5Vocabulary()
{
    return unpackedLines(weft_t5_vocabulary, weft_t5_vocabulary_end, std::numeric_limits<std::size_t>::max());
}

} // namespace weft
