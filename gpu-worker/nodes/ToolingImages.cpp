// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"
#include "gpu-worker/nodes/PictureFiles.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/cat.h>

namespace weft::worker {

namespace {

/// Nodes by which a program (Krita's plugin) hands pictures to the server that it talks to and takes them back; the front
/// door has the routes. Source: the node pack comfyui-tooling-nodes.

/// A picture that the program has put there -> [1, H, W, 3], and as mask [1, H, W] its alpha, or its red where it has none.
const bool loadImageCache = node("ETN_LoadImageCache", "external_tooling")
                                .title("Load Image from Cache")
                                .doc("A picture that the program behind this workflow has sent.")
                                .in<File>("id")
                                .out<Image>("image")
                                .out<Mask>("mask")
                                .run([](const File& file) -> Result<std::tuple<Image, Mask>> {
                                    auto picture = decodePicture(file.bytes.view());
                                    if (!picture)
                                        return picture.error().with("path", file.name);
                                    return std::tuple {Image {pixelsOf(*picture)}, Mask {channelOf(*picture, picture->hasAlpha() ? 3 : 0)}};
                                });

/// The program fetches what this shows by its id.
const bool saveImageCache = node("ETN_SaveImageCache", "external_tooling")
                                .title("Save Image to Cache")
                                .doc("Hands the images to the program behind this workflow. Nothing is kept.")
                                .output()
                                .in<Image>("images")
                                .in<Choice>("format", {.choices = {"PNG"}})
                                .run([](const Image& images, const Choice&) { return previewFiles(images, Json {{"byId", true}}); });

/// image [B, H, W, 3 or 4], mask [B, H, W] -> [B, H, W, 4], its alpha times the mask.
const bool applyMask = node("ETN_ApplyMaskToImage", "external_tooling")
                           .title("Apply Mask to Image")
                           .doc("Leaves of the image what the mask holds; the rest is transparent.")
                           .in<Image>("image")
                           .in<Mask>("mask")
                           .out<Image>("masked")
                           .run([](const Image& image, const Mask& mask) -> Result<Image> {
                               const at::Tensor& pixels = image.pixels;
                               const at::Tensor alpha = mask.values.reshape({-1, mask.values.size(-2), mask.values.size(-1), 1});
                               const bool fits = alpha.size(1) == pixels.size(1) && alpha.size(2) == pixels.size(2)
                                   && (alpha.size(0) == 1 || alpha.size(0) == pixels.size(0)) && pixels.size(3) >= 3;
                               if (!fits)
                                   return Error {ErrorCode::TypeMismatch, "the mask isn't as large as the image", {{"input", "mask"}}};
                               const at::Tensor held = pixels.size(3) > 3 ? pixels.narrow(3, 3, 1).mul(alpha) : alpha.expand({pixels.size(0), -1, -1, -1});
                               return Image {at::cat({pixels.narrow(3, 0, 3), held}, 3)};
                           });

} // namespace

} // namespace weft::worker
