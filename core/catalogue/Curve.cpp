// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/Curve.h"

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr std::string_view kPoints = "points";
constexpr std::string_view kInterpolation = "interpolation";
constexpr std::string_view kLinear = "linear";
constexpr std::string_view kSmooth = "monotone_cubic";

Error invalid(const char* why) { return Error {ErrorCode::SettingInvalid, why, {{"expected", "CURVE"}}}; }

double slope(const Curve::Point& from, const Curve::Point& to)
{
    return to.x > from.x ? (to.y - from.y) / (to.x - from.x) : 0;
}

/// The tangent at a point, such that the curve never goes beyond what its neighbours allow.
double tangent(const std::vector<Curve::Point>& points, std::size_t i)
{
    if (i == 0)
        return slope(points[0], points[1]);
    if (i + 1 == points.size())
        return slope(points[i - 1], points[i]);
    const double before = slope(points[i - 1], points[i]);
    const double after = slope(points[i], points[i + 1]);
    if (before * after <= 0)
        return 0;
    const double most = 3 * std::min(std::abs(before), std::abs(after));
    return std::clamp((before + after) / 2, -most, most);
}

} // namespace

Result<Curve> readCurve(const Json& value)
{
    const Json& list = value.is_object() ? memberAt(value, kPoints) : value;
    if (!list.is_array() || list.size() < 2)
        return invalid("a curve has two points at least");
    if (list.size() > kMaxCurvePoints)
        return invalid("too many points");
    Curve curve;
    curve.points.clear();
    for (const Json& point : list) {
        if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number())
            return invalid("a point is a pair of numbers");
        const double x = point[0].get<double>();
        const double y = point[1].get<double>();
        if (!std::isfinite(x) || !std::isfinite(y))
            return invalid("a point is a pair of numbers");
        curve.points.push_back({std::clamp(x, 0.0, 1.0), std::clamp(y, 0.0, 1.0)});
    }
    std::ranges::stable_sort(curve.points, {}, &Curve::Point::x);
    curve.isSmooth = !value.is_object() || stringAt(value, kInterpolation) != kLinear;
    return curve;
}

Json writeCurve(const Curve& curve, const Json& like)
{
    Json points = Json::array();
    for (const Curve::Point& point : curve.points)
        points.push_back(Json::array({point.x, point.y}));
    if (!like.is_object())
        return points;
    Json value = like;
    value[std::string(kPoints)] = std::move(points);
    value[std::string(kInterpolation)] = std::string(curve.isSmooth ? kSmooth : kLinear);
    return value;
}

double heightAt(const Curve& curve, double x)
{
    const auto& points = curve.points;
    if (points.empty())
        return x;
    if (x <= points.front().x)
        return points.front().y;
    if (x >= points.back().x)
        return points.back().y;
    const auto right = std::ranges::upper_bound(points, x, {}, &Curve::Point::x);
    const std::size_t i = static_cast<std::size_t>(right - points.begin()) - 1;
    const Curve::Point& from = points[i];
    const Curve::Point& to = points[i + 1];
    const double width = to.x - from.x;
    const double t = (x - from.x) / width;
    if (!curve.isSmooth)
        return from.y + t * (to.y - from.y);
    const double t2 = t * t;
    const double t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * from.y + (t3 - 2 * t2 + t) * width * tangent(points, i) + (3 * t2 - 2 * t3) * to.y
        + (t3 - t2) * width * tangent(points, i + 1);
}

} // namespace weft
