// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/ModelInputs.h"

#include "gpu-worker/models/Layers.h"
#include "gpu-worker/sampling/Resize.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/round.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <array>
#include <cmath>

namespace weft {

namespace {

constexpr std::int64_t kSizeDim = 256; // sinusoids per number

double sizeOr(const Condition& condition, const std::string& name, double otherwise)
{
    const auto found = condition.sizes.find(name);
    return found == condition.sizes.end() ? otherwise : found->second;
}

/// height, width, crop_h, crop_w, then the target size (SDXL) or a rating (refiner).
std::vector<float> sizesOf(const Condition& condition, bool isNegative, bool isRefiner, const LatentFacts& facts)
{
    constexpr double kGood = 6;
    constexpr double kBad = 2.5;
    const double width = sizeOr(condition, "width", static_cast<double>(facts.shape[3] * kPixelsPerCell));
    const double height = sizeOr(condition, "height", static_cast<double>(facts.shape[2] * kPixelsPerCell));
    std::vector<double> sizes {height, width, sizeOr(condition, "crop_h", 0), sizeOr(condition, "crop_w", 0)};
    if (isRefiner) {
        sizes.push_back(sizeOr(condition, "aesthetic_score", isNegative ? kBad : kGood));
    } else {
        sizes.push_back(sizeOr(condition, "target_height", height));
        sizes.push_back(sizeOr(condition, "target_width", width));
    }
    return {sizes.begin(), sizes.end()};
}

/// What pixels of zero become in SD1's latent, per channel.
constexpr std::array<double, 4> kBlankPixels {0.8223, -0.6876, 0.6364, 0.1380};

at::Tensor blankLatent(const LatentFacts& facts)
{
    at::Tensor blank = at::ones(facts.shape, at::TensorOptions(at::kFloat).device(facts.device));
    for (std::int64_t channel = 0; channel < std::min<std::int64_t>(blank.size(1), 4); ++channel)
        blank.select(1, channel).fill_(kBlankPixels[static_cast<std::size_t>(channel)]);
    return blank;
}

at::Tensor maskInput(const at::Tensor& mask, const LatentFacts& facts)
{
    const at::Tensor one = mask.dim() == 4 ? mask.narrow(1, 0, 1) : mask;
    at::Tensor batched = one.reshape({-1, 1, one.size(-2), one.size(-1)}).to(facts.device, at::kFloat);
    if (batched.size(2) != facts.shape[2] || batched.size(3) != facts.shape[3])
        batched = bilinearTo(croppedToAspect(batched, facts.shape[2], facts.shape[3]), facts.shape[2], facts.shape[3]);
    return spreadToBatch(at::round(batched), facts.shape[0]);
}

at::Tensor maskedLatent(const Condition& condition, const DiffusionModel& model, const LatentFacts& facts)
{
    at::Tensor latent = facts.latent;
    if (condition.concatLatent.defined())
        latent = model.latentFormat.processIn(condition.concatLatent.to(facts.device, at::kFloat));
    if (latent.size(2) != facts.shape[2] || latent.size(3) != facts.shape[3])
        latent = bilinearTo(croppedToAspect(latent, facts.shape[2], facts.shape[3]), facts.shape[2], facts.shape[3]);
    return spreadToBatch(latent, facts.shape[0]);
}

} // namespace

Result<at::Tensor> vectorInput(
    const Condition& condition, bool isNegative, const DiffusionModel& model, const LatentFacts& facts)
{
    if (model.family.admChannels == 0)
        return at::Tensor {};
    const std::string& family = model.family.name;
    if (family == "SD21Unclip")
        return at::zeros({1, model.family.admChannels}, at::TensorOptions(at::kFloat).device(facts.device));
    if (!condition.pooled.defined())
        return Error {ErrorCode::TypeMismatch, "the text was encoded for another family: it has no pooled vector",
            {{"type", "CONDITIONING"}}};
    const at::Tensor pooled = condition.pooled.to(facts.device, at::kFloat);
    at::Tensor y = pooled;
    if (family.starts_with("SDXL")) {
        const at::Tensor sizes = at::tensor(sizesOf(condition, isNegative, family == "SDXLRefiner", facts)).to(facts.device);
        const at::Tensor flat = sinusoids(sizes, kSizeDim).reshape({1, -1});
        y = at::cat({pooled, flat.repeat({pooled.size(0), 1})}, 1);
    }
    if (y.size(1) == model.family.admChannels)
        return y;
    return Error {ErrorCode::TypeMismatch,
        "the text was encoded for another family: its vector has " + std::to_string(y.size(1)) + " numbers, the model takes "
            + std::to_string(model.family.admChannels),
        {{"type", "CONDITIONING"}}};
}

at::Tensor concatInput(const Condition& condition, const DiffusionModel& model, const LatentFacts& facts)
{
    if (model.family.inChannels != model.latentFormat.channels * 2 + 1)
        return {};
    const at::Tensor mask = condition.concatMask.defined() ? condition.concatMask : facts.noiseMask;
    if (!mask.defined()) {
        const at::Tensor everything
            = at::ones({facts.shape[0], 1, facts.shape[2], facts.shape[3]}, at::TensorOptions(at::kFloat).device(facts.device));
        return at::cat({everything, blankLatent(facts)}, 1);
    }
    return at::cat({maskInput(mask, facts), maskedLatent(condition, model, facts)}, 1);
}

} // namespace weft
