// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weft {

/// A computer's device as its worker names it, in the language of the moment: "CPU, 8 threads"; of "This computer (CPU, 8
/// threads)" what is in the brackets.
QString deviceText(const QString& name);

} // namespace weft
