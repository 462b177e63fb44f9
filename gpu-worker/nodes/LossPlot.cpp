// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/LossPlot.h"

#include <ATen/ops/full.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace weft::worker {

namespace {

constexpr int kPlotWidth = 840;
constexpr int kPlotHeight = 520;
constexpr int kPlotLeft = 90;
constexpr int kPlotBottom = 40;
constexpr int kPlotTop = 16;
constexpr int kDotSide = 3; // of a point of a digit
constexpr int kGlyphRows = 5;
constexpr int kGlyphColumns = 3;

using Ink = std::array<float, 3>;
constexpr Ink kAxisInk {0.2F, 0.2F, 0.2F};
constexpr Ink kPointInk {0.72F, 0.82F, 0.95F};
constexpr Ink kCurveInk {0.08F, 0.35F, 0.75F};

struct Glyph {
    char sign;
    std::array<std::uint8_t, kGlyphRows> rows; // three bits each, left first
};
constexpr std::array<Glyph, 13> kGlyphs {{{'0', {7, 5, 5, 5, 7}}, {'1', {2, 6, 2, 2, 7}}, {'2', {7, 1, 7, 4, 7}},
    {'3', {7, 1, 3, 1, 7}}, {'4', {5, 5, 7, 1, 1}}, {'5', {7, 4, 7, 1, 7}}, {'6', {7, 4, 7, 5, 7}}, {'7', {7, 1, 2, 2, 2}},
    {'8', {7, 5, 7, 5, 7}}, {'9', {7, 5, 7, 1, 7}}, {'.', {0, 0, 0, 0, 2}}, {'-', {0, 0, 7, 0, 0}}, {'e', {0, 7, 7, 4, 7}}}};

class Canvas {
public:
    Canvas()
        : m_pixels(at::full({1, kPlotHeight, kPlotWidth, 3}, 1.0, at::kFloat))
        , m_data(m_pixels.mutable_data_ptr<float>())
    {
    }

    void dot(int x, int y, const Ink& ink)
    {
        if (x < 0 || y < 0 || x >= kPlotWidth || y >= kPlotHeight)
            return;
        std::ranges::copy(ink, m_data + (static_cast<std::ptrdiff_t>(y) * kPlotWidth + x) * 3);
    }
    void block(int x, int y, int width, int height, const Ink& ink)
    {
        for (int row = 0; row < height; ++row) {
            for (int column = 0; column < width; ++column)
                dot(x + column, y + row, ink);
        }
    }
    void line(double x1, double y1, double x2, double y2, const Ink& ink)
    {
        const int steps = static_cast<int>(std::ceil(std::max({std::abs(x2 - x1), std::abs(y2 - y1), 1.0})));
        for (int i = 0; i <= steps; ++i) {
            const double share = static_cast<double>(i) / steps;
            block(static_cast<int>(std::lround(x1 + (x2 - x1) * share)), static_cast<int>(std::lround(y1 + (y2 - y1) * share)), 2, 2, ink);
        }
    }
    void text(int x, int y, std::string_view text)
    {
        for (const char sign : text) {
            const auto glyph = std::ranges::find(kGlyphs, sign, &Glyph::sign);
            for (int row = 0; glyph != kGlyphs.end() && row < kGlyphRows; ++row) {
                for (int column = 0; column < kGlyphColumns; ++column) {
                    if (glyph->rows[static_cast<std::size_t>(row)] >> (kGlyphColumns - 1 - column) & 1)
                        block(x + column * kDotSide, y + row * kDotSide, kDotSide, kDotSide, kAxisInk);
                }
            }
            x += (kGlyphColumns + 1) * kDotSide;
        }
    }
    Image image() const { return {m_pixels}; }

private:
    at::Tensor m_pixels;
    float* m_data;
};

std::string shortNumber(double value)
{
    std::array<char, 16> text {};
    std::snprintf(text.data(), text.size(), "%.2g", value);
    return text.data();
}

std::vector<float> smoothed(const std::vector<float>& values)
{
    const std::size_t window = std::max<std::size_t>(1, values.size() / 20);
    std::vector<float> means;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum += static_cast<double>(values[i]);
        if (i >= window)
            sum -= static_cast<double>(values[i - window]);
        means.push_back(static_cast<float>(sum / static_cast<double>(std::min(i + 1, window))));
    }
    return means;
}

void drawAxes(Canvas& canvas)
{
    canvas.block(kPlotLeft, kPlotTop, 2, kPlotHeight - kPlotBottom - kPlotTop, kAxisInk);
    canvas.block(kPlotLeft, kPlotHeight - kPlotBottom, kPlotWidth - kPlotLeft - kPlotTop, 2, kAxisInk);
}

} // namespace

Image lossPlot(const std::vector<float>& losses)
{
    Canvas canvas;
    drawAxes(canvas);
    std::vector<float> values;
    std::ranges::copy_if(losses, std::back_inserter(values), [](float loss) { return std::isfinite(loss); });
    if (values.empty())
        return canvas.image();
    const auto [least, most] = std::ranges::minmax(values);
    const double span = std::max(static_cast<double>(most) - static_cast<double>(least), 1e-12);
    const double count = static_cast<double>(std::max<std::size_t>(2, values.size()) - 1);
    const auto x = [&](std::size_t i) { return kPlotLeft + static_cast<double>(i) / count * (kPlotWidth - kPlotLeft - kPlotTop); };
    const auto y = [&](float value) {
        const double share = (static_cast<double>(value) - static_cast<double>(least)) / span;
        return kPlotHeight - kPlotBottom - share * (kPlotHeight - kPlotBottom - kPlotTop);
    };
    const std::vector<float> means = smoothed(values);
    for (std::size_t i = 1; i < values.size(); ++i)
        canvas.line(x(i - 1), y(values[i - 1]), x(i), y(values[i]), kPointInk);
    for (std::size_t i = 1; i < means.size(); ++i)
        canvas.line(x(i - 1), y(means[i - 1]), x(i), y(means[i]), kCurveInk);
    canvas.text(4, kPlotTop, shortNumber(static_cast<double>(most)));
    canvas.text(4, kPlotHeight - kPlotBottom - kGlyphRows * kDotSide, shortNumber(static_cast<double>(least)));
    const std::string steps = std::to_string(losses.size());
    canvas.text(kPlotWidth - kPlotTop - static_cast<int>(steps.size()) * (kGlyphColumns + 1) * kDotSide,
        kPlotHeight - kPlotBottom + 12, steps);
    return canvas.image();
}

} // namespace weft::worker
