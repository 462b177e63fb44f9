// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Value.h"

#include <QString>

#include <optional>

namespace weft {

/// A folder of pictures and their texts (one .txt of the same name each), packed into one value so that it can travel.
struct PackedFolder {
    Value value; // FILE: a safetensors file with a tensor U8 [n] per file, called "cat.png", "10_dogs/dog.txt"
    std::int64_t pixels = 0; // of all pictures, where they tell
};

/// Packs PNG, JPEG, WebP and .txt files of a folder and of the folders in it, not deeper; links aren't followed. Blocks on the
/// disk. Errors: FolderWithoutPictures, FileUnreadable, FileTooLarge (args: path), LimitExceeded (args: limit).
Result<PackedFolder> packedFolder(const QString& path);

/// A picture's pixels as its first bytes tell them, for estimates.
std::optional<std::int64_t> peekedPixelsOfFile(const QString& path);

/// About how many pixels the pictures of such a folder have together, for estimates: it looks at the beginnings of some hundred
/// pictures and takes the rest for as large. Null when no picture tells.
std::optional<std::int64_t> peekedPixels(const QString& path);

/// The names of the folders in a folder, for a setting's choices: sorted, at most so many.
std::vector<std::string> foldersIn(const QString& folder, std::size_t most);
/// The same of its pictures.
std::vector<std::string> picturesIn(const QString& folder, std::size_t most);

} // namespace weft
