// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

namespace weft {

/// ComfyUI's node types that the tests use, as data.
const Catalogue& comfyTypes();

} // namespace weft
