// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 4: blind credits: keys, spent tokens.
Done toVersion4(Database& database)
{
    return createTables(database, {}, {});
}

} // namespace weft::relay
