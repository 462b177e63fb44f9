// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

namespace weft {

/// How a viewer shows brightness: what is at `black` or below becomes black, at `white` or above white, and the middle
/// is bent by `gamma` (above 1: brighter). Only for looking at; files aren't changed.
struct Levels {
    int black = 0; // 0..254
    int white = 255; // above `black`, at most 255
    double gamma = 1; // 0.1..10

    bool operator==(const Levels&) const = default;
    bool isNeutral() const { return *this == Levels{}; }
};

/// Applied to red, green and blue; alpha stays. -> the same size
QImage levelled(const QImage& image, const Levels& levels);

enum class AlphaView {
    Composed,
    Ignored,
    AsMask,
    AsTint
}; // over checks; opaque; alpha as grey; what is transparent in red
/// What a picture with transparency looks like in each view; Composed leaves it as it is.
QImage alphaShown(const QImage& image, AlphaView view);

/// The difference of two pictures of any size (`b` is scaled to `a`), |a - b| times `gain` per channel. -> the size of
/// `a`
QImage difference(const QImage& a, const QImage& b, int gain);
/// The mean of |a - b| over all pixels and channels, 0..255; how alike two pictures are, in one number.
double meanDifference(const QImage& a, const QImage& b);

} // namespace weft
