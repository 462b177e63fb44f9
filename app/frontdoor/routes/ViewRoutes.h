// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/files/UploadPlace.h"
#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// GET /view: files of the three folders as they are, or re-encoded (preview=webp;75), or a part of their channels. What it
/// sends can't act in the reader's name when a browser opens it: no HTML, no scripts, and a sandbox for the rest.
void addViewRoutes(Routes& routes, const DoorFolders& folders);

} // namespace weft
