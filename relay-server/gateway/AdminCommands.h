// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace weft::relay {

/// What the operator does about payments, beside the server, also while it runs: what they ask of Stripe goes through
/// the outbox, which the running relay empties.
///   share, payouts, topups ACCOUNT, freeze ACCOUNT, unfreeze ACCOUNT, refund TOPUP
///   reconcile --stripe-key-file FILE    exit 1: Stripe and the ledger differ
/// ACCOUNT: its id, or the key hash of one of its machines.
struct AdminOptions {
    QString database;
    QString keyFile;
    QString stripeUrl;
};
/// The exit status; nothing: no such command.
std::optional<int> runPaymentCommand(const QStringList& words, const AdminOptions& options);

} // namespace weft::relay
