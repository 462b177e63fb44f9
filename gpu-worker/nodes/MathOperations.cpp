// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/MathOperations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace weft::worker {

namespace {

constexpr double kMaxExponent = 4000;

bool isWhole(const Number& number)
{
    return !std::holds_alternative<double>(number);
}

std::int64_t whole(const Number& number)
{
    const bool* flag = std::get_if<bool>(&number);
    return flag ? (*flag ? 1 : 0) : std::get<std::int64_t>(number);
}

/// The whole number in a double, or the double where there is none of 64 bits.
Number wholeOf(double value)
{
    constexpr double kLimit = 9.2e18;
    if (std::abs(value) < kLimit)
        return static_cast<std::int64_t>(value);
    return value;
}

Number added(const Number& a, const Number& b)
{
    std::int64_t out = 0;
    if (isWhole(a) && isWhole(b) && !__builtin_add_overflow(whole(a), whole(b), &out))
        return out;
    return asDouble(a) + asDouble(b);
}

Number subtracted(const Number& a, const Number& b)
{
    std::int64_t out = 0;
    if (isWhole(a) && isWhole(b) && !__builtin_sub_overflow(whole(a), whole(b), &out))
        return out;
    return asDouble(a) - asDouble(b);
}

Number multiplied(const Number& a, const Number& b)
{
    std::int64_t out = 0;
    if (isWhole(a) && isWhole(b) && !__builtin_mul_overflow(whole(a), whole(b), &out))
        return out;
    return asDouble(a) * asDouble(b);
}

/// Rounded down, and what is left has the divisor's sign.
Result<Number> floorDivided(const Number& a, const Number& b, bool wantsRest)
{
    if (asDouble(b) == 0)
        return mathError("division by zero");
    if (!isWhole(a) || !isWhole(b) || (whole(b) == -1 && whole(a) == std::numeric_limits<std::int64_t>::min())) {
        double left = std::fmod(asDouble(a), asDouble(b));
        if (left != 0 && (left < 0) != (asDouble(b) < 0))
            left += asDouble(b);
        return Number{wantsRest ? left : std::floor((asDouble(a) - left) / asDouble(b) + 0.5)};
    }
    std::int64_t quotient = whole(a) / whole(b);
    std::int64_t left = whole(a) % whole(b);
    if (left != 0 && (left < 0) != (whole(b) < 0)) {
        left += whole(b);
        --quotient;
    }
    return Number{wantsRest ? left : quotient};
}

Result<Number> power(const Number& base, const Number& exponent)
{
    if (std::abs(asDouble(exponent)) > kMaxExponent)
        return mathError("an exponent that is too large");
    if (asDouble(base) == 0 && asDouble(exponent) < 0)
        return mathError("division by zero");
    const double result = std::pow(asDouble(base), asDouble(exponent));
    if (!isWhole(base) || !isWhole(exponent) || whole(exponent) < 0)
        return Number{result};
    std::int64_t exact = 1;
    for (std::int64_t i = 0; i < whole(exponent); ++i) {
        if (__builtin_mul_overflow(exact, whole(base), &exact))
            return Number{result};
    }
    return Number{exact};
}

Result<Number> rounded(const std::vector<Number>& arguments)
{
    if (isWhole(arguments[0]) && (arguments.size() == 1 || asDouble(arguments[1]) >= 0))
        return Number{whole(arguments[0])};
    if (arguments.size() == 1)
        return wholeOf(std::nearbyint(asDouble(arguments[0])));
    const double scale = std::pow(10.0, std::clamp(asDouble(arguments[1]), -300.0, 300.0));
    const double value = std::nearbyint(asDouble(arguments[0]) * scale) / scale;
    return isWhole(arguments[0]) ? wholeOf(value) : Number{value};
}

using Arguments = std::vector<Number>;
using Function = Result<Number> (*)(const Arguments&);

Result<Number> real(double (*function)(double), const Arguments& a)
{
    const double value = function(asDouble(a[0]));
    if (!std::isfinite(value))
        return mathError("a number outside of a function's domain");
    return Number{value};
}

Result<Number> logarithm(const Arguments& a)
{
    WEFT_TRY(const Number value, real([](double x) { return std::log(x); }, a));
    if (a.size() == 1)
        return value;
    WEFT_TRY(const Number base, real([](double x) { return std::log(x); }, {a[1]}));
    return applyOperator("/", value, base);
}

Number extreme(const Arguments& a, bool wantsLargest)
{
    const auto less = [](const Number& x, const Number& y) { return compareNumbers("<", x, y); };
    return wantsLargest ? *std::ranges::max_element(a, less) : *std::ranges::min_element(a, less);
}

struct Entry {
    std::string_view name;
    std::size_t least;
    std::size_t most;
    Function call;
};

constexpr std::size_t kAny = 1000;
constexpr std::array<Entry, 17> kFunctions{{
    {"sum", 0, kAny,
        [](const Arguments& a) -> Result<Number> {
            Number sum = std::int64_t{0};
            for (const Number& one : a)
                sum = added(sum, one);
            return sum;
        }},
    {"min", 1, kAny, [](const Arguments& a) -> Result<Number> { return extreme(a, false); }},
    {"max", 1, kAny, [](const Arguments& a) -> Result<Number> { return extreme(a, true); }},
    {"abs", 1, 1,
        [](const Arguments& a) -> Result<Number> {
            return asDouble(a[0]) < 0 ? negated(a[0]) : multiplied(a[0], std::int64_t{1});
        }},
    {"round", 1, 2, [](const Arguments& a) { return rounded(a); }},
    {"pow", 2, 2, [](const Arguments& a) { return power(a[0], a[1]); }},
    {"sqrt", 1, 1, [](const Arguments& a) { return real([](double x) { return std::sqrt(x); }, a); }},
    {"ceil", 1, 1,
        [](const Arguments& a) -> Result<Number> {
            return isWhole(a[0]) ? Number{whole(a[0])} : wholeOf(std::ceil(asDouble(a[0])));
        }},
    {"floor", 1, 1,
        [](const Arguments& a) -> Result<Number> {
            return isWhole(a[0]) ? Number{whole(a[0])} : wholeOf(std::floor(asDouble(a[0])));
        }},
    {"log", 1, 2, logarithm},
    {"log2", 1, 1, [](const Arguments& a) { return real([](double x) { return std::log2(x); }, a); }},
    {"log10", 1, 1, [](const Arguments& a) { return real([](double x) { return std::log10(x); }, a); }},
    {"sin", 1, 1, [](const Arguments& a) { return real([](double x) { return std::sin(x); }, a); }},
    {"cos", 1, 1, [](const Arguments& a) { return real([](double x) { return std::cos(x); }, a); }},
    {"tan", 1, 1, [](const Arguments& a) { return real([](double x) { return std::tan(x); }, a); }},
    {"int", 1, 1,
        [](const Arguments& a) -> Result<Number> {
            return isWhole(a[0]) ? Number{whole(a[0])} : wholeOf(std::trunc(asDouble(a[0])));
        }},
    {"float", 1, 1, [](const Arguments& a) -> Result<Number> { return Number{asDouble(a[0])}; }},
}};

} // namespace

