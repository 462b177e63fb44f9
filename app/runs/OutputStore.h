// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Value.h"

#include <QDateTime>
#include <QString>

#include <vector>

namespace weft {

/// What a saved picture says of how it was made, as ComfyUI's do.
struct PictureTexts {
    std::string prompt; // API JSON
    std::string workflow; // workflow JSON
};

/// Stores an output node's file under the next free name of its prefix; a picture gets the texts. The file is there whole or
/// not at all. Blocks on the disk. Errors: DiskFull, FileUnwritable, SettingInvalid (the prefix leads out of the folder),
/// PictureInvalid; args: path.
Result<QString> storeOutput(const QString& folder, const Value& file, const PictureTexts& texts, const QDateTime& now);
/// The same for a file that came in pieces (docs/decisions/0010), in their order.
Result<QString> storeOutput(const QString& folder, const ValueList& pieces, const PictureTexts& texts, const QDateTime& now);

/// An output node's files, each with its pieces; one that came whole is alone. Pieces without their first one, or with one
/// missing, are left as they came: as files of their own.
std::vector<ValueList> filesOf(const ValueList& files);

} // namespace weft
