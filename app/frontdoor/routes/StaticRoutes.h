// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// Where the official web frontend's files lie (PyPI: comfyui-frontend-package), with what comes beside it.
struct FrontendFiles {
    QString pages; // holds index.html; empty: there is no frontend
    QString templates; // workflows to begin with (PyPI: comfyui-workflow-templates); empty: none
    QString docs; // help on nodes (PyPI: comfyui-embedded-docs); empty: none

    /// `folder`: that of index.html, of the package, or one that packages were installed into. Nothing: it isn't there.
    static std::optional<FrontendFiles> in(const QString& folder);
};

/// The frontend's files at "/", its extensions' list, templates and help; without one a page that says so. Comes after all other
/// routes: it has all paths.
void addStaticRoutes(Routes& routes, const FrontendFiles& files);

} // namespace weft
