// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/T5Encoder.h"
#include "gpu-worker/models/TextEncoder.h"

namespace weft {

constexpr std::int64_t kSd3TextWidth = 4096; // of each token's state

/// The text encoders of a family, and how their outputs are joined.
class TextClip final : public Clip {
public:
    enum class Join {
        Single, // one encoder's states and pooled output
        Sdxl, // L and G side by side; pooled is G's
        Sd3, // L and G side by side, padded to 4096; behind their tokens those of T5; pooled is L and G; a missing one is zeros
    };

    /// Null where the family or the file has none. A single encoder is l or g; t5 is for SD3.
    struct Encoders {
        std::shared_ptr<const TextEncoder> l;
        std::shared_ptr<const TextEncoder> g;
        std::shared_ptr<const T5Encoder> t5;
    };

    TextClip(Join join, Encoders encoders)
        : m_join(join)
        , m_encoders(std::move(encoders))
    {
    }

    using Clip::encode;
    Result<EncodedText> encode(const Texts& texts, const EmbeddingFiles& embeddings) const override;
    std::shared_ptr<const Clip> stoppedAt(int layer) const override;
    std::shared_ptr<const Clip> patched(const WeightPatches& patches) const override;
    std::vector<std::string> weightNames() const override;
    std::vector<std::int64_t> weightShape(const std::string& name) const override;
    at::Tensor weight(const std::string& name) const override;
    at::Tensor storedWeight(const std::string& name) const override;
    Layout layout() const override;
    std::uint64_t sizeBytes() const override;

private:
    struct Prompts {
        TextEncoder::Prompt l;
        TextEncoder::Prompt g;
        T5Encoder::Prompt t5;
    };
    Result<Prompts> read(const Texts& texts, const EmbeddingFiles& embeddings) const;
    EncodedText joined(const Prompts& prompts) const;
    EncodedText joinedSd3(const Prompts& prompts) const;
    EncodedText joinedLAndG(const Prompts& prompts) const;
    /// Each encoder's weights, by its name.
    std::map<std::string, const ParameterSet*> all() const;
    /// The weights that have `name` among them, and its name there; null for a stranger's name.
    std::pair<const ParameterSet*, std::string> ownerOf(const std::string& name) const;

    Join m_join;
    Encoders m_encoders;
};

} // namespace weft
