// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weft {

/// CLIP's byte pair vocabulary as OpenAI published it, compiled into the program: the worker may open no files of ours.
/// -> its first `lines` lines, unpacked. See resources/vocabulary/README.md.
std::string clipVocabularyLines(std::size_t lines);

} // namespace weft
