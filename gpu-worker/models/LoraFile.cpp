// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LoraFile.h"

#include "gpu-worker/models/LoraModule.h"
#include "gpu-worker/models/LoraNames.h"

#include <ATen/ops/cat.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace weft {

namespace {

/// A LoRA for another model may still fit a few weights by accident.
constexpr double kMostMisfits = 0.25;

using Shape = std::function<std::vector<std::int64_t>(const std::string& name)>;

WeightPatch onThird(WeightPatch patch, int third)
{
    return [patch = std::move(patch), third](const at::Tensor& weight) {
        std::vector<at::Tensor> parts = weight.chunk(3, 0);
        parts[static_cast<std::size_t>(third)] = patch(parts[static_cast<std::size_t>(third)]);
        return at::cat(parts, 0);
    };
}

/// Whether each side, counted from the last, is 1 or the weight's.
bool spreadsOver(const std::vector<std::int64_t>& weight, const std::vector<std::int64_t>& magnitudes)
{
    if (magnitudes.size() > weight.size())
        return false;
    return std::equal(magnitudes.rbegin(), magnitudes.rend(), weight.rbegin(),
        [](std::int64_t side, std::int64_t whole) { return side == 1 || side == whole; });
}

std::string biasOf(const std::string& weight)
{
    constexpr std::string_view kWeight = ".weight";
    return weight.ends_with(kWeight) ? weight.substr(0, weight.size() - kWeight.size()) + ".bias" : weight;
}

/// Collects the patches of one side (network or text encoders).
class Collector {
public:
    Collector(const Weights& file, std::set<std::string>& used)
        : m_file(file)
        , m_used(used)
    {
    }

    Result<WeightPatches> collect(const std::map<std::string, LoraTarget>& names, const Shape& shapeOf, double strength)
    {
        WeightPatches patches;
        for (const auto& [name, target] : names) {
            WEFT_TRY(LoraModule module, readLoraModule(m_file, name, strength, m_used));
            if (module.weight && fits(shapeOf, target.weight, target.third, module.weightCount, module.magnitudes))
                add(patches[target.weight], std::move(*module.weight), target.third);
            if (module.bias && fits(shapeOf, biasOf(target.weight), target.third, module.biasCount))
                add(patches[biasOf(target.weight)], std::move(*module.bias), target.third);
        }
        std::erase_if(patches, [](const auto& entry) { return entry.second.empty(); });
        return patches;
    }

    int found() const { return m_found; }
    int misfits() const { return m_misfits; }
    const std::string& firstMisfit() const { return m_firstMisfit; }

private:
    /// Asked before anything is multiplied: what doesn't fit could be a product of any size.
    bool fits(const Shape& shapeOf, const std::string& name, int third, std::int64_t count,
        const std::vector<std::int64_t>& magnitudes = {})
    {
        ++m_found;
        std::vector<std::int64_t> shape = shapeOf(name);
        if (!shape.empty() && third >= 0)
            shape[0] /= 3;
        const std::int64_t numbers = std::accumulate(shape.begin(), shape.end(), std::int64_t {1}, std::multiplies<>());
        if (!shape.empty() && numbers == count && spreadsOver(shape, magnitudes))
            return true;
        ++m_misfits;
        if (m_firstMisfit.empty())
            m_firstMisfit = name;
        return false;
    }

    static void add(std::vector<WeightPatch>& list, WeightPatch patch, int third)
    {
        list.push_back(third < 0 ? std::move(patch) : onThird(std::move(patch), third));
    }

    const Weights& m_file;
    std::set<std::string>& m_used;
    int m_found = 0;
    int m_misfits = 0;
    std::string m_firstMisfit;
};

bool isForTextEncoder(const std::string& name)
{
    return name.starts_with("lora_te") || name.starts_with("text_encoder");
}

Done checkOrigin(const Weights& file, const Collector& collector)
{
    if (collector.misfits() > kMostMisfits * collector.found())
        return weightError(collector.firstMisfit(), "has another shape in the model that this LoRA was made for");
    const auto& tensors = file.file().tensors;
    const bool onlyText = std::ranges::all_of(tensors, [](const auto& entry) { return isForTextEncoder(entry.first); });
    if (collector.found() == 0 && !onlyText)
        return Error {ErrorCode::ModelUnsupported, "none of the " + std::to_string(tensors.size())
                + " weights of this LoRA has a place in this model: it was made for another kind of model"};
    return {};
}

} // namespace

Result<LoraPatches> readLora(
    const Weights& file, const Denoiser& network, const Clip* clip, double strengthModel, double strengthClip)
{
    std::set<std::string> used;
    Collector collector(file, used);
    LoraPatches patches;
    const Shape networkShape = [&](const std::string& name) { return network.weightShape(name); };
    WEFT_TRY(patches.model,
        collector.collect(loraNamesOfNetwork(network.weightNames()), networkShape, strengthModel));
    if (clip) {
        const Shape clipShape = [clip](const std::string& name) { return clip->weightShape(name); };
        WEFT_TRY(patches.clip, collector.collect(loraNamesOfClip(clip->weightNames()), clipShape, strengthClip));
    }
    WEFT_CHECK(checkOrigin(file, collector));
    for (const auto& [name, tensor] : file.file().tensors) {
        if (!used.contains(name))
            patches.unmatched.push_back(name);
    }
    if (strengthModel == 0)
        patches.model.clear();
    if (strengthClip == 0)
        patches.clip.clear();
    return patches;
}

} // namespace weft
