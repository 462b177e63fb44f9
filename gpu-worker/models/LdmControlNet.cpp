// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LdmControlNet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/silu.h>

namespace weft {

namespace {

constexpr int kHintConvolutions = 8;

/// The hint is 8 times as large as the latent: the third, fifth and seventh convolution halve it.
bool halves(int convolution)
{
    return convolution == 2 || convolution == 4 || convolution == 6;
}

} // namespace

bool LdmControlNet::recognises(const ParameterSet& set)
{
    return isUnet(set) && set.has("zero_convs.0.0.weight");
}

Result<std::shared_ptr<const ControlNet>> LdmControlNet::make(ParameterSet set)
{
    WEFT_TRY(const UnetLayout layout, readUnetLayout(set));
    std::shared_ptr<LdmControlNet> net(new LdmControlNet);
    WEFT_TRY(net->m_encoder, UnetEncoder::load(set, layout));
    net->m_set = std::move(set);
    WEFT_CHECK(net->loadHint());
    WEFT_CHECK(net->loadOutputs());
    return std::shared_ptr<const ControlNet>(std::move(net));
}

Done LdmControlNet::loadHint()
{
    for (int i = 0; i < kHintConvolutions; ++i) {
        const std::string name = "input_hint_block." + std::to_string(2 * i);
        const at::IntArrayRef shape = m_set.shapeOf(name + ".weight");
        if (shape.size() != 4)
            return weightError(name + ".weight", "is missing");
        const std::int64_t in = i == 0 ? shape[1] : m_hint.back().weight->shape()[0];
        const std::int64_t out = i + 1 == kHintConvolutions ? m_encoder.layout().modelChannels : shape[0];
        WEFT_TRY(Conv2d convolution, Conv2d::load(m_set, name, in, out, 3, halves(i) ? 2 : 1));
        m_hint.push_back(std::move(convolution));
    }
    return {};
}

Done LdmControlNet::loadOutputs()
{
    const std::vector<UnetLayout::Block>& blocks = m_encoder.layout().input;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::string name = "zero_convs." + std::to_string(i) + ".0";
        WEFT_TRY(Conv2d convolution, Conv2d::load(m_set, name, blocks[i].channels, blocks[i].channels, 1));
        m_outputs.push_back(std::move(convolution));
    }
    const std::int64_t middle = blocks.back().channels;
    WEFT_TRY(m_middleOutput, Conv2d::load(m_set, "middle_block_out.0", middle, middle, 1));
    return {};
}

at::Tensor LdmControlNet::runHint(const at::Tensor& hint) const
{
    at::Tensor h = hint;
    for (std::size_t i = 0; i < m_hint.size(); ++i) {
        h = m_hint[i](h);
        if (i + 1 < m_hint.size())
            h = at::silu(h);
    }
    return h;
}

ControlResiduals LdmControlNet::run(const ControlInputs& inputs) const
{
    const auto dtype = m_set.placement().dtype;
    const UnetCall call {at::silu(m_encoder.embedding(inputs.timesteps, inputs.y)),
        m_encoder.keysOf(inputs.context.to(dtype)), nullptr, nullptr};
    const at::Tensor hint = runHint(inputs.hint.to(dtype).contiguous(at::MemoryFormat::ChannelsLast));
    at::Tensor h = inputs.x.to(dtype).contiguous(at::MemoryFormat::ChannelsLast);
    ControlResiduals residuals;
    for (std::size_t i = 0; i < m_outputs.size(); ++i) {
        h = UnetEncoder::run(m_encoder.blocks()[i], h, call, {BlockPlace::Part::Input, static_cast<int>(i), 0});
        if (i == 0)
            h = h + hint;
        residuals.input.push_back(m_outputs[i](h));
    }
    residuals.middle.push_back(m_middleOutput(m_encoder.runMiddle(h, call)));
    return residuals;
}

} // namespace weft
