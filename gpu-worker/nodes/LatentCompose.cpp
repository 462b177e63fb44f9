// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Composite.h"
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/ones_like.h>

#include <algorithm>

namespace weft::worker {

namespace {

/// 1, rising from the edges that lie inside of a [.., height, width] latent. like [B, C, h, w] at (x, y).
at::Tensor feathered(
    const at::Tensor& like, std::int64_t x, std::int64_t y, const at::Tensor& under, std::int64_t feather)
{
    at::Tensor mask = at::ones_like(like);
    const auto fade = [&](std::int64_t side, std::int64_t at, std::int64_t i) {
        if (at >= 0 && at < mask.size(side))
            mask.narrow(side, at, 1).mul_(1.0 / static_cast<double>(feather) * static_cast<double>(i + 1));
    };
    // An index below 0 counts from the end: a feather longer than the side fades its far edge again.
    const auto fadeFar = [&](std::int64_t side, std::int64_t i) {
        const std::int64_t size = mask.size(side);
        fade(side, i < size ? size - 1 - i : i > size ? 2 * size - 1 - i : -1, i);
    };
    const std::int64_t steps = std::min(feather, 2 * std::max(mask.size(2), mask.size(3)));
    for (std::int64_t i = 0; i < steps; ++i) {
        if (y != 0)
            fade(2, i, i);
        if (y + like.size(2) < under.size(2))
            fadeFar(2, i);
        if (x != 0)
            fade(3, i, i);
        if (x + like.size(3) < under.size(3))
            fadeFar(3, i);
    }
    return mask;
}

/// The second is laid over the first at (x, y) in pixels. Source: ComfyUI `LatentComposite`.
const bool latentComposite =
    node("LatentComposite", "latent")
        .title("Latent Composite")
        .in<Latent>("samples_to")
        .in<Latent>("samples_from")
        .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("feather", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .out<Latent>("LATENT")
        .run([](const Latent& to, const Latent& from, std::int64_t x, std::int64_t y,
                 std::int64_t feather) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(to, "samples_to"));
            WEFT_CHECK(checkPictureLatent(from, "samples_from"));
            if (to.samples.size(1) != from.samples.size(1))
                return Error{
                    ErrorCode::TypeMismatch, "latents with different numbers of channels", {{"input", "samples_from"}}};
            const std::int64_t left = std::clamp<std::int64_t>(x / kLatentCell, 0, to.samples.size(3));
            const std::int64_t top = std::clamp<std::int64_t>(y / kLatentCell, 0, to.samples.size(2));
            const at::Tensor over = from.samples.narrow(2, 0, std::min(from.samples.size(2), to.samples.size(2) - top))
                                        .narrow(3, 0, std::min(from.samples.size(3), to.samples.size(3) - left));
            at::Tensor out = to.samples.clone();
            at::Tensor under = out.narrow(2, top, over.size(2)).narrow(3, left, over.size(3));
            if (over.numel() == 0)
                return to;
            if (feather < kLatentCell) {
                under.copy_(over.expand_as(under));
                return withSamples(to, out);
            }
            const at::Tensor mask = feathered(over, left, top, to.samples, feather / kLatentCell);
            under.copy_(over.mul(mask).add(under.mul(mask.neg().add(1))));
            return withSamples(to, out);
        });

/// As ImageCompositeMasked, in cells of 8 pixels. Source: ComfyUI `LatentCompositeMasked`.
const bool latentCompositeMasked =
    node("LatentCompositeMasked", "latent")
        .in<Latent>("destination")
        .in<Latent>("source")
        .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxResolution, .step = 8})
        .in<bool>("resize_source", {.init = false})
        .in<std::optional<Mask>>("mask")
        .out<Latent>("LATENT")
        .run([](const Latent& destination, const Latent& source, std::int64_t x, std::int64_t y, bool resize,
                 const std::optional<Mask>& mask) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(destination, "destination"));
            WEFT_CHECK(checkPictureLatent(source, "source"));
            if (destination.samples.size(1) != source.samples.size(1))
                return Error{
                    ErrorCode::TypeMismatch, "latents with different numbers of channels", {{"input", "source"}}};
            const at::Tensor values = mask ? mask->values : at::Tensor();
            WEFT_TRY(at::Tensor out,
                composited(destination.samples, source.samples, values, x / kLatentCell, y / kLatentCell, resize));
            return withSamples(destination, std::move(out));
        });

} // namespace

} // namespace weft::worker
