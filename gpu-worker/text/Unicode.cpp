// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/Unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kSmallSigma = 0x3C3;
constexpr char32_t kFinalSigma = 0x3C2;
constexpr char32_t kCapitalDottedI = 0x130;
constexpr char32_t kDotAbove = 0x307;
constexpr char32_t kSharpS = 0xDF;

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t N> bool isIn(const std::array<Range, N>& ranges, char32_t c)
{
    return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

/// The ideograph blocks that BERT's tokenizer lists; kana and hangul aren't among them.
constexpr std::array<Range, 8> kIdeographs{{{0x4E00, 0x9FFF}, {0x3400, 0x4DBF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F},
    {0x2B740, 0x2B81F}, {0x2B820, 0x2CEAF}, {0xF900, 0xFAFF}, {0x2F800, 0x2FA1F}}};

/// Cased though no cased letter by category: Unicode's Other_Lowercase and Other_Uppercase below U+10000, as far as not
/// Lu, Ll, Lt.
constexpr std::array<Range, 16> kOtherCased{{{0xAA, 0xAA}, {0xBA, 0xBA}, {0x2B0, 0x2B8}, {0x2C0, 0x2C1}, {0x2E0, 0x2E4},
    {0x345, 0x345}, {0x37A, 0x37A}, {0x1D2C, 0x1D6A}, {0x1D78, 0x1D78}, {0x1D9B, 0x1DBF}, {0x2071, 0x2071},
    {0x207F, 0x207F}, {0x2090, 0x209C}, {0x2160, 0x217F}, {0x24B6, 0x24E9}, {0xA770, 0xA770}}};

/// Punctuation inside words (Word_Break MidLetter, MidNumLet, Single_Quote), which doesn't end one.
constexpr std::u32string_view kWithinWords =
    U"\u0027\u002E\u003A\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

utf8proc_category_t categoryOf(char32_t c)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool isDropped(char32_t c)
{
    if (c == 0 || c == kReplacement)
        return true;
    if (c == '\t' || c == '\n' || c == '\r')
        return false;
    switch (categoryOf(c)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
        return true;
    default:
        return false;
    }
}

/// What separates words once control characters are gone.
bool isSpace(char32_t c)
{
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        return true;
    if (c < 0x80)
        return false;
    const utf8proc_category_t category = categoryOf(c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool isCased(char32_t c)
{
    const utf8proc_category_t category = categoryOf(c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT
        || isIn(kOtherCased, c);
}

bool isCaseIgnorable(char32_t c)
{
    switch (categoryOf(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        return kWithinWords.find(c) != std::u32string_view::npos;
    }
}

/// Whether the sigma at `at` ends a word: a cased letter before it and none after it, what isn't a letter passed over.
bool isFinalSigma(std::u32string_view word, std::size_t at)
{
    std::size_t before = at;
    while (before > 0 && isCaseIgnorable(word[before - 1]))
        --before;
    if (before == 0 || !isCased(word[before - 1]))
        return false;
    std::size_t after = at + 1;
    while (after < word.size() && isCaseIgnorable(word[after]))
        ++after;
    return after == word.size() || !isCased(word[after]);
}

} // namespace

std::u32string decodeUtf8(std::string_view text)
{
    std::u32string out;
    out.reserve(text.size());
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    for (std::size_t i = 0; i < text.size();) {
        utf8proc_int32_t c = 0;
        const utf8proc_ssize_t used = utf8proc_iterate(bytes + i, static_cast<utf8proc_ssize_t>(text.size() - i), &c);
        out.push_back(used > 0 ? static_cast<char32_t>(c) : kReplacement);
        i += used > 0 ? static_cast<std::size_t>(used) : 1;
    }
    return out;
}

std::string encodeUtf8(std::u32string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char32_t c : text) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const utf8proc_ssize_t size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes.data());
        out.append(bytes.begin(), bytes.begin() + size);
    }
    return out;
}

bool isLetter(char32_t c)
{
    const utf8proc_category_t category = categoryOf(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool isNumber(char32_t c)
{
    const utf8proc_category_t category = categoryOf(c);
    return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
}

std::u32string lowered(std::u32string_view word)
{
    std::u32string out;
    out.reserve(word.size());
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char32_t c = word[i];
        if (c == kCapitalSigma)
            out.push_back(isFinalSigma(word, i) ? kFinalSigma : kSmallSigma);
        else if (c == kCapitalDottedI)
            out.append({U'i', kDotAbove});
        else
            out.push_back(static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))));
    }
    return out;
}

std::u32string uppered(std::u32string_view text)
{
    std::u32string out;
    for (const char32_t c : text) {
        if (c == kSharpS)
            out.append(U"SS");
        else
            out.push_back(static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c))));
    }
    return out;
}

std::u32string titled(std::u32string_view text)
{
    std::u32string out = lowered(text);
    bool afterLetter = false;
    for (char32_t& c : out) {
        const bool cased = isCased(c);
        if (cased && !afterLetter)
            c = static_cast<char32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(c)));
        afterLetter = cased;
    }
    return out;
}

bool isWhite(char32_t c)
{
    return isSpace(c) || c == 0xB || c == 0xC || (c >= 0x1C && c <= 0x1F) || c == 0x85;
}

std::u32string composed(std::u32string_view text)
{
    if (std::ranges::all_of(text, [](char32_t c) { return c < 0x80; }))
        return std::u32string(text);
    constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const std::string bytes = encodeUtf8(text);
    const auto* start = reinterpret_cast<const utf8proc_uint8_t*>(bytes.data());
    const auto size = static_cast<utf8proc_ssize_t>(bytes.size());
    const utf8proc_ssize_t needed = utf8proc_decompose(start, size, nullptr, 0, kOptions);
    if (needed < 0)
        return std::u32string(text);
    // One more, as utf8proc may write a terminator.
    std::vector<utf8proc_int32_t> buffer(static_cast<std::size_t>(needed) + 1);
    utf8proc_ssize_t length = utf8proc_decompose(start, size, buffer.data(), needed, kOptions);
    length = length < 0 ? length : utf8proc_normalize_utf32(buffer.data(), length, kOptions);
    if (length < 0)
        return std::u32string(text);
    return {buffer.begin(), buffer.begin() + length};
}

std::vector<std::u32string> cleanWords(std::string_view text)
{
    std::u32string clean;
    for (const char32_t c : decodeUtf8(text)) {
        if (isDropped(c))
            continue;
        if (isIn(kIdeographs, c))
            clean.append({U' ', c, U' '});
        else
            clean.push_back(isSpace(c) ? U' ' : c);
    }
    clean = composed(clean);
    std::vector<std::u32string> words;
    for (std::size_t begin = 0; begin < clean.size();) {
        const std::size_t end = std::min(clean.find(U' ', begin), clean.size());
        if (end > begin)
            words.push_back(lowered(std::u32string_view(clean).substr(begin, end - begin)));
        begin = end + 1;
    }
    return words;
}

} // namespace weft
