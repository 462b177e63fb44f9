// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Mmdit.h"

#include "gpu-worker/models/MmditNames.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/silu.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace weft {

namespace {

constexpr std::int64_t kMmditHeadDim = 64;
constexpr std::int64_t kFrequencies = 256;

/// Puts back what entered, for the rows that a block was to leave alone.
at::Tensor keptRows(const at::Tensor& after, const at::Tensor& before, std::int64_t first, std::int64_t rows)
{
    at::Tensor mixed = after.clone();
    mixed.narrow(0, first, rows).copy_(before.narrow(0, first, rows));
    return mixed;
}

std::string blockName(int index)
{
    return "joint_blocks." + std::to_string(index);
}

} // namespace

bool Mmdit::recognises(const ParameterSet& set)
{
    return set.has("joint_blocks.0.context_block.attn.qkv.weight");
}

Result<std::shared_ptr<const Mmdit>> Mmdit::make(ParameterSet set)
{
    std::shared_ptr<Mmdit> net(new Mmdit);
    net->m_set = std::move(set);
    WEFT_CHECK(net->load());
    return std::shared_ptr<const Mmdit>(std::move(net));
}

Done Mmdit::load()
{
    const at::IntArrayRef patch = m_set.shapeOf("x_embedder.proj.weight");
    if (patch.size() != 4 || patch[0] < kMmditHeadDim || patch[0] % kMmditHeadDim != 0 || patch[2] < 1)
        return weightError("x_embedder.proj.weight",
            patch.empty() ? "is missing" : "has the shape " + shapeText(patch) + ", no multiple of 64 channels");
    m_channels = patch[0];
    m_patch = patch[2];
    WEFT_CHECK(loadEmbeddings());
    for (int i = 0; i < kMaxJointBlocks && m_set.has(blockName(i) + ".x_block.attn.qkv.weight"); ++i) {
        WEFT_TRY(JointBlock block, JointBlock::load(m_set, blockName(i), m_channels, m_channels / kMmditHeadDim));
        m_blocks.push_back(std::move(block));
    }
    for (std::size_t i = 0; i + 1 < m_blocks.size(); ++i) {
        if (!m_blocks[i].text.mlp1)
            return weightError(blockName(static_cast<int>(i)) + ".context_block.mlp.fc1.weight", "is missing");
    }
    WEFT_TRY(m_lastModulation, Linear::load(m_set, "final_layer.adaLN_modulation.1", m_channels, 2 * m_channels));
    const at::IntArrayRef last = m_set.shapeOf("final_layer.linear.weight");
    const std::int64_t outputs = last.empty() ? 0 : last[0];
    WEFT_TRY(m_last, Linear::load(m_set, "final_layer.linear", m_channels, outputs));
    if (outputs % (m_patch * m_patch) != 0)
        return weightError("final_layer.linear.weight", "doesn't fill whole patches");
    return {};
}

Done Mmdit::loadEmbeddings()
{
    const at::IntArrayRef patch = m_set.shapeOf("x_embedder.proj.weight");
    WEFT_TRY(m_patchWeight, m_set.take("x_embedder.proj.weight", {m_channels, patch[1], m_patch, m_patch}));
    WEFT_TRY(m_patchBias, m_set.take("x_embedder.proj.bias", {m_channels}));
    const at::IntArrayRef grid = m_set.shapeOf("pos_embed");
    m_side = grid.size() == 3 ? std::llround(std::sqrt(static_cast<double>(grid[1]))) : 0;
    WEFT_TRY(m_positions, m_set.take("pos_embed", {1, m_side * m_side, m_channels}));
    WEFT_TRY(m_time, Embedding::load(m_set, "t_embedder.mlp", kFrequencies, m_channels));
    const at::IntArrayRef vector = m_set.shapeOf("y_embedder.mlp.0.weight");
    if (vector.size() == 2) {
        WEFT_TRY(m_vector, Embedding::load(m_set, "y_embedder.mlp", vector[1], m_channels));
    }
    const at::IntArrayRef context = m_set.shapeOf("context_embedder.weight");
    WEFT_TRY(m_context, Linear::load(m_set, "context_embedder", context.size() == 2 ? context[1] : 0, m_channels));
    return {};
}

