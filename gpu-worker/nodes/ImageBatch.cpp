// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/PictureSides.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>

#include <algorithm>

namespace weft::worker {

namespace {

constexpr int kMaxPictures = 4096;
constexpr std::int64_t kWhite = 0xffffff;

/// image2 is resized to image1; where one lacks alpha it becomes opaque. Source: ComfyUI `ImageBatch`.
const bool imageBatch = node("ImageBatch", "image")
                            .title("Batch Images")
                            .in<Image>("image1")
                            .in<Image>("image2")
                            .out<Image>("IMAGE")
                            .run([](const Image& image1, const Image& image2) -> Result<Image> {
                                const std::int64_t channels = std::max(image1.pixels.size(3), image2.pixels.size(3));
                                const at::Tensor a = withChannels(image1.pixels, channels);
                                at::Tensor b = withChannels(image2.pixels, channels);
                                if (a.size(1) != b.size(1) || a.size(2) != b.size(2)) {
                                    WEFT_TRY(b, resampledPixels(b, a.size(2), a.size(1), "bilinear", true));
                                }
                                WEFT_TRY(at::Tensor both, joined({a, b}));
                                return Image {std::move(both)};
                            });

/// Source: ComfyUI `RepeatImageBatch`.
const bool repeatImageBatch = node("RepeatImageBatch", "image/batch")
                                  .in<Image>("image")
                                  .in<std::int64_t>("amount", {.init = 1, .min = 1, .max = kMaxPictures})
                                  .out<Image>("IMAGE")
                                  .run([](const Image& image, std::int64_t amount) -> Result<Image> {
                                      if (amount < 1)
                                          return tooSmall("amount");
                                      WEFT_TRY(at::Tensor all, repeated(image.pixels, amount));
                                      return Image {std::move(all)};
                                  });

/// Source: ComfyUI `ImageFromBatch`.
const bool imageFromBatch = node("ImageFromBatch", "image/batch")
                                .in<Image>("image")
                                .in<std::int64_t>("batch_index", {.init = 0, .min = 0, .max = kMaxPictures - 1})
                                .in<std::int64_t>("length", {.init = 1, .min = 1, .max = kMaxPictures})
                                .out<Image>("IMAGE")
                                .run([](const Image& image, std::int64_t index, std::int64_t length) -> Result<Image> {
                                    if (index < 0 || length < 1)
                                        return tooSmall("length");
                                    const std::int64_t first = std::min(image.pixels.size(0) - 1, index);
                                    return Image {
                                        image.pixels.narrow(0, first, std::min(image.pixels.size(0) - first, length)).clone()};
                                });

/// One colour, 0xRRGGBB. -> [batch_size, height, width, 3]. Source: ComfyUI `EmptyImage`.
const bool emptyImage
    = node("EmptyImage", "image")
          .in<std::int64_t>("width", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
          .in<std::int64_t>("height", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
          .in<std::int64_t>("batch_size", {.init = 1, .min = 1, .max = kMaxPictures})
          .in<std::int64_t>("color", {.init = 0, .min = 0, .max = kWhite, .step = 1, .more = Json {{"display", "color"}}})
          .out<Image>("IMAGE")
          .run([](std::int64_t width, std::int64_t height, std::int64_t batch, std::int64_t color) -> Result<Image> {
              if (width < 1 || height < 1 || batch < 1)
                  return tooSmall("width");
              WEFT_CHECK(checkSides({batch, height, width, 3}));
              at::Tensor pixels = at::empty({batch, height, width, 3});
              for (int c = 0; c < 3; ++c)
                  pixels.select(3, c).fill_(static_cast<float>(color >> (16 - 8 * c) & 0xff) / 255.0f);
              return Image {pixels};
          });

/// Source: ComfyUI `GetImageSize`.
const bool getImageSize = node("GetImageSize", "image")
                              .title("Get Image Size")
                              .doc("Returns width and height of the image, and passes it through unchanged.")
                              .in<Image>("image")
                              .out<std::int64_t>("width")
                              .out<std::int64_t>("height")
                              .out<std::int64_t>("batch_size")
                              .run([](const Image& image) -> Result<std::tuple<std::int64_t, std::int64_t, std::int64_t>> {
                                  const at::Tensor& p = image.pixels;
                                  return std::tuple {p.size(2), p.size(1), p.size(0)};
                              });

/// image [B, H, W, C] -> its colours, and 1 - alpha. Source: ComfyUI `SplitImageWithAlpha`.
const bool splitImageWithAlpha = node("SplitImageWithAlpha", "mask/compositing")
                                     .title("Split Image with Alpha")
                                     .in<Image>("image")
                                     .out<Image>("IMAGE")
                                     .out<Mask>("MASK")
                                     .run([](const Image& image) -> Result<std::tuple<Image, Mask>> {
                                         const at::Tensor& p = image.pixels;
                                         const at::Tensor alpha = p.size(3) > 3
                                             ? p.select(3, 3)
                                             : at::ones({p.size(0), p.size(1), p.size(2)});
                                         const std::int64_t colors = std::min<std::int64_t>(p.size(3), 3);
                                         return std::tuple {
                                             Image {p.narrow(3, 0, colors).contiguous()}, Mask {alpha.neg().add(1)}};
                                     });

/// alpha is a mask: 1 is transparent. It is resized to the image. Source: ComfyUI `JoinImageWithAlpha`.
const bool joinImageWithAlpha
    = node("JoinImageWithAlpha", "mask/compositing")
          .title("Join Image with Alpha")
          .in<Image>("image")
          .in<Mask>("alpha")
          .out<Image>("IMAGE")
          .run([](const Image& image, const Mask& alpha) -> Result<Image> {
              const at::Tensor& p = image.pixels;
              const at::Tensor masks = alpha.values.reshape({-1, 1, alpha.values.size(-2), alpha.values.size(-1)});
              const std::int64_t batch = std::min(p.size(0), masks.size(0));
              WEFT_TRY(const at::Tensor resized, bilinear(masks.narrow(0, 0, batch), p.size(1), p.size(2)));
              const at::Tensor opacity = resized.permute({0, 2, 3, 1}).neg().add(1);
              return Image {at::cat({withChannels(p, 3).narrow(0, 0, batch), opacity}, 3)};
          });

} // namespace

} // namespace weft::worker
