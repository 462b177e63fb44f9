// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/Weights.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>

namespace weft::worker {

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;

/// a * own + b * other, for one weight.
struct Mix {
    double own = 1;
    double other = 0;
};

/// Mixes each weight of `model` with the one of the same name in `other`; those that `other` lacks stay.
/// Errors: ModelUnsupported (args: key) for weights of different shapes.
Result<ModelPtr> merged(
    const ModelPtr& model, const ModelPtr& other, const std::function<Mix(const std::string& name)>& mixOf)
{
    WeightPatches patches;
    for (const std::string& name : model->network->weightNames()) {
        const auto shape = other->network->weightShape(name);
        if (shape.empty())
            continue;
        if (shape != model->network->weightShape(name))
            return weightError(name, "has another shape in the second model");
        const Mix mix = mixOf(name);
        patches[name].push_back([mix, name, network = other->network](const at::Tensor& weight) {
            return weight * mix.own + network->weight(name) * mix.other;
        });
    }
    auto copy = std::make_shared<DiffusionModel>(*model);
    copy->network = model->network->patched(patches);
    return ModelPtr(std::move(copy));
}

/// Source: ComfyUI `ModelMergeSimple`.
const bool modelMergeSimple
    = node("ModelMergeSimple", "advanced/model_merging")
          .in<ModelPtr>("model1")
          .in<ModelPtr>("model2")
          .in<double>("ratio", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const ModelPtr& other, double ratio) -> Result<ModelPtr> {
              return merged(model, other, [ratio](const std::string&) { return Mix {ratio, 1 - ratio}; });
          });

/// Source: ComfyUI `ModelMergeAdd`.
const bool modelMergeAdd
    = node("ModelMergeAdd", "advanced/model_merging")
          .in<ModelPtr>("model1")
          .in<ModelPtr>("model2")
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const ModelPtr& other) -> Result<ModelPtr> {
              return merged(model, other, [](const std::string&) { return Mix {1, 1}; });
          });

/// Source: ComfyUI `ModelMergeSubtract`.
const bool modelMergeSubtract
    = node("ModelMergeSubtract", "advanced/model_merging")
          .in<ModelPtr>("model1")
          .in<ModelPtr>("model2")
          .in<double>("multiplier", {.init = 1.0, .min = -10.0, .max = 10.0, .step = 0.01})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const ModelPtr& other, double multiplier) -> Result<ModelPtr> {
              return merged(model, other, [multiplier](const std::string&) { return Mix {multiplier, -multiplier}; });
          });

/// What is in none of the three parts goes with the first. Source: ComfyUI `ModelMergeBlocks`.
const bool modelMergeBlocks
    = node("ModelMergeBlocks", "advanced/model_merging")
          .in<ModelPtr>("model1")
          .in<ModelPtr>("model2")
          .in<double>("input", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
          .in<double>("middle", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
          .in<double>("out", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
          .out<ModelPtr>("MODEL", {.holdsModel = true})
          .run([](const ModelPtr& model, const ModelPtr& other, double input, double middle,
                   double out) -> Result<ModelPtr> {
              return merged(model, other, [input, middle, out](const std::string& name) {
                  const double ratio = name.starts_with("middle") ? middle : name.starts_with("out") ? out : input;
                  return Mix {ratio, 1 - ratio};
              });
          });

} // namespace

} // namespace weft::worker
