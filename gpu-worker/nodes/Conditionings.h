// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/runtime/Ports.h"

#include <functional>

namespace weft::worker {

/// What nodes and samplers call the parts of a Cond, as ComfyUI does.
/// | tensors | "pooled_output" [1, dim], "mask" [B, H, W] in pixels or cells, "concat_latent_image" [B, C, h, w],
/// "concat_mask" [B, 1, H, W] | | options | "area" [h, w, y, x] in cells or ["percentage", h, w, y, x], "strength",
/// "mask_strength", "set_area_to_bounds",
///             "start_percent", "end_percent", "width", "height", "crop_w", "crop_h", "target_width", "target_height",
///             "aesthetic_score", "guidance", "default" |

/// A copy with every entry changed by `change`. An empty one stays empty.
Conditioning changed(const Conditioning& conditioning, const std::function<void(Cond&)>& change);

/// With one option set in every entry.
Conditioning withOptions(const Conditioning& conditioning, const Json& options);

/// Errors: TypeMismatch (args: input) for an entry whose text isn't [B, tokens, dim], or for no entry.
Done checkTexts(const Conditioning& conditioning, const char* input);

} // namespace weft::worker
