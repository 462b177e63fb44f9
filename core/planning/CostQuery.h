// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace weft {

/// What a latent weighs besides its pixels. Estimates need it, before there are bytes.
struct LatentExtent {
    std::int64_t channels = 0; // 0: not a latent, or not known
    std::int64_t maskPixels = 0; // of the noise mask that goes along
};

/// What a sampler is told by its links. Calls of a model are counted in permille of one.
struct SamplingExtent {
    std::vector<std::int64_t> steps; // of SIGMAS, for each output; the last stands for those after it; empty: not known
    std::int64_t calls = 0; // of a text or a guider, in each step; 0: not known
    std::int64_t allCalls = 0; // the same where the negative side can't be left out
    std::int64_t addedCalls = 0; // by what a MODEL was patched with
    bool needsNegative = false; // a MODEL's patches do
    std::string sampler; // SAMPLER: its name
};

/// How large a value is, as far as costs go.
struct ValueExtent {
    std::int64_t pixels = 0; // of all items together; a latent counts those of its picture
    std::int64_t items = 1;
    std::int64_t pictures = 1; // of all items together, as far as the settings tell: a batch from outside counts as one
    Json literal; // a primitive's value, else null
    std::string architecture; // of a loaded model, else empty
    LatentExtent latent;
    SamplingExtent sampling;
};

/// What one of a node's outputs is: of SIGMAS that were split, its part.
ValueExtent extentOfSlot(const ValueExtent& made, int slot);

/// What a node is asked with: its settings, and the extents of its linked inputs.
struct CostQuery {
    std::string type;
    std::map<std::string, Json> literals;
    std::map<std::string, ValueExtent> linked;
};

} // namespace weft
