// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "relay-server/ledger/LedgerStore.h"

namespace weft::relay {

/// Replays the whole ledger. Each string says one invariant that is broken, and where; none: the books balance.
///  - debits = credits, posted and pending, and clearing holds nothing that was posted
///  - each book = the replay of its transfers and open holds; none overdrawn
///  - each hold resolved at most once, its legs carry what its resolution says
Result<std::vector<std::string>> checkLedger(LedgerStore& store);

/// {"accounts": [...], "holds": [...], "transfers": [...]}: amounts as credit strings; sealing keys are left out.
Result<Json> showLedger(LedgerStore& store);

/// "credits" and so on.
std::string_view nameOf(BookKind kind);

} // namespace weft::relay
