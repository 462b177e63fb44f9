// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/VaeNodes.h"

#include "gpu-worker/models/TiledVae.h"
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/isfinite.h>

#include <algorithm>

namespace weft::worker {

namespace {

/// Errors: TypeMismatch when the latent is of another family, PictureTooLarge.
Done checkFits(const Vae& vae, const Latent& latent)
{
    WEFT_CHECK(checkPictureLatent(latent, "samples"));
    const at::Tensor& x = latent.samples;
    if (x.size(1) != vae.latentChannels())
        return Error{ErrorCode::TypeMismatch,
            "the latent has " + std::to_string(x.size(1)) + " channels, this VAE takes "
                + std::to_string(vae.latentChannels()),
            {{"input", "samples"}, {"type", "LATENT"}}};
    return checkSides({x.size(0), x.size(2) * vae.factor(), x.size(3) * vae.factor(), 3});
}

/// A picture of NaN would only be seen as a black one. Errors: NodeFailed.
Result<Image> soundImage(at::Tensor pixels)
{
    if (!at::isfinite(pixels).all().item<bool>())
        return Error{ErrorCode::NodeFailed, "the decoded picture holds values that aren't numbers: so does the latent or the VAE"};
    return Image{std::move(pixels)};
}

TileHooks hooksOf(Context& context)
{
    return {[&context](std::int64_t done, std::int64_t total) { context.progress(done, total); },
        [&context] { return context.isCancelled(); }};
}

/// latent [B, C, h, w] -> pictures [B, 8h, 8w, 3], 0..1, one after the other. Source: ComfyUI `VAEDecode`.
const bool vaeDecode = node("VAEDecode", "latent")
                           .title("VAE Decode")
                           .doc("Makes pictures of latents.")
                           .in<Latent>("samples")
                           .in<std::shared_ptr<Vae>>("vae")
                           .out<Image>("IMAGE")
                           .run([](Context& context, const Latent& latent, const VaeIn& vae) -> Result<Image> {
                               WEFT_CHECK(checkFits(*vae, latent));
                               std::vector<at::Tensor> pictures;
                               for (const at::Tensor& one : latent.samples.split(1, 0)) {
                                   WEFT_CHECK(context.checkCancelled());
                                   pictures.push_back(vae->decode(one));
                               }
                               return soundImage(at::cat(pictures, 0));
                           });

/// Source: ComfyUI `VAEEncode`.
const bool vaeEncode = node("VAEEncode", "latent")
                           .title("VAE Encode")
                           .in<Image>("pixels")
                           .in<std::shared_ptr<Vae>>("vae")
                           .out<Latent>("LATENT")
                           .run([](Context& context, const Image& image, const VaeIn& vae) -> Result<Latent> {
                               WEFT_TRY(at::Tensor samples, encodedPixels(context, *vae, image.pixels, "pixels"));
                               Latent latent;
                               latent.samples = std::move(samples);
                               return latent;
                           });

constexpr int kMaxTile = 4096;

/// A tile's side and overlap in pixels, made sound as ComfyUI does: the overlap is at most a quarter.
struct TileSettings {
    std::int64_t size;
    std::int64_t overlap;

    TileSettings(std::int64_t wantedSize, std::int64_t wantedOverlap)
        : size(std::clamp<std::int64_t>(wantedSize, 0, kMaxTile))
        , overlap(size / 4 < wantedOverlap ? size / 4 : std::max<std::int64_t>(wantedOverlap, 0))
    {
    }
};

/// In tiles, for large pictures and little memory; the settings of time are for videos. Source: ComfyUI
/// `VAEDecodeTiled`.
const bool vaeDecodeTiled =
    node("VAEDecodeTiled", "_for_testing")
        .title("VAE Decode (Tiled)")
        .in<Latent>("samples")
        .in<std::shared_ptr<Vae>>("vae")
        .in<std::int64_t>("tile_size", {.init = 512, .min = 64, .max = kMaxTile, .step = 32})
        .in<std::int64_t>("overlap", {.init = 64, .min = 0, .max = kMaxTile, .step = 32})
        .in<std::int64_t>("temporal_size", {.init = 64, .min = 8, .max = kMaxTile, .step = 4})
        .in<std::int64_t>("temporal_overlap", {.init = 8, .min = 4, .max = kMaxTile, .step = 4})
        .out<Image>("IMAGE")
        .run([](Context& context, const Latent& latent, const VaeIn& vae, std::int64_t size, std::int64_t overlap,
                 std::int64_t, std::int64_t) -> Result<Image> {
            WEFT_CHECK(checkFits(*vae, latent));
            const TileSettings tile(size, overlap);
            const std::int64_t cells = tile.size / vae->factor();
            WEFT_TRY(at::Tensor pixels,
                decodeTiled(*vae, latent.samples, {cells, cells, tile.overlap / vae->factor()}, hooksOf(context)));
            return soundImage(std::move(pixels));
        });

/// Source: ComfyUI `VAEEncodeTiled`.
const bool vaeEncodeTiled =
    node("VAEEncodeTiled", "_for_testing")
        .title("VAE Encode (Tiled)")
        .in<Image>("pixels")
        .in<std::shared_ptr<Vae>>("vae")
        .in<std::int64_t>("tile_size", {.init = 512, .min = 64, .max = kMaxTile, .step = 64})
        .in<std::int64_t>("overlap", {.init = 64, .min = 0, .max = kMaxTile, .step = 32})
        .in<std::int64_t>("temporal_size", {.init = 64, .min = 8, .max = kMaxTile, .step = 4})
        .in<std::int64_t>("temporal_overlap", {.init = 8, .min = 4, .max = kMaxTile, .step = 4})
        .out<Latent>("LATENT")
        .run([](Context& context, const Image& image, const VaeIn& vae, std::int64_t size, std::int64_t overlap,
                 std::int64_t, std::int64_t) -> Result<Latent> {
            WEFT_CHECK(checkEncodable(*vae, image.pixels, "pixels"));
            const std::int64_t side = std::clamp<std::int64_t>(size, 0, kMaxTile);
            const std::int64_t least = std::clamp<std::int64_t>(overlap, 0, kMaxTile);
            Latent latent;
            WEFT_TRY(latent.samples, encodeTiled(*vae, image.pixels, {side, side, least}, hooksOf(context)));
            return latent;
        });

} // namespace

Done checkEncodable(const Vae& vae, const at::Tensor& pixels, const char* input)
{
    if (pixels.dim() != 4 || pixels.size(3) < 3 || pixels.size(0) == 0)
        return Error{ErrorCode::TypeMismatch, "not pictures in colour", {{"input", input}, {"type", "IMAGE"}}};
    if (pixels.size(1) < vae.factor() || pixels.size(2) < vae.factor())
        return Error{ErrorCode::ValueInvalid, "a picture smaller than one cell of the latent",
            {{"input", input}, {"type", "IMAGE"}}};
    return {};
}

Result<at::Tensor> encodedPixels(Context& context, const Vae& vae, const at::Tensor& pixels, const char* input)
{
    WEFT_CHECK(checkEncodable(vae, pixels, input));
    std::vector<at::Tensor> latents;
    for (const at::Tensor& one : pixels.split(1, 0)) {
        WEFT_CHECK(context.checkCancelled());
        latents.push_back(vae.encode(one));
    }
    return at::cat(latents, 0);
}

} // namespace weft::worker
