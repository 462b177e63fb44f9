// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weft::worker {

/// Tries what the sandbox must refuse, and prints "NAME: refused" or "NAME: POSSIBLE" for each. -> 0 when all was
/// refused.
int tryForbidden();

} // namespace weft::worker
