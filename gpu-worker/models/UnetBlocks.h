// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/Layers.h"
#include "gpu-worker/models/UnetLayout.h"

namespace weft {

/// The keys and values of one context for every cross attention of a network, made once: the prompt stays the same for all
/// steps of a run. In training they are learned, and no list keeps them.
struct ContextKeys {
    at::Tensor context; // [N, tokens, dim]
    std::vector<std::pair<at::Tensor, at::Tensor>> keysValues; // by CrossAttention::index; undefined until it is asked for; an empty list: not kept
};

/// What all blocks of one call see.
struct UnetCall {
    at::Tensor embedding; // [N, dim], of timestep and vector, behind its SiLU
    std::shared_ptr<ContextKeys> keys;
    const NetworkPatches* patches = nullptr;
    const GradientCall* gradient = nullptr;
};

/// GroupNorm, SiLU, convolution, twice, with the embedding added in between. x [N, in, H, W] -> [N, out, H, W].
struct ResidualBlock {
    GroupNorm norm1;
    Conv2d convolution1;
    Linear embedding;
    GroupNorm norm2;
    Conv2d convolution2;
    std::optional<Conv2d> skip; // where the widths differ

    /// Errors: ModelUnsupported (args: key), as for the others below.
    static Result<ResidualBlock> load(
        const ParameterSet& set, const std::string& name, std::int64_t in, std::int64_t out, std::int64_t embeddingDim);
    at::Tensor operator()(const at::Tensor& x, const UnetCall& call) const;
};

struct SelfAttention {
    Linear q, k, v, out;
    std::int64_t heads = 8;

    static Result<SelfAttention> load(const ParameterSet& set, const std::string& name, std::int64_t channels,
        std::int64_t contextDim, std::int64_t heads);
    at::Tensor operator()(const at::Tensor& x, const NetworkPatches* patches, const BlockPlace& place) const;
};

struct CrossAttention {
    SelfAttention layers; // k and v take the context
    std::size_t index = 0; // among the network's cross attentions

    at::Tensor operator()(const at::Tensor& x, ContextKeys& keys) const;
};

/// Self attention, attention to the text, and two linears with a GELU gate, each added to what it took. x [N, T, C].
struct TransformerBlock {
    LayerNorm norm1, norm2, norm3;
    SelfAttention self;
    CrossAttention cross;
    Linear gated; // [8 C, C]: values, then gates
    Linear out;

    static Result<TransformerBlock> load(const ParameterSet& set, const std::string& name, std::int64_t channels,
        const UnetLayout& layout, std::size_t& crossCount);
    at::Tensor operator()(at::Tensor x, const UnetCall& call, const BlockPlace& place) const;
};

/// Transformer blocks over the pixels as tokens, added to what it took. x [N, C, H, W].
struct SpatialTransformer {
    GroupNorm norm;
    std::optional<Conv2d> convolutionIn, convolutionOut;
    std::optional<Linear> linearIn, linearOut;
    std::vector<TransformerBlock> blocks;

    static Result<SpatialTransformer> load(const ParameterSet& set, const std::string& name, std::int64_t channels,
        int depth, const UnetLayout& layout, std::size_t& crossCount);
    at::Tensor operator()(const at::Tensor& x, const UnetCall& call, BlockPlace place) const;
};

} // namespace weft
