// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/T5Encoder.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace weft {

namespace {

constexpr int kMaxT5Blocks = 256;
constexpr double kT5Eps = 1e-6;
constexpr std::int64_t kFarthest = 128; // tokens; all that are farther apart share a bucket
constexpr std::size_t kLeastTokens = 77;
const std::string kTable = "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight";

at::Tensor normalised(const at::Tensor& x, const Parameter& weight)
{
    return x * x.pow(2).mean(-1, /*keepdim=*/true).add(kT5Eps).rsqrt() * weight.fleeting();
}

/// Half of the buckets for either direction; half of those for one distance each, the others for distances that grow.
at::Tensor bucketsOf(const at::Tensor& distance, std::int64_t buckets)
{
    const std::int64_t side = buckets / 2;
    const std::int64_t single = side / 2;
    const at::Tensor far = distance.abs();
    const double growth = std::log(static_cast<double>(kFarthest) / static_cast<double>(single));
    const at::Tensor shares = at::log(far.to(at::kFloat) / static_cast<double>(single)) / growth;
    const at::Tensor shared = (shares * static_cast<double>(side - single)).clamp_min(0).to(at::kLong).add(single).clamp_max(side - 1);
    return at::where(far.lt(single), far, shared) + distance.gt(0).to(at::kLong) * side;
}

} // namespace

Result<T5Encoder> T5Encoder::make(ParameterSet set)
{
    T5Encoder encoder(std::move(set));
    WEFT_CHECK(encoder.load());
    return encoder;
}

Done T5Encoder::load()
{
    const std::string tokens = m_set.has("shared.weight") ? "shared.weight" : "encoder.embed_tokens.weight";
    const at::IntArrayRef shape = m_set.shapeOf(tokens);
    if (shape.size() != 2)
        return weightError("shared.weight", shape.empty() ? "is missing" : "isn't a table");
    m_width = shape[1];
    WEFT_TRY(m_tokens, m_set.take(tokens, shape));
    const at::IntArrayRef table = m_set.shapeOf(kTable);
    if (table.size() != 2 || table[0] < 4 || table[1] < 1)
        return weightError(kTable, table.empty() ? "is missing" : "has the shape " + shapeText(table));
    m_heads = table[1];
    WEFT_TRY(m_distances, m_set.take(kTable, table));
    for (int i = 0; i < kMaxT5Blocks; ++i) {
        const std::string name = "encoder.block." + std::to_string(i) + ".layer.";
        if (!m_set.has(name + "0.SelfAttention.q.weight"))
            break;
        WEFT_TRY(Block block, loadBlock(name));
        m_blocks.push_back(std::move(block));
    }
    WEFT_TRY(m_final, m_set.take("encoder.final_layer_norm.weight", {m_width}));
    return {};
}

Result<T5Encoder::Block> T5Encoder::loadBlock(const std::string& name) const
{
    const std::string attention = name + "0.SelfAttention.";
    const std::string gates = name + "1.DenseReluDense.";
    const at::IntArrayRef query = m_set.shapeOf(attention + "q.weight");
    const at::IntArrayRef wide = m_set.shapeOf(gates + "wi_0.weight");
    if (query.size() != 2 || query[0] % m_heads != 0)
        return weightError(attention + "q.weight", "can't be split into " + std::to_string(m_heads) + " heads");
    if (wide.size() != 2)
        return weightError(gates + "wi_0.weight", wide.empty() ? "is missing" : "isn't a matrix");
    Block block;
    WEFT_TRY(block.norm1, m_set.take(name + "0.layer_norm.weight", {m_width}));
    WEFT_TRY(block.q, m_set.take(attention + "q.weight", {query[0], m_width}));
    WEFT_TRY(block.k, m_set.take(attention + "k.weight", {query[0], m_width}));
    WEFT_TRY(block.v, m_set.take(attention + "v.weight", {query[0], m_width}));
    WEFT_TRY(block.o, m_set.take(attention + "o.weight", {m_width, query[0]}));
    WEFT_TRY(block.norm2, m_set.take(name + "1.layer_norm.weight", {m_width}));
    WEFT_TRY(block.gate, m_set.take(gates + "wi_0.weight", {wide[0], m_width}));
    WEFT_TRY(block.wide, m_set.take(gates + "wi_1.weight", {wide[0], m_width}));
    WEFT_TRY(block.out, m_set.take(gates + "wo.weight", {m_width, wide[0]}));
    return block;
}

