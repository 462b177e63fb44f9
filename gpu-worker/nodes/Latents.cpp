// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Latents.h"

#include "gpu-worker/nodes/Resampling.h"

#include <algorithm>
#include <cmath>

namespace weft::worker {

std::int64_t roundedSide(double value)
{
    constexpr double kFarTooLarge = 1e9;
    return static_cast<std::int64_t>(std::nearbyint(value < kFarTooLarge ? std::max(value, 0.0) : kFarTooLarge));
}

Done checkPictureLatent(const Latent& latent, const char* input)
{
    if (latent.samples.dim() != 4 || latent.samples.numel() == 0)
        return Error{ErrorCode::TypeMismatch, "not the latent of pictures", {{"input", input}}};
    return {};
}

Latent withSamples(const Latent& latent, at::Tensor samples)
{
    Latent copy = latent;
    copy.samples = std::move(samples);
    return copy;
}

Result<at::Tensor> sizedLike(const at::Tensor& target, const at::Tensor& latent)
{
    if (target.sizes().slice(1) == latent.sizes().slice(1))
        return latent;
    if (target.size(1) != latent.size(1))
        return Error{ErrorCode::TypeMismatch, "latents with different numbers of channels", {{"input", "samples2"}}};
    return resampled(latent, target.size(3), target.size(2), "bilinear", true);
}

at::Tensor asMaskBatch(const at::Tensor& mask)
{
    return mask.reshape({-1, 1, mask.size(-2), mask.size(-1)});
}

} // namespace weft::worker
