// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gpu-worker/training/SmallTraining.h"

#include "gpu-worker/models/LatentFormats.h"
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/models/Unet.h"
#include "gpu-worker/sampling/Noise.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <ATen/ops/equal.h>

#include <cstring>

namespace weft {

namespace {

constexpr std::int64_t kSmallContext = 64;

Tensor bytesOf(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.detach().to(at::kFloat).contiguous();
    std::vector<float> numbers(static_cast<std::size_t>(plain.numel()));
    std::memcpy(numbers.data(), plain.const_data_ptr<float>(), numbers.size() * sizeof(float));
    return floatTensor(plain.sizes().vec(), numbers);
}

} // namespace

std::shared_ptr<const DiffusionModel> smallModel(Prediction prediction)
{
    golden::TinyUnet shape {.contextDim = kSmallContext};
    shape.prefix.clear();
    shape.channels = 32;
    golden::TinyFile file(/*seed=*/7, DType::F32);
    golden::addUnet(file, shape);
    auto model = std::make_shared<DiffusionModel>();
    model->network = Unet::make(ParameterSet::of(Weights(file.inMemory()), {}).value()).value();
    model->family = {"SD15", kSmallContext, 0, 4, Json::object()};
    model->latentFormat = sd15Latents();
    model->schedule = discreteSchedule(prediction);
    return model;
}

at::Tensor smallLatent(int number)
{
    return randomNormal({1, 4, 8, 8}, static_cast<std::uint64_t>(100 + number)).mul(3);
}

Condition smallText(int number)
{
    Condition text;
    text.context = randomNormal({1, 7, kSmallContext}, static_cast<std::uint64_t>(200 + number));
    return text;
}

TrainingSet smallSet(const DiffusionModel& model, int pictures)
{
    std::vector<at::Tensor> latents;
    Conditions texts;
    for (int i = 0; i < pictures; ++i) {
        latents.push_back(smallLatent(i));
        texts.push_back(smallText(i));
    }
    return TrainingSet::make(model, latents, texts, at::kCPU).value();
}

LoraTrainingSettings smallSettings()
{
    LoraTrainingSettings settings;
    settings.rank = 4;
    settings.learningRate = 0.01;
    settings.seed = 5;
    return settings;
}

std::unique_ptr<LoraTraining> started(const DiffusionModel& model, TrainingSet set, const LoraTrainingSettings& settings,
    const Weights* existing, std::function<bool()> cancelled)
{
    return LoraTraining::start(model, std::move(set), settings, existing, 0, std::move(cancelled)).value();
}

Weights fileOf(const LoraModel& lora, bool withState)
{
    SafetensorsFile file;
    file.metadata = lora.metadata;
    for (const auto& [name, tensor] : lora.tensors)
        file.tensors[name] = bytesOf(tensor);
    for (const auto& [name, tensor] : lora.state) {
        if (withState)
            file.tensors[std::string(kTrainingState) + name] = bytesOf(tensor);
    }
    return Weights(parseSafetensors(writeSafetensors(file).value()).value());
}

bool sameBits(const NamedTensors& a, const NamedTensors& b)
{
    if (a.size() != b.size())
        return false;
    for (const auto& [name, tensor] : a) {
        const auto other = b.find(name);
        if (other == b.end() || !at::equal(tensor, other->second))
            return false;
    }
    return true;
}

} // namespace weft
