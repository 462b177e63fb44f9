// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/ClipTransformer.h"
#include "gpu-worker/models/PromptEmbeddings.h"
#include "gpu-worker/text/Prompt.h"

namespace weft {

/// How a family of models uses an encoder.
struct EncoderRules {
    std::string name; // "clip_l": what its weights and its rows in an embedding's file are called
    ClipTransformer::Activation activation = ClipTransformer::Activation::Gelu;
    int filling = 0; // the token behind the end
    std::optional<int> layer; // -2: the hidden state before the last layer; none: the normalised output
    bool normHidden = true;
    bool projected = true;
};

/// A CLIP text encoder with its tokenizer and its rules. Immutable; used from one thread at a time.
class TextEncoder {
public:
    /// A prompt as this encoder takes it; rows: its embeddings.
    struct Prompt {
        std::vector<PromptChunk> chunks;
        std::vector<at::Tensor> rows;
    };

    /// `set`: transformers' names, without prefix. Errors: ModelUnsupported (args: key).
    static Result<TextEncoder> make(ParameterSet set, EncoderRules rules);

    /// Errors: those of promptChunks and PromptEmbeddings.
    Result<Prompt> read(const std::string& text, EmbeddingShelf& embeddings) const;
    PromptChunk emptyChunk() const { return weft::emptyChunk(m_rules.filling); }

    /// cond [1, 77 * chunks, width], pooled of the first chunk [1, width]. Weights mix each token's state with that of
    /// an empty prompt at the same place. Without chunks: the states of start and end alone, as ComfyUI has it.
    EncodedText encode(const Prompt& prompt) const;

    /// Stops at layer -`layer` instead of the family's own.
    TextEncoder stoppedAt(int layer) const;
    /// Errors: none but those of make, which these weights have passed before.
    Result<TextEncoder> patched(const WeightPatches& patches) const;

    const EncoderRules& rules() const { return m_rules; }
    const ParameterSet& weights() const { return m_set; }

private:
    TextEncoder(ParameterSet set, EncoderRules rules, ClipTransformer model)
        : m_set(std::move(set))
        , m_rules(std::move(rules))
        , m_model(std::move(model))
    {
    }
    ClipTransformer::Wanted wanted() const;
    at::Tensor embedded(const PromptChunk& chunk, const std::vector<at::Tensor>& rows, std::int64_t& end) const;
    ClipTransformer::Output run(const std::vector<PromptChunk>& chunks, const std::vector<at::Tensor>& rows) const;

    ParameterSet m_set;
    EncoderRules m_rules;
    ClipTransformer m_model;
};

} // namespace weft
