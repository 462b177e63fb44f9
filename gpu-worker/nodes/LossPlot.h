// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Ports.h"

namespace weft::worker {

/// A curve of the losses, dark on white, with the smallest and the largest number at its left and the count of steps below;
/// light behind it each step's own, dark their mean over a twentieth of the run. What isn't a number is left out.
Image lossPlot(const std::vector<float>& losses);

} // namespace weft::worker
