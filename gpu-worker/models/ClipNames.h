// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Weights.h"

namespace weft {

/// Which text encoder a file or a part of one is.
enum class EncoderKind { ClipL, ClipH, ClipG, T5, Unknown };

/// Told by names and depth: OpenCLIP's names or transformers'. At most 22 layers is L, at most 30 H, more is G.
EncoderKind encoderKind(const Weights& encoder);

/// The weights of a CLIP text encoder under transformers' names ("text_model.encoder.layers.0.self_attn.q_proj.weight",
/// "text_projection.weight"), whatever the file calls them; OpenCLIP's joined query, key and value are cut into three.
/// What isn't the text encoder's is left out. The file's pages are shared. Errors: ModelUnsupported (args: key).
Result<Weights> withTransformersNames(const Weights& encoder);

/// The way back, for files that others open: transformers' names become OpenCLIP's, without prefix.
NamedTensors withOpenClipNames(const NamedTensors& encoder);

} // namespace weft
