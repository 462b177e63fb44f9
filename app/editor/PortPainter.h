// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/BoxPainter.h"
#include "app/editor/model/NodeFace.h"
#include "app/theme/Theme.h"

namespace weft {

/// A port in its type's colour and shape; an optional one without a wire is hollow. Its picture is made once for a zoom.
void stampPort(BoxPainter& boxes, const Theme& theme, const PortFace& port, double radius);

} // namespace weft
