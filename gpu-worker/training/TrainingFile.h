// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/LoraModel.h"

#include <optional>

namespace weft {

/// How what is learned is called in a file. `module`: a weight's name without its end.
std::string fileNameOf(const std::string& module); // "diffusion_model. ..."
/// Of a bias or a norm, by the weight's name: "diffusion_model. ... .diff_b", ".diff".
std::string differenceName(const std::string& weight);
/// Behind a name in the state: the number as it was learned.
constexpr const char* kLearnedValue = ".value";

std::map<std::string, std::string> trainingMetadata(std::int64_t steps);

/// How far the training that wrote a file had come.
struct TrainingRecord {
    std::optional<std::int64_t> steps; // nothing where the file doesn't say
    NamedTensors state;
};
TrainingRecord readTrainingRecord(const Weights& file);
/// What a file's name says ("my_lora_120_steps_00001_.safetensors": 120); 0 where it says nothing. As ComfyUI names them.
std::int64_t stepsInName(std::string_view name);

} // namespace weft
