// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace weft::relay {

/// A database file belongs to the relay that holds this: an advisory lock on a file beside it, which the system lets go
/// when the process ends, however it ends. (Not on the database itself: SQLite has its own locks there.)
class OwnerLock {
public:
    /// Errors: StorageFailed (another holds it, in this process or another; or the file can't be made).
    static Result<OwnerLock> take(const QString& database);
    ~OwnerLock();
    OwnerLock(OwnerLock&& other) noexcept;
    OwnerLock& operator=(OwnerLock&& other) noexcept;

private:
    explicit OwnerLock(int file)
        : m_file(file)
    {
    }
    int m_file = -1;
};

} // namespace weft::relay
