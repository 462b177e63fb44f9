// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/TextEncoder.h"

namespace weft {

/// The text encoders of a family, and how their outputs are joined.
class TextClip final : public Clip {
public:
    enum class Join {
        Single, // one encoder's states and pooled output
        Sdxl, // L and G side by side; pooled is G's
        Sd3, // L and G side by side, padded to 4096; pooled is both; a missing one is zeros
    };

    /// l, g: null where the family or the file has none. A single encoder is either.
    struct Encoders {
        std::shared_ptr<const TextEncoder> l;
        std::shared_ptr<const TextEncoder> g;
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
    std::uint64_t sizeBytes() const override;

private:
    struct Prompts {
        TextEncoder::Prompt l;
        TextEncoder::Prompt g;
    };
    Result<Prompts> read(const Texts& texts, const EmbeddingFiles& embeddings) const;
    EncodedText joined(const Prompts& prompts) const;
    EncodedText joinedSd3(const Prompts& prompts) const;
    std::vector<const TextEncoder*> all() const;

    Join m_join;
    Encoders m_encoders;
};

} // namespace weft
