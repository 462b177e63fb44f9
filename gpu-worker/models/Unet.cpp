// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Unet.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/upsample_nearest2d.h>

namespace weft {

namespace {

const NetworkPatches kNoPatches;

at::Tensor controlAt(const std::vector<at::Tensor>& residuals, std::size_t index)
{
    return index < residuals.size() ? residuals[index] : at::Tensor();
}

at::Tensor withControl(const at::Tensor& h, const at::Tensor& residual)
{
    return residual.defined() ? h + residual.to(h.scalar_type()) : h;
}

at::Tensor patchedBlock(const std::vector<NetworkPatches::BlockPatch>& patches, at::Tensor h, const BlockPlace& place)
{
    for (const NetworkPatches::BlockPatch& patch : patches)
        h = patch(h, place);
    return h;
}

} // namespace

Result<std::shared_ptr<const Unet>> Unet::make(ParameterSet set)
{
    WEFT_TRY(const UnetLayout layout, readUnetLayout(set));
    std::shared_ptr<Unet> unet(new Unet);
    WEFT_TRY(unet->m_encoder, UnetEncoder::load(set, layout));
    unet->m_set = std::move(set);
    WEFT_CHECK(unet->loadOutput());
    return std::shared_ptr<const Unet>(std::move(unet));
}

Done Unet::loadOutput()
{
    const UnetLayout& shape = layout();
    std::int64_t channels = shape.input.empty() ? 0 : shape.input.back().channels;
    for (std::size_t i = 0; i < shape.output.size(); ++i) {
        const std::int64_t skip = shape.input[shape.input.size() - 1 - i].channels;
        const std::string name = "output_blocks." + std::to_string(i);
        WEFT_TRY(UnetEncoder::Block block, m_encoder.loadBlock(m_set, name, channels + skip, shape.output[i]));
        m_output.push_back(std::move(block));
        channels = shape.output[i].channels;
    }
    WEFT_TRY(m_normOut, GroupNorm::load(m_set, "out.0", channels));
    WEFT_TRY(m_convolutionOut, Conv2d::load(m_set, "out.2", channels, shape.outChannels, 3));
    return {};
}

at::Tensor Unet::run(const DenoiserInputs& inputs) const
{
    const auto dtype = m_set.placement().dtype;
    const NetworkPatches& patches = inputs.patches ? *inputs.patches : kNoPatches;
    const at::Tensor context = inputs.context.to(dtype);
    const UnetCall call {at::silu(m_encoder.embedding(inputs.timesteps, inputs.y)),
        inputs.gradient ? std::make_shared<ContextKeys>(ContextKeys {context, {}}) : m_encoder.keysOf(context), &patches,
        inputs.gradient};
    at::Tensor h = inputs.x.to(dtype).contiguous(at::MemoryFormat::ChannelsLast);
    std::vector<at::Tensor> skips;
    for (std::size_t i = 0; i < m_encoder.blocks().size(); ++i) {
        const BlockPlace place {BlockPlace::Part::Input, static_cast<int>(i), 0};
        h = UnetEncoder::run(m_encoder.blocks()[i], h, call, place);
        h = patchedBlock(patches.afterInput, h, place);
        skips.push_back(inputs.control ? withControl(h, controlAt(inputs.control->input, i)) : h);
        h = patchedBlock(patches.afterSkip, h, place);
    }
    h = m_encoder.runMiddle(h, call);
    if (inputs.control)
        h = withControl(h, controlAt(inputs.control->middle, 0));
    h = runOutput(std::move(h), std::move(skips), call);
    return m_convolutionOut(m_normOut.silu(h)).to(inputs.x.scalar_type());
}

at::Tensor Unet::runOutput(at::Tensor h, std::vector<at::Tensor> skips, const UnetCall& call) const
{
    for (std::size_t i = 0; i < m_output.size(); ++i) {
        const BlockPlace place {BlockPlace::Part::Output, static_cast<int>(i), 0};
        at::Tensor skip = std::move(skips.back());
        skips.pop_back();
        h = patchedBlock(call.patches->beforeOutput, h, place);
        for (const NetworkPatches::JoinPatch& patch : call.patches->join)
            std::tie(h, skip) = patch(h, skip);
        h = UnetEncoder::run(m_output[i], at::cat({h, skip}, 1), call, place);
        if (m_output[i].upsampling) {
            // As large as the next skip connection: sides that 2 doesn't divide were rounded up on the way down.
            const std::array<std::int64_t, 2> doubled {h.size(2) * 2, h.size(3) * 2};
            const at::IntArrayRef size = skips.empty() ? at::IntArrayRef(doubled) : skips.back().sizes().slice(2);
            h = (*m_output[i].upsampling)(at::upsample_nearest2d(h, size));
        }
    }
    return h;
}

std::shared_ptr<const Denoiser> Unet::patched(const WeightPatches& patches) const
{
    auto copy = Unet::make(m_set.patched(patches));
    return copy ? *copy : nullptr; // the same names and shapes, so it can't fail
}

std::shared_ptr<const Denoiser> Unet::inTraining(const Learning& learning) const
{
    auto copy = Unet::make(m_set.inTraining(learning));
    return copy ? *copy : nullptr; // likewise
}

} // namespace weft
