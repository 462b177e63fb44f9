// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/KlBlocks.h"
#include "gpu-worker/models/Vae.h"

namespace weft {

/// AutoencoderKL: the VAE of Stable Diffusion, with 4 or 16 (or any) channels, any widths and number of levels.
/// Source: Rombach et al. 2022, ldm's AutoencoderKL.
class KlVae final : public Vae {
public:
    /// `set`: ldm's names (see VaeNames.h). Errors: ModelUnsupported (args: key).
    static Result<std::shared_ptr<const Vae>> make(ParameterSet set);

    at::Tensor toLatent(const at::Tensor& x) const override;
    at::Tensor toPixels(const at::Tensor& latent) const override;
    std::int64_t latentChannels() const override { return m_channels; }
    std::uint64_t sizeBytes() const override { return m_set.sizeBytes(); }
    std::vector<std::string> weightNames() const override { return m_set.names(); }
    at::Tensor storedWeight(const std::string& name) const override;
    std::int64_t factor() const override { return std::int64_t{1} << (m_encoder.levels.size() - 1); }

private:
    struct Half {
        Conv2d in;
        std::vector<KlLevel> levels; // in the order of computation
        KlMiddle middle;
        KlHead out;
        std::optional<Conv2d> quantise; // 1x1 behind the encoder, before the decoder; SD3 has none
    };

    explicit KlVae(ParameterSet set)
        : m_set(std::move(set))
    {
    }
    Done loadEncoder();
    Done loadDecoder();
    at::Tensor placed(const at::Tensor& x) const;

    ParameterSet m_set;
    std::int64_t m_channels = 4;
    Half m_encoder;
    Half m_decoder;
};

} // namespace weft
