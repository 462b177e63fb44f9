// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Resampling.h"

#include <ATen/ops/acos.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/sin.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <cmath>

namespace weft::worker {

namespace {

constexpr double kNearlyParallel = 1e-5;

/// Between which two places each new one lies, and how far from the first.
struct Places {
    at::Tensor first; // [new] int64
    at::Tensor second;
    at::Tensor ratio; // [new] float32
};

Places placesOf(std::int64_t from, std::int64_t to)
{
    Places places {at::empty({to}, at::kLong), at::empty({to}, at::kLong), at::empty({to}, at::kFloat)};
    auto* first = places.first.mutable_data_ptr<std::int64_t>();
    auto* second = places.second.mutable_data_ptr<std::int64_t>();
    auto* ratio = places.ratio.mutable_data_ptr<float>();
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    for (std::int64_t i = 0; i < to; ++i) {
        const float at = std::clamp((static_cast<float>(i) + 0.5f) * scale - 0.5f, 0.0f, static_cast<float>(from - 1));
        first[i] = static_cast<std::int64_t>(at);
        second[i] = std::min(first[i] + 1, from - 1);
        ratio[i] = at - std::floor(at);
    }
    return places;
}

at::Tensor normalized(const at::Tensor& x, const at::Tensor& norm)
{
    return at::where(norm.eq(0), x.mul(0), x.div(norm));
}

/// a, b [N, C, H, W]; ratio [1, 1, 1, W].
at::Tensor slerp(const at::Tensor& a, const at::Tensor& b, const at::Tensor& ratio)
{
    const at::Tensor normA = a.norm(2, {1}, /*keepdim=*/true);
    const at::Tensor normB = b.norm(2, {1}, /*keepdim=*/true);
    const at::Tensor unitA = normalized(a, normA);
    const at::Tensor unitB = normalized(b, normB);
    const at::Tensor dot = unitA.mul(unitB).sum({1}, /*keepdim=*/true);
    const at::Tensor omega = at::acos(dot);
    const at::Tensor rest = ratio.neg().add(1);
    const at::Tensor sine = at::sin(omega);
    at::Tensor out = at::sin(rest.mul(omega)).div(sine).mul(unitA).add(at::sin(ratio.mul(omega)).div(sine).mul(unitB));
    out = out.mul(normA.mul(rest).add(normB.mul(ratio)));
    out = at::where(dot.gt(1 - kNearlyParallel), a, out);
    return at::where(dot.lt(kNearlyParallel - 1), a.mul(rest).add(b.mul(ratio)), out);
}

at::Tensor alongColumns(const at::Tensor& x, std::int64_t width)
{
    const Places places = placesOf(x.size(3), width);
    return slerp(x.index_select(3, places.first), x.index_select(3, places.second), places.ratio.view({1, 1, 1, width}));
}

} // namespace

at::Tensor bislerp(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    const at::Tensor wide = alongColumns(x, width);
    return alongColumns(wide.transpose(2, 3), height).transpose(2, 3);
}

} // namespace weft::worker
