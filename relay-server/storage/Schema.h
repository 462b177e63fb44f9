// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/storage/Database.h"

/// The steps of the schema, one per version; each has a file of its own.
namespace weft::relay {

/// `statements` may say {blob}; rows of the `frozen` tables can't be changed or deleted.
Done createTables(Database& database, const QStringList& statements, const QStringList& frozen);

Done toVersion1(Database& database); // LedgerTables.cpp
Done toVersion2(Database& database); // PaymentTables.cpp
Done toVersion3(Database& database); // AccountTables.cpp
Done toVersion4(Database& database); // BlindTables.cpp
Done toVersion5(Database& database); // Indexes.cpp
Done toVersion6(Database& database); // GatewayTables.cpp

} // namespace weft::relay
