// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Ports.h"

namespace weft::worker {

/// images [B, H, W, 1, 3 or 4] -> a PNG each, quickly made, to be shown and not kept. `meta`: added to each file's.
/// Errors: TypeMismatch, PictureInvalid, OutOfMemory.
Result<std::vector<File>> previewFiles(const Image& images, Json meta = Json::object());

} // namespace weft::worker
