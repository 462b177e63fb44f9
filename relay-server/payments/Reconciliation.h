// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/LedgerStore.h"
#include "relay-server/payments/PaymentStore.h"

namespace weft::relay {

/// Everything that Stripe lists, each an array.
struct StripeSide {
    Json charges = Json::array();
    Json refunds = Json::array();
    Json transfers = Json::array();
    Json disputes = Json::array();
    Json balanceTransactions = Json::array();
};

struct Reconciliation {
    std::vector<std::string> differences; // money that one side knows of and the other doesn't
    std::vector<std::string> waiting; // on its way: asked for, and not yet answered
};

/// Holds each of Stripe's objects against our rows, both ways, and the sum of Stripe's balance transactions against our
/// book. What the operator does in Stripe besides (payouts to a bank, top ups of the balance) is left out.
/// Errors: StorageFailed.
Result<Reconciliation> reconcile(PaymentStore& store, LedgerStore& ledger, const StripeSide& stripe);

} // namespace weft::relay
