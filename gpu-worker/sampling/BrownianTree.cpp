// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/BrownianTree.h"

#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/sampling/SeedSequence.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace weft {

namespace {

constexpr int kDecimals = 6;
constexpr std::size_t kPoolSize = 24;
constexpr std::size_t kKeptHalves = 48; // a path from the root is some 25 intervals deep

/// The decimal number nearest to x, ties as the exact value decides (not x * 1e6 rounded).
double rounded(double x)
{
    char text[64];
    const auto [end, failure] = std::to_chars(text, text + sizeof text, x, std::chars_format::fixed, kDecimals);
    double result = x;
    if (failure == std::errc())
        std::from_chars(text, end, result);
    return result;
}

} // namespace

BrownianTree::BrownianTree(std::vector<std::int64_t> shape, double start, double end, std::uint64_t seed)
    : m_shape(std::move(shape))
    , m_seed(seed)
{
    const std::uint32_t first = seedSequence(seed, {}, kPoolSize, 1).front();
    m_root = {rounded(start), rounded(end), 0, 0, randomNormal(m_shape, first) * std::sqrt(end - start)};
}

at::Tensor BrownianTree::increment(double from, double to)
{
    from = std::clamp(from, m_root.start, m_root.end);
    to = std::clamp(to, m_root.start, m_root.end);
    if (from == to)
        return at::zeros(m_shape, at::kFloat);
    if (from > to)
        return -increment(to, from);
    return between(m_root, rounded(from), rounded(to));
}

at::Tensor BrownianTree::leftHalf(const Interval& interval, double middle)
{
    const auto [known, isNew] = m_halves.try_emplace({interval.depth, interval.key});
    if (!isNew)
        return known->second;
    const std::uint32_t seed = seedSequence(m_seed, {interval.key, interval.depth}, kPoolSize, 1).front();
    const double perLength = 1 / (interval.end - interval.start);
    const double left = middle - interval.start;
    const double right = interval.end - middle;
    at::Tensor half = interval.increment * left * perLength
        + randomNormal(m_shape, seed) * std::sqrt(left * right * perLength);
    known->second = half;
    if (m_halves.size() > kKeptHalves) {
        m_halves.clear();
        m_halves.emplace(std::pair {interval.depth, interval.key}, half);
    }
    return half;
}

at::Tensor BrownianTree::between(const Interval& interval, double from, double to)
{
    if (from == to)
        return at::zeros(m_shape, at::kFloat);
    if (from == interval.start && to == interval.end)
        return interval.increment;
    const double middle = rounded(0.5 * (interval.end + interval.start));
    const at::Tensor half = leftHalf(interval, middle);
    const Interval left {interval.start, middle, 2 * interval.key, interval.depth + 1, half};
    if (to <= middle)
        return between(left, from, to);
    const Interval right {middle, interval.end, 2 * interval.key + 1, interval.depth + 1, interval.increment - half};
    if (from >= middle)
        return between(right, from, to);
    return between(left, from, middle) + between(right, middle, to);
}

at::Tensor BrownianNoise::at(float sigma, float sigmaNext)
{
    return m_tree.increment(sigma, sigmaNext) / std::sqrt(std::abs(sigmaNext - sigma));
}

} // namespace weft
