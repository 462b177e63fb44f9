// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include "core/files/ReplaceFile.h"

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace weft {

enum class FileReaders {
    AsUsual, // what the system gives new files, or what the old one had
    Owner, // keys, prompts, other people's work: nobody else on this computer
};

/// Writes a file as a whole: whoever reads it, also after a crash or a power cut, finds the old content or the new one. It
/// is with the disk before this returns. The folder has to be there. A link is followed. From any thread.
/// Errors: DiskFull (args: path), FileUnwritable (args: path, and reason where it is known: "permission", "readonly",
/// "folder", "missing", "long"); then the old content is there.
Done replaceFile(const QString& path, QByteArrayView content, FileReaders readers = FileReaders::AsUsual);
/// Several pieces, one behind the other.
Done replaceFile(
    const QString& path, const std::vector<QByteArrayView>& pieces, FileReaders readers = FileReaders::AsUsual);

} // namespace weft
