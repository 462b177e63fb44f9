// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/DiffusionModel.h"
#include "gpu-worker/models/Vae.h"

#include <memory>

namespace weft {

/// One call of a ControlNet, a batch of N.
struct ControlInputs {
    at::Tensor x; // [N, C, H, W], scaled as for the denoiser, without the channels of an inpaint model
    at::Tensor hint; // [N, 3, 8H, 8W] 0..1; with a VAE [N, C, H, W], encoded and scaled
    at::Tensor timesteps; // [N]
    at::Tensor context; // [N, tokens, dim]
    at::Tensor y; // [N, adm] or undefined
};

/// CONTROL_NET: the network of a ControlNet file. Immutable once loaded; used from one thread at a time.
class ControlNet {
public:
    static constexpr const char* portType = "CONTROL_NET";
    virtual ~ControlNet() = default;

    /// At strength 1. libtorch's exceptions pass through.
    virtual ControlResiduals run(const ControlInputs& inputs) const = 0;
    virtual std::uint64_t sizeBytes() const = 0;
};

/// A ControlNet as it hangs on a conditioning. Immutable. Conditionings that hold the same object run in one batch: an
/// Apply node that sets both sides makes one object for both (one per `previous`).
/// In a Cond it is objects["control"], a std::shared_ptr<const AppliedControl>; the old-style Apply also sets
/// options["control_apply_to_uncond"] = true.
struct AppliedControl {
    std::shared_ptr<const ControlNet> network;
    at::Tensor hint; // [B, 3, height, width] 0..1
    double strength = 1;
    double startPercent = 0; // of the sampling, 0 is its start
    double endPercent = 1;
    std::shared_ptr<const Vae> vae; // encodes the hint, for families that want that; else null
    std::shared_ptr<const AppliedControl> previous; // its residuals are added to these
};

using ControlPtr = std::shared_ptr<const AppliedControl>;

} // namespace weft
