// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

#include <memory>

class QLockFile;

namespace weft {

/// A folder for as long as this lives, which no process has besides. A file beside it, NAME.lock, says whose it is, so that what a
/// killed process left is known as that and removed when the next one is made.
class TempFolder {
public:
    /// `parent`/`prefix` and some letters. Whatever is there of this prefix that no living process owns is removed, with all
    /// that is in it. Errors: FileUnwritable (args: path).
    static Result<std::unique_ptr<TempFolder>> make(const QString& parent, const QString& prefix);
    ~TempFolder();

    const QString& path() const { return m_path; }

private:
    TempFolder(QString path, std::unique_ptr<QLockFile> lock);

    QString m_path;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace weft
