// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/training/TrainingSet.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randperm.h>

#include <algorithm>
#include <numeric>

namespace weft {

namespace {

constexpr std::int64_t kMostPictures = 100'000;
/// Texts of different length in one batch are repeated to a common multiple.
constexpr std::int64_t kMostTokens = 77 * 64;

/// Far apart for neighbouring seeds and rounds. Source: SplitMix64 (Steele et al., 2014).
std::uint64_t mixed(std::uint64_t seed, std::uint64_t round)
{
    std::uint64_t x = seed + (round + 1) * 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

std::vector<std::int64_t> permutation(std::int64_t count, at::Generator& generator)
{
    const at::Tensor order = at::randperm(count, generator, at::TensorOptions(at::kLong));
    return {order.const_data_ptr<std::int64_t>(), order.const_data_ptr<std::int64_t>() + count};
}

at::Tensor ownCopy(const at::Tensor& tensor, at::Device device)
{
    return tensor.to(device, at::kFloat, /*non_blocking=*/false, /*copy=*/true);
}

Done checkLatents(const DiffusionModel& model, const at::Tensor& latents)
{
    if (latents.dim() != 4 || latents.numel() == 0)
        return Error {ErrorCode::TypeMismatch, "not the latents of pictures", {{"input", "latents"}}};
    if (latents.size(1) != model.latentFormat.channels)
        return Error {ErrorCode::TypeMismatch,
            "the latents have " + std::to_string(latents.size(1)) + " channels, the model takes "
                + std::to_string(model.latentFormat.channels),
            {{"input", "latents"}}};
    if (!latents.isfinite().all().item<bool>())
        return Error {ErrorCode::ValueInvalid, "the latents hold values that aren't numbers", {{"type", "LATENT"}}};
    return {};
}

at::Tensor together(const std::vector<at::Tensor>& texts)
{
    std::int64_t tokens = 1;
    for (const at::Tensor& text : texts)
        tokens = std::min(kMostTokens, std::lcm(tokens, text.size(1)));
    std::vector<at::Tensor> rows;
    for (const at::Tensor& text : texts)
        rows.push_back(text.repeat({1, (tokens + text.size(1) - 1) / text.size(1), 1}).narrow(1, 0, tokens));
    return at::cat(rows);
}

} // namespace

Result<TrainingSet> TrainingSet::make(
    const DiffusionModel& model, const std::vector<at::Tensor>& buckets, const Conditions& texts, at::Device device)
{
    TrainingSet set;
    for (const at::Tensor& latents : buckets) {
        WEFT_CHECK(checkLatents(model, latents));
        set.m_size += latents.size(0);
    }
    if (set.m_size == 0)
        return Error {ErrorCode::ValueMissing, "there is no picture to learn from", {{"input", "latents"}}};
    if (set.m_size > kMostPictures)
        return Error {ErrorCode::LimitExceeded, "too many pictures", {{"limit", std::to_string(kMostPictures)}}};
    if (texts.size() != 1 && static_cast<std::int64_t>(texts.size()) != set.m_size)
        return Error {ErrorCode::CaptionsMismatch, {},
            {{"captions", std::to_string(texts.size())}, {"pictures", std::to_string(set.m_size)}}};
    std::size_t next = 0;
    for (const at::Tensor& latents : buckets) {
        Bucket bucket;
        bucket.latents = ownCopy(model.latentFormat.processIn(latents.to(at::kFloat)), device);
        WEFT_CHECK(set.addTexts(bucket, model, texts, next, device));
        set.m_buckets.push_back(std::move(bucket));
    }
    return set;
}

Done TrainingSet::addTexts(
    Bucket& bucket, const DiffusionModel& model, const Conditions& texts, std::size_t& next, at::Device device)
{
    std::vector<std::int64_t> shape = bucket.latents.sizes().vec();
    shape[0] = 1;
    const LatentFacts facts {shape, bucket.latents.narrow(0, 0, 1), {}, device};
    for (std::int64_t i = 0; i < bucket.latents.size(0); ++i, ++next) {
        const Condition& text = texts[texts.size() == 1 ? 0 : next];
        WEFT_TRY(const GuidanceSide side, preparedSide({text}, false, model, facts));
        const PreparedCondition& ready = side.conditions.at(0);
        bucket.contexts.push_back(ownCopy(ready.condition.context.narrow(0, 0, 1), device));
        if (ready.y.defined())
            bucket.vectors.push_back(ownCopy(ready.y.narrow(0, 0, 1), device));
    }
    return {};
}

std::vector<TrainingSet::Pick> TrainingSet::shuffled(std::int64_t batchSize, std::uint64_t seed) const
{
    at::Generator generator = at::detail::createCPUGenerator(seed);
    std::vector<Pick> picks;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        const std::vector<std::int64_t> order = permutation(m_buckets[i].latents.size(0), generator);
        for (std::size_t first = 0; first < order.size(); first += static_cast<std::size_t>(batchSize)) {
            const std::size_t last = std::min(order.size(), first + static_cast<std::size_t>(batchSize));
            picks.push_back({i, {order.begin() + static_cast<std::ptrdiff_t>(first), order.begin() + static_cast<std::ptrdiff_t>(last)}});
        }
    }
    std::vector<Pick> mixedPicks;
    for (const std::int64_t i : permutation(static_cast<std::int64_t>(picks.size()), generator))
        mixedPicks.push_back(picks[static_cast<std::size_t>(i)]);
    return mixedPicks;
}

TrainingSet::Batch TrainingSet::batch(std::int64_t step, std::int64_t batchSize, std::uint64_t seed) const
{
    const std::int64_t most = std::clamp<std::int64_t>(batchSize, 1, m_size);
    std::int64_t perRound = 0;
    for (const Bucket& bucket : m_buckets)
        perRound += (bucket.latents.size(0) + most - 1) / most;
    const auto round = static_cast<std::uint64_t>(step / perRound);
    const Pick pick = shuffled(most, mixed(seed, round)).at(static_cast<std::size_t>(step % perRound));
    const Bucket& bucket = m_buckets[pick.bucket];
    std::vector<at::Tensor> latents, contexts, vectors;
    for (const std::int64_t row : pick.rows) {
        latents.push_back(bucket.latents.narrow(0, row, 1));
        contexts.push_back(bucket.contexts[static_cast<std::size_t>(row)]);
        if (!bucket.vectors.empty())
            vectors.push_back(bucket.vectors[static_cast<std::size_t>(row)]);
    }
    return {at::cat(latents), together(contexts), vectors.empty() ? at::Tensor() : at::cat(vectors)};
}

} // namespace weft
