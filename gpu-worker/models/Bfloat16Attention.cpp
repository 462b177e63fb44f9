// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Bfloat16Attention.h"

#include "gpu-worker/models/Bfloat16Rows.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/native/CPUBlas.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <cstring>

namespace weft {

namespace {

constexpr std::int64_t kQueries = 64; // rows that are computed together
constexpr std::int64_t kKeys = 512; // and how many keys at a time: their scores stay in the second cache
constexpr std::int64_t kPanel = 128; // keys side by side; more would lie in the same places of the first cache
constexpr std::int64_t kMaxDim = 512;

using Number = c10::BFloat16;

std::int64_t roundedUp(std::int64_t x, std::int64_t to)
{
    return (x + to - 1) / to * to;
}

/// Rows of one head: element (t, d) of head (n, h) is at data[(n * length + t) * step + h * dim + d] of a tensor [N, length, heads * dim].
struct Rows {
    const Number* data = nullptr;
    std::int64_t step = 0;

    const Number* row(std::int64_t t) const { return data + t * step; }
};

struct Shape {
    std::int64_t batch, heads, queries, keys, dim;

    std::int64_t panels() const { return (keys + kPanel - 1) / kPanel; }
    std::int64_t keyRoom() const { return panels() * kPanel * dim; } // numbers of one head, as packed
    std::int64_t valueRoom() const { return roundedUp(keys, 2) * dim; }
};

Rows rowsOf(const at::Tensor& x, std::int64_t head, const Shape& shape)
{
    const std::int64_t n = head / shape.heads;
    return {x.const_data_ptr<Number>() + n * x.stride(0) + head % shape.heads * shape.dim, x.stride(1)};
}

/// Pairs of a key's numbers, key beside key, in panels of kPanel keys: [panel][dim / 2][kPanel][2].
void packKeys(const Rows& keys, const Shape& shape, Number* out)
{
    for (std::int64_t s = 0; s < shape.keys; ++s) {
        const Number* row = keys.row(s);
        Number* to = out + s / kPanel * kPanel * shape.dim + s % kPanel * 2;
        for (std::int64_t d = 0; d < shape.dim; d += 2)
            std::memcpy(to + d * kPanel, row + d, 2 * sizeof(Number));
    }
}

/// Pairs of neighbouring values: [keys / 2][dim][2]; beyond an odd end zeros.
void packValues(const Rows& values, const Shape& shape, Number* out)
{
    for (std::int64_t s = 0; s < shape.keys; s += 2) {
        const Number* even = values.row(s);
        const Number* odd = s + 1 < shape.keys ? values.row(s + 1) : nullptr;
        for (std::int64_t d = 0; d < shape.dim; ++d) {
            *out++ = even[d];
            *out++ = odd ? odd[d] : Number(0.0f);
        }
    }
}

/// What one thread works in.
struct Desk {
    explicit Desk(std::int64_t dim)
        : scores(at::empty({kQueries, kKeys}, at::kFloat))
        , weights(at::empty({kQueries, kKeys}, at::kBFloat16))
        , sums(at::empty({kQueries, dim}, at::kFloat))
    {
    }

    at::Tensor scores, weights, sums;
    std::vector<RowState> rows {static_cast<std::size_t>(kQueries)};
};

class Head {
public:
    Head(const Shape& shape, const Number* keys, const Number* values)
        : m_shape(shape)
        , m_keys(keys)
        , m_values(values)
        , m_scale(static_cast<float>(1.0 / std::sqrt(static_cast<double>(shape.dim))))
    {
    }

