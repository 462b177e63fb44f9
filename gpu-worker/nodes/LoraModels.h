// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/LoraModel.h"

namespace weft::worker {

using LoraPtr = std::shared_ptr<const LoraModel>;

/// The model with a LoRA worked in. Errors: those of readLora.
Result<std::shared_ptr<const DiffusionModel>> withLora(
    const std::shared_ptr<const DiffusionModel>& model, const LoraModel& lora, double strength);

} // namespace weft::worker
