// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Upscaler.h"

namespace weft {

/// Sides in pixels of the input.
struct TileOptions {
    std::int64_t tile = 512;
    std::int64_t overlap = 32;
    bool joinOnDevice = true; // a picture of many tiles is put together beside the weights; else on the CPU
};

/// What the caller wants to know meanwhile; each may be empty.
struct UpscaleHooks {
    std::function<void(std::int64_t done, std::int64_t total)> progress; // tiles of the whole batch
    std::function<void(const at::Tensor& tile)> finished; // [1, h, w, 3] float32, 0..1, where tiles are joined
    std::function<bool()> cancelled; // asked before every tile
};

/// Enlarges pictures tile by tile. Neighbours overlap and are blended with weights that rise linearly over the overlap,
/// so that no seam shows; a picture that fits one tile is computed in one go.
/// pixels [B, H, W, 3] float32 on the CPU, 0..1 -> [B, H * scale, W * scale, 3] float32 on the CPU, clamped to 0..1.
/// `device` is where the upscaler's weights are; tiles are blended in float32 whatever they are computed in.
/// Errors: Cancelled, PictureTooLarge (the result would exceed kMaxValueBytes), TypeMismatch (not 3 channels).
/// libtorch's exceptions pass. Source: ComfyUI `ImageUpscaleWithModel`.
Result<at::Tensor> upscaleTiled(
    const Upscaler& upscaler, const at::Tensor& pixels, at::Device device, TileOptions options, const UpscaleHooks& hooks);

/// The same; where memory doesn't suffice, tiles are joined on the CPU, then halved down to `kMinTile`.
/// Errors: those above, OutOfMemory.
Result<at::Tensor> upscaleFitting(
    const Upscaler& upscaler, const at::Tensor& pixels, at::Device device, const UpscaleHooks& hooks);

constexpr std::int64_t kMinTile = 128;

} // namespace weft
