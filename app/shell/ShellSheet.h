// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Theme.h"

#include <QString>

namespace weft {

/// What the theme's own sheet doesn't know: the shell's names.
QString shellSheet(const Theme& theme);

} // namespace weft
