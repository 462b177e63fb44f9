// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace weft::worker {

/// A number as Python knows it: whole, or with a fraction. A truth value counts as 0 or 1.
using Number = std::variant<std::int64_t, double, bool>;

double asDouble(const Number& number);

/// Names and what they stand for; "values" stands for all of them in their order, for sum, min and max.
struct MathContext {
    std::map<std::string, Number, std::less<>> names;
    std::vector<Number> values;
};

/// Reckons with + - * / // % **, comparisons, and, or, not, x if c else y, and the functions sum min max abs round pow
/// sqrt ceil floor log log2 log10 sin cos tan int float. Nothing else can be reached from an expression, and it ends
/// soon: length, depth and exponents are bounded. Whole numbers beyond 64 bits go on with a fraction. Errors:
/// SettingInvalid (detail says what and where), also for a division by 0. Source: ComfyUI `ComfyMathExpression`.
Result<Number> evaluateMath(std::string_view expression, const MathContext& context);

} // namespace weft::worker
