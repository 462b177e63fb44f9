// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"
#include "core/catalogue/Catalogue.h"

namespace weft {

/// What an offer says of node types that its readers may never have heard of: their names, inputs, choices and outputs,
/// deflated JSON, at most kMaxOfferedNodesBytes. Of model files only the names are told.
/// Errors: LimitExceeded (args: size, limit).
Result<SharedBytes> packNodes(const Catalogue& offered);

/// The other way, from somebody who may mean harm. Errors: LimitExceeded, JsonInvalid, JsonNotAWorkflow.
Result<Catalogue> unpackNodes(ByteView packed);

constexpr std::size_t kMaxOfferedNodesBytes = 40 * 1024; // an offer has room for the rest, too
constexpr std::size_t kMaxOfferedNodesText = 2 << 20;

} // namespace weft
