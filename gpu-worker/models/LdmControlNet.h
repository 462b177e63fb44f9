// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/ControlNet.h"
#include "gpu-worker/models/Unet.h"

namespace weft {

/// A copy of a UNet's encoder that sees a picture beside the latent, and adds what it makes of both to the UNet.
/// Source: "Adding conditional control to text-to-image diffusion models" (Zhang et al., 2023), ldm's names.
class LdmControlNet final : public ControlNet {
public:
    static bool recognises(const ParameterSet& set);
    /// Errors: ModelUnsupported (args: key).
    static Result<std::shared_ptr<const ControlNet>> make(ParameterSet set);

    ControlResiduals run(const ControlInputs& inputs) const override;
    std::uint64_t sizeBytes() const override { return m_set.sizeBytes(); }

private:
    LdmControlNet() = default;
    Done loadHint();
    Done loadOutputs();
    at::Tensor runHint(const at::Tensor& hint) const;

    ParameterSet m_set;
    UnetEncoder m_encoder;
    std::vector<Conv2d> m_hint; // a SiLU stands between each two
    std::vector<Conv2d> m_outputs; // one per block
    Conv2d m_middleOutput;
};

} // namespace weft
