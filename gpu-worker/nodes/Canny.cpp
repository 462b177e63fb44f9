// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/zeros.h>

#include <array>
#include <cmath>
#include <cstdlib>

namespace weft::worker {

namespace {

constexpr double kMagnitudeFloor = 1e-6;
constexpr std::uint8_t kWeak = 1;
constexpr std::uint8_t kStrong = 2;

/// Steps to the neighbour in direction 0 to 7: right, then on by 45 degrees, downwards first.
constexpr std::array<std::array<int, 2>, 8> kNeighbours {
    {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};

at::Tensor grey(const at::Tensor& pixels) // [B, H, W, C] -> [B, 1, H, W]
{
    const at::Tensor x = pixels.permute({0, 3, 1, 2});
    if (x.size(1) < 3)
        return x.narrow(1, 0, 1).contiguous();
    return x.narrow(1, 0, 1).mul(0.299f).add(x.narrow(1, 1, 1).mul(0.587f)).add(x.narrow(1, 2, 1).mul(0.114f));
}

/// exp(-d^2 / 2) at distance 0, 1 and 2, scaled so that five taps sum to 1.
std::array<float, 3> gaussianTaps()
{
    at::Tensor taps = at::empty({5});
    for (int i = 0; i < 5; ++i)
        taps.mutable_data_ptr<float>()[i] = static_cast<float>((i - 2) * (i - 2)) / -2.0f;
    taps = at::exp(taps);
    taps = taps.div(taps.sum());
    const float* tap = taps.const_data_ptr<float>();
    return {tap[2], tap[1], tap[0]};
}

/// 5 x 5 Gaussian of sigma 1, mirrored at the edges. The order of the additions decides which of two equal neighbours is
/// the larger one: this order agrees with ComfyUI's results, and it is the same on every machine.
at::Tensor smoothed(const at::Tensor& x)
{
    const auto taps = gaussianTaps();
    const at::Tensor wide = at::pad(x, {2, 2, 0, 0}, "reflect");
    const auto column = [&](int i) { return wide.narrow(3, i, x.size(3)); };
    at::Tensor across = column(0).mul(taps[2]);
    for (int i = 1; i < 5; ++i)
        across = across.add(column(i).mul(taps[static_cast<std::size_t>(std::abs(i - 2))]));
    const at::Tensor high = at::pad(across, {0, 0, 2, 2}, "reflect");
    const auto row = [&](int i) { return high.narrow(2, i, x.size(2)); };
    return row(0).add(row(4)).mul(taps[2]).add(row(1).add(row(3)).mul(taps[1])).add(row(2).mul(taps[0]));
}

/// Sobel, edges repeated. -> [B, 2, H, W]: to the right, downwards.
at::Tensor gradients(const at::Tensor& x)
{
    constexpr std::array<int, 9> kRight {-1, 0, 1, -2, 0, 2, -1, 0, 1};
    const at::Tensor padded = at::pad(x, {1, 1, 1, 1}, "replicate");
    at::Tensor out = at::zeros({x.size(0), 2, x.size(2), x.size(3)});
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) {
            const at::Tensor part = padded.narrow(2, row, x.size(2)).narrow(3, column, x.size(3));
            out.narrow(1, 0, 1).add_(part, kRight[static_cast<std::size_t>(3 * row + column)]);
            out.narrow(1, 1, 1).add_(part, kRight[static_cast<std::size_t>(3 * column + row)]);
        }
    }
    return out;
}

/// One picture's gradients; nothing beyond its edges.
class EdgeFinder {
public:
    EdgeFinder(const at::Tensor& gradient) // [2, H, W]
        : m_height(gradient.size(1))
        , m_width(gradient.size(2))
        , m_magnitude(gradient.select(0, 0)
                          .square()
                          .add(gradient.select(0, 1).square())
                          .add(kMagnitudeFloor)
                          .sqrt()
                          .contiguous())
        , m_angle(gradient.select(0, 1).atan2(gradient.select(0, 0)).mul(180.0).div(M_PI).div(45).round().contiguous())
        , m_marks(static_cast<std::size_t>(m_height * m_width))
    {
    }

