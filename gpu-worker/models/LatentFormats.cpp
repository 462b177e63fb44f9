// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LatentFormats.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/tensor.h>

namespace weft {

namespace {

/// [C] as [1, C, 1, 1] beside `like`.
at::Tensor perChannel(const std::vector<float>& values, const at::Tensor& like)
{
    return at::tensor(values, like.options()).reshape({1, -1, 1, 1});
}

} // namespace

at::Tensor LatentFormat::processIn(const at::Tensor& latent) const
{
    if (mean.empty())
        return shift == 0 ? latent * scale : (latent - shift) * scale;
    return (latent - perChannel(mean, latent)) * scale / perChannel(deviation, latent);
}

at::Tensor LatentFormat::processOut(const at::Tensor& latent) const
{
    if (mean.empty())
        return shift == 0 ? latent / scale : latent / scale + shift;
    return latent * perChannel(deviation, latent) / scale + perChannel(mean, latent);
}

const LatentFormat& sd15Latents()
{
    static const LatentFormat format {.name = "SD15",
        .channels = 4,
        .scale = 0.18215,
        .rgbFactors = {{0.3512F, 0.2297F, 0.3227F}, {0.3250F, 0.4974F, 0.2350F}, {-0.2829F, 0.1762F, 0.2721F},
            {-0.2120F, -0.2616F, -0.7177F}},
        .tinyDecoder = "taesd_decoder"};
    return format;
}

const LatentFormat& sdxlLatents()
{
    static const LatentFormat format {.name = "SDXL",
        .channels = 4,
        .scale = 0.13025,
        .rgbFactors = {{0.3651F, 0.4232F, 0.4341F}, {-0.2533F, -0.0042F, 0.1068F}, {0.1076F, 0.1111F, -0.0362F},
            {-0.3165F, -0.2492F, -0.2188F}},
        .rgbBias = {0.1084F, -0.0175F, -0.0011F},
        .tinyDecoder = "taesdxl_decoder"};
    return format;
}

const LatentFormat& playgroundLatents()
{
    static const LatentFormat format {.name = "Playground",
        .channels = 4,
        .scale = 0.5,
        .rgbFactors = {{0.3920F, 0.4054F, 0.4549F}, {-0.2634F, -0.0196F, 0.0653F}, {0.0568F, 0.1687F, -0.0755F},
            {-0.3112F, -0.2359F, -0.2076F}},
        .mean = {-1.6574F, 1.886F, -1.383F, 2.5155F},
        .deviation = {8.4927F, 5.9022F, 6.5498F, 5.2299F}};
    return format;
}

const LatentFormat& sd3Latents()
{
    static const LatentFormat format {.name = "SD3",
        .channels = 16,
        .scale = 1.5305,
        .shift = 0.0609,
        .rgbFactors = {{-0.0922F, -0.0175F, 0.0749F}, {0.0311F, 0.0633F, 0.0954F}, {0.1994F, 0.0927F, 0.0458F},
            {0.0856F, 0.0339F, 0.0902F}, {0.0587F, 0.0272F, -0.0496F}, {-0.0006F, 0.1104F, 0.0309F},
            {0.0978F, 0.0306F, 0.0427F}, {-0.0042F, 0.1038F, 0.1358F}, {-0.0194F, 0.0020F, 0.0669F},
            {-0.0488F, 0.0130F, -0.0268F}, {0.0922F, 0.0988F, 0.0951F}, {-0.0278F, 0.0524F, -0.0542F},
            {0.0332F, 0.0456F, 0.0895F}, {-0.0069F, -0.0030F, -0.0810F}, {-0.0596F, -0.0465F, -0.0293F},
            {-0.1448F, -0.1463F, -0.1189F}},
        .rgbBias = {0.2394F, 0.2135F, 0.1925F},
        .tinyDecoder = "taesd3_decoder"};
    return format;
}

at::Tensor latentToRgb(const LatentFormat& format, const at::Tensor& x0)
{
    if (format.rgbFactors.empty() || x0.dim() != 4 || x0.size(1) != static_cast<std::int64_t>(format.rgbFactors.size()))
        return {};
    std::vector<float> rows;
    for (const std::array<float, 3>& row : format.rgbFactors)
        rows.insert(rows.end(), row.begin(), row.end());
    const at::Tensor factors = at::tensor(rows).reshape({-1, 3});
    const at::Tensor bias = at::tensor({format.rgbBias[0], format.rgbBias[1], format.rgbBias[2]});
    const at::Tensor first = x0.select(0, 0).to(at::kCPU, at::kFloat).permute({1, 2, 0});
    return ((at::matmul(first, factors) + bias + 1) / 2).clamp(0, 1).unsqueeze(0);
}

} // namespace weft
