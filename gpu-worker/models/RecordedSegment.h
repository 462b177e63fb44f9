// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"

namespace weft {

/// A part of a network, as a function of what flows into it: (x, embedding) -> x. What it learns hangs on it unseen. It may
/// be called again on the way back, so it holds what it needs.
using Segment = std::function<at::Tensor(const at::Tensor& x, const at::Tensor& embedding)>;

/// segment(x, embedding), recorded for its gradient as `call` asks: kept, or computed again on the way back (gradients then
/// meet in another order, so they are the same but for rounding). Source: "Training deep nets with sublinear memory cost" (Chen et al., 2016).
at::Tensor recorded(const Segment& segment, const at::Tensor& x, const at::Tensor& embedding, const GradientCall& call);

} // namespace weft
