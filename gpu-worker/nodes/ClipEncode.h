// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Clip.h"
#include "gpu-worker/runtime/Context.h"

namespace weft::worker {

/// What a model is guided by, one entry with these options. Errors: those of Clip::encode.
Result<Conditioning> encodedText(
    Context& context, const Clip& clip, const Clip::Texts& texts, Json options = Json::object());

} // namespace weft::worker
