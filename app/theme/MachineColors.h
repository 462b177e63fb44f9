// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Theme.h"

namespace weft {

/// The colour of a machine, by its name; an empty name is this computer. The first eight names of a session have colours
/// of their own; each keeps its colour while the program runs, in every panel.
QColor machineColor(const Theme& theme, const QString& machine);

} // namespace weft
