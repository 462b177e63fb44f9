// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/SharedBytes.h"

#include <ATen/core/Tensor.h>

#include <any>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What flows between nodes inside the worker. Tensors are shared, and never changed in place: another node, or the
/// cache, may hold the same memory.
namespace weft::worker {

/// IMAGE: pixels [B, H, W, C] float32, 0..1; between nodes in main memory, whatever computed them.
struct Image {
    at::Tensor pixels;
};

/// MASK: values [B, H, W] float32, 0..1; in main memory too.
struct Mask {
    at::Tensor values;
};

/// LATENT: samples [B, C, H, W] float32; noise_mask as ComfyUI leaves it ([B, H, W] or [B, 1, H, W]); batch_index [B]
/// int64; `extra`: other keys of ComfyUI's dictionary.
struct Latent {
    at::Tensor samples;
    std::optional<at::Tensor> noiseMask;
    std::optional<at::Tensor> batchIndex;
    Json extra = Json::object();
};

/// One entry of a conditioning: the text's embedding [B, tokens, dim], named tensors beside it ("pooled_output", "mask"),
/// plain options ("strength", "area"), and objects that live only in this process ("control").
struct Cond {
    at::Tensor cond;
    std::map<std::string, at::Tensor> tensors;
    Json options = Json::object();
    std::map<std::string, std::any> objects;
};

/// CONDITIONING.
struct Conditioning {
    std::vector<Cond> conds;
};

/// SIGMAS: the noise levels of a sampling, descending.
struct SigmaList {
    std::vector<float> values;
};

/// LOSS_MAP: how far a training was off, step by step.
struct LossMap {
    std::vector<float> values;
};

/// FILE: a photograph that enters, a PNG that leaves. `meta` joins name and mime in the value's meta: pictures have
/// "width", "height" and "batch" (their index), previews also "temp": true.
struct File {
    std::string name;
    std::string mime;
    SharedBytes bytes;
    Json meta = Json::object();
};

/// COMBO: one of the listed choices (checked before the node runs).
struct Choice {
    std::string text;

    bool operator==(std::string_view other) const { return text == other; }
};

/// COMBO filled from a model folder. Context::openModel turns it into a path.
struct ModelChoice {
    std::string folder;
    std::string name;
};

/// An input that is computed only when the node's checkLazy asks for it; the node then sees std::optional<T>.
template <typename T>
struct Lazy { };

} // namespace weft::worker
