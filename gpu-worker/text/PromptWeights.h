// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>
#include <vector>

namespace weft {

/// A part of a prompt and how much it counts.
struct WeightedText {
    std::string text;
    double weight = 1;
};

/// What Python's str.strip() takes away, of ASCII.
constexpr bool isBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'); }

/// Parentheses deeper than this are refused (Python's own recursion ends ComfyUI at a thousand).
constexpr int kMaxPromptDepth = 500;

/// Splits at parentheses: (x) is 1.1 times its surroundings, (x:1.3) is 1.3, whatever surrounds it; "\\(" is a plain
/// parenthesis. Only balanced parentheses count; the last colon splits. Errors: LimitExceeded (args: limit). Source:
/// ComfyUI's prompt syntax.
Result<std::vector<WeightedText>> parsePromptWeights(std::string_view prompt);

} // namespace weft
