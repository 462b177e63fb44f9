// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/ModelsController.h"

namespace weft {

// What is said of models, on the screen and on the command line, in the user's language.

/// "4.3 GB"; decimal units, as the sites use them.
QString modelSizeText(std::optional<qint64> bytes);
/// "Checkpoint", "LoRA", ...; the folder's name when it is none that is known.
QString modelKindText(const QString& folder);
/// "here", "available", "2.1 of 4.3 GB · 12 MB/s · 3 min left", ...
QString modelStateText(const ModelRow& row);
/// "CreativeML Open RAIL-M", and what must be done first.
QString modelLicenceText(const CuratedModel& model);
/// "verified by its checksum", or that it is noted at the first download.
QString modelHashText(const CuratedModel& model);

} // namespace weft
