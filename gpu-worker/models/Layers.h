// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Parameter.h"

namespace weft {

/// y = x W' + b. x [..., in] -> [..., out].
struct Linear {
    ParameterPtr weight; // [out, in]
    ParameterPtr bias; // [out] or null

    /// Reads `name`.weight and, where the file has it, `name`.bias. Errors: ModelUnsupported (args: key).
    static Result<Linear> load(const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// A square 2D convolution that pads so that stride 1 keeps height and width (see convolved).
struct Conv2d {
    ParameterPtr weight; // [out, in, k, k]
    ParameterPtr bias; // [out]
    std::int64_t stride = 1;

    /// Errors: ModelUnsupported (args: key).
    static Result<Conv2d> load(const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out,
        std::int64_t kernel, std::int64_t stride = 1);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// x [N, C, ...], normalised within 32 groups of channels.
struct GroupNorm {
    ParameterPtr weight; // [C]
    ParameterPtr bias;
    double eps = 1e-5;

    /// Errors: ModelUnsupported (args: key): also for a number of channels that 32 doesn't divide.
    static Result<GroupNorm> load(
        const ParameterSet& set, const std::string& name, std::int64_t channels, double eps = 1e-5);
    at::Tensor operator()(const at::Tensor& x) const;
    /// With SiLU behind it (see groupNormSilu); nobody else has the result.
    at::Tensor silu(const at::Tensor& x) const;
};

/// x [..., C], normalised over the last side.
struct LayerNorm {
    ParameterPtr weight; // [C]
    ParameterPtr bias;

    /// Errors: ModelUnsupported (args: key).
    static Result<LayerNorm> load(const ParameterSet& set, const std::string& name, std::int64_t channels);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Linear, SiLU, linear: how timesteps and vectors enter a network. x [N, in] -> [N, out].
struct Embedding {
    Linear first;
    Linear second;

    /// Reads `name`.0 and `name`.2. Errors: ModelUnsupported (args: key).
    static Result<Embedding> load(
        const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Cosines, then sines of t times falling frequencies. t [N] float32 -> [N, dim] float32; `dim` even.
/// Source: "Attention is all you need" (2017), as ldm's `timestep_embedding` orders it.
at::Tensor sinusoids(const at::Tensor& t, std::int64_t dim);

/// [N, T, heads * dim] -> [N, heads, T, dim], the same memory.
at::Tensor byHead(const at::Tensor& x, std::int64_t heads);

/// softmax(q k' / sqrt(dim)) v, for each of `heads`. q [N, T, heads * dim], k and v [N, S, heads * dim] -> [N, T, heads * dim].
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads);

} // namespace weft
