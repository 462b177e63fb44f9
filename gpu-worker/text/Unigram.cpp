// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/Unigram.h"

#include <algorithm>
#include <cstdlib>

namespace weft {

namespace {

constexpr double kUnknownPenalty = 10; // below the least likely piece

std::size_t charBytes(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

} // namespace

Unigram::Unigram(std::string_view lines, int unknown)
    : m_text(lines)
    , m_unknown(unknown)
{
    const std::string_view text = m_text;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::size_t tab = text.find('\t', begin);
        if (tab == std::string_view::npos || tab > end)
            break;
        const std::string_view piece = text.substr(tab + 1, end - tab - 1);
        m_ids.emplace(piece, static_cast<int>(m_scores.size()));
        m_scores.push_back(std::strtod(m_text.c_str() + begin, nullptr));
        m_longest = std::max(m_longest, piece.size());
        m_least = std::min(m_least, m_scores.back());
        begin = end + 1;
    }
}

/// The best way to each place, by its last piece.
std::vector<Unigram::Cut> Unigram::bestCuts(std::string_view word) const
{
    std::vector<Cut> cuts(word.size() + 1);
    const auto offer = [&cuts](std::size_t end, const Cut& cut) {
        if (cuts[end].id < 0 || cut.score > cuts[end].score)
            cuts[end] = cut;
    };
    for (std::size_t begin = 0; begin < word.size();) {
        const double soFar = cuts[begin].score;
        const std::size_t oneChar = std::min(charBytes(word[begin]), word.size() - begin);
        bool hasOne = false;
        for (std::size_t size = oneChar; size <= std::min(m_longest, word.size() - begin); ++size) {
            const auto found = m_ids.find(word.substr(begin, size));
            if (found == m_ids.end())
                continue;
            offer(begin + size, {soFar + m_scores[static_cast<std::size_t>(found->second)], found->second, begin});
            hasOne = hasOne || size == oneChar;
        }
        if (!hasOne)
            offer(begin + oneChar, {soFar + m_least - kUnknownPenalty, m_unknown, begin});
        begin += oneChar;
    }
    return cuts;
}

std::vector<int> Unigram::tokens(std::string_view word) const
{
    const std::vector<Cut> cuts = bestCuts(word);
    std::vector<int> ids;
    for (std::size_t end = word.size(); end > 0; end = cuts[end].begin) {
        if (cuts[end].id != m_unknown || ids.empty() || ids.back() != m_unknown)
            ids.push_back(cuts[end].id);
    }
    std::ranges::reverse(ids);
    return ids;
}

} // namespace weft
