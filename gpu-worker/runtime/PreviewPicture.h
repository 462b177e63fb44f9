// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"
#include "gpu-worker/runtime/Ports.h"

namespace weft::worker {

/// The first of the batch as a JPEG that fits into one frame of the wire (kMaxChunkBytes), at most 512 pixels wide and
/// high. Errors: ValueInvalid (no picture, or not 1, 3 or 4 channels), Internal (the encoder failed).
Result<SharedBytes> previewJpeg(const Image& image);

} // namespace weft::worker
