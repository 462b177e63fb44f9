// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace weft {

/// What the driver says of a CUDA card.
struct Card {
    std::string name; // "NVIDIA H100 80GB HBM3"; empty: not known, in builds without kernels
    std::uint64_t bytes = 0; // of its memory
    std::uint64_t freeBytes = 0;
    std::string problem; // why it can't be used; empty when it can, or when nobody was asked
};

/// Opens the driver where that hasn't happened yet.
Card describeCard(int index);

} // namespace weft
