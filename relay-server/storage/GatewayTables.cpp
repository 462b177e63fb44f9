// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 6: tokens of the public gateway. `budget`: the account that their credits lie in; `token`: SHA-256 of the secret.
Done toVersion6(Database& database)
{
    const QStringList statements = {
        QStringLiteral("CREATE TABLE gateway_token (budget {blob} PRIMARY KEY, token {blob} NOT NULL UNIQUE,"
                       " owner {blob} NOT NULL, name TEXT NOT NULL, bought BIGINT NOT NULL CHECK (bought > 0),"
                       " created BIGINT NOT NULL, revoked BIGINT)"),
        QStringLiteral("CREATE INDEX gateway_token_owner ON gateway_token (owner, created)"),
        QStringLiteral("CREATE INDEX gateway_token_live ON gateway_token (token) WHERE revoked IS NULL"),
    };
    return createTables(database, statements, {});
}

} // namespace weft::relay
