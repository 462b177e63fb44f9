// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/PictureSides.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <map>

namespace weft::worker {

namespace {

at::Tensor inverted(const at::Tensor& x)
{
    return x.neg().add(1);
}

/// Masks come as [B, H, W], sometimes [H, W] or [B, 1, H, W].
at::Tensor batched(const Mask& mask)
{
    return mask.values.reshape({-1, mask.values.size(-2), mask.values.size(-1)});
}

/// image [B, H, W, C] -> one channel [B, H, W]. Source: ComfyUI `ImageToMask`.
const bool imageToMask = node("ImageToMask", "mask")
                             .title("Convert Image to Mask")
                             .in<Image>("image")
                             .in<Choice>("channel", {.choices = {"red", "green", "blue", "alpha"}})
                             .out<Mask>("MASK")
                             .run([](const Image& image, const Choice& channel) -> Result<Mask> {
                                 const int index = channel == "red" ? 0 : channel == "green" ? 1 : channel == "blue" ? 2 : 3;
                                 if (index >= image.pixels.size(3))
                                     return Error {ErrorCode::SettingInvalid, "the image has no such channel",
                                         {{"input", "channel"}, {"received", channel.text}}};
                                 return Mask {image.pixels.select(3, index).contiguous()};
                             });

/// mask [B, H, W] -> grey [B, H, W, 3]. Source: ComfyUI `MaskToImage`.
const bool maskToImage = node("MaskToImage", "mask")
                             .title("Convert Mask to Image")
                             .in<Mask>("mask")
                             .out<Image>("IMAGE")
                             .run([](const Mask& mask) -> Result<Image> {
                                 return Image {batched(mask).unsqueeze(-1).expand({-1, -1, -1, 3}).contiguous()};
                             });

/// 1 where the rounded 8-bit colour equals 0xRRGGBB. Source: ComfyUI `ImageColorToMask`.
const bool imageColorToMask
    = node("ImageColorToMask", "mask")
          .in<Image>("image")
          .in<std::int64_t>("color", {.init = 0, .min = 0, .max = 0xffffff, .step = 1, .more = Json {{"display", "color"}}})
          .out<Mask>("MASK")
          .run([](const Image& image, std::int64_t color) -> Result<Mask> {
              if (image.pixels.size(3) < 3)
                  return Error {ErrorCode::TypeMismatch, "the image has no colours", {{"input", "image"}}};
              const at::Tensor bytes = image.pixels.clamp(0, 1).mul(255).round().to(at::kLong);
              const at::Tensor packed =
                  bytes.select(3, 0).mul(0x10000).add(bytes.select(3, 1).mul(0x100)).add(bytes.select(3, 2));
              return Mask {packed.eq(color).to(at::kFloat)};
          });

/// Source: ComfyUI `SolidMask`.
const bool solidMask =
    node("SolidMask", "mask")
        .in<double>("value", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
        .in<std::int64_t>("width", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
        .in<std::int64_t>("height", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
        .out<Mask>("MASK")
        .run([](double value, std::int64_t width, std::int64_t height) -> Result<Mask> {
            WEFT_CHECK(checkSides({1, std::max<std::int64_t>(height, 0), std::max<std::int64_t>(width, 0)}));
            return Mask {at::empty({1, height, width}).fill_(value)};
        });

/// Source: ComfyUI `InvertMask`.
const bool invertMask = node("InvertMask", "mask")
                            .in<Mask>("mask")
                            .out<Mask>("MASK")
                            .run([](const Mask& mask) -> Result<Mask> { return Mask {inverted(mask.values)}; });

/// 1 where the mask is above value. Source: ComfyUI `ThresholdMask`.
const bool thresholdMask =
    node("ThresholdMask", "mask")
        .in<Mask>("mask")
        .in<double>("value", {.init = 0.5, .min = 0.0, .max = 1.0, .step = 0.01})
        .out<Mask>("MASK")
        .run([](const Mask& mask, double value) -> Result<Mask> { return Mask {mask.values.gt(value).to(at::kFloat)}; });

/// At most [B, height, width]; nothing of the mask is an error. Source: ComfyUI `CropMask`.
const bool cropMask = node("CropMask", "mask")
                          .in<Mask>("mask")
                          .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
                          .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
                          .in<std::int64_t>("width", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
                          .in<std::int64_t>("height", {.init = 512, .min = 1, .max = kMaxSide, .step = 1})
                          .out<Mask>("MASK")
                          .run([](const Mask& mask, std::int64_t x, std::int64_t y, std::int64_t width,
                                   std::int64_t height) -> Result<Mask> {
                              const at::Tensor in = batched(mask);
                              if (x < 0 || y < 0 || width < 1 || height < 1 || x >= in.size(2) || y >= in.size(1))
                                  return Error {ErrorCode::SettingTooLarge, "the crop lies outside of the mask",
                                      {{"input", "x"}, {"max", std::to_string(in.size(2) - 1)}}};
                              return Mask {in.narrow(1, y, std::min(height, in.size(1) - y))
                                              .narrow(2, x, std::min(width, in.size(2) - x))
                                              .contiguous()};
                          });

using MaskOperation = at::Tensor (*)(const at::Tensor& under, const at::Tensor& over);

at::Tensor asSwitch(const at::Tensor& x)
{
    return x.round().to(at::kBool);
}

const std::map<std::string, MaskOperation>& maskOperations()
{
    static const std::map<std::string, MaskOperation> operations {
        {"multiply", [](const at::Tensor& a, const at::Tensor& b) { return a.mul(b); }},
        {"add", [](const at::Tensor& a, const at::Tensor& b) { return a.add(b); }},
        {"subtract", [](const at::Tensor& a, const at::Tensor& b) { return a.sub(b); }},
        {"and",
            [](const at::Tensor& a, const at::Tensor& b) {
                return asSwitch(a).logical_and(asSwitch(b)).to(at::kFloat);
            }},
        {"or",
            [](const at::Tensor& a, const at::Tensor& b) {
                return asSwitch(a).logical_or(asSwitch(b)).to(at::kFloat);
            }},
        {"xor",
            [](const at::Tensor& a, const at::Tensor& b) {
                return asSwitch(a).logical_xor(asSwitch(b)).to(at::kFloat);
            }},
    };
    return operations;
}

/// Joins source into destination where they overlap. Source: ComfyUI `MaskComposite`.
const bool maskComposite =
    node("MaskComposite", "mask")
        .in<Mask>("destination")
        .in<Mask>("source")
        .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
        .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
        .in<Choice>("operation", {.choices = {"multiply", "add", "subtract", "and", "or", "xor"}})
        .out<Mask>("MASK")
        .run([](const Mask& destination, const Mask& source, std::int64_t x, std::int64_t y,
                 const Choice& operation) -> Result<Mask> {
            const auto join = maskOperations().find(operation.text);
            if (join == maskOperations().end())
                return Error {ErrorCode::SettingNotInList, {}, {{"input", "operation"}, {"received", operation.text}}};
            at::Tensor out = batched(destination).clone();
            const at::Tensor over = batched(source);
            x = std::clamp<std::int64_t>(x, 0, out.size(2));
            y = std::clamp<std::int64_t>(y, 0, out.size(1));
            const std::int64_t h = std::min(over.size(1), out.size(1) - y);
            const std::int64_t w = std::min(over.size(2), out.size(2) - x);
            if (over.size(0) != 1 && over.size(0) != out.size(0))
                return Error {ErrorCode::TypeMismatch, "the batches differ in length", {{"input", "source"}}};
            at::Tensor part = out.narrow(1, y, h).narrow(2, x, w);
            part.copy_(join->second(part, over.narrow(1, 0, h).narrow(2, 0, w)));
            return Mask {out.clamp(0, 1)};
        });

} // namespace

} // namespace weft::worker
