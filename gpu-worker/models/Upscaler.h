// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Weights.h"

namespace weft {

/// A network that enlarges pictures by a fixed factor. Immutable once loaded; usable from one thread at a time.
class Upscaler {
public:
    static constexpr const char* portType = "UPSCALE_MODEL"; // what a node's port calls it

    virtual ~Upscaler() = default;

    /// x [N, 3, H, W] on the weights' device and of their element type, 0..1 -> [N, 3, H * scale, W * scale], not clamped.
    virtual at::Tensor run(const at::Tensor& x) const = 0;
    virtual std::uint64_t sizeBytes() const = 0;

    /// Moves the weights, and computes in `type` from now on: float32, float16 or bfloat16.
    void to(at::Device device, at::ScalarType type)
    {
        move(device, type);
        m_type = type;
    }
    at::ScalarType elementType() const { return m_type; }
    int scale() const { return m_scale; }
    const std::string& architecture() const { return m_architecture; }

protected:
    Upscaler(std::string architecture, int scale)
        : m_architecture(std::move(architecture))
        , m_scale(scale)
    {
    }

private:
    virtual void move(at::Device device, at::ScalarType type) = 0;

    std::string m_architecture;
    int m_scale = 1;
    at::ScalarType m_type = at::kFloat;
};

/// Tells the architecture from the names and shapes of the weights, never from the file's name. Served: SRVGGNetCompact
/// (Real-ESRGAN compact) and RRDBNet (Real-ESRGAN and both older ESRGAN layouts), 3 channels in and out.
/// Errors: ModelUnsupported (args: key when one weight is to blame).
Result<std::shared_ptr<Upscaler>> makeUpscaler(Weights weights);

/// Errors: those of makeUpscaler and of openSafetensors, with args: path.
Result<std::shared_ptr<Upscaler>> loadUpscaler(const std::string& path);

} // namespace weft
