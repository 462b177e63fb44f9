// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TextEncoder.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <cstdlib>

namespace weft {

namespace {

constexpr std::size_t kMostChunks = 500; // of 75 tokens

constexpr std::size_t kChunksAtOnce = 16; // bounds the memory of a long prompt

/// [1, tokens, 1].
at::Tensor weightsOf(const PromptChunk& chunk)
{
    std::vector<double> weights;
    for (const PromptToken& token : chunk)
        weights.push_back(token.weight);
    return at::tensor(weights).to(at::kFloat).reshape({1, -1, 1});
}

} // namespace

Result<TextEncoder> TextEncoder::make(ParameterSet set, EncoderRules rules)
{
    auto model = ClipTransformer::load(set, rules.activation);
    if (!model)
        return model.error();
    return TextEncoder(std::move(set), std::move(rules), std::move(*model));
}

Result<TextEncoder::Prompt> TextEncoder::read(const std::string& text, EmbeddingShelf& embeddings) const
{
    PromptEmbeddings files(embeddings, m_rules.name == "clip_g" ? "clip_g" : "clip_l");
    Prompt prompt;
    WEFT_TRY(prompt.chunks,
        promptChunks(text, m_rules.filling, [&files](const std::string& name) { return files.add(name); }));
    if (prompt.chunks.size() > kMostChunks)
        return Error {ErrorCode::LimitExceeded, "the prompt is too long", {{"input", "text"}, {"limit", std::to_string(kMostChunks)}}};
    prompt.rows = files.rows();
    return prompt;
}

ClipTransformer::Wanted TextEncoder::wanted() const
{
    const int layers = m_model.layerCount();
    ClipTransformer::Wanted wanted{layers, m_rules.normHidden, true, m_rules.projected};
    // A layer that the encoder doesn't have means its output.
    if (m_rules.layer && std::abs(*m_rules.layer) <= layers)
        wanted.layer = *m_rules.layer < 0 ? layers + *m_rules.layer : *m_rules.layer;
    return wanted;
}

/// -> [tokens, width]; end: the first end token. Rows of another width are left out, and the chunk is filled up behind
/// its end.
at::Tensor TextEncoder::embedded(const PromptChunk& chunk, const std::vector<at::Tensor>& rows, std::int64_t& end) const
{
    std::vector<std::int64_t> ids;
    std::vector<std::pair<std::int64_t, at::Tensor>> placed;
    for (const PromptToken& token : chunk) {
        if (token.row < 0) {
            ids.push_back(token.id);
            continue;
        }
        const at::Tensor& row = rows[static_cast<std::size_t>(token.row)];
        if (row.size(0) != m_model.width())
            continue;
        placed.emplace_back(static_cast<std::int64_t>(ids.size()), row);
        ids.push_back(m_rules.filling);
    }
    ids.resize(chunk.size(), m_rules.filling);
    at::Tensor x = m_model.embedded(at::tensor(ids));
    for (const auto& [place, row] : placed) {
        x.select(0, place).copy_(row); // x is ours
        ids[static_cast<std::size_t>(place)] = -1;
    }
    end = std::ranges::find(ids, kClipEnd) - ids.begin();
    end = std::min<std::int64_t>(end, static_cast<std::int64_t>(ids.size()) - 1);
    return x;
}

ClipTransformer::Output TextEncoder::run(
    const std::vector<PromptChunk>& chunks, const std::vector<at::Tensor>& rows) const
{
    std::vector<at::Tensor> hidden;
    ClipTransformer::Output first;
    for (std::size_t begin = 0; begin < chunks.size(); begin += kChunksAtOnce) {
        std::vector<at::Tensor> batch;
        std::vector<std::int64_t> ends;
        for (std::size_t i = begin; i < std::min(chunks.size(), begin + kChunksAtOnce); ++i) {
            ends.push_back(0);
            batch.push_back(embedded(chunks[i], rows, ends.back()));
        }
        ClipTransformer::Wanted now = wanted();
        now.pooled = begin == 0; // only the first chunk's is used
        const ClipTransformer::Output output = m_model.run(at::stack(batch), at::tensor(ends), now);
        hidden.push_back(output.hidden);
        if (begin == 0)
            first = output;
    }
    return {at::cat(hidden, 0), first.pooled.narrow(0, 0, 1)};
}

EncodedText TextEncoder::encode(const Prompt& prompt) const
{
    std::vector<PromptChunk> chunks = prompt.chunks;
    if (chunks.empty()) {
        PromptChunk bare = emptyChunk();
        bare.resize(2);
        const ClipTransformer::Output output = run({bare}, {});
        return {output.hidden.to(at::kCPU), output.pooled.to(at::kCPU)};
    }
    const bool weighted = std::ranges::any_of(chunks, isWeighted);
    if (weighted)
        chunks.push_back(emptyChunk());
    const ClipTransformer::Output output = run(chunks, prompt.rows);
    const at::Tensor hidden = output.hidden.to(at::kCPU);
    std::vector<at::Tensor> parts;
    for (std::size_t i = 0; i < prompt.chunks.size(); ++i) {
        at::Tensor state = hidden.narrow(0, static_cast<std::int64_t>(i), 1);
        if (weighted) {
            const at::Tensor weights = weightsOf(prompt.chunks[i]);
            const at::Tensor empty = hidden.narrow(0, hidden.size(0) - 1, 1);
            state = at::where(weights.ne(1), state.sub(empty).mul(weights).add(empty), state);
        }
        parts.push_back(state);
    }
    return {at::cat(parts, 1), output.pooled.to(at::kCPU)};
}

TextEncoder TextEncoder::stoppedAt(int layer) const
{
    TextEncoder copy = *this;
    copy.m_rules.layer = -layer;
    return copy;
}

Result<TextEncoder> TextEncoder::patched(const WeightPatches& patches) const
{
    return make(m_set.patched(patches), m_rules);
}

} // namespace weft
