// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/LedgerRows.h"
#include "relay-server/payments/PaymentRecords.h"

/// Payment rows to SQL values and back, in the order of the column lists below.
namespace weft::relay {

#define WEFT_PAYER_COLUMNS                                                                                             \
    "account, customer, method, brand, last4, auto_on, auto_below, auto_amount, auto_limit, auto_problem, connect, "   \
    "onboarding, frozen"
#define WEFT_TOP_UP_COLUMNS                                                                                            \
    "id, account, stage, amount, automatic, save_card, created, paid, fee, session, url, intent, charge, method, "     \
    "receipt, problem"
#define WEFT_REFUND_COLUMNS "id, top_up, stage, from_credits, from_reserve, stripe, created"
#define WEFT_PAYOUT_COLUMNS "id, account, stage, amount, returned, stripe, created, problem"
#define WEFT_DISPUTE_COLUMNS "id, top_up, stage, from_credits, from_reserve, fee, created"
#define WEFT_OUTBOX_COLUMNS                                                                                            \
    "id, kind, subject, ask, method, path, form, idempotency, created, due, tries, first_tried, is_open"

Row toRow(const Payer& payer);
Row toRow(const TopUp& topUp);
Row toRow(const Refund& refund);
Row toRow(const Payout& payout);
Row toRow(const Dispute& dispute);
Row toRow(const OutboxRow& row);

/// Errors: StorageFailed (an id of the wrong size).
Result<Payer> payerFrom(const Row& row);
Result<TopUp> topUpFrom(const Row& row);
Result<Refund> refundFrom(const Row& row);
Result<Payout> payoutFrom(const Row& row);
Result<Dispute> disputeFrom(const Row& row);
Result<OutboxRow> outboxFrom(const Row& row);

} // namespace weft::relay
