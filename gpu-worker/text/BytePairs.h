// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weft {

/// Byte pair encoding of one word. Ids: 0..255 the bytes in the vocabulary's own order, 256..511 the same bytes at a
/// word's end, then one per merge in the order of the merges. Immutable. Source: Sennrich et al. 2016; OpenAI's CLIP.
class BytePairs {
public:
    /// `lines`: "left right" each, most frequent first; letters stand for bytes as in GPT-2's table.
    explicit BytePairs(std::string_view lines);
    /// CLIP's 48,894 merges. The first call unpacks them (some 20 ms).
    static const BytePairs& clip();

    /// The tokens of a word's bytes; nothing for nothing. Time n log n.
    std::vector<int> encode(std::string_view word) const;

private:
    static std::uint64_t key(int left, int right)
    {
        return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint32_t>(right);
    }
    /// The merge's rank, or -1.
    int rankOf(int left, int right) const;

    std::unordered_map<std::uint64_t, int> m_ranks;
};

} // namespace weft
