// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/values/Value.h"

namespace weft {

/// An answer to /v1/embeddings as an EMBEDDING: "value" F32 [n,d], one row, or one for each token where the server
/// doesn't pool them. Errors: ProtocolViolation where it is no such answer, or larger than 64 MiB.
Result<Value> embeddingOf(const Json& answer, const std::string& model);

/// The cosine of two EMBEDDINGs, each the mean of its rows; 0 where one has no length. Errors: ValueInvalid where they
/// are no EMBEDDINGs of one width.
Result<double> similarityOf(const Value& a, const Value& b);

} // namespace weft
