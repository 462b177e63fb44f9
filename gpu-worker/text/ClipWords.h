// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace weft {

constexpr int kClipStart = 49406; // <|startoftext|>
constexpr int kClipEnd = 49407; // <|endoftext|>

/// A text's tokens without start and end. Source: Hugging Face transformers 4.57, CLIPTokenizer (the slow one, without
/// ftfy).
std::vector<int> clipTokens(std::string_view text);

} // namespace weft
