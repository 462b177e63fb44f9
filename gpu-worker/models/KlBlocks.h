// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Layers.h"

#include <optional>

namespace weft {

/// GroupNorm, SiLU, convolution, twice, added to what it took. x [N, in, H, W] -> [N, out, H, W].
struct KlResidual {
    GroupNorm norm1, norm2;
    Conv2d convolution1, convolution2;
    std::optional<Conv2d> shortcut; // where the widths differ

    /// The width that comes out is read from the weights. Errors: ModelUnsupported (args: key), as for all below.
    static Result<KlResidual> load(const ParameterSet& set, const std::string& name, std::int64_t in);
    std::int64_t width() const { return convolution1.weight->shape()[0]; }
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Attention of all places to all, one head, added to what it took.
struct KlAttention {
    GroupNorm norm;
    Linear q, k, v, out;

    static Result<KlAttention> load(const ParameterSet& set, const std::string& name, std::int64_t channels);
    at::Tensor operator()(const at::Tensor& x) const;
};

struct KlMiddle {
    KlResidual first, second;
    KlAttention attention;

    static Result<KlMiddle> load(const ParameterSet& set, const std::string& name, std::int64_t channels);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Blocks of one resolution, and the convolution that goes to the next, if there is one.
struct KlLevel {
    std::vector<KlResidual> blocks;
    std::optional<Conv2d> resample;

    /// `sampler`: "downsample" or "upsample".
    static Result<KlLevel> load(
        const ParameterSet& set, const std::string& name, const std::string& sampler, std::int64_t in);
    std::int64_t width() const { return blocks.back().width(); }
};

/// GroupNorm, SiLU, convolution at the network's end.
struct KlHead {
    GroupNorm norm;
    Conv2d convolution;

    static Result<KlHead> load(const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out);
    at::Tensor operator()(const at::Tensor& x) const;
};

} // namespace weft
