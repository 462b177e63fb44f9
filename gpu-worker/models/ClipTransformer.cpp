// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ClipTransformer.h"

#include "gpu-worker/text/Prompt.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/sigmoid.h>

namespace weft {

namespace {

constexpr std::int64_t kHeadWidth = 64;
constexpr int kMaxLayers = 200;
const std::string kModel = "text_model.";

at::Tensor byHead(const at::Tensor& x)
{
    return x.view({x.size(0), x.size(1), x.size(2) / kHeadWidth, kHeadWidth}).transpose(1, 2);
}

} // namespace

Result<ClipTransformer> ClipTransformer::load(const ParameterSet& set, Activation activation)
{
    ClipTransformer model;
    model.m_activation = activation;
    const std::string tokens = kModel + "embeddings.token_embedding.weight";
    const at::IntArrayRef shape = set.shapeOf(tokens);
    if (shape.size() != 2 || shape[0] <= kClipEnd)
        return weightError(tokens, shape.empty() ? "is missing" : "has fewer than 49408 rows");
    model.m_width = shape[1];
    if (model.m_width == 0 || model.m_width % kHeadWidth != 0)
        return weightError(tokens, "has a width that isn't a multiple of 64");
    WEFT_TRY(model.m_tokens, set.take(tokens, shape));
    const auto places = static_cast<std::int64_t>(kClipContext);
    WEFT_TRY(model.m_places, set.take(kModel + "embeddings.position_embedding.weight", {places, model.m_width}));
    for (int i = 0; i < kMaxLayers; ++i) {
        const std::string name = kModel + "encoder.layers." + std::to_string(i) + ".";
        if (i > 0 && !set.has(name + "layer_norm1.weight"))
            break;
        WEFT_TRY(Layer layer, loadLayer(set, name, model.m_width));
        model.m_layers.push_back(std::move(layer));
    }
    WEFT_TRY(model.m_final, LayerNorm::load(set, kModel + "final_layer_norm", model.m_width));
    const at::IntArrayRef projection = set.shapeOf("text_projection.weight");
    if (projection.size() == 2) {
        WEFT_TRY(model.m_projection, Linear::load(set, "text_projection", model.m_width, projection[0]));
    }
    return model;
}

Result<ClipTransformer::Layer> ClipTransformer::loadLayer(
    const ParameterSet& set, const std::string& name, std::int64_t width)
{
    Layer layer;
    WEFT_TRY(layer.norm1, LayerNorm::load(set, name + "layer_norm1", width));
    WEFT_TRY(layer.norm2, LayerNorm::load(set, name + "layer_norm2", width));
    WEFT_TRY(layer.q, Linear::load(set, name + "self_attn.q_proj", width, width));
    WEFT_TRY(layer.k, Linear::load(set, name + "self_attn.k_proj", width, width));
    WEFT_TRY(layer.v, Linear::load(set, name + "self_attn.v_proj", width, width));
    WEFT_TRY(layer.out, Linear::load(set, name + "self_attn.out_proj", width, width));
    const at::IntArrayRef inner = set.shapeOf(name + "mlp.fc1.weight");
    const std::int64_t innerWidth = inner.empty() ? 4 * width : inner[0];
    WEFT_TRY(layer.fc1, Linear::load(set, name + "mlp.fc1", width, innerWidth));
    WEFT_TRY(layer.fc2, Linear::load(set, name + "mlp.fc2", innerWidth, width));
    return layer;
}

at::Tensor ClipTransformer::attend(const Layer& layer, const at::Tensor& x) const
{
    const at::Tensor mixed =
        at::scaled_dot_product_attention(byHead(layer.q(x)), byHead(layer.k(x)), byHead(layer.v(x)),
            /*attn_mask=*/{}, /*dropout_p=*/0.0, /*is_causal=*/true);
    return layer.out(mixed.transpose(1, 2).reshape(x.sizes()));
}

at::Tensor ClipTransformer::activated(const at::Tensor& x) const
{
    return m_activation == Activation::QuickGelu ? x.mul(at::sigmoid(x.mul(1.702))) : at::gelu(x);
}

at::Tensor ClipTransformer::runLayer(const Layer& layer, const at::Tensor& x) const
{
    const at::Tensor attended = x.add(attend(layer, layer.norm1(x)));
    return attended.add(layer.fc2(activated(layer.fc1(layer.norm2(attended)))));
}

ClipTransformer::Output ClipTransformer::run(const at::Tensor& x, const at::Tensor& ends, const Wanted& wanted) const
{
    at::Tensor state = x.add(m_places->value().narrow(0, 0, x.size(1)));
    Output output;
    for (int i = 0; i < layerCount(); ++i) {
        if (i > wanted.layer && !wanted.pooled)
            break;
        state = runLayer(m_layers[static_cast<std::size_t>(i)], state);
        if (i == wanted.layer)
            output.hidden = wanted.normHidden ? m_final(state) : state;
    }
    if (wanted.layer < layerCount() && !wanted.pooled)
        return output;
    const at::Tensor normed = m_final(state);
    if (wanted.layer >= layerCount())
        output.hidden = normed;
    if (wanted.pooled) {
        const at::Tensor rows = at::arange(x.size(0), ends.options());
        output.pooled = normed.flatten(0, 1).index_select(0, rows.mul(x.size(1)).add(ends).to(normed.device()));
        if (wanted.projected && m_projection)
            output.pooled = (*m_projection)(output.pooled);
    }
    return output;
}

} // namespace weft
