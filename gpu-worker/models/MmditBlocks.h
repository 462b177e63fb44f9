// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Layers.h"

namespace weft {

/// Queries, keys and values [N, T, C] of one stream.
struct AttentionInput {
    at::Tensor q, k, v;
};

/// Divides by the root mean square of the last side and multiplies by the weight, eps 1e-6.
struct RmsNorm {
    ParameterPtr weight;

    at::Tensor operator()(const at::Tensor& x) const;
};

/// The attention layers of one stream: one linear for q, k and v, normalised per head in SD3.5.
struct StreamAttention {
    Linear qkv;
    std::optional<RmsNorm> normQ, normK;
    std::optional<Linear> projection; // the last block's text stream has none
    std::int64_t heads = 1;

    /// Errors: ModelUnsupported (args: key), as below.
    static Result<StreamAttention> load(
        const ParameterSet& set, const std::string& name, std::int64_t channels, std::int64_t heads, bool projected);
    AttentionInput operator()(const at::Tensor& x) const;
};

/// One stream (text or picture) of a joint block, modulated by the timestep. x [N, T, C].
struct StreamBlock {
    /// What the block needs again behind the joint attention.
    struct Kept {
        at::Tensor x;
        std::vector<at::Tensor> modulation; // [N, 1, C] each: shift, scale, gate of attention; of mlp; shift, scale, gate of attn2
        AttentionInput second; // SD3.5 medium: the picture attends to itself once more
    };

    Linear modulation;
    StreamAttention attention;
    std::optional<StreamAttention> second;
    std::optional<Linear> mlp1, mlp2; // the last block's text stream ends with the attention

    static Result<StreamBlock> load(
        const ParameterSet& set, const std::string& name, std::int64_t channels, std::int64_t heads);
    AttentionInput before(const at::Tensor& x, const at::Tensor& condition, Kept& kept) const;
    at::Tensor after(const at::Tensor& attended, const Kept& kept) const;
};

/// Text and picture attend to both of them together. Source: "Scaling rectified flow transformers for high-resolution image
/// synthesis" (Esser et al., 2024); the second attention: Stable Diffusion 3.5 medium.
struct JointBlock {
    StreamBlock text;
    StreamBlock picture;

    static Result<JointBlock> load(
        const ParameterSet& set, const std::string& name, std::int64_t channels, std::int64_t heads);
    /// Replaces both; the text becomes undefined behind the last block. `condition` [N, C], behind its SiLU.
    void operator()(at::Tensor& text, at::Tensor& picture, const at::Tensor& condition) const;
};

/// LayerNorm without weights, eps 1e-6, then x (1 + scale) + shift. x [N, T, C], shift and scale [N, 1, C].
at::Tensor modulated(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale);

} // namespace weft
