// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/link/Options.h"

namespace weft::worker {

/// Prints Catalogue::toJson() to stdout. -> exit status.
int describe(const Options& options);

/// Goes into the sandbox and tries what must fail there; one line each. -> 0 when all of it failed.
int testSandbox(const Options& options);

/// Speaks core/protocol/Worker.h over stdin and stdout until stdin ends. -> exit status: 0, or 1 after a message that
/// isn't of this protocol.
int serve(const Options& options);

} // namespace weft::worker
