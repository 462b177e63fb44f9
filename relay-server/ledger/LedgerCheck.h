// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "relay-server/ledger/LedgerStore.h"

namespace weft::relay {

/// Replays the whole ledger. Each string says one invariant that is broken, and where; none: the books balance.
///  - debits = credits over all books, posted and pending; clearing and disputes hold nothing that was posted
///  - each book = the replay of its transfers and open holds; none overdrawn, no sum negative
///  - each hold resolved at most once, its legs carry what its resolution says; no leg without its hold
Result<std::vector<std::string>> checkLedger(LedgerStore& store);

/// For the parts that know what one of the relay's books must hold: no line, or one that says what it holds instead.
Result<std::vector<std::string>> checkBalance(LedgerStore& store, const BookId& id, Money expected);

/// {"accounts": [...], "holds": [...], "transfers": [...]}: amounts as credit strings; sealing keys are left out.
Result<Json> showLedger(LedgerStore& store);

/// "credits" and so on.
std::string_view nameOf(BookKind kind);

} // namespace weft::relay
