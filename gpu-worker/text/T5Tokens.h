// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace weft {

constexpr int kT5Filling = 0; // <pad>
constexpr int kT5End = 1; // </s>

/// A text's tokens without the end. Source: Hugging Face tokenizers with T5's vocabulary (v1.1, 32,100 pieces).
std::vector<int> t5Tokens(std::string_view text);

} // namespace weft
