// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Schema.h"

namespace weft::relay {

/// Version 3: passwords, recovery codes, two-step sign-in, approvals.
Done toVersion3(Database& database)
{
    const QStringList statements = {
        QStringLiteral("ALTER TABLE device ADD COLUMN name TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE device ADD COLUMN seen BIGINT NOT NULL DEFAULT 0"), // last login
        // email: normalised. password: libsodium's text with salt and cost. recovery: SHA-256 of the code.
        // totp_step: the last step whose code was used; a code is used once.
        QStringLiteral("CREATE TABLE account_login (account {blob} PRIMARY KEY,"
                       " email TEXT UNIQUE, password TEXT,"
                       " recovery {blob} UNIQUE,"
                       " totp {blob}, totp_pending {blob}, totp_step BIGINT NOT NULL DEFAULT 0,"
                       " changed BIGINT NOT NULL,"
                       " CHECK (password IS NULL OR email IS NOT NULL))"),
        // A machine without a screen asks to be signed in; code: SHA-256.
        QStringLiteral("CREATE TABLE approval (code {blob} PRIMARY KEY, machine {blob} NOT NULL UNIQUE,"
                       " name TEXT NOT NULL, expires BIGINT NOT NULL)"),
        QStringLiteral("CREATE INDEX approval_expires ON approval (expires)"),
    };
    return createTables(database, statements, {});
}

} // namespace weft::relay
