// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

namespace weft {

/// VAE: pictures to latents and back. Immutable once loaded; used from one thread at a time.
class Vae {
public:
    static constexpr const char* portType = "VAE";
    virtual ~Vae() = default;

    /// pixels [B, H, W, C >= 3] 0..1, sides cut to multiples of factor() (centre) -> latent [B, channels, H / factor, W
    /// / factor], unscaled (as a LATENT is): the mean, nothing is drawn. One picture after the other.
    at::Tensor encode(const at::Tensor& pixels) const;
    /// latent [B, channels, h, w] -> pixels [B, factor * h, factor * w, 3], clamped to 0..1. One picture after the
    /// other.
    at::Tensor decode(const at::Tensor& latent) const;

    /// What encode computes inside: x [N, 3, H, W] float32 -1..1, sides multiples of factor() -> [N, channels, h, w]
    /// float32.
    virtual at::Tensor toLatent(const at::Tensor& x) const = 0;
    /// What decode computes inside: [N, channels, h, w] -> [N, 3, H, W] float32, about -1..1, not clamped.
    virtual at::Tensor toPixels(const at::Tensor& latent) const = 0;

    /// As a file of its own names them (ldm's names for a KL VAE, "taesd_encoder.0.weight" for TAESD).
    virtual std::vector<std::string> weightNames() const { return {}; }
    /// On the CPU, in the type that the file stores it in; undefined when there is no such weight.
    virtual at::Tensor storedWeight(const std::string&) const { return {}; }

    virtual std::int64_t latentChannels() const = 0;
    virtual std::uint64_t sizeBytes() const = 0;
    /// Pixels per cell of the latent, on each side.
    virtual std::int64_t factor() const { return 8; }

    /// What encode does before and decode after the network. pixels [B, H, W, C] -> [B, 3, H', W'] -1..1, and back.
    at::Tensor networkInput(const at::Tensor& pixels) const;
    static at::Tensor networkOutput(const at::Tensor& y);
};

/// A picture or mask [B, H, W, ...] with its sides cut to multiples of `factor`, the same on both ends (one more at the
/// end).
at::Tensor cutToMultiple(const at::Tensor& x, std::int64_t factor);

} // namespace weft
