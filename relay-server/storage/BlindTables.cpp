// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 4: blind credits: keys, what was signed, what was spent, holds. No column says when a token was spent or signed,
/// and none of `blind_spent` and `blind_hold` knows an account.
Done toVersion4(Database& database)
{
    const QStringList statements = {
        // sealed: the secret half, encrypted under the relay's key.
        QStringLiteral("CREATE TABLE blind_key (epoch BIGINT NOT NULL, power BIGINT NOT NULL,"
                       " modulus {blob} NOT NULL, sealed {blob} NOT NULL, PRIMARY KEY (epoch, power))"),
        // A request that was carried out. `digest`: SHA-256 of it, so that only the same gets the same answer.
        // kind: 1 withdrawal, 2 change, 3 exchange, 4 deposit. `issued`: the worth of the tokens that were signed for it.
        QStringLiteral("CREATE TABLE blind_request (id {blob} PRIMARY KEY,"
                       " kind BIGINT NOT NULL CHECK (kind IN (1, 2, 3, 4)), digest {blob} NOT NULL,"
                       " issued BIGINT NOT NULL CHECK (issued >= 0))"),
        // The primary key makes each token count once.
        QStringLiteral("CREATE TABLE blind_spent (token {blob} PRIMARY KEY,"
                       " power BIGINT NOT NULL CHECK (power >= 0 AND power <= 14))"),
        QStringLiteral("CREATE TABLE blind_hold (job {blob} PRIMARY KEY REFERENCES hold (job),"
                       " secret_hash {blob} NOT NULL UNIQUE, digest {blob} NOT NULL,"
                       " paid BIGINT NOT NULL CHECK (paid > 0))"),
    };
    return createTables(database, statements,
        {QStringLiteral("blind_key"), QStringLiteral("blind_request"), QStringLiteral("blind_spent"),
            QStringLiteral("blind_hold")});
}

} // namespace weft::relay
