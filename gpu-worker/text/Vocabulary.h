// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Vocabularies, compiled into the program: the worker may open no files of ours. See resources/vocabulary/README.md.
namespace weft {

/// CLIP's byte pairs as OpenAI published them. -> the first `lines` lines.
std::string clipVocabularyLines(std::size_t lines);

/// T5's pieces as Google published them: a line with the character map in base64, then "score TAB piece" per line.
std::string t5Vocabulary();

} // namespace weft
