// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Convolution.h"
#include "gpu-worker/models/Upscaler.h"

namespace weft {

/// SRVGGNetCompact: a chain of 3x3 convolutions with PReLU, a pixel shuffle, and the nearest-enlarged input added.
/// Keys: body.0, body.2, ... convolutions; body.1, body.3, ... PReLU. Source: Real-ESRGAN (Wang et al., 2021).
class CompactUpscaler final : public Upscaler {
public:
    static bool recognises(const Weights& weights);
    static Result<std::shared_ptr<Upscaler>> make(const Weights& weights);

    at::Tensor run(const at::Tensor& x) const override;
    std::uint64_t sizeBytes() const override;

private:
    void move(at::Device device, at::ScalarType type) override;
    explicit CompactUpscaler(int scale)
        : Upscaler("SRVGGNetCompact", scale)
    {
    }

    std::vector<Convolution> m_convolutions;
    std::vector<at::Tensor> m_slopes; // one less than the convolutions, [features] each
};

} // namespace weft
