// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"

#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Previewer.h"
#include "gpu-worker/sampling/Noise.h"

#include <ATen/ops/zeros_like.h>

namespace weft::worker {

namespace {

at::Tensor tensorAt(const Cond& cond, const std::string& name)
{
    const auto found = cond.tensors.find(name);
    return found == cond.tensors.end() ? at::Tensor {} : found->second;
}

/// [height, width, y, x] in cells, or ["percentage", height, width, y, x] in shares.
void readArea(const Json& area, Condition& condition)
{
    if (!area.is_array())
        return;
    std::vector<double> numbers;
    for (const Json& entry : area) {
        if (entry.is_number())
            numbers.push_back(entry.get<double>());
    }
    if (numbers.size() != 4)
        return;
    if (area.size() == 5)
        condition.areaShare = AreaShare {numbers[0], numbers[1], numbers[2], numbers[3]};
    else
        condition.area = LatentArea {static_cast<std::int64_t>(numbers[0]), static_cast<std::int64_t>(numbers[1]),
            static_cast<std::int64_t>(numbers[2]), static_cast<std::int64_t>(numbers[3])};
}

std::optional<double> numberIn(const Json& options, std::string_view key)
{
    const Json& value = memberAt(options, key);
    return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

void readSizes(const Json& options, Condition& condition)
{
    for (const char* key :
        {"width", "height", "crop_w", "crop_h", "target_width", "target_height", "aesthetic_score"}) {
        if (const auto number = numberIn(options, key))
            condition.sizes[key] = *number;
    }
}

Condition conditionOf(const Cond& cond)
{
    const Json& options = cond.options;
    Condition condition;
    condition.context = cond.cond;
    condition.pooled = tensorAt(cond, "pooled_output");
    condition.strength = numberAt(options, "strength", 1);
    readArea(memberAt(options, "area"), condition);
    condition.mask = tensorAt(cond, "mask");
    condition.maskStrength = numberAt(options, "mask_strength", 1);
    condition.areaFromMask = boolAt(options, "set_area_to_bounds");
    condition.startPercent = numberIn(options, "start_percent");
    condition.endPercent = numberIn(options, "end_percent");
    condition.control = controlOf(cond);
    condition.controlsNegativeToo = boolAt(options, "control_apply_to_uncond");
    condition.concatLatent = tensorAt(cond, "concat_latent_image");
    condition.concatMask = tensorAt(cond, "concat_mask");
    readSizes(options, condition);
    return condition;
}

/// One sigma alone: noise is added, and nothing taken away.
Latent onlyNoised(const DiffusionModel& model, float sigma, const at::Tensor& noise, const Latent& latent)
{
    const NoiseSchedule& schedule = *model.schedule;
    const bool empty = latent.samples.count_nonzero().item<std::int64_t>() == 0;
    const at::Tensor scaled = empty ? latent.samples : model.latentFormat.processIn(latent.samples);
    const at::Tensor x = schedule.noised(scaled, noise, sigma, sigma >= schedule.sigmaMax() * (1 - 1e-5));
    return withSamples(latent, model.latentFormat.processOut(schedule.unnoised(x, sigma)));
}

} // namespace

ControlPtr controlOf(const Cond& cond)
{
    const auto found = cond.objects.find("control");
    const ControlPtr* control = found == cond.objects.end() ? nullptr : std::any_cast<ControlPtr>(&found->second);
    return control ? *control : nullptr;
}

Conditions conditionsOf(const Conditioning& conditioning)
{
    Conditions conditions;
    for (const Cond& cond : conditioning.conds)
        conditions.push_back(conditionOf(cond));
    return conditions;
}

Result<at::Tensor> noiseFor(const Context& context, const NoiseChoice& noise, const Latent& latent)
{
    if (!noise.isRandom)
        return at::zeros_like(latent.samples);
    return latentNoise(latent.samples, noise.seed, latent.batchIndex.value_or(at::Tensor {}),
        [&context] { return context.isCancelled(); });
}

Result<Sampled> sampled(Context& context, const Guider& guider, const SamplerChoice& sampler, const Sigmas& sigmas,
    const NoiseChoice& noise, const Latent& latent)
{
    Latent input = latent;
    WEFT_TRY(input.samples, withChannelsOf(*guider.model, latent.samples));
    if (sigmas.empty())
        return Sampled {input, input};
    WEFT_TRY(const at::Tensor first, noiseFor(context, noise, input));
    if (sigmas.size() == 1) {
        const Latent noisy = onlyNoised(*guider.model, sigmas[0], first, input);
        return Sampled {noisy, noisy};
    }
    SamplingRequest request {guider, sampler, sigmas, noise.seed, input.samples, first,
        input.noiseMask.value_or(at::Tensor {}), context.device()};
    request.sampler.options.noiseSeedOffset = context.ancestralSeedOffset();
    WEFT_TRY(const auto run, SamplingRun::start(std::move(request), [&context] { return context.isCancelled(); }));
    Previewer previewer(context, guider.model->latentFormat);
    while (!run->isFinished()) {
        WEFT_CHECK(run->step());
        context.progress(run->stepsDone(), run->stepsInAll());
        previewer.show(run->scaledDenoised());
    }
    const at::Tensor x0 = run->denoised();
    Sampled result {withSamples(input, run->latent()), input};
    result.denoised.samples = x0.defined() ? x0 : result.output.samples;
    return result;
}

} // namespace weft::worker
