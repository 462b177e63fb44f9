// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Clip.h"
#include "gpu-worker/models/Weights.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>

namespace weft::worker {

namespace {

using ClipPtr = std::shared_ptr<const Clip>;

constexpr const char* kMergingCategory = "advanced/model_merging";

/// a * own + b * other for each weight; those that `other` lacks stay.
/// Errors: ModelUnsupported (args: key) for weights of different shapes.
Result<ClipPtr> merged(const ClipPtr& clip, const ClipPtr& other, double own, double others)
{
    WeightPatches patches;
    for (const std::string& name : clip->weightNames()) {
        const auto shape = other->weightShape(name);
        if (shape.empty())
            continue;
        if (shape != clip->weightShape(name))
            return weightError(name, "has another shape in the second text encoder");
        patches[name].push_back([own, others, name, other](const at::Tensor& weight) {
            return weight * own + other->weight(name) * others;
        });
    }
    return clip->patched(patches);
}

/// Source: ComfyUI `CLIPMergeSimple`.
const bool clipMergeSimple
    = node("CLIPMergeSimple", kMergingCategory)
          .in<ClipPtr>("clip1")
          .in<ClipPtr>("clip2")
          .in<double>("ratio", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
          .out<ClipPtr>("CLIP", {.holdsModel = true})
          .run([](const ClipPtr& clip, const ClipPtr& other, double ratio) { return merged(clip, other, ratio, 1 - ratio); });

/// Source: ComfyUI `CLIPMergeAdd`.
const bool clipMergeAdd = node("CLIPMergeAdd", kMergingCategory)
                              .in<ClipPtr>("clip1")
                              .in<ClipPtr>("clip2")
                              .out<ClipPtr>("CLIP", {.holdsModel = true})
                              .run([](const ClipPtr& clip, const ClipPtr& other) { return merged(clip, other, 1, 1); });

/// Source: ComfyUI `CLIPMergeSubtract`.
const bool clipMergeSubtract
    = node("CLIPMergeSubtract", kMergingCategory)
          .in<ClipPtr>("clip1")
          .in<ClipPtr>("clip2")
          .in<double>("multiplier", {.init = 1.0, .min = -10.0, .max = 10.0, .step = 0.01})
          .out<ClipPtr>("CLIP", {.holdsModel = true})
          .run([](const ClipPtr& clip, const ClipPtr& other, double multiplier) {
              return merged(clip, other, multiplier, -multiplier);
          });

} // namespace

} // namespace weft::worker
