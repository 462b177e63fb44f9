// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/MmditBlocks.h"

namespace weft {

/// The transformer of Stable Diffusion 3 and 3.5, of any width and depth. Source: see JointBlock.
class Mmdit final : public Denoiser {
public:
    static bool recognises(const ParameterSet& set);
    /// Errors: ModelUnsupported (args: key).
    static Result<std::shared_ptr<const Mmdit>> make(ParameterSet set);

    /// control->output: added behind the joint blocks, [N, tokens, channels] each. Of the patches only `skipped` is heard.
    at::Tensor run(const DenoiserInputs& inputs) const override;
    std::shared_ptr<const Denoiser> patched(const WeightPatches& patches) const override;
    std::vector<std::string> weightNames() const override { return m_set.names(); }
    std::vector<std::int64_t> weightShape(const std::string& name) const override { return m_set.shapeOf(name).vec(); }
    at::Tensor weight(const std::string& name) const override { return m_set.floatOf(name); }
    at::Tensor storedWeight(const std::string& name) const override { return m_set.storedOf(name); }
    std::uint64_t sizeBytes() const override { return m_set.sizeBytes(); }

    std::int64_t contextDim() const { return m_context.weight->shape()[1]; }
    std::int64_t admChannels() const { return m_vector ? m_vector->first.weight->shape()[1] : 0; }
    std::int64_t inChannels() const { return m_patchWeight->shape()[1]; }

private:
    Mmdit() = default;
    Done load();
    Done loadEmbeddings();
    void runBlock(std::size_t index, at::Tensor& text, at::Tensor& x, const at::Tensor& condition,
        const NetworkPatches* patches) const;
    at::Tensor patches(const at::Tensor& x) const;
    at::Tensor positions(std::int64_t rows, std::int64_t columns) const;
    at::Tensor picture(const at::Tensor& tokens, std::int64_t rows, std::int64_t columns) const;

    ParameterSet m_set;
    std::int64_t m_channels = 0;
    std::int64_t m_patch = 2; // pixels of the latent per side of a token
    ParameterPtr m_patchWeight, m_patchBias;
    ParameterPtr m_positions; // [1, side * side, channels]
    std::int64_t m_side = 0;
    Embedding m_time;
    std::optional<Embedding> m_vector;
    Linear m_context;
    std::vector<JointBlock> m_blocks;
    Linear m_lastModulation, m_last;
};

} // namespace weft
