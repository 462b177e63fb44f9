// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Parameter.h"
#include "gpu-worker/models/Vae.h"

namespace weft {

/// The modules of a small sequential network, as numbered in its file.
struct TinyStage {
    enum class Kind { Convolution, Block, Relu, Enlarge } kind = Kind::Relu;
    struct Convolution {
        ParameterPtr weight; // [out, in, k, k]
        ParameterPtr bias; // null: none
        std::int64_t stride = 1;

        at::Tensor operator()(const at::Tensor& x) const;
    };
    std::vector<Convolution> convolutions; // one; of a block three, and a 1x1 for its skip where the widths differ

    at::Tensor operator()(const at::Tensor& x) const;
};

/// TAESD and its kin: a VAE of a few small convolutions, of any width. Source: Ollin Boer Bohan,
/// github.com/madebyollin/taesd (MIT).
class Taesd final : public Vae {
public:
    static bool recognises(const Weights& weights);
    /// `set`: "taesd_encoder.N...", "taesd_decoder.N...". The latent is (network's latent / scale) + shift.
    /// Errors: ModelUnsupported (args: key).
    static Result<std::shared_ptr<const Vae>> make(ParameterSet set, double scale, double shift);

    at::Tensor toLatent(const at::Tensor& x) const override;
    at::Tensor toPixels(const at::Tensor& latent) const override;
    std::int64_t latentChannels() const override { return m_channels; }
    std::uint64_t sizeBytes() const override { return m_set.sizeBytes(); }
    std::vector<std::string> weightNames() const override;
    at::Tensor storedWeight(const std::string& name) const override;
    std::int64_t factor() const override { return m_factor; }

private:
    explicit Taesd(ParameterSet set)
        : m_set(std::move(set))
    {
    }
    Done load();
    at::Tensor placed(const at::Tensor& x) const;

    ParameterSet m_set;
    std::int64_t m_channels = 4;
    std::int64_t m_factor = 8;
    double m_scale = 1;
    double m_shift = 0;
    std::vector<TinyStage> m_encoder;
    std::vector<TinyStage> m_decoder;
};

/// The decoder alone, for previews: it takes latents as the network sees them, scaled.
class TaesdDecoder {
public:
    /// `decoder`: a file of the vae_approx folder ("1.weight", ...). Errors: ModelUnsupported (args: key).
    static Result<std::shared_ptr<const TaesdDecoder>> make(const Weights& decoder, const Placement& placement = {});

    std::int64_t channels() const { return m_channels; }
    /// x0 [B, channels, h, w], scaled -> the first of the batch [1, 8 h, 8 w, 3] float32, 0..1, in main memory.
    at::Tensor picture(const at::Tensor& x0) const;

private:
    Placement m_placement;
    std::int64_t m_channels = 4;
    std::vector<TinyStage> m_stages;
};

} // namespace weft
