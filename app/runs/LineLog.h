// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QFile>
#include <QLockFile>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace weft {

/// A file of JSON objects, one a line, that is only appended to: what append() took is there whatever ends the program.
/// A last line that was torn, by a full disk or a loss of power, is left out when the file is read.
/// The first process that opens it owns it, which the file beside it ("NAME.lock") says.
class LineLog {
public:
    /// Hands out every line that can be read, in order. Errors: FileUnwritable (args: path).
    static Result<std::unique_ptr<LineLog>> open(const QString& path, const std::function<void(const Json&)>& each);
    ~LineLog();

    /// The line is with the system when this returns. Errors: DiskFull, FileUnwritable (args: path).
    Done append(const Json& line);
    /// The file holds these lines and no others; until then it holds the old ones. Only for its owner. Errors: the
    /// same.
    Done replace(const std::vector<Json>& lines);

    bool isOwner() const { return m_isOwner; }
    int lines() const { return m_lines; } // that could be read, and those appended

private:
    LineLog(const QString& path, std::unique_ptr<QLockFile> lock);
    void read(const std::function<void(const Json&)>& each);
    Done reopen();
    Error unwritable() const;

    QFile m_file;
    std::unique_ptr<QLockFile> m_lock;
    bool m_isOwner;
    bool m_isTorn = false;
    int m_lines = 0;
};

} // namespace weft
