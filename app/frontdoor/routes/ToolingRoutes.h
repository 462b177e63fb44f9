// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/files/ModelFolders.h"
#include "app/frontdoor/files/UploadPlace.h"
#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// /etn/...: pictures to and from a program that paints, and what it asks of a server's models. Such programs (Krita's plugin) talk
/// to a ComfyUI with the node pack comfyui-tooling-nodes, whose routes these are. There are no translations and no shared workflows.
void addToolingRoutes(Routes& routes, const DoorFolders& folders, const ModelFolders& models);

} // namespace weft
