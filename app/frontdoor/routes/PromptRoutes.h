// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptDesk.h"
#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// Prompts, queue, history, jobs and node types: ComfyUI's routes, answered by the desk, which must outlive them.
void addPromptRoutes(Routes& routes, PromptDesk& desk);

} // namespace weft
