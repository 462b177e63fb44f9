// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/KlVae.h"

#include "gpu-worker/models/PackedConvolution.h"

#include <ATen/ops/_upsample_nearest_exact2d.h>
#include <ATen/ops/constant_pad_nd.h>

namespace weft {

namespace {

constexpr int kMaxLevels = 8;

/// A convolution's width in and out, read from its weight; an error when it isn't there.
Result<std::pair<std::int64_t, std::int64_t>> widthsOf(const ParameterSet& set, const std::string& name)
{
    const at::IntArrayRef shape = set.shapeOf(name + ".weight");
    if (shape.size() != 4)
        return weightError(name + ".weight", shape.empty() ? "is missing" : "isn't a convolution");
    return std::pair{shape[1], shape[0]};
}

int levelCount(const ParameterSet& set, const std::string& name)
{
    int count = 0;
    while (count < kMaxLevels && set.has(name + std::to_string(count) + ".block.0.conv1.weight"))
        ++count;
    return count;
}

/// One row and column of zeros behind the last, then every other place.
at::Tensor halved(const Conv2d& convolution, const at::Tensor& x)
{
    const at::Tensor padded = at::constant_pad_nd(x, {0, 1, 0, 1});
    return convolved(padded, *convolution.weight, convolution.bias->value(), 2, 0);
}

at::Tensor doubled(const Conv2d& convolution, const at::Tensor& x)
{
    return convolution(at::_upsample_nearest_exact2d(x, at::IntArrayRef({x.size(2) * 2, x.size(3) * 2})));
}

} // namespace

Result<std::shared_ptr<const Vae>> KlVae::make(ParameterSet set)
{
    const std::shared_ptr<KlVae> vae(new KlVae(std::move(set)));
    WEFT_CHECK(vae->loadDecoder());
    WEFT_CHECK(vae->loadEncoder());
    if (vae->m_encoder.levels.size() != vae->m_decoder.levels.size())
        return Error{ErrorCode::ModelUnsupported, "the VAE's encoder and decoder have different numbers of levels"};
    return std::shared_ptr<const Vae>(vae);
}

Done KlVae::loadDecoder()
{
    const std::string name = "decoder";
    WEFT_TRY(const auto widths, widthsOf(m_set, name + ".conv_in"));
    m_channels = widths.first;
    const std::int64_t width = widths.second;
    if (m_set.has("post_quant_conv.weight")) {
        WEFT_TRY(m_decoder.quantise, Conv2d::load(m_set, "post_quant_conv", m_channels, m_channels, 1));
    }
    WEFT_TRY(m_decoder.in, Conv2d::load(m_set, name + ".conv_in", m_channels, width, 3));
    WEFT_TRY(m_decoder.middle, KlMiddle::load(m_set, name + ".mid", width));
    const int levels = levelCount(m_set, name + ".up.");
    if (levels == 0)
        return weightError(name + ".up.0.block.0.conv1.weight", "is missing");
    std::int64_t in = width;
    for (int i = levels - 1; i >= 0; --i) {
        WEFT_TRY(KlLevel level, KlLevel::load(m_set, name + ".up." + std::to_string(i), "upsample", in));
        if (level.resample.has_value() != (i > 0))
            return weightError(
                name + ".up." + std::to_string(i) + ".upsample.conv.weight", i > 0 ? "is missing" : "is one too many");
        in = level.width();
        m_decoder.levels.push_back(std::move(level));
    }
    WEFT_TRY(m_decoder.out, KlHead::load(m_set, name, in, 3));
    return {};
}

Done KlVae::loadEncoder()
{
    const std::string name = "encoder";
    WEFT_TRY(const auto widths, widthsOf(m_set, name + ".conv_in"));
    WEFT_TRY(m_encoder.in, Conv2d::load(m_set, name + ".conv_in", 3, widths.second, 3));
    const int levels = levelCount(m_set, name + ".down.");
    if (levels == 0)
        return weightError(name + ".down.0.block.0.conv1.weight", "is missing");
    std::int64_t in = widths.second;
    for (int i = 0; i < levels; ++i) {
        WEFT_TRY(KlLevel level, KlLevel::load(m_set, name + ".down." + std::to_string(i), "downsample", in));
        if (level.resample.has_value() != (i + 1 < levels))
            return weightError(name + ".down." + std::to_string(i) + ".downsample.conv.weight",
                i + 1 < levels ? "is missing" : "is one too many");
        in = level.width();
        m_encoder.levels.push_back(std::move(level));
    }
    WEFT_TRY(m_encoder.middle, KlMiddle::load(m_set, name + ".mid", in));
    // Mean and variance; some files hold the mean alone.
    WEFT_TRY(const auto out, widthsOf(m_set, name + ".conv_out"));
    if (out.second != m_channels && out.second != 2 * m_channels)
        return weightError(name + ".conv_out.weight", "doesn't fit the decoder's channels");
    WEFT_TRY(m_encoder.out, KlHead::load(m_set, name, in, out.second));
    if (m_set.has("quant_conv.weight")) {
        WEFT_TRY(m_encoder.quantise, Conv2d::load(m_set, "quant_conv", out.second, out.second, 1));
    }
    return {};
}

at::Tensor KlVae::placed(const at::Tensor& x) const
{
    return x.to(m_set.placement().device, m_set.placement().dtype).contiguous();
}

at::Tensor KlVae::toLatent(const at::Tensor& x) const
{
    at::Tensor h = m_encoder.in(placed(x));
    for (const KlLevel& level : m_encoder.levels) {
        for (const KlResidual& block : level.blocks)
            h = block(h);
        if (level.resample)
            h = halved(*level.resample, h);
    }
    h = m_encoder.out(m_encoder.middle(h));
    if (m_encoder.quantise)
        h = (*m_encoder.quantise)(h);
    return h.narrow(1, 0, m_channels).to(at::kCPU, at::kFloat).contiguous();
}

at::Tensor KlVae::toPixels(const at::Tensor& latent) const
{
    at::Tensor h = placed(latent);
    if (m_decoder.quantise)
        h = (*m_decoder.quantise)(h);
    h = m_decoder.middle(m_decoder.in(h));
    for (const KlLevel& level : m_decoder.levels) {
        for (const KlResidual& block : level.blocks)
            h = block(h);
        if (level.resample)
            h = doubled(*level.resample, h);
    }
    return m_decoder.out(h).to(at::kCPU, at::kFloat);
}

/// The attention's matrices go back to the 1x1 convolutions that ldm has there.
at::Tensor KlVae::storedWeight(const std::string& name) const
{
    const at::Tensor stored = m_set.storedOf(name);
    const bool isMatrix = stored.defined() && stored.dim() == 2 && name.find(".attn_1.") != std::string::npos;
    return isMatrix ? stored.unsqueeze(-1).unsqueeze(-1) : stored;
}

} // namespace weft
