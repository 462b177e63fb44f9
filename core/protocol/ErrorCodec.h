// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

namespace weft::protocol {

/// An Error as it travels: cut to the bounds of WireError, so that it can always be sent.
WireError toWire(const Error& error);
/// A number that this version doesn't know becomes Internal, with the number in `detail`.
Error fromWire(const WireError& wire);

} // namespace weft::protocol
