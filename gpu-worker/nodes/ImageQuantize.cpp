// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Palette.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <charconv>

namespace weft::worker {

namespace {

/// What is added to a pixel before it is mapped, by its place in a square of side `order`; mean 0.5. The square is
/// built of four smaller ones. In single precision, as NumPy computes it.
std::vector<float> bayerMatrix(int order)
{
    if (order == 1)
        return {0};
    const std::vector<float> small = bayerMatrix(order / 2);
    const float cells = static_cast<float>(order * order);
    const int half = order / 2;
    std::vector<float> matrix(static_cast<std::size_t>(order * order));
    for (int y = 0; y < order; ++y) {
        for (int x = 0; x < order; ++x) {
            constexpr std::array<float, 4> kOffsets{-1.5F, 0.5F, 1.5F, -0.5F};
            const float offset = kOffsets[static_cast<std::size_t>((y >= half ? 2 : 0) + (x >= half ? 1 : 0))];
            const float value = small[static_cast<std::size_t>((y % half) * half + x % half)];
            matrix[static_cast<std::size_t>(y * order + x)] = (cells * value + offset) / cells;
        }
    }
    return matrix;
}

void addBayer(std::vector<Rgb>& pixels, std::size_t width, int order, std::size_t colors)
{
    const std::vector<float> matrix = bayerMatrix(order);
    const auto side = static_cast<std::size_t>(order);
    const float spread = static_cast<float>(512.0 / static_cast<double>(colors));
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const float added = spread * matrix[i / width % side * side + i % width % side] + 0.5F;
        for (std::uint8_t& value : pixels[i])
            value = static_cast<std::uint8_t>(std::clamp(static_cast<float>(value) + added, 0.0F, 255.0F));
    }
}

/// picture [H, W, 3] -> bytes, cut off like ComfyUI's.
std::vector<Rgb> bytesOf(const at::Tensor& picture)
{
    const at::Tensor bytes = picture.mul(255).clamp(0, 255).to(at::kByte).contiguous();
    const auto* data = bytes.const_data_ptr<std::uint8_t>();
    std::vector<Rgb> pixels(static_cast<std::size_t>(bytes.numel() / 3));
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = {data[3 * i], data[3 * i + 1], data[3 * i + 2]};
    return pixels;
}

at::Tensor quantized(const at::Tensor& picture, int colors, const std::string& dither)
{
    std::vector<Rgb> pixels = bytesOf(picture);
    const auto width = static_cast<std::size_t>(picture.size(1));
    const std::vector<Rgb> palette = medianCutPalette(pixels, colors);
    constexpr std::string_view kBayer = "bayer-";
    if (dither.starts_with(kBayer)) {
        int order = 2;
        std::from_chars(dither.data() + kBayer.size(), dither.data() + dither.size(), order);
        addBayer(pixels, width, order, palette.size());
    }
    const std::vector<std::uint8_t> indexes =
        mapToPalette(pixels, width, palette, dither == "floyd-steinberg" ? Dither::FloydSteinberg : Dither::None);
    at::Tensor out = at::empty(picture.sizes());
    auto* data = out.mutable_data_ptr<float>();
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c)
            data[3 * i + c] = static_cast<float>(palette[indexes[i]][c]) / 255.0F;
    }
    return out;
}

/// image [B, H, W, 3] with at most so many colours, each picture its own. Source: ComfyUI `ImageQuantize`.
const bool imageQuantize =
    node("ImageQuantize", "image/postprocessing")
        .in<Image>("image")
        .in<std::int64_t>("colors", {.init = 256, .min = 1, .max = 256, .step = 1})
        .in<Choice>("dither", {.choices = {"none", "floyd-steinberg", "bayer-2", "bayer-4", "bayer-8", "bayer-16"}})
        .out<Image>("IMAGE")
        .run([](Context& context, const Image& image, std::int64_t colors, const Choice& dither) -> Result<Image> {
            if (image.pixels.size(3) < 3)
                return Error{ErrorCode::TypeMismatch, "the image has no colours", {{"input", "image"}}};
            if (colors < 1 || colors > 256)
                return Error{colors < 1 ? ErrorCode::SettingTooSmall : ErrorCode::SettingTooLarge, {},
                    {{"input", "colors"}, {"min", "1"}, {"max", "256"}}};
            at::Tensor out = at::zeros(image.pixels.sizes()).narrow(3, 0, 3).contiguous();
            for (std::int64_t i = 0; i < image.pixels.size(0); ++i) {
                WEFT_CHECK(context.checkCancelled());
                out.select(0, i).copy_(quantized(
                    image.pixels.select(0, i).narrow(2, 0, 3).contiguous(), static_cast<int>(colors), dither.text));
            }
            return Image{std::move(out)};
        });

} // namespace

} // namespace weft::worker
