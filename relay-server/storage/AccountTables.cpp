// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 3: passwords, recovery codes, two-step sign-in, approvals.
Done toVersion3(Database& database)
{
    return createTables(database, {}, {});
}

} // namespace weft::relay
