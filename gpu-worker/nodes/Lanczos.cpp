// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Lanczos.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/nan_to_num.h>

#include <cmath>
#include <vector>

namespace weft::worker {

namespace {

constexpr int kFractionBits = 22;
constexpr double kSupport = 3.0;
constexpr double kPi = 3.14159265358979323846;

/// 8-bit values in rows of pixels, channels side by side.
struct Bytes {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t channels = 0;
    std::vector<std::uint8_t> data;

    const std::uint8_t* at(std::int64_t y, std::int64_t x) const { return data.data() + (y * width + x) * channels; }
};

double sinc(double x)
{
    return x == 0.0 ? 1.0 : std::sin(x * kPi) / (x * kPi);
}

double kernel(double x)
{
    return x >= -kSupport && x < kSupport ? sinc(x) * sinc(x / kSupport) : 0.0;
}

/// Which input values make one output value, and how much of each.
struct Window {
    std::int64_t first = 0;
    std::vector<std::int32_t> weights;
};

Window windowAt(std::int64_t place, std::int64_t from, std::int64_t to)
{
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double stretch = std::max(scale, 1.0);
    const double support = kSupport * stretch;
    const double center = (static_cast<double>(place) + 0.5) * scale;
    Window window;
    window.first = std::max<std::int64_t>(static_cast<std::int64_t>(center - support + 0.5), 0);
    const std::int64_t end = std::min(static_cast<std::int64_t>(center + support + 0.5), from);
    std::vector<double> weights;
    double sum = 0.0;
    for (std::int64_t x = window.first; x < end; ++x) {
        weights.push_back(kernel((static_cast<double>(x) - center + 0.5) * (1.0 / stretch)));
        sum += weights.back();
    }
    for (const double weight : weights) {
        const double scaled = (sum != 0.0 ? weight / sum : weight) * (1 << kFractionBits);
        window.weights.push_back(static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
    }
    return window;
}

std::vector<Window> windows(std::int64_t from, std::int64_t to)
{
    std::vector<Window> all;
    for (std::int64_t place = 0; place < to; ++place)
        all.push_back(windowAt(place, from, to));
    return all;
}

std::uint8_t clipped(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
}

/// `step`: how far the next input value of the window lies in memory.
std::uint8_t weighted(const Window& window, const std::uint8_t* in, std::int64_t step)
{
    std::int32_t sum = 1 << (kFractionBits - 1);
    for (const std::int32_t weight : window.weights) {
        sum += weight * *in;
        in += step;
    }
    return clipped(sum);
}

Bytes resizedColumns(const Bytes& in, std::int64_t width)
{
    Bytes out {in.height, width, in.channels, {}};
    out.data.reserve(static_cast<std::size_t>(in.height * width * in.channels));
    const auto all = windows(in.width, width);
    for (std::int64_t y = 0; y < in.height; ++y) {
        for (const Window& window : all) {
            for (std::int64_t c = 0; c < in.channels; ++c)
                out.data.push_back(weighted(window, in.at(y, window.first) + c, in.channels));
        }
    }
    return out;
}

Bytes resizedRows(const Bytes& in, std::int64_t height)
{
    Bytes out {height, in.width, in.channels, {}};
    const std::int64_t line = in.width * in.channels;
    out.data.reserve(static_cast<std::size_t>(height * line));
    for (const Window& window : windows(in.height, height)) {
        const std::uint8_t* top = in.at(window.first, 0);
        for (std::int64_t i = 0; i < line; ++i)
            out.data.push_back(weighted(window, top + i, line));
    }
    return out;
}

/// Colours times alpha / 255, rounded.
void premultiply(Bytes& picture)
{
    for (std::size_t i = 0; i + 3 < picture.data.size(); i += 4) {
        for (std::size_t c = 0; c < 3; ++c) {
            const int product = picture.data[i + c] * picture.data[i + 3] + 128;
            picture.data[i + c] = static_cast<std::uint8_t>((product + (product >> 8)) >> 8);
        }
    }
}

void unpremultiply(Bytes& picture)
{
    for (std::size_t i = 0; i + 3 < picture.data.size(); i += 4) {
        const int alpha = picture.data[i + 3];
        if (alpha == 0 || alpha == 255)
            continue;
        for (std::size_t c = 0; c < 3; ++c)
            picture.data[i + c] = static_cast<std::uint8_t>(std::min(255 * picture.data[i + c] / alpha, 255));
    }
}

Bytes resizedPicture(Bytes picture, std::int64_t height, std::int64_t width)
{
    if (picture.height == height && picture.width == width)
        return picture;
    const bool alpha = picture.channels == 4;
    if (alpha)
        premultiply(picture);
    if (picture.width != width)
        picture = resizedColumns(picture, width);
    if (picture.height != height)
        picture = resizedRows(picture, height);
    if (alpha)
        unpremultiply(picture);
    return picture;
}

Bytes roundedBytes(const at::Tensor& x) // [C, H, W]
{
    const at::Tensor bytes = at::nan_to_num(x.permute({1, 2, 0}).to(at::kCPU, at::kFloat).mul(255.0f), 0)
                                 .clamp(0, 255)
                                 .to(at::kByte)
                                 .contiguous();
    const auto* data = bytes.const_data_ptr<std::uint8_t>();
    return {x.size(1), x.size(2), x.size(0), {data, data + bytes.numel()}};
}

at::Tensor floatsOf(const Bytes& picture) // [H, W, C]
{
    at::Tensor out = at::empty({picture.height, picture.width, picture.channels});
    auto* value = out.mutable_data_ptr<float>();
    for (const std::uint8_t byte : picture.data)
        *value++ = static_cast<float>(byte) / 255.0f;
    return out;
}

} // namespace

at::Tensor lanczos(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    at::Tensor out = at::empty({x.size(0), x.size(1), height, width});
    for (std::int64_t i = 0; i < x.size(0); ++i)
        out.select(0, i).copy_(floatsOf(resizedPicture(roundedBytes(x.select(0, i)), height, width)).permute({2, 0, 1}));
    return out;
}

} // namespace weft::worker
