// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Result.h"

#include <vector>

namespace weft {

/// The value of a CURVE setting: points sorted by x, two at least, both coordinates within 0..1.
struct Curve {
    struct Point {
        double x = 0;
        double y = 0;
        bool operator==(const Point&) const = default;
    };
    std::vector<Point> points {{0, 0}, {1, 1}};
    bool isSmooth = true; // else straight lines
    bool operator==(const Curve&) const = default;
};

constexpr std::size_t kMaxCurvePoints = 256;

/// From [[x, y], ...], or {"points": [[x, y], ...], "interpolation": "monotone_cubic" or "linear"} as newer servers want it.
/// Errors: SettingInvalid.
Result<Curve> readCurve(const Json& value);
/// In the form that `like` has, whose other fields are kept.
Json writeCurve(const Curve& curve, const Json& like);

/// The height at `x`: monotone cubic Hermite through the points, or straight lines; level before the first and after the last.
/// Source: F. N. Fritsch, R. E. Carlson, Monotone Piecewise Cubic Interpolation, SIAM J. Numer. Anal. 17 (1980).
double heightAt(const Curve& curve, double x);

} // namespace weft
