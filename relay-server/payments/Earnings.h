// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentContext.h"

namespace weft::relay {

/// An account's earnings by when they can be paid out: matured + maturing + reserve = all of them. What was taken out
/// before counts against what had matured.
struct EarningsSplit {
    Money matured;
    Money maturing;
    Money reserve; // of what has matured, held back for a while
    Money next; // what matures next,
    std::optional<UnixMillis> nextAt; // and when
};

Result<EarningsSplit> splitEarnings(PaymentContext& context, const AccountId& account, UnixMillis now);

} // namespace weft::relay
