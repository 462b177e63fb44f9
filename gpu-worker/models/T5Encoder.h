// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Clip.h"
#include "gpu-worker/models/Layers.h"
#include "gpu-worker/models/PromptEmbeddings.h"
#include "gpu-worker/text/Prompt.h"

#include <optional>

namespace weft {

/// The encoder of T5 v1.1 of any width, depth and number of heads, with its tokenizer. Its weights are read and converted
/// anew for each text: the large one would fill most machines' memory in float32. Immutable; used from one thread at a time.
/// Source: Raffel et al. 2020, "Exploring the limits of transfer learning"; the gates: Shazeer 2020, "GLU variants improve
/// transformer"; names: transformers' T5EncoderModel.
class T5Encoder {
public:
    /// What its weights are called below a Clip's names.
    static constexpr const char* name = "t5xxl";

    /// A prompt as it takes it; rows: its embeddings.
    struct Prompt {
        PromptChunk tokens;
        std::vector<at::Tensor> rows;
    };

    /// `set`: transformers' names. Errors: ModelUnsupported (args: key).
    static Result<T5Encoder> make(ParameterSet set);

    /// Errors: those of t5Prompt and PromptEmbeddings, SettingInvalid (a weight that isn't a number).
    Result<Prompt> read(const std::string& text, EmbeddingShelf& embeddings) const;
    /// No text at all: the end alone.
    static Prompt nothing() { return {emptyT5Prompt(1), {}}; }

    /// -> [1, tokens, width] float32, on the CPU. Weights mix each token's state with that of an empty prompt at the same
    /// place.
    at::Tensor encode(const Prompt& prompt) const;

    /// Stops at layer -`layer`.
    T5Encoder stoppedAt(int layer) const;
    /// Errors: none but those of make, which these weights have passed before.
    Result<T5Encoder> patched(const WeightPatches& patches) const;

    const ParameterSet& weights() const { return m_set; }
    std::int64_t width() const { return m_width; }

private:
    struct Block {
        ParameterPtr norm1, q, k, v, o;
        ParameterPtr norm2, gate, wide, out;
    };

    explicit T5Encoder(ParameterSet set)
        : m_set(std::move(set))
    {
    }
    Done load();
    Result<Block> loadBlock(const std::string& name) const;
    at::Tensor embedded(const Prompt& prompt) const;
    at::Tensor distances(std::int64_t tokens) const;
    at::Tensor run(at::Tensor x) const;
    at::Tensor attend(const Block& block, const at::Tensor& x, const at::Tensor& bias) const;

    ParameterSet m_set;
    std::int64_t m_width = 0;
    std::int64_t m_heads = 0;
    std::optional<int> m_layer; // counted from the end
    ParameterPtr m_tokens;
    ParameterPtr m_distances; // [buckets, heads]
    std::vector<Block> m_blocks;
    ParameterPtr m_final;
};

} // namespace weft
