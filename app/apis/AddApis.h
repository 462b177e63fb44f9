// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"

#include <QCoroTask>
#include <QPointer>

namespace weft {

/// Makes what this user publishes known to the user's own runs: free, on this computer's worker, under the names that others call
/// (`owner`: this machine's key). What needs another engine is left out. To be asked again when what is published has changed; while a run
/// is at work nothing changes.
QCoro::Task<void> addOwnApis(QPointer<RunController> runs, QString home, std::string owner);

} // namespace weft
