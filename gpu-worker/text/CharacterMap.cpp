// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/CharacterMap.h"

#include "gpu-worker/text/Unicode.h"

#include <utf8proc.h>

namespace weft {

namespace {

constexpr std::size_t kLongestGrapheme = 6; // bytes; the table's keys are shorter than longer ones

int valueOf(char digit)
{
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t place = kDigits.find(digit);
    return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

std::string bytesOf(std::string_view base64)
{
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char digit : base64) {
        const int value = valueOf(digit);
        if (value < 0)
            break;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<char>((bits >> count) & 0xFF));
        }
    }
    return bytes;
}

std::uint32_t wordAt(const std::string& bytes, std::size_t at)
{
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return word;
}

bool hasLeaf(std::uint32_t unit) { return ((unit >> 8) & 1) != 0; }
std::uint32_t labelOf(std::uint32_t unit) { return unit & 0x800000FF; }
std::uint32_t offsetOf(std::uint32_t unit) { return (unit >> 10) << ((unit & 0x200) >> 6); }

} // namespace

CharacterMap::CharacterMap(std::string_view base64)
{
    const std::string bytes = bytesOf(base64);
    if (bytes.size() < 4)
        return;
    const std::size_t trie = wordAt(bytes, 0);
    if (trie % 4 != 0 || trie > bytes.size() - 4)
        return;
    for (std::size_t at = 4; at < 4 + trie; at += 4)
        m_units.push_back(wordAt(bytes, at));
    m_strings = bytes.substr(4 + trie);
}

std::optional<std::string_view> CharacterMap::find(std::string_view key) const
{
    if (m_units.empty())
        return std::nullopt;
    std::size_t node = offsetOf(m_units[0]);
    for (const char c : key) {
        const auto byte = static_cast<std::uint32_t>(static_cast<unsigned char>(c));
        node ^= byte;
        if (byte == 0 || node >= m_units.size() || labelOf(m_units[node]) != byte)
            return std::nullopt;
        const bool ends = hasLeaf(m_units[node]);
        node ^= offsetOf(m_units[node]);
        if (node >= m_units.size())
            return std::nullopt;
        if (ends) {
            const std::size_t begin = m_units[node] & 0x7FFFFFFF;
            if (begin > m_strings.size())
                return std::nullopt;
            return std::string_view(m_strings).substr(begin, m_strings.find('\0', begin) - begin);
        }
    }
    return std::nullopt;
}

void CharacterMap::append(std::string& out, std::string_view grapheme) const
{
    const auto whole = grapheme.size() < kLongestGrapheme ? find(grapheme) : std::nullopt;
    if (whole) {
        out += *whole;
        return;
    }
    for (const char32_t c : decodeUtf8(grapheme)) {
        const std::string one = encodeUtf8({&c, 1});
        out += find(one).value_or(one);
    }
}

std::string CharacterMap::normalized(std::string_view text) const
{
    std::string out;
    std::string grapheme;
    char32_t before = 0;
    utf8proc_int32_t state = 0;
    for (const char32_t c : decodeUtf8(text)) {
        const bool breaks = !grapheme.empty()
            && utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before), static_cast<utf8proc_int32_t>(c), &state);
        if (breaks) {
            append(out, grapheme);
            grapheme.clear();
        }
        grapheme += encodeUtf8({&c, 1});
        before = c;
    }
    append(out, grapheme);
    return out;
}

} // namespace weft
