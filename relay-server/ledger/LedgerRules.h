// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/Books.h"

#include <span>

/// The rules that both stores keep, as pure functions on rows.
namespace weft::relay {

/// Errors: AmountInvalid.
Done checkTransfer(const Transfer& transfer);
/// Kind, sums and legs fit the hold. Errors: AmountInvalid.
Done checkResolution(const Hold& hold, const Resolution& resolution, std::span<const Transfer> legs);
/// Errors: AmountInvalid unless 0 <= amount <= kMaxAmount.
Done checkHoldAmount(const Hold& hold);
/// Changes both books. Errors: CreditTooLow, AmountInvalid (a sum that doesn't fit).
Done applyTransfer(Book& debit, Book& credit, Money amount);
/// sign +1: the hold becomes pending; -1: it ends. Errors: CreditTooLow.
Done applyPending(Book& buyer, Book& clearing, Money amount, int sign);
/// How the outcome counts for the provider: completed by a final receipt, failed by its own fault; else neither.
MachineRecord outcomeOf(const Resolution& resolution);

} // namespace weft::relay
