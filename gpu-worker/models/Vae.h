// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <functional>

namespace weft {

/// VAE: pictures to latents and back. Immutable once loaded; used from one thread at a time.
class Vae {
public:
    static constexpr const char* portType = "VAE";
    virtual ~Vae() = default;

    /// pixels [B, H, W, 3] 0..1, sides cut to multiples of 8 (centre) -> latent [B, C, H/8, W/8], unscaled (as a LATENT is).
    virtual at::Tensor encode(const at::Tensor& pixels) const = 0;
    /// latent [B, C, h, w] -> pixels [B, 8h, 8w, 3], clamped to 0..1.
    virtual at::Tensor decode(const at::Tensor& latent) const = 0;
    virtual std::int64_t latentChannels() const = 0;
    virtual std::uint64_t sizeBytes() const = 0;
};

} // namespace weft
