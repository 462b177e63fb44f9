// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

#include <array>
#include <vector>

namespace weft::worker {

using Rgb = std::array<std::uint8_t, 3>;

/// At most `colors` colours (1..256) that stand for those of the pixels, the way Pillow chooses them: the box with the
/// most pixels is cut at its median until there are enough boxes, each then is its pixels' mean. In Pillow's order.
/// Source: Heckbert's median cut (1982), as in Pillow's Image.quantize(method=MEDIANCUT).
std::vector<Rgb> medianCutPalette(const std::vector<Rgb>& pixels, int colors);

enum class Dither { None, FloydSteinberg };

/// The index of a palette's colour for every pixel; rows of `width`. The nearest is looked up for cells of 4 x 4 x 4
/// values, by their lowest corner, as Pillow's Image.convert("P") has it.
std::vector<std::uint8_t> mapToPalette(
    const std::vector<Rgb>& pixels, std::size_t width, const std::vector<Rgb>& palette, Dither dither);

} // namespace weft::worker
