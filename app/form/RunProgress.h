// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/CanvasDocument.h"

namespace weft {

/// How far a document's run is, from what stands on its nodes.
struct RunProgress {
    double share = 0; // 0..1
    QString what; // "KSampler · 12 of 20"; empty when nothing runs
};

RunProgress progressOf(const CanvasDocument& document);

/// The newest picture that a run made: of an output node, else none. Null when there is none.
QImage resultOf(const CanvasDocument& document);

/// "on this PC", "with RTX 4090, Lin's PC".
QString machinesText(const QStringList& machines);
/// The same for the nodes of a finished run: where they were computed.
QString placesOf(const CanvasDocument& document);

} // namespace weft
