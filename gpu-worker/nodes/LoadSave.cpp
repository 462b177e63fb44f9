// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"
#include "gpu-worker/nodes/PictureFiles.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/zeros.h>

#include <array>

namespace weft::worker {

namespace {

constexpr int kSaveLevel = 4;
constexpr int kPreviewLevel = 1; // it is shown once, so speed counts
constexpr std::int64_t kNoMaskSide = 64; // a picture without transparency has this much of nothing

Result<Picture> decodeFile(const File& file)
{
    auto picture = decodePicture(file.bytes.view());
    if (!picture)
        return picture.error().with("path", file.name);
    return picture;
}

at::Tensor maskOf(const Picture& picture)
{
    if (!picture.hasAlpha())
        return at::zeros({1, kNoMaskSide, kNoMaskSide});
    return channelOf(picture, 3).neg_().add_(1);
}

/// One PNG per picture of the batch; the app numbers them. `meta`: added to each file's.
Result<std::vector<File>> pngFiles(const Image& images, const std::string& name, int level, const Json& meta)
{
    if (images.pixels.dim() != 4)
        return Error {ErrorCode::TypeMismatch, "a batch of pictures has 4 dimensions", {{"input", "images"}}};
    std::vector<File> files;
    for (std::int64_t i = 0; i < images.pixels.size(0); ++i) {
        WEFT_TRY(const Picture picture, pictureOf(images.pixels.select(0, i)));
        WEFT_TRY(SharedBytes bytes, encodePng(picture, level));
        File file {name, "image/png", std::move(bytes), meta};
        file.meta["width"] = picture.width;
        file.meta["height"] = picture.height;
        file.meta["batch"] = i;
        files.push_back(std::move(file));
    }
    return files;
}

/// A file -> image [1, H, W, 3] and mask [1, H, W], 1 where the file is transparent; a file without transparency gives a
/// mask of zeros [1, 64, 64]. Errors: those of decodePicture. Source: ComfyUI `LoadImage`.
const bool loadImage = node("LoadImage", "image")
                           .title("Load Image")
                           .in<File>("image")
                           .out<Image>("IMAGE")
                           .out<Mask>("MASK")
                           .run([](const File& file) -> Result<std::tuple<Image, Mask>> {
                               WEFT_TRY(const Picture picture, decodeFile(file));
                               return std::tuple {Image {pixelsOf(picture)}, Mask {maskOf(picture)}};
                           });

/// A file -> one channel as mask [1, H, W]; alpha is inverted, and opaque where the file has none.
/// Source: ComfyUI `LoadImageMask`.
const bool loadImageMask = node("LoadImageMask", "mask")
                               .title("Load Image (as Mask)")
                               .in<File>("image")
                               .in<Choice>("channel", {.choices = {"alpha", "red", "green", "blue"}})
                               .out<Mask>("MASK")
                               .run([](const File& file, const Choice& channel) -> Result<Mask> {
                                   WEFT_TRY(const Picture picture, decodeFile(file));
                                   if (channel == "alpha" && !picture.hasAlpha())
                                       return Mask {at::zeros({1, picture.height, picture.width})};
                                   if (channel == "alpha")
                                       return Mask {maskOf(picture)};
                                   return Mask {channelOf(picture, channel == "red" ? 0 : channel == "green" ? 1
                                                                                                             : 2)};
                               });

/// images [B, H, W, 3 or 4] -> a PNG each, uint8(clip(255 x)). Source: ComfyUI `SaveImage`.
const bool saveImage =
    node("SaveImage", "image")
        .title("Save Image")
        .doc("Saves the input images to your ComfyUI output directory.")
        .output()
        .in<Image>("images", {.tooltip = "The images to save."})
        .in<std::string>("filename_prefix",
            {.init = "ComfyUI",
                .tooltip = "The prefix for the file to save. This may include formatting information such as "
                           "%date:yyyy-MM-dd% or %Empty Latent Image.width% to include values from nodes."})
        .run([](const Image& images, const std::string& prefix) {
            return pngFiles(images, prefix, kSaveLevel, Json::object());
        });

/// As SaveImage, for files that nobody keeps. Source: ComfyUI `PreviewImage`.
const bool previewImage = node("PreviewImage", "image")
                              .title("Preview Image")
                              .doc("Shows the images without keeping them.")
                              .output()
                              .in<Image>("images")
                              .run([](const Image& images) { return previewFiles(images); });

/// To the program that is connected, as previews are sent: a PNG each, without texts; the front door does that. Source:
/// ComfyUI `SaveImageWebsocket` (custom_nodes/websocket_image_save.py).
const bool saveImageWebsocket = node("SaveImageWebsocket", "api/image")
                                    .doc("Sends the images to the program behind this workflow. Nothing is kept.")
                                    .output()
                                    .notIdempotent()
                                    .in<Image>("images")
                                    .run([](const Image& images) { return previewFiles(images, Json {{"bySocket", true}}); });

/// mask [B, H, W], shown as a grey picture. Source: ComfyUI `MaskPreview`.
const bool maskPreview = node("MaskPreview", "mask")
                             .doc("Shows the mask without keeping it.")
                             .output()
                             .in<Mask>("mask")
                             .run([](const Mask& mask) { return previewFiles(Image {mask.values.unsqueeze(-1)}); });

} // namespace

Result<std::vector<File>> previewFiles(const Image& images, Json meta)
{
    meta["temp"] = true;
    return pngFiles(images, "ComfyUI_temp", kPreviewLevel, meta);
}

} // namespace weft::worker
