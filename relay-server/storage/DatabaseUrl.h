// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace weft::relay {

/// Where a PostgreSQL database is, in the form that libpq documents:
/// postgresql://user:password@host:port/name?key=value. A socket's folder is the host, written as %2Frun%2Fpostgresql
/// or as ?host=/run/postgresql. What isn't said comes from libpq's own environment (PGPASSFILE, PGSSLMODE, ...).
struct DatabaseUrl {
    QString host;
    int port = -1;
    QString user;
    QString password;
    QString name;
    QString options; // "sslmode='require';connect_timeout='3'": as Qt's driver wants them

    /// postgresql:// or postgres://, whatever follows.
    static bool isUrl(const QString& where);
    /// Errors: SettingInvalid.
    static Result<DatabaseUrl> parse(const QString& url);
    /// For messages and logs: without the password.
    static QString withoutPassword(const QString& url);
};

} // namespace weft::relay
