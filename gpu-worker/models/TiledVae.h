// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Vae.h"

namespace weft {

/// Sides of a tile and how far neighbours overlap: in pixels for encoding, in cells of the latent for decoding.
struct VaeTiles {
    std::int64_t width = 64;
    std::int64_t height = 64;
    std::int64_t overlap = 16;
};

struct TileHooks {
    std::function<void(std::int64_t done, std::int64_t total)> progress; // tiles of the whole batch
    std::function<bool()> cancelled; // asked before every tile
};

/// As Vae::decode and Vae::encode, in tiles: three times, with tiles of different proportions, and the mean of that, so
/// that seams don't fall on each other. Tiles are blended with weights that rise linearly over the overlap. Errors:
/// Cancelled, SettingTooSmall (a side of 0). libtorch's exceptions pass. Source: ComfyUI `VAEDecodeTiled`,
/// `VAEEncodeTiled`.
Result<at::Tensor> decodeTiled(const Vae& vae, const at::Tensor& latent, VaeTiles tiles, const TileHooks& hooks = {});
Result<at::Tensor> encodeTiled(const Vae& vae, const at::Tensor& pixels, VaeTiles tiles, const TileHooks& hooks = {});

} // namespace weft
