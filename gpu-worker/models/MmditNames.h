// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Weights.h"

namespace weft {

constexpr int kMaxJointBlocks = 256;

/// Where a module of diffusers' SD3Transformer2DModel is found in Mmdit.
struct MmditModule {
    std::string diffusers; // without ".weight"
    std::string ours;
    int third = -1; // diffusers keeps queries (0), keys (1) and values (2) apart; -1: the whole module
    bool scaleFirst = false; // diffusers has scale before shift there
};

/// Those of a network with so many joint blocks.
std::vector<MmditModule> mmditModules(int blocks);

/// A diffusers file ("transformer_blocks.0.attn.add_q_proj.weight", ...) under our names; other files as they are.
/// Errors: ModelUnsupported (args: key).
Result<Weights> withMmditNames(const Weights& file);

} // namespace weft
