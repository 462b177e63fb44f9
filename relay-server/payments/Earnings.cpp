// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Earnings.h"

namespace weft::relay {

namespace {

/// All has to mature but what came back from a payout, which had. What a joined account brings begins anew.
struct Waiting {
    Money maturing;
    Money reserve;
    Money next;
    std::optional<UnixMillis> nextAt;
};

Result<Waiting> waitingOf(PaymentContext& context, const AccountId& account, UnixMillis now)
{
    const PaymentRules& rules = context.rules;
    WEFT_TRY(const auto moves, context.store.earningMoves(account, now - rules.maturity - rules.reserveTime));
    Waiting waiting;
    for (const PaymentStore::Move& move : moves) {
        const UnixMillis matures = move.created + rules.maturity;
        if (move.matured)
            continue;
        if (matures > now) {
            waiting.maturing.micro += move.amount.micro;
            if (!waiting.nextAt || matures < *waiting.nextAt) {
                waiting.next = {};
                waiting.nextAt = matures;
            }
            if (matures == *waiting.nextAt)
                waiting.next.micro += move.amount.micro;
        } else {
            WEFT_TRY(const Money kept, timesRatioUp(move.amount, rules.reserveMillionths, 1'000'000));
            waiting.reserve.micro += kept.micro;
        }
    }
    return waiting;
}

} // namespace

Result<EarningsSplit> splitEarnings(PaymentContext& context, const AccountId& account, UnixMillis now)
{
    WEFT_TRY(const Book book, context.ledger.book(earningsOf(account)));
    WEFT_TRY(const Waiting waiting, waitingOf(context, account, now));
    const Money all = std::max(Money{}, book.available());
    EarningsSplit split;
    split.maturing = std::min(waiting.maturing, all);
    split.reserve = std::min(waiting.reserve, Money{all.micro - split.maturing.micro});
    split.matured = {all.micro - split.maturing.micro - split.reserve.micro};
    split.next = std::min(waiting.next, split.maturing);
    split.nextAt = split.next.micro > 0 ? waiting.nextAt : std::nullopt;
    return split;
}

} // namespace weft::relay
