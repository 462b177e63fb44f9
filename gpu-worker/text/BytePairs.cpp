// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/BytePairs.h"

#include "gpu-worker/text/Unicode.h"
#include "gpu-worker/text/Vocabulary.h"

#include <array>
#include <queue>

namespace weft {

namespace {

constexpr int kFirstMerge = 512;
constexpr std::size_t kClipMerges = 49152 - 256 - 2;
constexpr std::string_view kWordEnd = "</w>";

/// The vocabulary writes each byte as a visible letter: printable Latin-1 bytes as themselves, the others from U+0100
/// on. The order of its first 256 tokens follows from that.
struct ByteAlphabet {
    std::array<int, 256> idOf{};
    std::array<char32_t, 256> letterOf{}; // by id

    ByteAlphabet()
    {
        int id = 0;
        const auto isShown = [](int byte) {
            return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF);
        };
        for (int byte = 0; byte < 256; ++byte) {
            if (isShown(byte))
                add(byte, id++, static_cast<char32_t>(byte));
        }
        char32_t next = 0x100;
        for (int byte = 0; byte < 256; ++byte) {
            if (!isShown(byte))
                add(byte, id++, next++);
        }
    }
    void add(int byte, int id, char32_t letter)
    {
        idOf[static_cast<std::size_t>(byte)] = id;
        letterOf[static_cast<std::size_t>(id)] = letter;
    }
};

const ByteAlphabet& alphabet()
{
    static const ByteAlphabet made;
    return made;
}

/// A pair that may be merged; the lowest rank first, then the leftmost.
struct Candidate {
    int rank;
    int at;
    int left;
    int right;

    bool operator>(const Candidate& other) const { return rank != other.rank ? rank > other.rank : at > other.at; }
};

/// A word's tokens as a list whose members can go.
struct Chain {
    std::vector<int> ids; // -1: merged into the one before
    std::vector<int> next;
    std::vector<int> previous;
};

Chain chainOf(std::string_view word)
{
    Chain chain;
    const int size = static_cast<int>(word.size());
    for (int i = 0; i < size; ++i) {
        const int id = alphabet().idOf[static_cast<unsigned char>(word[static_cast<std::size_t>(i)])];
        chain.ids.push_back(i + 1 == size ? id + 256 : id);
        chain.next.push_back(i + 1 == size ? -1 : i + 1);
        chain.previous.push_back(i - 1);
    }
    return chain;
}

std::unordered_map<std::string, int> byteNames()
{
    std::unordered_map<std::string, int> names;
    for (int id = 0; id < 256; ++id) {
        const char32_t letter = alphabet().letterOf[static_cast<std::size_t>(id)];
        const std::string name = encodeUtf8({&letter, 1});
        names[name] = id;
        names[name + std::string(kWordEnd)] = id + 256;
    }
    return names;
}

} // namespace

BytePairs::BytePairs(std::string_view lines)
{
    std::unordered_map<std::string, int> names = byteNames();
    int rank = 0;
    for (std::size_t begin = 0; begin < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', begin), lines.size());
        const std::string_view line = lines.substr(begin, end - begin);
        begin = end + 1;
        const std::size_t space = line.find(' ');
        if (space == std::string_view::npos)
            continue;
        const std::string left(line.substr(0, space));
        const std::string right(line.substr(space + 1));
        const auto first = names.find(left);
        const auto second = names.find(right);
        if (first == names.end() || second == names.end())
            continue;
        m_ranks.emplace(key(first->second, second->second), rank);
        names.emplace(left + right, kFirstMerge + rank);
        ++rank;
    }
}

const BytePairs& BytePairs::clip()
{
    static const BytePairs made = [] {
        const std::string text = clipVocabularyLines(1 + kClipMerges); // the first line is a title
        return BytePairs(std::string_view(text).substr(text.find('\n') + 1));
    }();
    return made;
}

int BytePairs::rankOf(int left, int right) const
{
    const auto found = m_ranks.find(key(left, right));
    return found == m_ranks.end() ? -1 : found->second;
}

std::vector<int> BytePairs::encode(std::string_view word) const
{
    Chain chain = chainOf(word);
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
    const auto propose = [&](int at) {
        const int after = at < 0 ? -1 : chain.next[static_cast<std::size_t>(at)];
        if (after < 0)
            return;
        const int left = chain.ids[static_cast<std::size_t>(at)];
        const int right = chain.ids[static_cast<std::size_t>(after)];
        if (const int rank = rankOf(left, right); rank >= 0)
            candidates.push({rank, at, left, right});
    };
    for (int i = 0; i + 1 < static_cast<int>(word.size()); ++i)
        propose(i);
    // A merge's product is part of later merges only, so the lowest rank first is the same as one merge at a time over
    // the word.
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        const auto at = static_cast<std::size_t>(best.at);
        const int after = chain.next[at];
        if (chain.ids[at] != best.left || after < 0 || chain.ids[static_cast<std::size_t>(after)] != best.right)
            continue;
        chain.ids[at] = kFirstMerge + best.rank;
        chain.ids[static_cast<std::size_t>(after)] = -1;
        chain.next[at] = chain.next[static_cast<std::size_t>(after)];
        if (chain.next[at] >= 0)
            chain.previous[static_cast<std::size_t>(chain.next[at])] = best.at;
        propose(best.at);
        propose(chain.previous[at]);
    }
    std::erase(chain.ids, -1);
    return chain.ids;
}

} // namespace weft
