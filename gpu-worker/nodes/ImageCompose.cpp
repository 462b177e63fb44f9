// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Composite.h"
#include "gpu-worker/nodes/PictureSides.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

#include <array>

namespace weft::worker {

namespace {

constexpr int kMaxSpacing = 1024;

/// destination, source [B, H, W, C], mask [B, h, w] -> destination's shape; the source gets the destination's channels.
/// Source: ComfyUI `ImageCompositeMasked`.
const bool imageCompositeMasked
    = node("ImageCompositeMasked", "image")
          .in<Image>("destination")
          .in<Image>("source")
          .in<std::int64_t>("x", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
          .in<std::int64_t>("y", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
          .in<bool>("resize_source", {.init = false})
          .in<std::optional<Mask>>("mask")
          .out<Image>("IMAGE")
          .run([](const Image& destination, const Image& source, std::int64_t x, std::int64_t y, bool resize,
                   const std::optional<Mask>& mask) -> Result<Image> {
              const at::Tensor over = withChannels(source.pixels, destination.pixels.size(3));
              WEFT_TRY(const at::Tensor out,
                  composited(destination.pixels.permute({0, 3, 1, 2}), over.permute({0, 3, 1, 2}),
                      mask ? mask->values : at::Tensor(), x, y, resize));
              return Image {out.permute({0, 2, 3, 1}).contiguous()};
          });

struct Direction {
    bool horizontal = true;
    bool secondFirst = false;
};

Direction directionOf(const Choice& choice)
{
    return {choice == "right" || choice == "left", choice == "left" || choice == "up"};
}

std::array<float, 3> colorOf(const Choice& choice)
{
    const bool white = choice == "white";
    return {white || choice == "red" ? 1.0f : 0.0f, white || choice == "green" ? 1.0f : 0.0f,
        white || choice == "blue" ? 1.0f : 0.0f};
}

/// One colour, opaque. -> [B, H, W, C]
at::Tensor filled(
    std::int64_t batch, std::int64_t h, std::int64_t w, std::int64_t channels, const std::array<float, 3>& color)
{
    at::Tensor out = at::empty({batch, h, w, channels}).fill_(1);
    for (std::int64_t c = 0; c < std::min<std::int64_t>(channels, 3); ++c)
        out.select(3, c).fill_(color[static_cast<std::size_t>(c)]);
    return out;
}

/// The picture in the middle of `side` pixels along `axis`; the borders have the spacing's colour.
at::Tensor centered(const at::Tensor& in, int axis, std::int64_t side, const std::array<float, 3>& color)
{
    if (in.size(axis) >= side)
        return in;
    const std::int64_t h = axis == 1 ? side : in.size(1);
    const std::int64_t w = axis == 2 ? side : in.size(2);
    at::Tensor out = filled(in.size(0), h, w, in.size(3), color);
    out.narrow(axis, (side - in.size(axis)) / 2, in.size(axis)).copy_(in);
    return out;
}

/// As many pictures as `count`: the last one repeats.
at::Tensor lastRepeated(const at::Tensor& in, std::int64_t count)
{
    const std::int64_t missing = count - in.size(0);
    return missing <= 0 ? in : at::cat({in, in.narrow(0, in.size(0) - 1, 1).expand({missing, -1, -1, -1})}, 0);
}

Result<at::Tensor> matchedSize(const at::Tensor& b, const at::Tensor& a, bool horizontal)
{
    const double aspect = static_cast<double>(b.size(2)) / static_cast<double>(b.size(1));
    const std::int64_t h = horizontal ? a.size(1) : static_cast<std::int64_t>(static_cast<double>(a.size(2)) / aspect);
    const std::int64_t w = horizontal ? static_cast<std::int64_t>(static_cast<double>(a.size(1)) * aspect) : a.size(2);
    return resampledPixels(b, std::max<std::int64_t>(w, 1), std::max<std::int64_t>(h, 1), "lanczos");
}

Result<Image> stitched(at::Tensor a, at::Tensor b, Direction direction, bool match, std::int64_t spacing,
    const std::array<float, 3>& color)
{
    const int along = direction.horizontal ? 2 : 1;
    const int across = direction.horizontal ? 1 : 2;
    const std::int64_t batch = std::max(a.size(0), b.size(0));
    const std::int64_t channels = std::max(a.size(3), b.size(3));
    if (match) {
        WEFT_TRY(b, matchedSize(b, a, direction.horizontal));
    }
    const std::int64_t side = std::max(a.size(across), b.size(across));
    spacing += spacing % 2;
    WEFT_CHECK(checkSides({batch, side, a.size(along) + spacing + b.size(along), channels}));
    a = centered(withChannels(lastRepeated(a, batch), channels), across, side, color);
    b = centered(withChannels(lastRepeated(b, batch), channels), across, side, color);
    std::vector<at::Tensor> parts {direction.secondFirst ? b : a};
    if (spacing > 0)
        parts.push_back(filled(
            batch, direction.horizontal ? side : spacing, direction.horizontal ? spacing : side, channels, color));
    parts.push_back(direction.secondFirst ? a : b);
    return Image {at::cat(parts, along)};
}

/// image1 and image2 side by side; image2 is resized to fit, or the smaller one is centred. Source: ComfyUI `ImageStitch`.
const bool imageStitch =
    node("ImageStitch", "image/transform")
        .title("Image Stitch")
        .doc("\nStitches image2 to image1 in the specified direction.\nIf image2 is not provided, returns image1 "
             "unchanged.\n"
             "Optional spacing can be added between images.\n")
        .in<Image>("image1")
        .in<Choice>("direction", {.init = "right", .choices = {"right", "down", "left", "up"}})
        .in<bool>("match_image_size", {.init = true})
        .in<std::int64_t>("spacing_width", {.init = 0, .min = 0, .max = kMaxSpacing, .step = 2})
        .in<Choice>("spacing_color", {.init = "white", .choices = {"white", "black", "red", "green", "blue"}})
        .in<std::optional<Image>>("image2")
        .out<Image>("IMAGE")
        .run([](const Image& image1, const Choice& direction, bool match, std::int64_t spacing, const Choice& color,
                 const std::optional<Image>& image2) -> Result<Image> {
            if (!image2)
                return image1;
            if (spacing < 0 || spacing > kMaxSpacing)
                return Error {
                    ErrorCode::SettingTooLarge, {}, {{"input", "spacing_width"}, {"max", std::to_string(kMaxSpacing)}}};
            return stitched(image1.pixels, image2->pixels, directionOf(direction), match, spacing, colorOf(color));
        });

} // namespace

} // namespace weft::worker
