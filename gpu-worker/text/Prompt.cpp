// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/Prompt.h"

#include "gpu-worker/text/PromptWeights.h"
#include "gpu-worker/text/T5Tokens.h"

#include <cmath>
#include <algorithm>
#include <optional>

namespace weft {

namespace {

constexpr std::size_t kKeptTogether = 8; // fewer tokens than this move to the next chunk as a whole
constexpr std::string_view kEmbedding = "embedding:";

using TokenGroup = std::vector<PromptToken>;

/// A part is cut before each " embedding:" and "\nembedding:"; the space goes. Nothing empty.
std::vector<std::string> piecesOf(const std::string& text)
{
    std::vector<std::string> pieces;
    const auto add = [&](std::string piece) {
        if (!piece.empty())
            pieces.push_back(std::move(piece));
    };
    std::size_t begin = 0;
    for (std::size_t at = text.find(kEmbedding); at != std::string::npos; at = text.find(kEmbedding, at + 1)) {
        if (at <= begin || (text[at - 1] != ' ' && text[at - 1] != '\n'))
            continue;
        add(text.substr(begin, at - 1 - begin));
        begin = at;
    }
    add(text.substr(begin));
    return pieces;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (auto it = text.begin(); it != text.end();) {
        it = std::find_if_not(it, text.end(), isBlank);
        const auto end = std::find_if(it, text.end(), isBlank);
        if (it != end)
            words.emplace_back(it, end);
        it = end;
    }
    return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from)
{
    std::string text;
    for (std::size_t i = from; i < words.size(); ++i)
        text += (i > from ? " " : "") + words[i];
    return text;
}

std::string withoutCommas(std::string text)
{
    const std::size_t first = text.find_first_not_of(',');
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(',') + 1 - first);
}

class GroupBuilder {
public:
    using Tokenizer = std::vector<int> (*)(std::string_view text);

    GroupBuilder(Tokenizer tokenizer, const EmbeddingRows& embeddings)
        : m_tokenizer(tokenizer)
        , m_embeddings(embeddings)
    {
    }

    Done add(const WeightedText& part)
    {
        for (std::string& piece : piecesOf(part.text)) {
            std::optional<std::string> text(std::move(piece));
            if (text->starts_with(kEmbedding)) {
                WEFT_TRY(text, addEmbedding(text->substr(kEmbedding.size()), part.weight));
            }
            if (text)
                addText(*text, part.weight);
        }
        return {};
    }
    std::vector<TokenGroup> take() { return std::move(m_groups); }

private:
    /// "NAME and more": the rows of NAME; -> what is left to be read as text, if anything. A name may be followed by
    /// commas, and then they are left, too. A name that isn't known is left out.
    Result<std::optional<std::string>> addEmbedding(const std::string& text, double weight)
    {
        const std::vector<std::string> words = wordsOf(text);
        if (words.empty())
            return std::optional<std::string>{};
        const std::string& name = words.front();
        std::string left = joined(words, 1);
        WEFT_TRY(int rows, m_embeddings(name));
        const std::string stripped = withoutCommas(name);
        if (rows == 0 && stripped.size() < name.size()) {
            if (!stripped.empty()) {
                WEFT_TRY(rows, m_embeddings(stripped));
            }
            left = name.substr(stripped.size()) + " " + left;
        }
        if (rows > 0) {
            TokenGroup group;
            for (int i = 0; i < rows; ++i)
                group.push_back({0, weight, 0, m_nextRow++});
            m_groups.push_back(std::move(group));
        }
        return left.empty() ? std::optional<std::string>{} : std::optional(std::move(left));
    }

    void addText(const std::string& text, double weight)
    {
        TokenGroup group;
        for (const int id : m_tokenizer(text))
            group.push_back({id, weight, 0, -1});
        m_groups.push_back(std::move(group));
    }

    Tokenizer m_tokenizer;
    const EmbeddingRows& m_embeddings;
    std::vector<TokenGroup> m_groups;
    int m_nextRow = 0;
};

/// Puts groups into chunks, one after the other.
class ChunkBuilder {
public:
    explicit ChunkBuilder(int filling)
        : m_filling(filling)
    {
        open();
    }

    void add(const TokenGroup& group, int word)
    {
        const bool large = group.size() >= kKeptTogether;
        for (std::size_t done = 0; done < group.size();) {
            const std::size_t room = kClipContext - 1 - m_chunks.back().size();
            const std::size_t left = group.size() - done;
            const std::size_t taken = left <= room ? left : large ? room : 0;
            for (std::size_t i = 0; i < taken; ++i, ++done) {
                m_chunks.back().push_back(group[done]);
                m_chunks.back().back().word = word;
            }
            if (done < group.size()) {
                close();
                open();
            }
        }
    }
    std::vector<PromptChunk> take()
    {
        close();
        return std::move(m_chunks);
    }

private:
    void open() { m_chunks.push_back({PromptToken{kClipStart}}); }
    void close()
    {
        m_chunks.back().push_back({kClipEnd});
        m_chunks.back().resize(kClipContext, PromptToken{m_filling});
    }

    int m_filling;
    std::vector<PromptChunk> m_chunks;
};

Result<std::vector<TokenGroup>> groupsOf(
    std::string_view prompt, GroupBuilder::Tokenizer tokenizer, const EmbeddingRows& embeddings)
{
    WEFT_TRY(const std::vector<WeightedText> parts, parsePromptWeights(prompt));
    GroupBuilder groups(tokenizer, embeddings);
    for (const WeightedText& part : parts) {
        WEFT_CHECK(groups.add(part));
    }
    return groups.take();
}

} // namespace

bool isWeighted(const PromptChunk& chunk)
{
    return std::ranges::any_of(chunk, [](const PromptToken& token) { return token.weight != 1; });
}

Done checkWeights(const PromptChunk& chunk)
{
    if (std::ranges::all_of(chunk, [](const PromptToken& token) { return std::isfinite(token.weight); }))
        return {};
    return Error {ErrorCode::SettingInvalid, "a weight that isn't a number", {{"input", "text"}}};
}

Result<std::vector<PromptChunk>> promptChunks(std::string_view prompt, int filling, const EmbeddingRows& embeddings)
{
    WEFT_TRY(const std::vector<TokenGroup> groups, groupsOf(prompt, clipTokens, embeddings));
    ChunkBuilder chunks(filling);
    int word = 0;
    for (const TokenGroup& group : groups)
        chunks.add(group, ++word);
    return chunks.take();
}

Result<PromptChunk> t5Prompt(std::string_view prompt, std::size_t least, const EmbeddingRows& embeddings)
{
    WEFT_TRY(const std::vector<TokenGroup> groups, groupsOf(prompt, t5Tokens, embeddings));
    PromptChunk row;
    int word = 0;
    for (const TokenGroup& group : groups) {
        ++word;
        for (PromptToken token : group) {
            token.word = word;
            row.push_back(token);
        }
    }
    row.push_back({kT5End});
    row.resize(std::max(row.size(), least), PromptToken{kT5Filling});
    return row;
}

PromptChunk emptyT5Prompt(std::size_t tokens)
{
    PromptChunk row(std::max<std::size_t>(1, tokens), PromptToken{kT5Filling});
    row.front().id = kT5End;
    return row;
}

PromptChunk emptyChunk(int filling)
{
    return ChunkBuilder(filling).take().front();
}

} // namespace weft
