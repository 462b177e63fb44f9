// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/text/ClipWords.h"

#include <functional>
#include <string>
#include <vector>

namespace weft {

/// One place of an encoder's input: a token of the vocabulary, or a row of an embedding.
struct PromptToken {
    int id = 0;
    double weight = 1;
    int word = 0; // which group it belongs to, from 1; 0: start, end and filling
    int row = -1; // not negative: instead of the id, this row of the embeddings, counted over the whole prompt
};

/// kClipContext tokens: start, text, end, filling.
using PromptChunk = std::vector<PromptToken>;

/// Whether any token counts more or less than plain text.
bool isWeighted(const PromptChunk& chunk);
/// Weights that aren't numbers would only come out as a picture of nothing. Errors: SettingInvalid.
Done checkWeights(const PromptChunk& chunk);

constexpr std::size_t kClipContext = 77;

/// Asked for "embedding:NAME": the number of rows it has, 0 when there is none. Called in the order in which rows are
/// numbered.
using EmbeddingRows = std::function<Result<int>(const std::string& name)>;

/// A prompt as chunks of an encoder's length, at least one. A weighted part is one group of tokens, an embedding too:
/// groups of fewer than 8 aren't split between chunks. `filling`: the token after the end. Errors: LimitExceeded, the
/// embeddings' own. Source: ComfyUI 0.3.64.
Result<std::vector<PromptChunk>> promptChunks(std::string_view prompt, int filling, const EmbeddingRows& embeddings);

/// The chunk of an empty prompt.
PromptChunk emptyChunk(int filling);

/// A prompt as T5 takes it: every token in one row, an end, and filling up to `least` tokens. Errors: as above.
Result<PromptChunk> t5Prompt(std::string_view prompt, std::size_t least, const EmbeddingRows& embeddings);

/// T5's row without a text: an end and filling, `tokens` in all (at least one).
PromptChunk emptyT5Prompt(std::size_t tokens);

} // namespace weft
