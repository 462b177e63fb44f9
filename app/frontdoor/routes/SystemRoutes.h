// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/files/ModelFolders.h"
#include "app/frontdoor/files/UploadPlace.h"
#include "app/frontdoor/routes/DoorLog.h"
#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// What the routes about the program itself tell.
struct SystemFacts {
    QString version; // Weft's
    QStringList arguments; // of the command line, without secrets
    std::function<QString()> device; // of the worker: "cpu", "cuda:0"; empty: the CPU
};

/// /system_stats, /features, /i18n, /workflow_templates and /internal/...; `log` must outlive them.
void addSystemRoutes(Routes& routes, const SystemFacts& facts, const DoorFolders& folders, const ModelFolders& models, DoorLog& log);

/// What the server can do, as /features and the WebSocket tell it.
Json featureFlags();

} // namespace weft
