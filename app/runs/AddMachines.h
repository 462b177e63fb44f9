// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/MarketLink.h"
#include "app/runs/RunController.h"

#include <QPointer>

namespace weft {

/// Asks the relay for its machines and makes them known to `runs`, which keeps those that it has while a run is at work.
/// The relay must answer within 20 s. Errors: those of MarketLink::machines; Cancelled when either object has gone.
QCoro::Task<Done> addMachines(QPointer<RunController> runs, QPointer<MarketLink> market);

} // namespace weft
