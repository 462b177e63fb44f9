// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Conditionings.h"
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/nodes/VaeNodes.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>

namespace weft::worker {

namespace {

/// Pictures with the mask's part made grey, and the mask, both cut to what the VAE takes.
struct Masked {
    at::Tensor pixels; // [B, H, W, 3]
    at::Tensor mask; // [B, 1, H, W], as large as the pixels, not rounded
};

/// The mask resized to the pictures, then both cut to multiples of the VAE's cells.
Result<Masked> masked(const Vae& vae, const at::Tensor& pictures, const at::Tensor& mask)
{
    const at::Tensor pixels = pictures.narrow(3, 0, 3);
    WEFT_TRY(const at::Tensor sized, bilinear(asMaskBatch(mask), pixels.size(1), pixels.size(2)));
    Masked out;
    out.mask = cutToMultiple(sized.permute({0, 2, 3, 1}), vae.factor()).permute({0, 3, 1, 2});
    const at::Tensor keep = out.mask.round().neg().add(1).permute({0, 2, 3, 1});
    out.pixels = cutToMultiple(pixels, vae.factor()).sub(0.5).mul(keep).add(0.5);
    return out;
}

Done checkMask(const Mask& mask)
{
    if (mask.values.numel() == 0)
        return Error{ErrorCode::ValueInvalid, "an empty mask", {{"input", "mask"}, {"type", "MASK"}}};
    return {};
}

/// The mask grown by a square of `by` pixels. mask [B, 1, H, W], rounded.
at::Tensor grown(const at::Tensor& mask, std::int64_t by)
{
    const at::Tensor square = at::ones({1, 1, by, by});
    const std::int64_t padding = by / 2; // the half of by - 1, rounded up
    const at::Tensor touched = at::conv2d(mask, square, {}, 1, padding).clamp(0, 1);
    return touched.narrow(2, 0, mask.size(2)).narrow(3, 0, mask.size(3));
}

/// What is masked becomes grey before it is encoded; the noise mask is a bit larger, to hide the seam.
/// Source: ComfyUI `VAEEncodeForInpaint`.
const bool vaeEncodeForInpaint = node("VAEEncodeForInpaint", "latent/inpaint")
                                     .title("VAE Encode (for Inpainting)")
                                     .in<Image>("pixels")
                                     .in<std::shared_ptr<Vae>>("vae")
                                     .in<Mask>("mask")
                                     .in<std::int64_t>("grow_mask_by", {.init = 6, .min = 0, .max = 64, .step = 1})
                                     .out<Latent>("LATENT")
                                     .run([](Context& context, const Image& image, const VaeIn& vae, const Mask& mask,
                                              std::int64_t grow) -> Result<Latent> {
                                         WEFT_CHECK(checkEncodable(*vae, image.pixels, "pixels"));
                                         WEFT_CHECK(checkMask(mask));
                                         WEFT_TRY(const Masked input, masked(*vae, image.pixels, mask.values));
                                         Latent latent;
                                         WEFT_TRY(latent.samples, encodedPixels(context, *vae, input.pixels, "pixels"));
                                         const std::int64_t by = std::clamp<std::int64_t>(grow, 0, 64);
                                         latent.noiseMask =
                                             by == 0 ? input.mask.round() : grown(input.mask.round(), by).round();
                                         return latent;
                                     });

/// For models with inpainting's own channels: mask and masked picture go with both texts.
/// Source: ComfyUI `InpaintModelConditioning`.
const bool inpaintModelConditioning =
    node("InpaintModelConditioning", "conditioning/inpaint")
        .in<Conditioning>("positive")
        .in<Conditioning>("negative")
        .in<std::shared_ptr<Vae>>("vae")
        .in<Image>("pixels")
        .in<Mask>("mask")
        .in<bool>("noise_mask", {.init = true})
        .out<Conditioning>("positive")
        .out<Conditioning>("negative")
        .out<Latent>("latent")
        .run([](Context& context, const Conditioning& positive, const Conditioning& negative, const VaeIn& vae,
                 const Image& image, const Mask& mask,
                 bool noiseMask) -> Result<std::tuple<Conditioning, Conditioning, Latent>> {
            WEFT_CHECK(checkEncodable(*vae, image.pixels, "pixels"));
            WEFT_CHECK(checkMask(mask));
            WEFT_TRY(const Masked input, masked(*vae, image.pixels, mask.values));
            WEFT_TRY(const at::Tensor hidden, encodedPixels(context, *vae, input.pixels, "pixels"));
            Latent latent;
            WEFT_TRY(latent.samples, encodedPixels(context, *vae, image.pixels, "pixels"));
            if (noiseMask)
                latent.noiseMask = input.mask;
            const auto joined = [&](Cond& cond) {
                cond.tensors["concat_latent_image"] = hidden;
                cond.tensors["concat_mask"] = input.mask;
            };
            return std::tuple{changed(positive, joined), changed(negative, joined), std::move(latent)};
        });

/// The picture to be changed goes with both texts; the latent itself starts empty. Source: ComfyUI
/// `InstructPixToPixConditioning`.
const bool instructPixToPixConditioning =
    node("InstructPixToPixConditioning", "conditioning/instructpix2pix")
        .in<Conditioning>("positive")
        .in<Conditioning>("negative")
        .in<std::shared_ptr<Vae>>("vae")
        .in<Image>("pixels")
        .out<Conditioning>("positive")
        .out<Conditioning>("negative")
        .out<Latent>("latent")
        .run([](Context& context, const Conditioning& positive, const Conditioning& negative, const VaeIn& vae,
                 const Image& image) -> Result<std::tuple<Conditioning, Conditioning, Latent>> {
            WEFT_TRY(const at::Tensor picture, encodedPixels(context, *vae, image.pixels, "pixels"));
            Latent latent;
            latent.samples = at::zeros_like(picture);
            const auto joined = [&](Cond& cond) { cond.tensors["concat_latent_image"] = picture; };
            return std::tuple{changed(positive, joined), changed(negative, joined), std::move(latent)};
        });

} // namespace

} // namespace weft::worker