    /// 1 at strong edges and at weak ones that touch them, directly or through others.
    void find(double low, double high, float* out)
    {
        for (std::int64_t i = 0; i < m_height * m_width; ++i)
            mark(i, static_cast<float>(low), static_cast<float>(high));
        follow();
        for (std::size_t i = 0; i < m_marks.size(); ++i)
            out[i] = m_marks[i] == kStrong ? 1.0f : 0.0f;
    }

private:
    std::int64_t neighbour(std::int64_t at, int direction) const // -1: none
    {
        const auto& step = kNeighbours[static_cast<std::size_t>(direction & 7)];
        const std::int64_t x = at % m_width + step[0];
        const std::int64_t y = at / m_width + step[1];
        return x < 0 || y < 0 || x >= m_width || y >= m_height ? -1 : y * m_width + x;
    }

    float magnitude(std::int64_t at) const { return at < 0 ? 0.0f : m_magnitude.const_data_ptr<float>()[at]; }

    /// A pixel is an edge when it is larger than both neighbours across the edge.
    void mark(std::int64_t at, float low, float high)
    {
        const int direction = static_cast<int>(m_angle.const_data_ptr<float>()[at]);
        const float value = magnitude(at);
        if (!(value > magnitude(neighbour(at, direction)) && value > magnitude(neighbour(at, direction + 4))))
            return;
        m_marks[static_cast<std::size_t>(at)] = value > high ? kStrong : value > low ? kWeak : 0;
        if (value > high)
            m_open.push_back(at);
    }

    void follow()
    {
        while (!m_open.empty()) {
            const std::int64_t at = m_open.back();
            m_open.pop_back();
            for (int direction = 0; direction < 8; ++direction) {
                const std::int64_t next = neighbour(at, direction);
                if (next < 0 || m_marks[static_cast<std::size_t>(next)] != kWeak)
                    continue;
                m_marks[static_cast<std::size_t>(next)] = kStrong;
                m_open.push_back(next);
            }
        }
    }

    std::int64_t m_height;
    std::int64_t m_width;
    at::Tensor m_magnitude; // [H, W]
    at::Tensor m_angle; // [H, W], in steps of 45 degrees
    std::vector<std::uint8_t> m_marks;
    std::vector<std::int64_t> m_open;
};

/// Edges as white lines, [B, H, W, 3]. Source: Canny 1986, ComfyUI `Canny`.
const bool canny = node("Canny", "image/preprocessors")
                       .in<Image>("image")
                       .in<double>("low_threshold", {.init = 0.4, .min = 0.01, .max = 0.99, .step = 0.01})
                       .in<double>("high_threshold", {.init = 0.8, .min = 0.01, .max = 0.99, .step = 0.01})
                       .out<Image>("IMAGE")
                       .run([](Context& context, const Image& image, double low, double high) -> Result<Image> {
                           const at::Tensor& p = image.pixels;
                           if (p.size(1) < 3 || p.size(2) < 3)
                               return Error {
                                   ErrorCode::ValueInvalid, "the image is smaller than 3 x 3", {{"input", "image"}}};
                           if (low > high)
                               return Error {ErrorCode::SettingTooLarge, "above high_threshold",
                                   {{"input", "low_threshold"}, {"max", std::to_string(high)}}};
                           const at::Tensor gradient = gradients(smoothed(grey(p)));
                           at::Tensor edges = at::zeros({p.size(0), p.size(1), p.size(2), 1});
                           for (std::int64_t i = 0; i < p.size(0); ++i) {
                               WEFT_CHECK(context.checkCancelled());
                               EdgeFinder(gradient.select(0, i))
                                   .find(low, high, edges.select(0, i).mutable_data_ptr<float>());
                           }
                           return Image {edges.expand({-1, -1, -1, 3}).contiguous()};
                       });

} // namespace

} // namespace weft::worker