Error mathError(std::string why)
{
    return {ErrorCode::SettingInvalid, std::move(why), {{"input", "expression"}}};
}

double asDouble(const Number& number)
{
    return isWhole(number) ? static_cast<double>(whole(number)) : std::get<double>(number);
}

bool isTrue(const Number& number)
{
    return asDouble(number) != 0;
}

Number negated(const Number& number)
{
    return subtracted(std::int64_t{0}, number);
}

Result<Number> applyOperator(std::string_view op, const Number& a, const Number& b)
{
    if (op == "+")
        return added(a, b);
    if (op == "-")
        return subtracted(a, b);
    if (op == "*")
        return multiplied(a, b);
    if (op == "//" || op == "%")
        return floorDivided(a, b, op == "%");
    if (op == "**")
        return power(a, b);
    if (asDouble(b) == 0)
        return mathError("division by zero");
    return Number{asDouble(a) / asDouble(b)};
}

bool compareNumbers(std::string_view op, const Number& a, const Number& b)
{
    const bool exact = isWhole(a) && isWhole(b);
    const int order = exact ? (whole(a) > whole(b)) - (whole(a) < whole(b))
                            : (asDouble(a) > asDouble(b)) - (asDouble(a) < asDouble(b));
    return op == "<" ? order < 0
        : op == "<=" ? order <= 0
        : op == ">"  ? order > 0
        : op == ">=" ? order >= 0
        : op == "==" ? order == 0
                     : order != 0;
}

Result<Number> callFunction(std::string_view name, const std::vector<Number>& arguments)
{
    const auto found = std::ranges::find(kFunctions, name, &Entry::name);
    if (found == kFunctions.end())
        return mathError("no such function: " + std::string(name));
    if (arguments.size() < found->least || arguments.size() > found->most)
        return mathError("the wrong number of arguments: " + std::string(name));
    return found->call(arguments);
}

} // namespace weft::worker
