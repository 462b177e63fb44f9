// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Taesd.h"

#include "gpu-worker/models/PackedConvolution.h"

#include <ATen/ops/_upsample_nearest_exact2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/tanh.h>

#include <algorithm>

namespace weft {

namespace {

const std::string kEncoder = "taesd_encoder.";
const std::string kDecoder = "taesd_decoder.";
constexpr std::string_view kScale = "vae_scale"; // beside the weights, as ComfyUI keeps them
constexpr std::string_view kShift = "vae_shift";
constexpr int kMaxStages = 200;
constexpr double kRange = 3; // latents are bent into -3..3 before the decoder

using Kind = TinyStage::Kind;

/// One convolution that takes `in` channels, and sets `in` to what it gives.
Result<TinyStage::Convolution> loadConvolution(const ParameterSet& set, const std::string& name, std::int64_t& in)
{
    const at::IntArrayRef shape = set.shapeOf(name + ".weight");
    if (shape.size() != 4)
        return weightError(name + ".weight", shape.empty() ? "is missing" : "isn't a convolution");
    TinyStage::Convolution made;
    WEFT_TRY(made.weight, set.take(name + ".weight", {shape[0], in, shape[2], shape[2]}));
    if (set.has(name + ".bias")) {
        WEFT_TRY(made.bias, set.take(name + ".bias", {shape[0]}));
    }
    in = shape[0];
    return made;
}

Result<TinyStage> loadBlock(const ParameterSet& set, const std::string& name, std::int64_t& in)
{
    TinyStage block{Kind::Block, {}};
    std::int64_t skipped = in;
    for (const char* part : {".conv.0", ".conv.2", ".conv.4"}) {
        WEFT_TRY(TinyStage::Convolution convolution, loadConvolution(set, name + part, in));
        block.convolutions.push_back(std::move(convolution));
    }
    if (set.has(name + ".skip.weight")) {
        WEFT_TRY(TinyStage::Convolution skip, loadConvolution(set, name + ".skip", skipped));
        block.convolutions.push_back(std::move(skip));
    }
    if (skipped != in)
        return weightError(name + ".conv.4.weight", "changes the width, and there is no skip for it");
    return block;
}

int lastStage(const ParameterSet& set, const std::string& prefix)
{
    for (int i = kMaxStages; i >= 0; --i) {
        const std::string name = prefix + std::to_string(i);
        if (set.has(name + ".weight") || set.has(name + ".conv.0.weight"))
            return i;
    }
    return -1;
}

/// Modules without weights are told by where they stand: the decoder's activation follows its first convolution, all
/// others enlarge. The encoder's convolutions without bias halve.
Result<std::vector<TinyStage>> loadStages(
    const ParameterSet& set, const std::string& prefix, int first, std::int64_t in)
{
    std::vector<TinyStage> stages;
    const bool isEncoder = prefix == kEncoder;
    for (int i = first; i <= lastStage(set, prefix); ++i) {
        const std::string name = prefix + std::to_string(i);
        if (set.has(name + ".conv.0.weight")) {
            WEFT_TRY(TinyStage block, loadBlock(set, name, in));
            stages.push_back(std::move(block));
        } else if (set.has(name + ".weight")) {
            WEFT_TRY(TinyStage::Convolution convolution, loadConvolution(set, name, in));
            convolution.stride = isEncoder && !convolution.bias ? 2 : 1;
            stages.push_back({Kind::Convolution, {std::move(convolution)}});
        } else {
            stages.push_back({i == first + 1 ? Kind::Relu : Kind::Enlarge, {}});
        }
    }
    if (stages.empty())
        return weightError(prefix + std::to_string(first) + ".weight", "is missing");
    return stages;
}

at::Tensor run(const std::vector<TinyStage>& stages, at::Tensor x)
{
    for (const TinyStage& stage : stages)
        x = stage(x);
    return x;
}

/// Channels of what comes out; 0: the last stage isn't a convolution.
std::int64_t widthOut(const std::vector<TinyStage>& stages)
{
    const TinyStage& last = stages.back();
    return last.kind == Kind::Convolution ? last.convolutions.front().weight->shape()[0] : 0;
}

at::Tensor bent(const at::Tensor& latent)
{
    return at::tanh(latent.div(kRange)).mul(kRange);
}

std::int64_t factorOf(const std::vector<TinyStage>& encoder)
{
    std::int64_t factor = 1;
    for (const TinyStage& stage : encoder) {
        if (stage.kind == Kind::Convolution)
            factor *= stage.convolutions.front().stride;
    }
    return factor;
}

std::int64_t enlargementOf(const std::vector<TinyStage>& decoder)
{
    return std::int64_t{1} << std::ranges::count(decoder, Kind::Enlarge, &TinyStage::kind);
}

} // namespace

at::Tensor TinyStage::Convolution::operator()(const at::Tensor& x) const
{
    return convolved(x, *weight, bias ? bias->value() : at::Tensor(), stride, weight->shape()[2] / 2);
}

at::Tensor TinyStage::operator()(const at::Tensor& x) const
{
    switch (kind) {
    case Kind::Convolution:
        return convolutions.front()(x);
    case Kind::Relu:
        return at::relu(x);
    case Kind::Enlarge:
        return at::_upsample_nearest_exact2d(x, at::IntArrayRef({x.size(2) * 2, x.size(3) * 2}));
    case Kind::Block:
        break;
    }
    at::Tensor h = convolutions[0](x).relu_();
    h = convolutions[1](h).relu_();
    h = convolutions[2](h);
    return h.add_(convolutions.size() > 3 ? convolutions[3](x) : x).relu_();
}

bool Taesd::recognises(const Weights& weights)
{
    return weights.has(kDecoder + "1.weight") && weights.has(kEncoder + "0.weight");
}

Result<std::shared_ptr<const Vae>> Taesd::make(ParameterSet set, double scale, double shift)
{
    const std::shared_ptr<Taesd> vae(new Taesd(std::move(set)));
    vae->m_scale = scale;
    vae->m_shift = shift;
    WEFT_CHECK(vae->load());
    return std::shared_ptr<const Vae>(vae);
}

Done Taesd::load()
{
    const std::string first = kDecoder + "1.weight"; // 0 bends the latent
    const at::IntArrayRef shape = m_set.shapeOf(first);
    if (shape.size() != 4)
        return weightError(first, shape.empty() ? "is missing" : "isn't a convolution");
    m_channels = shape[1];
    WEFT_TRY(m_decoder, loadStages(m_set, kDecoder, 1, m_channels));
    WEFT_TRY(m_encoder, loadStages(m_set, kEncoder, 0, 3));
    m_factor = factorOf(m_encoder);
    if (m_factor != enlargementOf(m_decoder))
        return Error{ErrorCode::ModelUnsupported, "the VAE's encoder and decoder differ in size"};
    if (widthOut(m_encoder) != m_channels || widthOut(m_decoder) != 3)
        return Error{ErrorCode::ModelUnsupported, "the VAE's encoder and decoder don't fit each other"};
    return {};
}

std::vector<std::string> Taesd::weightNames() const
{
    std::vector<std::string> names;
    for (const std::string& name : m_set.names()) {
        if (name.starts_with(kEncoder) || name.starts_with(kDecoder))
            names.push_back(name);
    }
    names.emplace_back(kScale);
    names.emplace_back(kShift);
    return names;
}

at::Tensor Taesd::storedWeight(const std::string& name) const
{
    if (name == kScale || name == kShift)
        return at::scalar_tensor(name == kScale ? m_scale : m_shift, at::kFloat);
    return m_set.storedOf(name);
}

at::Tensor Taesd::placed(const at::Tensor& x) const
{
    return x.to(m_set.placement().device, m_set.placement().dtype).contiguous();
}

at::Tensor Taesd::toLatent(const at::Tensor& x) const
{
    const at::Tensor latent = run(m_encoder, placed(x.mul(0.5).add(0.5))).to(at::kCPU, at::kFloat);
    return latent.div(m_scale).add(m_shift);
}

at::Tensor Taesd::toPixels(const at::Tensor& latent) const
{
    return run(m_decoder, placed(bent(latent.sub(m_shift).mul(m_scale)))).to(at::kCPU, at::kFloat).sub(0.5).mul(2);
}

Result<std::shared_ptr<const TaesdDecoder>> TaesdDecoder::make(const Weights& decoder, const Placement& placement)
{
    WEFT_TRY(const ParameterSet set, ParameterSet::of(decoder, placement));
    const std::string first = "1.weight"; // 0 bends the latent
    const at::IntArrayRef shape = set.shapeOf(first);
    if (shape.size() != 4)
        return weightError(first, shape.empty() ? "is missing" : "isn't a convolution");
    const auto made = std::make_shared<TaesdDecoder>();
    made->m_placement = placement;
    made->m_channels = shape[1];
    WEFT_TRY(made->m_stages, loadStages(set, "", 1, made->m_channels));
    if (widthOut(made->m_stages) != 3)
        return Error{ErrorCode::ModelUnsupported, "a decoder that doesn't end in three colours"};
    return std::shared_ptr<const TaesdDecoder>(made);
}

at::Tensor TaesdDecoder::picture(const at::Tensor& x0) const
{
    const at::Tensor first = bent(x0.narrow(0, 0, 1)).to(m_placement.device, m_placement.dtype).contiguous();
    return run(m_stages, first).to(at::kCPU, at::kFloat).clamp(0, 1).movedim(1, -1).contiguous();
}

} // namespace weft
