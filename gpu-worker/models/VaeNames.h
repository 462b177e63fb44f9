// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Weights.h"

namespace weft {

/// The weights of a KL VAE under ldm's names, without prefix, whatever the file calls them; diffusers' files count
/// their decoder's levels the other way round. The attention's 1x1 convolutions become matrices. The file's pages are
/// shared. Errors: ModelUnsupported (args: key).
Result<Weights> withLdmVaeNames(const Weights& vae);

} // namespace weft
