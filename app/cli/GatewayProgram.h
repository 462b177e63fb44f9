// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/AccountArguments.h"
#include "core/security/DeviceKey.h"

namespace weft {

bool isGatewayAction(AccountArguments::Action action);

/// What `weft account gateway` asks of the relay: whether it has a public gateway, tokens for it, what is left of them.
/// -> exit status
int runGatewayProgram(const AccountArguments& arguments, const DeviceKey& key);

} // namespace weft