    /// `count` rows from `queries` on -> the same rows of `out`.
    void run(const Rows& queries, std::int64_t count, Desk& desk, Number* out, std::int64_t outStep) const
    {
        for (RowState& row : desk.rows)
            row = {};
        for (std::int64_t first = 0; first < m_shape.keys; first += kKeys)
            addBlock(queries, count, first, desk);
        auto* sums = desk.sums.mutable_data_ptr<float>();
        for (std::int64_t i = 0; i < count; ++i)
            finishRow(sums + i * m_shape.dim, m_shape.dim, desk.rows[static_cast<std::size_t>(i)], out + i * outStep);
    }

private:
    /// The keys from `first` on, at most kKeys.
    void addBlock(const Rows& queries, std::int64_t count, std::int64_t first, Desk& desk) const
    {
        const std::int64_t keys = std::min(kKeys, m_shape.keys - first);
        auto* scores = desk.scores.mutable_data_ptr<float>();
        for (std::int64_t at = 0; at < keys; at += kPanel) {
            at::native::cpublas::brgemm(count, std::min(kPanel, keys - at), m_shape.dim, queries.step, kPanel, kKeys, /*add_C=*/false,
                queries.data, m_keys + (first + at) * m_shape.dim, scores + at);
        }
        auto* weights = desk.weights.mutable_data_ptr<Number>();
        auto* sums = desk.sums.mutable_data_ptr<float>();
        const bool isFirst = first == 0;
        for (std::int64_t i = 0; i < count; ++i) {
            RowState& row = desk.rows[static_cast<std::size_t>(i)];
            const float shrink = weighRow(scores + i * kKeys, keys, m_scale, isFirst, row, weights + i * kKeys);
            if (!isFirst)
                scaleRow(sums + i * m_shape.dim, m_shape.dim, shrink);
        }
        at::native::cpublas::brgemm(count, m_shape.dim, roundedUp(keys, 2), kKeys, m_shape.dim, m_shape.dim, /*add_C=*/!isFirst, weights,
            m_values + first * m_shape.dim, sums);
    }

    const Shape& m_shape;
    const Number* m_keys;
    const Number* m_values;
    float m_scale;
};

bool isServed(const at::Tensor& x)
{
    const bool wantsGradient = at::GradMode::is_enabled() && x.requires_grad();
    return x.is_cpu() && x.scalar_type() == at::kBFloat16 && x.dim() == 3 && x.stride(2) == 1 && x.stride(1) % 2 == 0
        && x.stride(0) % 2 == 0 && x.storage_offset() % 2 == 0 && x.numel() > 0 && !wantsGradient;
}

} // namespace

bool hasBfloat16Attention()
{
    static const bool has
        = rowsServeThisCpu() && at::hasMKLDNN() && !at::native::cpublas::could_pack(at::kBFloat16);
    return has && at::globalContext().userEnabledMkldnn();
}

bool cpuMultipliesBfloat16()
{
    return rowsServeThisCpu() || at::native::cpublas::could_pack(at::kBFloat16);
}

at::Tensor bfloat16Attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads)
{
    if (!isServed(q) || !isServed(k) || !isServed(v) || !hasBfloat16Attention())
        return {};
    const Shape shape {q.size(0), heads, q.size(1), k.size(1), q.size(2) / heads};
    if (shape.dim % 2 != 0 || shape.dim > kMaxDim)
        return {};
    const std::int64_t count = shape.batch * shape.heads;
    const at::Tensor keys = at::empty({count, shape.keyRoom()}, q.options());
    const at::Tensor values = at::empty({count, shape.valueRoom()}, q.options());
    auto* packedKeys = keys.mutable_data_ptr<Number>();
    auto* packedValues = values.mutable_data_ptr<Number>();
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t head = begin; head < end; ++head) {
            packKeys(rowsOf(k, head, shape), shape, packedKeys + head * shape.keyRoom());
            packValues(rowsOf(v, head, shape), shape, packedValues + head * shape.valueRoom());
        }
    });
    const at::Tensor out = at::empty(q.sizes(), q.options());
    auto* mixed = out.mutable_data_ptr<Number>();
    const std::int64_t blocks = (shape.queries + kQueries - 1) / kQueries;
    at::parallel_for(0, count * blocks, 1, [&](std::int64_t begin, std::int64_t end) {
        Desk desk(shape.dim);
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t head = i / blocks;
            const std::int64_t first = i % blocks * kQueries;
            const Rows all = rowsOf(q, head, shape);
            const std::int64_t step = out.stride(1);
            Number* to = mixed + head / heads * out.stride(0) + first * step + head % heads * shape.dim;
            Head(shape, packedKeys + head * shape.keyRoom(), packedValues + head * shape.valueRoom())
                .run({all.row(first), all.step}, std::min(kQueries, shape.queries - first), desk, to, step);
        }
        at::native::cpublas::brgemm_release();
    });
    return out;
}

} // namespace weft
