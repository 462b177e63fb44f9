// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// What ComfyUI's web frontend keeps on the server for its one user, below `folder`: workflows and other files (/userdata,
/// /v2/userdata), settings (/settings), users (/users).
void addUserDataRoutes(Routes& routes, const QString& folder);
/// A part of them.
void addSettingsRoutes(Routes& routes, const QString& folder);

} // namespace weft
