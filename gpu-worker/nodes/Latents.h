// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/runtime/Ports.h"

namespace weft::worker {

constexpr int kMaxResolution = 16384; // ComfyUI's largest side in pixels
constexpr std::int64_t kLatentCell = 8; // pixels per cell of a latent, as the nodes count them

/// Half to even, as Python's round(). What no picture can have, NaN too, becomes a side that is refused as too large.
std::int64_t roundedSide(double value);

/// Errors: TypeMismatch (args: input) for a latent that isn't [B, C, H, W] with something in it.
Done checkPictureLatent(const Latent& latent, const char* input);

/// The same latent with other samples; mask, batch indexes and the rest stay.
Latent withSamples(const Latent& latent, at::Tensor samples);

/// `latent` [B, C, h, w] with the height and width of `target`: bilinear, cut to its aspect first.
Result<at::Tensor> sizedLike(const at::Tensor& target, const at::Tensor& latent);

/// A mask [..., H, W] as [B, 1, H, W].
at::Tensor asMaskBatch(const at::Tensor& mask);

} // namespace weft::worker
