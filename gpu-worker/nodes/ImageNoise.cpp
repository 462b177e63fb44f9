// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"
#include "gpu-worker/sampling/Noise.h"

namespace weft::worker {

namespace {

/// Normal noise of one seed over all pictures, clamped to 0..1. Source: ComfyUI `ImageAddNoise`.
const bool imageAddNoise = node("ImageAddNoise", "image")
                               .in<Image>("image")
                               .in<std::int64_t>("seed",
                                   {.init = 0,
                                       .min = 0,
                                       .max = std::uint64_t{0xffffffffffffffff},
                                       .more = Json{{"control_after_generate", true}}})
                               .in<double>("strength", {.init = 0.5, .min = 0.0, .max = 1.0, .step = 0.01})
                               .out<Image>("IMAGE")
                               .run([](const Image& image, std::int64_t seed, double strength) -> Result<Image> {
                                   const at::Tensor noise =
                                       randomNormal(image.pixels.sizes().vec(), static_cast<std::uint64_t>(seed));
                                   return Image{image.pixels.add(noise.mul(strength)).clamp(0, 1)};
                               });

} // namespace

} // namespace weft::worker
