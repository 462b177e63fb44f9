// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentContext.h"

namespace weft::relay {

/// What the account may still add today, by its age and by what it added. Errors: StorageFailed.
Result<Money> mayStillAdd(PaymentContext& context, const AccountId& account, UnixMillis now);
/// Automatic top ups of this calendar month (UTC), those on their way included.
Result<Money> addedByItselfThisMonth(PaymentContext& context, const AccountId& account, UnixMillis now);

} // namespace weft::relay
