// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/UnetBlocks.h"

#include <list>

namespace weft {

/// The embeddings, the blocks before the middle and the middle of a UNet: what UNet and ControlNet have in common.
class UnetEncoder {
public:
    struct Block {
        std::optional<Conv2d> convolution; // the first one, or a downsampling one
        std::optional<ResidualBlock> residual;
        std::optional<SpatialTransformer> transformer;
        std::optional<Conv2d> upsampling;
    };

    /// Errors: ModelUnsupported (args: key).
    static Result<UnetEncoder> load(const ParameterSet& set, const UnetLayout& layout);
    /// A block of output_blocks. `in` channels enter it.
    Result<Block> loadBlock(
        const ParameterSet& set, const std::string& name, std::int64_t in, const UnetLayout::Block& block);

    /// timesteps [N], y [N, adm] or undefined -> [N, embeddingDim], before the SiLU that every block puts behind it.
    at::Tensor embedding(const at::Tensor& timesteps, const at::Tensor& y) const;
    /// The keys of `context`, kept for the last few contexts.
    std::shared_ptr<ContextKeys> keysOf(const at::Tensor& context) const;

    static at::Tensor run(const Block& block, const at::Tensor& x, const UnetCall& call, const BlockPlace& place);
    at::Tensor runMiddle(at::Tensor h, const UnetCall& call) const;

    const UnetLayout& layout() const { return m_layout; }
    const std::vector<Block>& blocks() const { return m_blocks; }

private:
    static at::Tensor runInside(const Block& block, const at::Tensor& x, const UnetCall& call, const BlockPlace& place);

    UnetLayout m_layout;
    at::ScalarType m_dtype = at::kFloat;
    Embedding m_timeEmbedding;
    std::optional<Embedding> m_labelEmbedding;
    std::vector<Block> m_blocks;
    std::vector<Block> m_middle;
    std::size_t m_crossCount = 0;
    mutable std::list<std::shared_ptr<ContextKeys>> m_contexts; // the most recent first
};

/// The UNet of SD1, SD2, SDXL and everything of their kind; see UnetLayout. Source: "High-resolution image synthesis with
/// latent diffusion models" (Rombach et al., 2022), ldm's names.
class Unet final : public Denoiser {
public:
    /// Errors: ModelUnsupported (args: key).
    static Result<std::shared_ptr<const Unet>> make(ParameterSet set);

    at::Tensor run(const DenoiserInputs& inputs) const override;
    std::shared_ptr<const Denoiser> patched(const WeightPatches& patches) const override;
    std::shared_ptr<const Denoiser> inTraining(const Learning& learning) const override;
    std::vector<std::string> weightNames() const override { return m_set.names(); }
    std::vector<std::int64_t> weightShape(const std::string& name) const override { return m_set.shapeOf(name).vec(); }
    at::Tensor weight(const std::string& name) const override { return m_set.floatOf(name); }
    at::Tensor storedWeight(const std::string& name) const override { return m_set.storedOf(name); }
    std::uint64_t sizeBytes() const override { return m_set.sizeBytes(); }

    const UnetLayout& layout() const { return m_encoder.layout(); }

private:
    Unet() = default;
    Done loadOutput();
    at::Tensor runOutput(at::Tensor h, std::vector<at::Tensor> skips, const UnetCall& call) const;

    ParameterSet m_set;
    UnetEncoder m_encoder;
    std::vector<UnetEncoder::Block> m_output;
    GroupNorm m_normOut;
    Conv2d m_convolutionOut;
};

} // namespace weft
