// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SideEvaluator.h"

#include "gpu-worker/sampling/Resize.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <numeric>
#include <optional>

namespace weft {

namespace {

/// Rows of a batch times cells of a picture; more are run one after the other (memory). SDXL at 1024 x 1024: four rows.
constexpr std::int64_t kMostCells = 4 * 128 * 128;
/// Texts of different length are repeated to a common multiple, unless that makes the shorter one this much longer.
constexpr std::int64_t kMostRepeats = 4;
/// Softens the edge of an area, in cells.
constexpr std::int64_t kFade = 8;

at::Tensor cropped(const at::Tensor& x, const std::optional<LatentArea>& area)
{
    return area ? x.narrow(2, area->y, area->height).narrow(3, area->x, area->width) : x;
}

std::int64_t cellsOf(const PreparedCondition& one, const std::vector<std::int64_t>& shape)
{
    return one.condition.area ? one.condition.area->cells() : shape[2] * shape[3];
}

bool sameShape(const at::Tensor& a, const at::Tensor& b)
{
    if (!a.defined() || !b.defined())
        return a.defined() == b.defined();
    return a.sizes() == b.sizes();
}

/// Multiplies the rows (or columns) of an edge that isn't the picture's by 1/n, 2/n, ... inwards.
void fadeEdge(at::Tensor& weight, std::int64_t dim, bool atEnd)
{
    const std::int64_t size = weight.size(dim);
    const std::int64_t count = std::min(kFade, size / 4);
    for (std::int64_t i = 0; i < count; ++i)
        weight.narrow(dim, atEnd ? size - 1 - i : i, 1).mul_(1.0 / static_cast<double>(count) * static_cast<double>(i + 1));
}

void fadeEdges(at::Tensor& weight, const LatentArea& area, const std::vector<std::int64_t>& shape)
{
    if (area.y != 0)
        fadeEdge(weight, 2, false);
    if (area.y + area.height < shape[2])
        fadeEdge(weight, 2, true);
    if (area.x != 0)
        fadeEdge(weight, 3, false);
    if (area.x + area.width < shape[3])
        fadeEdge(weight, 3, true);
}

bool isPlain(const PreparedCondition& one)
{
    return !one.condition.area && !one.condition.mask.defined() && one.condition.strength == 1;
}

/// What the conditions of one side found, weighed.
class Sum {
public:
    void add(const at::Tensor& found, const PreparedCondition& one, const at::Tensor& weight, const at::Tensor& x)
    {
        ++m_count;
        if (m_count == 1 && isPlain(one)) {
            m_only = found;
            return;
        }
        if (!m_total.defined()) {
            constexpr double kAboveZero = 1e-37;
            m_total = at::zeros_like(x);
            m_weights = at::full_like(x, kAboveZero);
        }
        if (m_only.defined()) {
            m_total.add_(m_only);
            m_weights.add_(1);
            m_only = at::Tensor();
        }
        if (!weight.defined()) {
            m_total.add_(found);
            m_weights.add_(1);
            return;
        }
        cropped(m_total, one.condition.area).add_(found * weight);
        cropped(m_weights, one.condition.area).add_(weight);
    }
    at::Tensor result(const at::Tensor& x) const
    {
        if (m_only.defined())
            return m_only;
        return m_total.defined() ? m_total / m_weights : at::zeros_like(x);
    }

private:
    int m_count = 0;
    at::Tensor m_only; // one condition of weight 1 needs no sum
    at::Tensor m_total;
    at::Tensor m_weights;
};

} // namespace

bool SideEvaluator::fitTogether(const PreparedCondition& a, const PreparedCondition& b) const
{
    if (&a == &b)
        return true;
    const auto sizeOf = [this](const PreparedCondition& one) {
        return one.condition.area ? std::pair {one.condition.area->height, one.condition.area->width}
                                  : std::pair {m_facts.shape[2], m_facts.shape[3]};
    };
    if (sizeOf(a) != sizeOf(b) || a.condition.control != b.condition.control)
        return false;
    if (a.y.defined() != b.y.defined() || !sameShape(a.concat, b.concat))
        return false;
    const std::int64_t tokensA = a.condition.context.size(1);
    const std::int64_t tokensB = b.condition.context.size(1);
    if (tokensA == tokensB)
        return true;
    // Repeating a text changes nothing in cross attention, but does where texts and pictures attend to each other.
    return m_model.family.name != "SD3" && std::lcm(tokensA, tokensB) / std::min(tokensA, tokensB) <= kMostRepeats;
}

std::vector<SideEvaluator::Chunk> SideEvaluator::takeBatch(std::vector<Chunk>& waiting) const
{
    std::vector<std::size_t> fitting;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        if (fitTogether(*waiting[i].condition, *waiting[0].condition))
            fitting.push_back(i);
    }
    std::ranges::reverse(fitting); // the negative side first, as ComfyUI has it
    const std::int64_t cells = m_facts.shape[0] * cellsOf(*waiting[0].condition, m_facts.shape);
    std::size_t count = fitting.size();
    for (std::size_t parts = 1; count > 1 && static_cast<std::int64_t>(count) * cells > kMostCells; ++parts)
        count = std::max<std::size_t>(1, fitting.size() / (parts + 1));
    fitting.resize(count);
    std::vector<Chunk> batch;
    for (const std::size_t i : fitting) {
        batch.push_back(waiting[i]);
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return batch;
}

const SideEvaluator::BatchInputs& SideEvaluator::inputsOf(const std::vector<Chunk>& batch)
{
    std::vector<const PreparedCondition*> key;
    std::int64_t tokens = 1;
    for (const Chunk& chunk : batch) {
        key.push_back(chunk.condition);
        tokens = std::lcm(tokens, chunk.condition->condition.context.size(1));
    }
    const auto [known, isNew] = m_inputs.try_emplace(key);
    if (!isNew)
        return known->second;
    const std::int64_t rows = m_facts.shape[0];
    std::vector<at::Tensor> contexts;
    std::vector<at::Tensor> vectors;
    std::vector<at::Tensor> concats;
    for (const PreparedCondition* one : key) {
        const at::Tensor& text = one->condition.context;
        contexts.push_back(repeatedToBatch(text.repeat({1, tokens / text.size(1), 1}), rows));
        if (one->y.defined())
            vectors.push_back(repeatedToBatch(one->y, rows));
        if (one->concat.defined())
            concats.push_back(repeatedToBatch(cropped(one->concat, one->condition.area), rows));
    }
    BatchInputs& inputs = known->second;
    inputs.context = at::cat(contexts);
    if (!vectors.empty())
        inputs.y = at::cat(vectors);
    if (!concats.empty())
        inputs.concat = at::cat(concats);
    return inputs;
}

at::Tensor SideEvaluator::run(
    const std::vector<Chunk>& batch, const at::Tensor& x, float sigma, const NetworkPatches& patches)
{
    std::vector<at::Tensor> parts;
    DiffusionModel::NetworkCall call {sigma, {}, x.size(0)};
    const at::Tensor first = cropped(x, batch[0].condition->condition.area); // the others have its size
    call.height = first.size(2);
    call.width = first.size(3);
    for (const Chunk& chunk : batch) {
        parts.push_back(cropped(x, chunk.condition->condition.area));
        call.sides.push_back(chunk.side);
    }
    const at::Tensor noisy = parts.size() == 1 ? parts[0] : at::cat(parts);
    const BatchInputs& beside = inputsOf(batch);
    const at::Tensor sigmas = at::full({noisy.size(0)}, sigma, noisy.options().dtype(at::kFloat));

    NetworkPatches all = patches;
    for (const auto& patch : m_model.callPatches)
        patch(all, call);
    DenoiserInputs inputs;
    inputs.x = m_model.schedule->scaledInput(noisy, sigmas);
    inputs.timesteps = m_model.schedule->timestep(sigmas).to(at::kFloat);
    inputs.context = beside.context;
    inputs.y = beside.y;
    inputs.patches = &all;
    inputs.sigma = sigma;
    std::optional<ControlResiduals> residuals;
    if (const ControlPtr& control = batch[0].condition->condition.control)
        residuals = m_hints.residuals(*control, inputs, sigma, static_cast<std::int64_t>(batch.size()));
    inputs.control = residuals ? &*residuals : nullptr;
    if (beside.concat.defined())
        inputs.x = at::cat({inputs.x, beside.concat}, 1);
    return m_model.schedule->denoised(noisy, m_model.network->run(inputs).to(at::kFloat), sigmas);
}

at::Tensor SideEvaluator::weightOf(const PreparedCondition& one)
{
    if (isPlain(one))
        return {};
    const auto [known, isNew] = m_weights.try_emplace(&one);
    if (!isNew)
        return known->second;
    const Condition& condition = one.condition;
    const std::vector<std::int64_t>& shape = m_facts.shape;
    at::Tensor weight;
    if (condition.mask.defined()) {
        at::Tensor mask = repeatedToBatch(condition.mask, shape[0]).unsqueeze(1).expand({shape[0], shape[1], shape[2], shape[3]});
        weight = cropped(mask, condition.area) * condition.maskStrength * condition.strength;
    } else {
        weight = cropped(at::ones(shape, at::TensorOptions(at::kFloat).device(m_facts.device)), condition.area) * condition.strength;
        if (condition.area)
            fadeEdges(weight, *condition.area, shape);
    }
    known->second = weight;
    return weight;
}

std::vector<at::Tensor> SideEvaluator::evaluate(
    const std::vector<const GuidanceSide*>& sides, const at::Tensor& x, float sigma, const NetworkPatches& patches)
{
    std::vector<Chunk> waiting;
    for (std::size_t side = 0; side < sides.size(); ++side) {
        if (!sides[side])
            continue;
        for (const PreparedCondition& one : sides[side]->conditions) {
            if (one.isActiveAt(sigma))
                waiting.push_back({&one, static_cast<int>(side)});
        }
    }
    std::vector<Sum> sums(sides.size());
    while (!waiting.empty() && !(m_cancelled && m_cancelled())) {
        const std::vector<Chunk> batch = takeBatch(waiting);
        const std::vector<at::Tensor> found = run(batch, x, sigma, patches).chunk(static_cast<std::int64_t>(batch.size()));
        for (std::size_t i = 0; i < batch.size(); ++i)
            sums[static_cast<std::size_t>(batch[i].side)].add(
                found[i], *batch[i].condition, weightOf(*batch[i].condition), x);
    }
    std::vector<at::Tensor> results;
    for (const Sum& sum : sums)
        results.push_back(sum.result(x));
    return results;
}

} // namespace weft
