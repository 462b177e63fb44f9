// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/ModelsController.h"

namespace weft {

/// Gets these models (ids), with a line of progress on stderr where that is a terminal; runs the event loop until all have
/// ended. SIGINT and SIGTERM end it; what has arrived is kept. -> exit status: 1 when one failed
int getModels(ModelsController& models, const QStringList& ids);

} // namespace weft
