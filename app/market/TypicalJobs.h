// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/Plan.h"

namespace weft {

/// A job that people know, on one machine: what it would cost there, by the cost table and the machine's price.
struct TypicalJob {
    enum class Kind { Picture, Enlarge, Scale };

    Kind kind = Kind::Picture;
    std::string model; // a model that the machine has; empty for Scale
    Quote quote;
    std::chrono::milliseconds took {}; // there, by the speed that the machine measured itself
};

/// What is asked of them.
inline constexpr int kTypicalSide = 512; // px, of a picture that is drawn
inline constexpr int kTypicalSteps = 20;
inline constexpr int kTypicalLargeSide = 1024; // px, of a picture that is enlarged or scaled

/// Those of them that the machine has the nodes and the models for: at most `mostModels` of each kind.
std::vector<TypicalJob> typicalJobs(const EngineInfo& machine, int mostModels = 3);

} // namespace weft
