// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/DeviceKey.h"

namespace weft {

struct AccountArguments;

/// Asks the relay what the arguments want, and prints what it says. -> 0 when it was done, 1 when it failed
int runAccountProgram(const AccountArguments& arguments, const DeviceKey& key);

} // namespace weft
