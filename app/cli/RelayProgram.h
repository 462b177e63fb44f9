// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RelayConnection.h"

// What the commands share that ask a relay for something, print what it says, and end.
namespace weft {

/// How long a command waits for its relay.
constexpr std::chrono::seconds kReachWithin{15};

using RelayAction = std::function<QCoro::Task<Done>()>;

/// Opens the connection, waits for the relay, and acts. `say` gets the error, also of `act`. -> exit status: 0, or 1
QCoro::Task<int> reachAndAct(RelayConnection& connection, RelayAction act, std::function<void(const Error&)> say);

/// Runs the event loop until the program has ended. Needs a QCoreApplication. -> its exit status
int runToEnd(std::function<QCoro::Task<int>()> program);

} // namespace weft
