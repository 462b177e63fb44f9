// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/ClipWords.h"

#include "gpu-worker/text/BytePairs.h"
#include "gpu-worker/text/Unicode.h"

#include <array>

namespace weft {

namespace {

struct Special {
    std::string_view text;
    std::u32string_view letters;
    int id;
};

constexpr std::array<Special, 2> kSpecials{
    {{"<|startoftext|>", U"<|startoftext|>", kClipStart}, {"<|endoftext|>", U"<|endoftext|>", kClipEnd}}};

constexpr std::array<std::u32string_view, 7> kContractions{U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"};

/// Whether `word` goes on with `wanted`; a long s counts as an s, as regardless of case it is one.
bool goesOn(std::u32string_view word, std::u32string_view wanted)
{
    if (word.size() < wanted.size())
        return false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const char32_t c = word[i] == 0x17F ? U's' : word[i];
        if (c != wanted[i])
            return false;
    }
    return true;
}

template <typename Is> std::size_t runOf(std::u32string_view word, Is is)
{
    std::size_t size = 0;
    while (size < word.size() && is(word[size]))
        ++size;
    return size;
}

bool isOther(char32_t c)
{
    return !isLetter(c) && !isNumber(c);
}

/// How much of a word, which isn't empty, is its first piece: a contraction, letters, one digit, or other signs.
std::size_t firstPiece(std::u32string_view word)
{
    for (const std::u32string_view contraction : kContractions) {
        if (goesOn(word, contraction))
            return contraction.size();
    }
    if (isLetter(word.front()))
        return runOf(word, isLetter);
    if (isNumber(word.front()))
        return 1;
    return runOf(word, isOther);
}

void addWord(std::u32string_view word, std::vector<int>& tokens)
{
    while (!word.empty()) {
        const Special* special = nullptr;
        for (const Special& known : kSpecials)
            special = goesOn(word, known.letters) ? &known : special;
        const std::size_t size = special ? special->letters.size() : firstPiece(word);
        if (special) {
            tokens.push_back(special->id);
        } else {
            const std::vector<int> ids = BytePairs::clip().encode(encodeUtf8(word.substr(0, size)));
            tokens.insert(tokens.end(), ids.begin(), ids.end());
        }
        word.remove_prefix(size);
    }
}

} // namespace

std::vector<int> clipTokens(std::string_view text)
{
    std::vector<int> tokens;
    while (!text.empty()) {
        // The two special words are found before anything is cleaned.
        std::size_t at = std::string_view::npos;
        const Special* first = nullptr;
        for (const Special& special : kSpecials) {
            if (const std::size_t found = text.find(special.text); found < at) {
                at = found;
                first = &special;
            }
        }
        for (const std::u32string& word : cleanWords(text.substr(0, at)))
            addWord(word, tokens);
        if (!first)
            break;
        tokens.push_back(first->id);
        text.remove_prefix(at + first->text.size());
    }
    return tokens;
}

} // namespace weft
