// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/T5Tokens.h"

#include "gpu-worker/text/CharacterMap.h"
#include "gpu-worker/text/Unigram.h"
#include "gpu-worker/text/Vocabulary.h"

#include <charconv>
#include <string>

namespace weft {

namespace {

constexpr int kUnknown = 2;
constexpr int kLastExtra = 32099; // <extra_id_0>; the others go down from it
constexpr int kMostExtra = 99;
constexpr std::string_view kSpace = "\u2581"; // stands for a space, and before every word

struct Vocabulary {
    CharacterMap characters;
    Unigram pieces;

    explicit Vocabulary(const std::string& text)
        : characters(std::string_view(text).substr(0, text.find('\n')))
        , pieces(std::string_view(text).substr(text.find('\n') + 1), kUnknown)
    {
    }
};

const Vocabulary& vocabulary()
{
    static const Vocabulary loaded(t5Vocabulary());
    return loaded;
}

/// A token that a text may name: "</s>". `size`: its bytes.
struct Named {
    int id = -1;
    std::size_t size = 0;
};

Named namedAt(std::string_view text)
{
    constexpr std::string_view kNames[] = {"<pad>", "</s>", "<unk>"};
    for (int id = 0; id < 3; ++id) {
        if (text.starts_with(kNames[id]))
            return {id, kNames[id].size()};
    }
    constexpr std::string_view kExtra = "<extra_id_";
    if (!text.starts_with(kExtra))
        return {};
    int number = 0;
    const char* begin = text.data() + kExtra.size();
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
    const bool isOne = error == std::errc() && end != text.data() + text.size() && *end == '>' && number >= 0 && number <= kMostExtra
        && (*begin != '0' || end == begin + 1);
    return isOne ? Named {kLastExtra - number, static_cast<std::size_t>(end + 1 - text.data())} : Named {};
}

/// Spaces marked, several as one, and one before the first word.
std::string marked(const std::string& text)
{
    std::string out;
    char before = 0;
    for (const char c : text) {
        if (c != ' ')
            out.push_back(c);
        else if (before != ' ')
            out += kSpace;
        before = c;
    }
    return out.starts_with(kSpace) || out.empty() ? out : std::string(kSpace) + out;
}

void addText(std::string_view text, std::vector<int>& ids)
{
    const std::string words = marked(vocabulary().characters.normalized(text));
    for (std::size_t begin = 0; begin < words.size();) {
        const std::size_t end = std::min(words.find(kSpace, begin + 1), words.size());
        const std::vector<int> word = vocabulary().pieces.tokens(std::string_view(words).substr(begin, end - begin));
        ids.insert(ids.end(), word.begin(), word.end());
        begin = end;
    }
}

} // namespace

std::vector<int> t5Tokens(std::string_view text)
{
    std::vector<int> ids;
    std::size_t begin = 0;
    for (std::size_t at = text.find('<'); at < text.size(); at = text.find('<', at + 1)) {
        const Named named = namedAt(text.substr(at));
        if (named.id < 0)
            continue;
        addText(text.substr(begin, at - begin), ids);
        ids.push_back(named.id);
        begin = at + named.size;
        at = begin - 1;
    }
    addText(text.substr(begin), ids);
    return ids;
}

} // namespace weft