/// [N, C, H, W] -> [N, tokens, channels]; what doesn't fill a patch is filled from the other side. Source: ComfyUI.
at::Tensor Mmdit::patches(const at::Tensor& x) const
{
    const std::int64_t right = (m_patch - x.size(3) % m_patch) % m_patch;
    const std::int64_t bottom = (m_patch - x.size(2) % m_patch) % m_patch;
    const at::Tensor whole = right + bottom > 0 ? at::pad(x, {0, right, 0, bottom}, "circular") : x;
    const at::Tensor tokens = at::conv2d(whole, m_patchWeight->value(), m_patchBias->value(), m_patch);
    return tokens.flatten(2).transpose(1, 2);
}

/// The middle of the trained grid.
at::Tensor Mmdit::positions(std::int64_t rows, std::int64_t columns) const
{
    TORCH_CHECK(rows <= m_side && columns <= m_side, "the picture has ", columns, " x ", rows, " patches; the model knows ",
        m_side, " x ", m_side);
    const at::Tensor grid = m_positions->value().view({m_side, m_side, m_channels});
    return grid.narrow(0, (m_side - rows) / 2, rows).narrow(1, (m_side - columns) / 2, columns).reshape(
        {1, rows * columns, m_channels});
}

/// [N, tokens, patch * patch * C] -> [N, C, rows * patch, columns * patch].
at::Tensor Mmdit::picture(const at::Tensor& tokens, std::int64_t rows, std::int64_t columns) const
{
    const std::int64_t channels = tokens.size(2) / (m_patch * m_patch);
    return tokens.view({tokens.size(0), rows, columns, m_patch, m_patch, channels})
        .permute({0, 5, 1, 3, 2, 4})
        .reshape({tokens.size(0), channels, rows * m_patch, columns * m_patch});
}

at::Tensor Mmdit::run(const DenoiserInputs& inputs) const
{
    const auto dtype = m_set.placement().dtype;
    const std::int64_t rows = (inputs.x.size(2) + m_patch - 1) / m_patch;
    const std::int64_t columns = (inputs.x.size(3) + m_patch - 1) / m_patch;
    at::Tensor x = patches(inputs.x.to(dtype)) + positions(rows, columns);
    at::Tensor condition = m_time(sinusoids(inputs.timesteps, kFrequencies).to(dtype));
    if (m_vector && inputs.y.defined())
        condition = condition + (*m_vector)(inputs.y.to(dtype));
    condition = at::silu(condition);
    at::Tensor text = m_context(inputs.context.to(dtype));
    for (std::size_t i = 0; i < m_blocks.size() && text.defined(); ++i) {
        runBlock(i, text, x, condition, inputs.patches);
        const bool controlled = inputs.control && i < inputs.control->output.size();
        if (controlled && inputs.control->output[i].defined())
            x = x + inputs.control->output[i].to(dtype);
    }
    const auto last = m_lastModulation(condition).unsqueeze(1).chunk(2, 2);
    const at::Tensor out = picture(m_last(modulated(x, last[0], last[1])), rows, columns);
    return out.narrow(2, 0, inputs.x.size(2)).narrow(3, 0, inputs.x.size(3)).to(inputs.x.scalar_type());
}

void Mmdit::runBlock(std::size_t index, at::Tensor& text, at::Tensor& x, const at::Tensor& condition,
    const NetworkPatches* patches) const
{
    std::vector<NetworkPatches::SkippedBlock> skips;
    if (patches) {
        std::ranges::copy_if(patches->skipped, std::back_inserter(skips),
            [index](const auto& skip) { return std::cmp_equal(skip.block, index); });
    }
    if (std::ranges::any_of(skips, [](const auto& skip) { return skip.rows < 0; }))
        return;
    const at::Tensor textBefore = text;
    const at::Tensor pictureBefore = x;
    m_blocks[index](text, x, condition);
    for (const NetworkPatches::SkippedBlock& skip : skips) {
        x = keptRows(x, pictureBefore, skip.firstRow, skip.rows);
        if (text.defined()) // nobody reads the last block's
            text = keptRows(text, textBefore, skip.firstRow, skip.rows);
    }
}

std::shared_ptr<const Denoiser> Mmdit::patched(const WeightPatches& patches) const
{
    auto copy = Mmdit::make(m_set.patched(patches));
    return copy ? *copy : nullptr; // the same names and shapes, so it can't fail
}

} // namespace weft
