// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeStatus.h"
#include "app/language/MoneyText.h"
#include "core/graph/Graph.h"

namespace weft {

/// "step 12/20 · 3.1 s", "cached", "! out of memory", ...: what stands on the right of a node's header.
QString headerText(const NodeStatus& status, NodeMode mode);
QString missingNodeText();
/// "This PC" or the machine's name; "This PC + Tokyo" of what is repeated.
QString placeText(const NodeStatus& status);
/// "free", "≈ 0.42" or "0.41 credits".
QString costText(const NodeStatus& status);

/// "0.2 s", "12 s", "3 min 5 s".
QString secondsText(double seconds);
/// "231 KB", "4.0 MB".
QString bytesText(qint64 bytes);
/// "⇄ 231 KB" on a wire between two machines, "⇄ ≈ 231 KB" before it went; empty where nothing is known.
QString transferText(qint64 bytes, bool isEstimate);

} // namespace weft
