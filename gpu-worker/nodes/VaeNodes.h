// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Vae.h"
#include "gpu-worker/runtime/Context.h"

namespace weft::worker {

using VaeIn = std::shared_ptr<const Vae>;

/// Errors: TypeMismatch, ValueInvalid (args: input) for what this VAE can't encode.
Done checkEncodable(const Vae& vae, const at::Tensor& pixels, const char* input);

/// Vae::encode, one picture after the other. Errors: those of checkEncodable, Cancelled.
Result<at::Tensor> encodedPixels(Context& context, const Vae& vae, const at::Tensor& pixels, const char* input);

} // namespace weft::worker
