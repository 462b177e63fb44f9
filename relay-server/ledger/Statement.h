// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/protocol/RelayMoney.h"
#include "relay-server/ledger/Books.h"

#include <vector>

/// What an account sees of the ledger.
namespace weft::relay {

/// Its book is the account's credits or earnings.
bool isOnStatement(const StatementLine& line, const AccountId& account);
/// By time, then by id, the credit of a transfer before its debit; at most `limit`.
std::vector<StatementLine> newestFirst(std::vector<StatementLine> lines, int limit);
/// Told by the two books.
protocol::relay::StatementKind kindOf(const StatementLine& line);
/// "top up", "run" and so on.
std::string_view nameOf(protocol::relay::StatementKind kind);
/// As it goes over the wire, in answer to the request `id`.
protocol::relay::StatementListed toListed(const StatementLine& line, std::int64_t id);

/// RFC 4180 with a header: time (ISO 8601, UTC), kind, book, amount (credits, negative: it went out), job, transfer.
std::string toCsv(const std::vector<StatementLine>& lines);
/// An array of objects with the same fields.
Json toJson(const std::vector<StatementLine>& lines);

} // namespace weft::relay
