// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunQueue.h"

/// The lines of the queue's file: what was added, started, forgotten, and put in another order.
namespace weft {

Json lineOfAdded(const QueuedRun& run, const Catalogue& catalogue);
Json lineOfStarted(const QString& id);
Json lineOfForgotten(const QString& id);
Json lineOfOrder(const std::vector<QString>& ids);

/// Does to `runs` what the line says; a line that makes no sense does nothing.
void applyLine(std::vector<QueuedRun>& runs, const Json& line);

} // namespace weft
