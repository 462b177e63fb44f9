// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/files/UploadPlace.h"
#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// POST /upload/image and /upload/mask: ComfyUI's forms, of at most 100 MB.
void addUploadRoutes(Routes& routes, const DoorFolders& folders);

} // namespace weft