Result<T5Encoder::Prompt> T5Encoder::read(const std::string& text, EmbeddingShelf& embeddings) const
{
    PromptEmbeddings files(embeddings, name);
    Prompt prompt;
    WEFT_TRY(prompt.tokens, t5Prompt(text, kLeastTokens, [&files](const std::string& file) { return files.add(file); }));
    prompt.rows = files.rows();
    WEFT_CHECK(checkWeights(prompt.tokens));
    return prompt;
}

/// -> [1, tokens, width]. Rows of another width are left out, and filling takes their places at the end.
at::Tensor T5Encoder::embedded(const Prompt& prompt) const
{
    std::vector<std::int64_t> ids;
    std::vector<std::pair<std::int64_t, at::Tensor>> placed;
    for (const PromptToken& token : prompt.tokens) {
        const at::Tensor row = token.row < 0 ? at::Tensor() : prompt.rows[static_cast<std::size_t>(token.row)];
        if (row.defined() && row.size(0) != m_width)
            continue;
        if (row.defined())
            placed.emplace_back(static_cast<std::int64_t>(ids.size()), row);
        ids.push_back(std::min<std::int64_t>(token.id, m_tokens->shape()[0] - 1));
    }
    ids.resize(prompt.tokens.size(), 0);
    at::Tensor x = m_tokens->rows(at::tensor(ids)).clone();
    for (const auto& [place, row] : placed)
        x.select(0, place).copy_(row);
    return x.unsqueeze(0);
}

/// How much tokens hear each other by their distance: [1, heads, tokens, tokens].
at::Tensor T5Encoder::distances(std::int64_t tokens) const
{
    const at::Tensor places = at::arange(tokens, at::kLong);
    const at::Tensor distance = places.unsqueeze(0) - places.unsqueeze(1);
    const at::Tensor table = m_distances->fleeting();
    const at::Tensor buckets = bucketsOf(distance, table.size(0)).to(table.device());
    return table.index_select(0, buckets.flatten()).view({tokens, tokens, m_heads}).permute({2, 0, 1}).unsqueeze(0).contiguous();
}

at::Tensor T5Encoder::attend(const Block& block, const at::Tensor& x, const at::Tensor& bias) const
{
    const auto heads = [&](const ParameterPtr& weight) { return byHead(at::linear(x, weight->fleeting()), m_heads); };
    const at::Tensor found = at::scaled_dot_product_attention(
        heads(block.q), heads(block.k), heads(block.v), bias, /*dropout_p=*/0, /*is_causal=*/false, /*scale=*/1.0);
    return at::linear(found.transpose(1, 2).flatten(2), block.o->fleeting());
}

at::Tensor T5Encoder::run(at::Tensor x) const
{
    const at::Tensor bias = distances(x.size(1));
    const int count = static_cast<int>(m_blocks.size());
    // A layer that the encoder doesn't have means its output.
    const int last = m_layer && *m_layer <= count ? count - *m_layer : count - 1;
    for (int i = 0; i <= last; ++i) {
        const Block& block = m_blocks[static_cast<std::size_t>(i)];
        x = x + attend(block, normalised(x, *block.norm1), bias);
        const at::Tensor h = normalised(x, *block.norm2);
        const at::Tensor gate = at::gelu(at::linear(h, block.gate->fleeting()), "tanh");
        x = x + at::linear(gate * at::linear(h, block.wide->fleeting()), block.out->fleeting());
    }
    return normalised(x, *m_final);
}

at::Tensor T5Encoder::encode(const Prompt& prompt) const
{
    const at::Tensor state = run(embedded(prompt)).to(at::kCPU);
    if (!isWeighted(prompt.tokens))
        return state;
    std::vector<double> list;
    for (const PromptToken& token : prompt.tokens)
        list.push_back(token.weight);
    const at::Tensor weights = at::tensor(list).to(at::kFloat).reshape({1, -1, 1});
    const at::Tensor empty = run(embedded({emptyT5Prompt(prompt.tokens.size()), {}})).to(at::kCPU);
    return at::where(weights.ne(1), (state - empty) * weights + empty, state);
}

T5Encoder T5Encoder::stoppedAt(int layer) const
{
    T5Encoder copy = *this;
    copy.m_layer = std::max(1, layer);
    return copy;
}

Result<T5Encoder> T5Encoder::patched(const WeightPatches& patches) const
{
    WEFT_TRY(T5Encoder copy, make(m_set.patched(patches)));
    copy.m_layer = m_layer;
    return copy;
}

} // namespace weft
