// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TiledUpscale.h"
#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

/// The file's weights on the worker's device, in the run's precision. On a card "fp16" and "bf16" are what they say:
/// faster, less exact. "auto" is fp32, so that pictures of cards and CPUs can be compared. A CPU always computes in fp32.
/// Source: ComfyUI `UpscaleModelLoader`.
const bool upscaleModelLoader =
    node("UpscaleModelLoader", "loaders")
        .title("Load Upscale Model")
        .model("model_name", "upscale_models")
        .out<std::shared_ptr<Upscaler>>("UPSCALE_MODEL", {.holdsModel = true})
        .run([](Context& context, const ModelChoice& model) -> Result<std::shared_ptr<Upscaler>> {
            WEFT_TRY(const std::string path, context.openModel(model));
            auto upscaler = loadUpscaler(path);
            if (!upscaler)
                return upscaler.error().with("folder", model.folder).with("name", model.name);
            (*upscaler)->to(context.device(), elementTypeFor(context.precision(), context.device()));
            return upscaler;
        });

/// image [B, H, W, 3] -> [B, H * scale, W * scale, 3], 0..1, in tiles, which go to the model's device and back; shows
/// finished ones. Tiles are computed in the loader's precision and joined in float32.
/// Source: ComfyUI `ImageUpscaleWithModel`.
const bool imageUpscaleWithModel
    = node("ImageUpscaleWithModel", "image/upscaling")
          .title("Upscale Image (using Model)")
          .in<std::shared_ptr<Upscaler>>("upscale_model")
          .in<Image>("image")
          .out<Image>("IMAGE")
          .run([](Context& context, const std::shared_ptr<const Upscaler>& upscaler, const Image& image) -> Result<Image> {
              UpscaleHooks hooks;
              hooks.progress = [&](std::int64_t done, std::int64_t total) { context.progress(done, total); };
              hooks.finished = [&](const at::Tensor& tile) { context.preview(Image {tile}); };
              hooks.cancelled = [&] { return context.isCancelled(); };
              WEFT_TRY(at::Tensor pixels, upscaleFitting(*upscaler, image.pixels, context.device(), hooks));
              return Image {std::move(pixels)};
          });

} // namespace

} // namespace weft::worker
