// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weft {

/// Code points of UTF-8; each wrong byte becomes U+FFFD.
std::u32string decodeUtf8(std::string_view text);
std::string encodeUtf8(std::u32string_view text);

bool isLetter(char32_t c); // general category L*
bool isNumber(char32_t c); // general category N*

/// Lower case as Python's str.lower() has it: one code point each, but U+0130 becomes two, and a capital sigma at the
/// end of a word becomes U+03C2.
std::u32string lowered(std::u32string_view word);

/// Upper case as Python's str.upper(), but for ligatures, which stay: one code point each, and two for a sharp s.
std::u32string uppered(std::u32string_view text);
/// Each word with a capital letter and small ones behind it, as Python's str.title().
std::u32string titled(std::u32string_view text);
/// White space as Python's str.strip() takes it away.
bool isWhite(char32_t c);

/// Unicode normalization form C.
std::u32string composed(std::u32string_view text);

/// The words of a text as BERT's basic tokenizer makes them, which CLIP's slow tokenizer falls back to without ftfy:
/// control and format characters are dropped, each CJK ideograph is a word, NFC, split at white space, lower case;
/// accents and punctuation stay. Source: Hugging Face transformers 4.57, BasicTokenizer(strip_accents=False,
/// do_split_on_punc=False).
std::vector<std::u32string> cleanWords(std::string_view text);

} // namespace weft
