// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QString>

#include <string_view>

namespace weft {

/// Pictures that a program sends ahead of its prompt and names there by ids of its own (Krita's plugin; the node ETN_LoadImageCache):
/// files of a hidden folder in the input folder.
inline constexpr char kHandedFolder[] = ".handed";

/// Letters, digits, '-' and '_', at most 64: what such an id is.
bool isHandedId(std::string_view id);

/// In a prompt as it was posted, anything: such ids become the names of their files.
void placeHanded(Json& prompt);

/// Makes room: removes the files that were handed in longest ago, until at most `mostFiles` and `mostBytes` are left. Blocks on the disk.
void dropHanded(const QString& folder, int mostFiles, qint64 mostBytes);

} // namespace weft
