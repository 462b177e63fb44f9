// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Morphology.h"
#include "gpu-worker/nodes/PictureSides.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>

namespace weft::worker {

namespace {

/// Fades `count` lines from one end of `axis`. From the far end ComfyUI begins with line 0, the opposite edge, and only then
/// takes the last line, the one before it, ...: its results are kept.
void fade(at::Tensor& mask, int axis, std::int64_t count, bool fromEnd)
{
    const std::int64_t size = mask.size(axis);
    const std::int64_t lines = std::clamp<std::int64_t>(count, 0, size);
    for (std::int64_t i = 0; i < lines; ++i) {
        const double rate = static_cast<double>(i + 1) / static_cast<double>(lines);
        const std::int64_t line = fromEnd ? (size - i) % size : i;
        mask.select(axis, line).mul_(rate);
    }
}

/// Fades the edges linearly. Source: ComfyUI `FeatherMask`.
const bool featherMask =
    node("FeatherMask", "mask")
        .in<Mask>("mask")
        .in<std::int64_t>("left", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
        .in<std::int64_t>("top", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
        .in<std::int64_t>("right", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
        .in<std::int64_t>("bottom", {.init = 0, .min = 0, .max = kMaxSide, .step = 1})
        .out<Mask>("MASK")
        .run([](const Mask& mask, std::int64_t left, std::int64_t top, std::int64_t right,
                 std::int64_t bottom) -> Result<Mask> {
            at::Tensor out = mask.values.reshape({-1, mask.values.size(-2), mask.values.size(-1)}).clone();
            fade(out, 2, left, false);
            fade(out, 2, right, true);
            fade(out, 1, top, false);
            fade(out, 1, bottom, true);
            return Mask {out};
        });

/// Steps of a 3x3 neighbourhood; without tapered corners it is a full square. Negative: shrinks. Source: ComfyUI `GrowMask`.
const bool growMask = node("GrowMask", "mask")
                          .in<Mask>("mask")
                          .in<std::int64_t>("expand", {.init = 0, .min = -kMaxSide, .max = kMaxSide, .step = 1})
                          .in<bool>("tapered_corners", {.init = true})
                          .out<Mask>("MASK")
                          .run([](Context& context, const Mask& mask, std::int64_t expand, bool tapered) -> Result<Mask> {
                              at::Tensor out = mask.values.reshape({-1, 1, mask.values.size(-2), mask.values.size(-1)});
                              const std::int64_t longest = std::max(out.size(2), out.size(3));
                              const std::int64_t steps =
                                  std::min(std::abs(std::clamp<std::int64_t>(expand, -kMaxSide, kMaxSide)),
                                      2 * longest); // then nothing changes any more
                              for (std::int64_t i = 0; i < steps; ++i) {
                                  WEFT_CHECK(context.checkCancelled());
                                  out = grownStep(out, tapered, expand < 0);
                              }
                              return Mask {out.squeeze(1).contiguous()};
                          });

} // namespace

} // namespace weft::worker
