// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/nan_to_num.h>

#include <algorithm>

namespace weft::worker {

namespace {

/// The second latent as large as the first and with as many pictures.
Result<at::Tensor> fitted(const Latent& first, const Latent& second)
{
    WEFT_CHECK(checkPictureLatent(first, "samples1"));
    WEFT_CHECK(checkPictureLatent(second, "samples2"));
    WEFT_TRY(const at::Tensor sized, sizedLike(first.samples, second.samples));
    return repeatedTo(sized, first.samples.size(0));
}

/// Source: ComfyUI `LatentAdd`.
const bool latentAdd = node("LatentAdd", "latent/advanced")
                           .in<Latent>("samples1")
                           .in<Latent>("samples2")
                           .out<Latent>("LATENT")
                           .run([](const Latent& a, const Latent& b) -> Result<Latent> {
                               WEFT_TRY(const at::Tensor second, fitted(a, b));
                               return withSamples(a, a.samples.add(second));
                           });

/// Source: ComfyUI `LatentSubtract`.
const bool latentSubtract = node("LatentSubtract", "latent/advanced")
                                .in<Latent>("samples1")
                                .in<Latent>("samples2")
                                .out<Latent>("LATENT")
                                .run([](const Latent& a, const Latent& b) -> Result<Latent> {
                                    WEFT_TRY(const at::Tensor second, fitted(a, b));
                                    return withSamples(a, a.samples.sub(second));
                                });

/// Source: ComfyUI `LatentMultiply`.
const bool latentMultiply = node("LatentMultiply", "latent/advanced")
                                .in<Latent>("samples")
                                .in<double>("multiplier", {.init = 1.0, .min = -10.0, .max = 10.0, .step = 0.01})
                                .out<Latent>("LATENT")
                                .run([](const Latent& latent, double factor) -> Result<Latent> {
                                    return withSamples(latent, latent.samples.mul(factor));
                                });

/// x [B, C, h, w] over its length per place; 0 where that is 0.
at::Tensor directions(const at::Tensor& x, const at::Tensor& lengths)
{
    return at::nan_to_num(x.div(lengths));
}

/// Of each place's vector, [B, 1, h, w]. ComfyUI keeps no side for the channels, so its lengths [B, h, w] meet the latent at
/// the channels' side: with as many pictures as channels, channel c is divided by the lengths of picture c. The same here, so
/// that a workflow gives the same picture. (With other numbers but 1 ComfyUI fails.)
at::Tensor lengthsOf(const at::Tensor& x)
{
    const at::Tensor lengths = x.norm(2, {1}, /*keepdim=*/true);
    return x.size(0) == x.size(1) ? lengths.transpose(0, 1) : lengths;
}

/// Directions and lengths of the channel vectors are mixed separately; at ratio 1 the result is the first.
/// Source: ComfyUI `LatentInterpolate`.
const bool latentInterpolate =
    node("LatentInterpolate", "latent/advanced")
        .in<Latent>("samples1")
        .in<Latent>("samples2")
        .in<double>("ratio", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
        .out<Latent>("LATENT")
        .run([](const Latent& a, const Latent& b, double ratio) -> Result<Latent> {
            WEFT_TRY(const at::Tensor second, fitted(a, b));
            const at::Tensor lengthA = lengthsOf(a.samples);
            const at::Tensor lengthB = lengthsOf(second);
            const at::Tensor mixed =
                directions(a.samples, lengthA).mul(ratio).add(directions(second, lengthB).mul(1 - ratio));
            const at::Tensor direction = directions(mixed, lengthsOf(mixed));
            return withSamples(a, direction.mul(lengthA.mul(ratio).add(lengthB.mul(1 - ratio))));
        });

/// At factor 1 the result is the first; another size is resized, bicubic. Source: ComfyUI `LatentBlend`.
const bool latentBlend =
    node("LatentBlend", "_for_testing")
        .title("Latent Blend")
        .in<Latent>("samples1")
        .in<Latent>("samples2")
        .in<double>("blend_factor", {.init = 0.5, .min = 0, .max = 1, .step = 0.01})
        .out<Latent>("LATENT")
        .run([](const Latent& a, const Latent& b, double factor) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(a, "samples1"));
            WEFT_CHECK(checkPictureLatent(b, "samples2"));
            at::Tensor second = b.samples;
            if (a.samples.sizes() != second.sizes()) {
                WEFT_TRY(second, resampled(second, a.samples.size(3), a.samples.size(2), "bicubic", true));
            }
            return withSamples(a, a.samples.mul(factor).add(second.mul(1 - factor)));
        });

/// Which side of a latent "x", "y" and "t" name; the time of a picture is its channels, as in ComfyUI. Errors: SettingInvalid.
Result<std::int64_t> sideOf(const at::Tensor& samples, const std::string& name)
{
    const std::int64_t side = name.ends_with("x") ? -1 : name.ends_with("y") ? -2 : -3;
    if (samples.dim() + side < 1)
        return Error{ErrorCode::SettingInvalid, "this latent has no such side", {{"input", "dim"}, {"received", name}}};
    return samples.dim() + side;
}

/// Side by side; with a minus the second comes first. Source: ComfyUI `LatentConcat`.
const bool latentConcat =
    node("LatentConcat", "latent/advanced")
        .in<Latent>("samples1")
        .in<Latent>("samples2")
        .in<Choice>("dim", {.choices = {"x", "-x", "y", "-y", "t", "-t"}})
        .out<Latent>("LATENT")
        .run([](const Latent& a, const Latent& b, const Choice& dim) -> Result<Latent> {
            WEFT_TRY(const std::int64_t side, sideOf(a.samples, dim.text));
            if (a.samples.numel() == 0 || b.samples.numel() == 0)
                return Error{ErrorCode::ValueInvalid, "an empty latent"};
            WEFT_TRY(const at::Tensor second, repeatedTo(b.samples, a.samples.size(0)));
            const bool swapped = dim.text.starts_with("-");
            WEFT_TRY(at::Tensor both, swapped ? joined({second, a.samples}, side) : joined({a.samples, second}, side));
            return withSamples(a, std::move(both));
        });

/// A stripe; a negative index counts from the end. Source: ComfyUI `LatentCut`.
const bool latentCut =
    node("LatentCut", "latent/advanced")
        .in<Latent>("samples")
        .in<Choice>("dim", {.choices = {"x", "y", "t"}})
        .in<std::int64_t>("index", {.init = 0, .min = -kMaxResolution, .max = kMaxResolution, .step = 1})
        .in<std::int64_t>("amount", {.init = 1, .min = 1, .max = kMaxResolution, .step = 1})
        .out<Latent>("LATENT")
        .run([](const Latent& latent, const Choice& dim, std::int64_t index, std::int64_t amount) -> Result<Latent> {
            WEFT_TRY(const std::int64_t side, sideOf(latent.samples, dim.text));
            const std::int64_t size = latent.samples.size(side);
            if (amount < 1 || size == 0)
                return Error{ErrorCode::SettingTooSmall, {}, {{"input", "amount"}, {"min", "1"}}};
            const std::int64_t from = index >= 0 ? std::min(index, size - 1) : size + std::max(index, -size);
            return withSamples(latent, latent.samples.narrow(side, from, std::min(amount, size - from)).contiguous());
        });

} // namespace

} // namespace weft::worker
