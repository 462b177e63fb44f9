// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/nodes/MathExpression.h"

#include <optional>

namespace weft::worker {

/// Python's operators: "+", "-", "*", "/", "//", "%", "**". Errors: SettingInvalid.
Result<Number> applyOperator(std::string_view op, const Number& a, const Number& b);
/// "<", "<=", ">", ">=", "==", "!=".
bool compareNumbers(std::string_view op, const Number& a, const Number& b);
/// A function by its name. Errors: SettingInvalid for one that isn't known, or the wrong number of arguments.
Result<Number> callFunction(std::string_view name, const std::vector<Number>& arguments);

bool isTrue(const Number& number);
Number negated(const Number& number);
Error mathError(std::string why);

} // namespace weft::worker
