// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ModelFiles.h"

#include "gpu-worker/models/DiffusersNames.h"
#include "gpu-worker/models/LatentFormats.h"
#include "gpu-worker/models/Mmdit.h"
#include "gpu-worker/models/MmditNames.h"
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/models/Unet.h"

#include <ATen/ops/std.h>

namespace weft {

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;

constexpr std::int64_t kSd2Context = 1024;
constexpr std::int64_t kRefinerAdm = 2560;
constexpr double kVPredictionSpread = 0.09;
constexpr double kStableDiffusion3Shift = 3;

bool beginsAnywhere(const Weights& file, std::string_view prefix)
{
    const auto found = file.file().tensors.lower_bound(prefix);
    return found != file.file().tensors.end() && found->first.starts_with(prefix);
}

/// "SD15", "SD20", ...; empty: no family that is known.
std::string unetFamily(const UnetLayout& layout)
{
    if (!layout.linearProjections && layout.admChannels == 0 && layout.contextDim > 0)
        return layout.inChannels == 9 ? "SD15_inpaint" : "SD15";
    if (layout.contextDim == kSd2Context)
        return layout.admChannels == 0 ? "SD20" : "SD21Unclip";
    if (layout.contextDim == 1280 && layout.admChannels == kRefinerAdm)
        return "SDXLRefiner";
    if (layout.contextDim == 2048 && layout.admChannels > 0)
        return "SDXL";
    return {};
}

/// SD2's files don't say what they predict. Measured: a bias of the v-models is spread wider than those of the eps-models.
/// Source: ComfyUI's supported_models, SD20. A file of any family may carry the mark "v_pred" that SDXL's have.
Prediction predictionOf(const Weights& file, const Unet& unet)
{
    if (file.has("v_pred"))
        return Prediction::V;
    if (unet.layout().contextDim != kSd2Context)
        return Prediction::Epsilon;
    const std::string name = "output_blocks.11.1.transformer_blocks.0.norm1.bias";
    const at::Tensor bias = unet.weight(name);
    if (unet.layout().inChannels != 4 || !bias.defined())
        return Prediction::Epsilon;
    const double spread = at::std(bias, /*unbiased=*/false).item<double>();
    return spread > kVPredictionSpread ? Prediction::V : Prediction::Epsilon;
}

Result<double> numberIn(const Weights& file, const std::string& name, double absent)
{
    if (!file.has(name))
        return absent;
    WEFT_TRY(const at::Tensor stored, file.stored(name));
    if (stored.numel() != 1)
        return weightError(name, "isn't one number");
    return stored.item<double>();
}

/// Marks that fine-tuned SDXL files carry beside their weights.
Done setSdxlSchedule(const Weights& file, DiffusionModel& model)
{
    model.latentFormat = sdxlLatents();
    model.schedule = discreteSchedule(Prediction::Epsilon);
    if (file.has("edm_mean") && file.has("edm_std")) {
        model.latentFormat = playgroundLatents();
        model.schedule = edmSchedule(Prediction::Edm, 0.002, 80, 0.5);
    } else if (file.has("edm_vpred.sigma_max")) {
        WEFT_TRY(const double sigmaMax, numberIn(file, "edm_vpred.sigma_max", 80));
        WEFT_TRY(const double sigmaMin, numberIn(file, "edm_vpred.sigma_min", 0.002));
        model.schedule = edmSchedule(Prediction::V, sigmaMin, sigmaMax);
    } else if (file.has("v_pred")) {
        model.schedule = discreteSchedule(Prediction::V, file.has("ztsnr"));
    }
    return {};
}

Result<ModelPtr> unetModel(const Weights& file, ParameterSet set)
{
    WEFT_TRY(const std::shared_ptr<const Unet> unet, Unet::make(std::move(set)));
    const UnetLayout& layout = unet->layout();
    auto model = std::make_shared<DiffusionModel>();
    model->family.name = unetFamily(layout);
    model->family.contextDim = layout.contextDim;
    model->family.admChannels = layout.admChannels;
    model->family.inChannels = layout.inChannels;
    if (model->family.name.empty() || layout.outChannels == 0)
        return Error {ErrorCode::ModelUnsupported,
            "a UNet of no known family: text of width " + std::to_string(layout.contextDim) + ", vectors of width "
                + std::to_string(layout.admChannels) + ", " + std::to_string(layout.outChannels) + " output channels"};
    model->network = unet;
    if (model->family.name == "SDXL") {
        WEFT_CHECK(setSdxlSchedule(file, *model));
        return ModelPtr(std::move(model));
    }
    model->latentFormat = model->family.name == "SDXLRefiner" ? sdxlLatents() : sd15Latents();
    model->schedule = discreteSchedule(predictionOf(file, *unet));
    return ModelPtr(std::move(model));
}

Result<ModelPtr> mmditModel(ParameterSet set)
{
    WEFT_TRY(const std::shared_ptr<const Mmdit> net, Mmdit::make(std::move(set)));
    auto model = std::make_shared<DiffusionModel>();
    model->family = {"SD3", net->contextDim(), net->admChannels(), net->inChannels(), Json::object()};
    model->latentFormat = sd3Latents();
    model->schedule = flowSchedule(kStableDiffusion3Shift);
    model->network = net;
    return ModelPtr(std::move(model));
}

} // namespace

Result<Weights> withLdmNames(const Weights& file)
{
    for (const std::string_view prefix : {"model.diffusion_model.", "model.model.", "diffusion_model.", "unet."}) {
        if (beginsAnywhere(file, prefix))
            return withLdmNames(file.under(prefix));
    }
    if (!file.has("conv_in.weight"))
        return withMmditNames(file);
    const UnetNames names(UnetLevels::fromDiffusers(file.names()));
    Weights renamed = file;
    WEFT_CHECK(renamed.rename([&names](const std::string& name) {
        const std::string ldm = names.toLdm(name);
        return ldm.empty() ? "diffusers." + name : ldm;
    }));
    return renamed;
}

Result<ModelPtr> makeDiffusionModel(const Weights& file, const Placement& placement)
{
    WEFT_TRY(const Weights weights, withLdmNames(file));
    WEFT_TRY(ParameterSet set, ParameterSet::of(weights, placement));
    if (Mmdit::recognises(set))
        return mmditModel(std::move(set));
    if (isUnet(set))
        return unetModel(file, std::move(set));
    return Error {ErrorCode::ModelUnsupported, "these weights belong to no diffusion model that Weft knows"};
}

} // namespace weft
