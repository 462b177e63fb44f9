// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace weft {

/// A file that was moved to the system's trash, and where it lies there.
struct Trashed {
    QString path; // where it was
    QString inTrash; // empty: the system doesn't tell, so it can't be brought back from here
};

/// Nothing where the system has no trash for that file; it is still there then.
std::optional<Trashed> moveToTrash(const QString& path);
/// Brings it back; false when something else is there now, or it has left the trash.
bool restoreFromTrash(const Trashed& trashed);

} // namespace weft
