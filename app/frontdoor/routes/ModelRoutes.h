// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/files/ModelFolders.h"
#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// /models, /embeddings, /view_metadata, /experiment/models: which model files there are, and what they say of themselves.
void addModelRoutes(Routes& routes, const ModelFolders& models);

} // namespace weft
