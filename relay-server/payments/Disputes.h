// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/Refunds.h"

namespace weft::relay {

/// What banks take back. A dispute freezes the account and takes the buyer's credits as far as they are there; the
/// reserve bears the rest. Won: all goes back. Lost: what was released meanwhile pays the reserve, and the account
/// stays frozen until the operator decides. An early fraud warning comes before one: the account is frozen, and what is
/// unspent goes back at once if the operator wants that, which saves the dispute's fee.
class Disputes {
public:
    Disputes(PaymentContext& context, Refunds& refunds)
        : m_context(context)
        , m_refunds(refunds)
    {
    }

    Done sawDispute(PaymentEffects& effects, const Json& dispute, UnixMillis now);
    Done sawWarning(PaymentEffects& effects, const Json& warning, UnixMillis now);

private:
    Result<Dispute> open(const TopUp& topUp, const Json& object, UnixMillis now);
    Done noteFee(Dispute& dispute, const Json& object, UnixMillis now);
    Done win(Dispute& dispute, const TopUp& topUp, UnixMillis now);
    Done lose(Dispute& dispute, const TopUp& topUp, UnixMillis now);

    PaymentContext& m_context;
    Refunds& m_refunds;
};

} // namespace weft::relay
