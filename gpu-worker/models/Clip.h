// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/models/WeightPatches.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weft {

/// What a text becomes: cond [1, tokens, dim]; pooled [1, dim], undefined when the family has none.
struct EncodedText {
    at::Tensor cond;
    at::Tensor pooled;
};

/// CLIP: the text encoders of a model, with their tokenizer, embeddings folder and settings. Immutable; clipSkip gives
/// a copy that shares the weights.
class Clip {
public:
    static constexpr const char* portType = "CLIP";
    virtual ~Clip() = default;

    /// Texts for encoders that take several (SDXL: g, l; SD3: g, l, t5); a plain CLIPTextEncode gives one text to all.
    struct Texts {
        std::string l, g, t5;
        bool evenLengths = false; // of l and g the shorter one is filled with empty chunks
        bool emptyIsNothing = false; // an empty text has no chunk at all, instead of one that is only filling
    };
    /// Finds the file of `embedding:name`, given "name.safetensors"; ModelMissing: the words stay plain text.
    using EmbeddingFiles = std::function<Result<std::string>(const std::string& name)>;

    /// Errors: ModelUnsupported (an embedding of another width isn't one: it is left out, as in ComfyUI).
    virtual Result<EncodedText> encode(const Texts& texts, const EmbeddingFiles& embeddings) const = 0;
    Result<EncodedText> encode(const std::string& text, const EmbeddingFiles& embeddings) const
    {
        return encode(Texts{text, text, text}, embeddings);
    }

    /// How a checkpoint keeps the encoders (where, and in whose names).
    enum class Layout { Single, Sdxl, Sd3 };
    virtual Layout layout() const { return Layout::Single; }

    /// A copy that stops at layer -`layer` (CLIPSetLastLayer; 1: the last).
    virtual std::shared_ptr<const Clip> stoppedAt(int layer) const = 0;
    /// A copy that shares every weight but the patched ones; names as in weightNames.
    virtual std::shared_ptr<const Clip> patched(const WeightPatches& patches) const = 0;
    /// "clip_l.text_model.encoder.layers.0.self_attn.q_proj.weight", "clip_g. ...", whatever the file calls them.
    virtual std::vector<std::string> weightNames() const = 0;
    /// {} when there is no such weight.
    virtual std::vector<std::int64_t> weightShape(const std::string&) const { return {}; }
    /// float32 on the CPU, patched; undefined when there is no such weight.
    virtual at::Tensor weight(const std::string&) const { return {}; }
    /// The same in the type that the file stores it in.
    virtual at::Tensor storedWeight(const std::string&) const { return {}; }
    virtual std::uint64_t sizeBytes() const = 0;
};

} // namespace weft
