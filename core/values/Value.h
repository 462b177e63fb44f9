// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/catalogue/NodeType.h"
#include "core/values/Tensor.h"

#include <utility>

namespace weft {

/// What flows along a link, as data: a type, JSON for the small parts, named tensors for the large ones. Immutable.
///
/// | type         | meta                         | tensors                                                          |
/// | IMAGE        |                              | "value" F32 [B,H,W,C], 0..1                                      |
/// | MASK         |                              | "value" F32 [B,H,W], 0..1                                        |
/// | LATENT       | other keys of the dictionary | "samples" [B,C,H,W], "noise_mask", "batch_index" I64 [B]         |
/// | CONDITIONING | {"conds": [{options}...]}    | "cond.0", "cond.0.pooled_output", ...                            |
/// | SIGMAS       |                              | "value" F32 [n], descending                                      |
/// | INT FLOAT STRING BOOLEAN COMBO | {"value": literal} |                                                         |
/// | LOSS_MAP     |                              | "value" F32 [n], a step each                                     |
/// | LORA_MODEL   | {"metadata": {...}}          | "lora.NAME" of its file, "state.NAME" of its optimizer           |
/// | EMBEDDING    | {"model": name}              | "value" F32 [n,d], a text: one row, or one for each token        |
/// | FILE         | {"name", "mime", ...}        | "bytes" U8 [n]: a photograph that enters, a PNG that leaves      |
struct Value {
    TypeName type;
    Json meta = Json::object();
    std::vector<std::pair<std::string, Tensor>> tensors; // sorted by name once encoded

    const Tensor* tensor(std::string_view name) const;
    std::uint64_t sizeBytes() const; // of the tensors
};

/// A slot's output: ComfyUI's outputs are lists; a plain output has one item.
using ValueList = std::vector<Value>;

Value literalValue(TypeName type, Json literal);
Value imageValue(Tensor pixels);
Value maskValue(Tensor mask);
Value fileValue(std::string name, std::string mime, SharedBytes bytes);

/// A value as one canonical safetensors file (tensors sorted by name, "__metadata__": {"weft.type", "weft.meta"}): the
/// form in which it is hashed, cached, sent and saved. Equal values have equal bytes.
/// Errors: TensorInvalid.
Result<SharedBytes> encodeValue(const Value& value);
/// Shares `bytes`; nothing is copied. Errors: TensorFileInvalid, ValueInvalid.
Result<Value> decodeValue(SharedBytes bytes);

} // namespace weft
