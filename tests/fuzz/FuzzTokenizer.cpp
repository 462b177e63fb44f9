// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts: every chunk is whole, every token is one of the vocabulary or a row of an embedding, counted without a gap.
#include "gpu-worker/text/Prompt.h"

#include <cstdlib>

using namespace weft;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    int rows = 0;
    const EmbeddingRows embeddings = [&rows](const std::string& name) -> Result<int> {
        const int found = static_cast<int>(name.size() % 12);
        rows += found;
        return found;
    };
    const auto chunks = promptChunks({reinterpret_cast<const char*>(data), size}, 0, embeddings);
    if (!chunks)
        return 0;
    int next = 0;
    for (const PromptChunk& chunk : *chunks) {
        if (chunk.size() != kClipContext || chunk.front().id != kClipStart)
            std::abort();
        for (const PromptToken& token : chunk) {
            if (token.id < 0 || token.id > kClipEnd || (token.row >= 0 && token.row != next++))
                std::abort();
        }
    }
    if (next != rows)
        std::abort();
    return 0;
}
