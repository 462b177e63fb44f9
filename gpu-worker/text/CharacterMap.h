// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft {

/// How a SentencePiece vocabulary wants its texts normalised: a table from short strings to others, kept as a double array
/// trie. Source: SentencePiece's "precompiled character map"; J. Aoe, "An efficient digital search algorithm by using a
/// double-array structure" (1989), in the layout of darts-clone.
class CharacterMap {
public:
    CharacterMap() = default;
    /// What isn't a map changes nothing.
    explicit CharacterMap(std::string_view base64);

    /// Each grapheme that the table has, or else each of its code points, is replaced.
    std::string normalized(std::string_view text) const;

private:
    /// The shortest beginning of `key` that the table has -> what it becomes.
    std::optional<std::string_view> find(std::string_view key) const;
    void append(std::string& out, std::string_view grapheme) const;

    std::vector<std::uint32_t> m_units;
    std::string m_strings; // each ends with a 0
};

} // namespace weft
