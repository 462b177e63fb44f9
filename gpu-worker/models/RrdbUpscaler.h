// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Convolution.h"
#include "gpu-worker/models/Upscaler.h"

#include <array>

namespace weft {

/// RRDBNet: residual-in-residual dense blocks, then nearest x2 enlargements with a convolution each. Nets for x2 and x1
/// fold 2x2 or 4x4 pixels into channels first. Source: ESRGAN (Wang et al., 2018), Real-ESRGAN (2021).
class RrdbUpscaler final : public Upscaler {
public:
    /// Renames both older layouts ("model.1.sub.0.RDB1...", "RRDB_trunk.0.RDB1...") to Real-ESRGAN's names.
    static Done useCurrentNames(Weights& weights);
    static bool recognises(const Weights& weights);
    static Result<std::shared_ptr<Upscaler>> make(const Weights& weights);

    at::Tensor run(const at::Tensor& x) const override;
    std::uint64_t sizeBytes() const override;

private:
    void move(at::Device device, at::ScalarType type) override;
    using DenseBlock = std::array<Convolution, 5>;
    using Block = std::array<DenseBlock, 3>;

    RrdbUpscaler(int scale, int fold)
        : Upscaler("RRDBNet", scale)
        , m_fold(fold)
    {
    }
    Done load(const Weights& weights, int blocks, int enlargements);
    static Result<DenseBlock> loadDenseBlock(const Weights& weights, const std::string& name, std::int64_t features);
    static at::Tensor runDenseBlock(const DenseBlock& block, const at::Tensor& x);
    static at::Tensor runBlock(const Block& block, const at::Tensor& x);
    void forEach(const std::function<void(Convolution&)>& visit);

    int m_fold = 1; // pixels of the input folded per side
    Convolution m_first;
    std::vector<Block> m_blocks;
    Convolution m_body;
    std::vector<Convolution> m_enlargements;
    Convolution m_high;
    Convolution m_last;
};

} // namespace weft
