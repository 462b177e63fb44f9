// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/storage/Database.h"

namespace weft::relay {

/// The schema's versions: migration n leads from n - 1 to n. One that was released never changes.
constexpr int kSchemaVersion = 6;

/// Brings the schema up to kSchemaVersion, each step in its own transaction. Errors: StorageFailed, StorageNewer.
Done migrate(Database& database);
/// For readers: errors StorageNewer; StorageFailed when the schema is older or absent.
Done checkVersion(Database& database);

} // namespace weft::relay
