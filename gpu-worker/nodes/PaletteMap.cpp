// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Palette.h"

#include <algorithm>

namespace weft::worker {

namespace {

/// The nearest colour for each cell of 4 x 4 x 4 values, looked up when it is first asked for.
class NearestColor {
public:
    explicit NearestColor(const std::vector<Rgb>& palette)
        : m_palette(palette)
        , m_known(kCells, -1)
    {
    }

    std::uint8_t of(const Rgb& rgb)
    {
        const std::size_t cell = static_cast<std::size_t>((rgb[0] >> 2) << 12 | (rgb[1] >> 2) << 6 | rgb[2] >> 2);
        if (m_known[cell] < 0)
            m_known[cell] = search({rgb[0] & ~3, rgb[1] & ~3, rgb[2] & ~3});
        return static_cast<std::uint8_t>(m_known[cell]);
    }

private:
    static constexpr std::size_t kCells = 64 * 64 * 64;

    std::int16_t search(const std::array<int, 3>& corner) const
    {
        int nearest = 1 << 30;
        std::int16_t found = 0;
        for (std::size_t i = 0; i < m_palette.size(); ++i) {
            int distance = 0;
            for (std::size_t c = 0; c < 3; ++c)
                distance += (corner[c] - m_palette[i][c]) * (corner[c] - m_palette[i][c]);
            if (distance < nearest) {
                nearest = distance;
                found = static_cast<std::int16_t>(i);
            }
        }
        return found;
    }

    const std::vector<Rgb>& m_palette;
    std::vector<std::int16_t> m_known;
};

using Errors = std::array<int, 3>;

/// What a row gives to the next, in sixteenths, by Floyd and Steinberg: 3 to the left, 5 below, 1 to the right; 7 to
/// the next pixel of its own row. The last pixel of a row is a special case, as in Pillow: all three channels get parts
/// of blue's error.
void ditherRow(const Rgb* row, std::size_t width, const std::vector<Rgb>& palette, NearestColor& nearest,
    std::vector<Errors>& below, std::uint8_t* out)
{
    Errors carried{}; // from the pixel to the left, 7 parts
    Errors last{}; // errors of the pixel before
    Errors beforeLast{};
    std::vector<Errors> next(width);
    for (std::size_t x = 0; x < width; ++x) {
        Rgb wanted;
        for (std::size_t c = 0; c < 3; ++c)
            wanted[c] = static_cast<std::uint8_t>(std::clamp(row[x][c] + (carried[c] + below[x][c]) / 16, 0, 255));
        out[x] = nearest.of(wanted);
        for (std::size_t c = 0; c < 3; ++c) {
            const int error = wanted[c] - palette[out[x]][c];
            if (x > 0)
                next[x - 1][c] = 3 * error + 5 * last[c] + beforeLast[c];
            carried[c] = 7 * error;
            beforeLast[c] = last[c];
            last[c] = error;
        }
    }
    if (width > 0)
        next[width - 1] = {5 * last[2] + beforeLast[2], last[2], last[2]};
    below = std::move(next);
}

} // namespace

std::vector<std::uint8_t> mapToPalette(
    const std::vector<Rgb>& pixels, std::size_t width, const std::vector<Rgb>& palette, Dither dither)
{
    NearestColor nearest(palette);
    std::vector<std::uint8_t> out(pixels.size());
    if (dither == Dither::None) {
        std::ranges::transform(pixels, out.begin(), [&nearest](const Rgb& rgb) { return nearest.of(rgb); });
        return out;
    }
    std::vector<Errors> below(width);
    for (std::size_t at = 0; at + width <= pixels.size() && width > 0; at += width)
        ditherRow(&pixels[at], width, palette, nearest, below, &out[at]);
    return out;
}

} // namespace weft::worker
