// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Weights.h"

namespace weft {

/// LORA_MODEL: what a training learned, under the names of its file ("diffusion_model.input_blocks.1.1. ... .lora_up.weight"),
/// and how far it got.
struct LoraModel {
    static constexpr const char* portType = "LORA_MODEL";

    NamedTensors tensors; // on the CPU; what readLora reads
    NamedTensors state; // of the optimizer, so that a training goes on as if it hadn't stopped; may be empty
    std::map<std::string, std::string> metadata; // of the file

    std::uint64_t sizeBytes() const
    {
        std::uint64_t bytes = 0;
        for (const NamedTensors* list : {&tensors, &state}) {
            for (const auto& [name, tensor] : *list)
                bytes += tensor.nbytes();
        }
        return bytes;
    }
};

/// What stands before a state's names in a file.
constexpr std::string_view kTrainingState = "weft.state.";

} // namespace weft
