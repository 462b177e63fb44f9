// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/training/LoraTraining.h"

namespace weft {

/// A UNet of 32 channels in two levels that was never trained, as SD1.
std::shared_ptr<const DiffusionModel> smallModel(Prediction prediction = Prediction::Epsilon);
/// One picture's latent [1, 4, 8, 8], another for each number, and its text [1, 7, 64].
at::Tensor smallLatent(int number = 0);
Condition smallText(int number = 0);
TrainingSet smallSet(const DiffusionModel& model, int pictures = 1);

/// float32 and no surprises.
LoraTrainingSettings smallSettings();
std::unique_ptr<LoraTraining> started(const DiffusionModel& model, TrainingSet set, const LoraTrainingSettings& settings,
    const Weights* existing = nullptr, std::function<bool()> cancelled = {});

/// As the file that is written, and read again.
Weights fileOf(const LoraModel& lora, bool withState);
bool sameBits(const NamedTensors& a, const NamedTensors& b);

} // namespace weft
