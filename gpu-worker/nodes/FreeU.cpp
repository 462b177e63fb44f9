// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/amax.h>
#include <ATen/ops/amin.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/fft_fftn.h>
#include <ATen/ops/fft_fftshift.h>
#include <ATen/ops/fft_ifftn.h>
#include <ATen/ops/fft_ifftshift.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/real.h>

#include <algorithm>
#include <optional>

/// FreeU (arXiv 2309.11497): in the two coarsest widths of the decoder the backbone counts more, and the low frequencies of
/// the skip connections less.
namespace weft::worker {

namespace {

struct Factors {
    double backbone = 1;
    double skip = 1;
};

/// The lowest frequencies of x [B, C, H, W] times `scale`.
at::Tensor lowFrequenciesScaled(const at::Tensor& x, double scale)
{
    const std::vector<std::int64_t> sides {-2, -1};
    const at::Tensor spectrum = at::fft_fftshift(at::fft_fftn(x.to(at::kFloat), std::nullopt, sides), sides);
    at::Tensor mask = at::ones(spectrum.sizes(), at::TensorOptions(at::kFloat).device(x.device()));
    at::Tensor middle = mask;
    for (const std::int64_t side : sides) {
        const std::int64_t size = mask.size(side);
        const std::int64_t begin = std::max<std::int64_t>(size / 2 - 1, 0);
        middle = middle.narrow(side, begin, std::min(size / 2 + 1, size) - begin);
    }
    middle.fill_(scale);
    const at::Tensor filtered = at::fft_ifftn(at::fft_ifftshift(spectrum * mask, sides), std::nullopt, sides);
    return at::real(filtered).to(x.scalar_type());
}

/// The first half of the channels times `factor` (a number, or [B, 1, H, W]).
template <typename Factor>
at::Tensor firstHalfScaled(const at::Tensor& h, const Factor& factor)
{
    const std::int64_t half = h.size(1) / 2;
    return at::cat({h.narrow(1, 0, half) * factor, h.narrow(1, half, h.size(1) - half)}, 1);
}

/// Version 1: the same everywhere. Version 2: more where the mean over the channels is large.
at::Tensor backboneScaled(const at::Tensor& h, double factor, bool second)
{
    if (!second)
        return firstHalfScaled(h, factor);
    const at::Tensor mean = h.mean(at::IntArrayRef({1}), true);
    const at::Tensor high = at::amax(mean, {1, 2, 3}, true);
    const at::Tensor low = at::amin(mean, {1, 2, 3}, true);
    return firstHalfScaled(h, (mean - low) / (high - low) * (factor - 1) + 1);
}

/// The width of the UNet's first block.
std::int64_t modelChannels(const DiffusionModel& model)
{
    constexpr std::int64_t kUsual = 320;
    const std::vector<std::int64_t> shape = model.network ? model.network->weightShape("time_embed.0.weight") : std::vector<std::int64_t> {};
    return shape.size() == 2 ? shape[1] : kUsual;
}

Result<ModelPtr> withFreeU(const ModelPtr& model, Factors coarsest, Factors coarse, bool second)
{
    auto copy = changed(model);
    const std::int64_t width = modelChannels(*model);
    copy->patches.join.push_back([=](at::Tensor h, at::Tensor skip) {
        const Factors* factors = h.size(1) == 4 * width ? &coarsest : h.size(1) == 2 * width ? &coarse : nullptr;
        if (!factors)
            return std::pair(std::move(h), std::move(skip));
        return std::pair(backboneScaled(h, factors->backbone, second), lowFrequenciesScaled(skip, factors->skip));
    });
    return ModelPtr(std::move(copy));
}

InputOptions factor(double init)
{
    return {.init = init, .min = 0.0, .max = 10.0, .step = 0.01};
}

/// Source: ComfyUI `FreeU`.
const bool freeU = node("FreeU", "model_patches/unet")
                       .in<ModelPtr>("model")
                       .in<double>("b1", factor(1.1))
                       .in<double>("b2", factor(1.2))
                       .in<double>("s1", factor(0.9))
                       .in<double>("s2", factor(0.2))
                       .out<ModelPtr>("MODEL", {.holdsModel = true})
                       .run([](const ModelPtr& model, double b1, double b2, double s1, double s2) {
                           return withFreeU(model, {b1, s1}, {b2, s2}, false);
                       });

/// Source: ComfyUI `FreeU_V2`.
const bool freeU2 = node("FreeU_V2", "model_patches/unet")
                        .in<ModelPtr>("model")
                        .in<double>("b1", factor(1.3))
                        .in<double>("b2", factor(1.4))
                        .in<double>("s1", factor(0.9))
                        .in<double>("s2", factor(0.2))
                        .out<ModelPtr>("MODEL", {.holdsModel = true})
                        .run([](const ModelPtr& model, double b1, double b2, double s1, double s2) {
                            return withFreeU(model, {b1, s1}, {b2, s2}, true);
                        });

} // namespace

} // namespace weft::worker
