// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 5: what an account spent in a time is summed up from the index alone; the few frozen accounts are found
/// without reading all.
Done toVersion5(Database& database)
{
    const QStringList statements = {
        QStringLiteral("CREATE INDEX transfer_debit_amount ON transfer (debit, created, amount)"),
        QStringLiteral("DROP INDEX transfer_debit"),
        QStringLiteral("CREATE INDEX payer_frozen ON payer (account) WHERE frozen <> 0"),
    };
    return createTables(database, statements, {});
}

} // namespace weft::relay
