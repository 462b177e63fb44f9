// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/PaymentContext.h"

#include "core/base/Utf8.h"
#include "relay-server/ledger/TrialCredits.h"
#include "relay-server/payments/CreditHistory.h"
#include "relay-server/payments/Earnings.h"
#include "relay-server/payments/TopUpLimits.h"
#include "relay-server/payments/UnspentCredits.h"

namespace weft::relay {

using namespace protocol::relay;

namespace {
constexpr std::size_t kMaxProblemBytes = 400;
constexpr std::size_t kMaxReceiptBytes = 2048;
constexpr std::int64_t kMaxPagesPerHour = 30;

std::int64_t millisOf(UnixMillis time)
{
    return time.time_since_epoch().count();
}
} // namespace

std::string shortened(std::string text, std::size_t maxBytes)
{
    text.resize(std::min(text.size(), maxBytes));
    while (!text.empty() && !isUtf8(text))
        text.pop_back();
    return text;
}

Done PaymentContext::move(
    std::string_view what, std::string_view of, const BookId& debit, const BookId& credit, Money amount, UnixMillis now)
{
    if (amount.micro <= 0)
        return {};
    return ledger.post({derivedId(what, of), {}, debit, credit, amount, now});
}

Result<Money> PaymentContext::availableCredits(const AccountId& account)
{
    WEFT_TRY(const Book book, ledger.book(creditsOf(account)));
    return std::max(Money{}, book.available());
}

Done PaymentContext::checkNotFrozen(const AccountId& account)
{
    WEFT_TRY(const Payer payer, store.payer(account));
    if (payer.frozen != 0)
        return Error{ErrorCode::AccountFrozen, "the account is frozen"};
    return {};
}

Done PaymentContext::checkPagesPerHour(const AccountId& account, UnixMillis now)
{
    const UnixMillis since = now - std::chrono::hours(1);
    WEFT_TRY(std::int64_t pages, store.askedSince(account.hex(), since));
    WEFT_TRY(const auto topUps, store.topUps(account));
    for (const TopUp& topUp : topUps)
        pages += topUp.created > since;
    if (pages >= kMaxPagesPerHour)
        return Error{
            ErrorCode::LimitExceeded, "too many pages in an hour", {{"limit", std::to_string(kMaxPagesPerHour)}}};
    return {};
}

Result<bool> PaymentContext::hasOpenDispute(const AccountId& account)
{
    WEFT_TRY(const auto topUps, store.topUps(account));
    for (const TopUp& topUp : topUps) {
        WEFT_TRY(const auto disputes, store.disputes(topUp.id));
        for (const Dispute& dispute : disputes) {
            if (dispute.stage == DisputeStage::Open)
                return true;
        }
    }
    return false;
}

Done PaymentContext::freeze(const AccountId& account, FrozenBy why, bool on)
{
    WEFT_TRY(Payer payer, store.payer(account));
    payer.frozen = on ? payer.frozen | why : payer.frozen & ~why;
    return store.write(payer);
}

Result<Unspent> PaymentContext::unspent(const AccountId& account, UnixMillis since)
{
    CreditHistory history(*this, account, since);
    WEFT_TRY(const auto moves, history.moves());
    WEFT_TRY(const Book book, ledger.book(creditsOf(account)));
    Unspent left = unspentCredits(moves, book.debitsPending);
    for (auto& [topUp, amount] : left)
        amount = std::clamp(amount, Money{}, std::max(Money{}, book.available()));
    return left;
}

Result<Money> PaymentContext::unspent(const TopUp& topUp)
{
    if (!topUp.paid)
        return Money{};
    WEFT_TRY(const Unspent all, unspent(topUp.account, *topUp.paid));
    const auto left = all.find(topUp.id);
    return left == all.end() ? Money{} : left->second;
}

Result<Money> PaymentContext::refunded(const TopUp& topUp)
{
    WEFT_TRY(const auto refunds, store.refunds(topUp.id));
    Money sum;
    for (const Refund& refund : refunds) {
        if (refund.stage != RefundStage::Failed)
            sum.micro += refund.amount().micro;
    }
    return sum;
}

bool PaymentContext::mayGoBack(const TopUp& topUp, UnixMillis now) const
{
    const bool inTime = topUp.paid && now < *topUp.paid + rules.refundTime;
    return inTime && (topUp.stage == TopUpStage::Paid || topUp.stage == TopUpStage::Refunded);
}

Result<Money> PaymentContext::refundable(const TopUp& topUp, const Unspent& unspent, UnixMillis now)
{
    const auto left = unspent.find(topUp.id);
    if (left == unspent.end() || !mayGoBack(topUp, now))
        return Money{};
    WEFT_TRY(const Money gone, refunded(topUp));
    return wholeCredits(std::clamp(left->second, Money{}, Money{std::max<std::int64_t>(0, topUp.amount.micro - gone.micro)}));
}

Result<Money> PaymentContext::refundable(const TopUp& topUp, UnixMillis now)
{
    Unspent left;
    if (mayGoBack(topUp, now)) {
        WEFT_TRY(left, unspent(topUp.account, *topUp.paid));
    }
    return refundable(topUp, left, now);
}

Result<TopUpState> PaymentContext::stateOf(
    const TopUp& topUp, const Unspent& unspent, std::int64_t id, UnixMillis now)
{
    TopUpState state;
    state.id = id;
    state.topUp = topUp.id;
    state.stage = int(topUp.stage);
    state.amount = topUp.amount;
    WEFT_TRY(state.refunded, refunded(topUp));
    WEFT_TRY(state.refundable, refundable(topUp, unspent, now));
    state.createdUnixMillis = millisOf(topUp.created);
    state.refundableUntilUnixMillis = topUp.paid ? millisOf(*topUp.paid + rules.refundTime) : 0;
    state.automatic = topUp.automatic;
    state.method = shortened(topUp.method, 40);
    state.receiptUrl = topUp.receipt.size() > kMaxReceiptBytes ? "" : topUp.receipt;
    state.problem = shortened(topUp.problem, kMaxProblemBytes);
    return state;
}

Result<Wallet> PaymentContext::wallet(const AccountId& account, std::int64_t id, UnixMillis now)
{
    WEFT_TRY(const Payer payer, store.payer(account));
    Wallet wallet;
    wallet.id = id;
    wallet.payments = rules.on;
    wallet.testMode = rules.testMode;
    wallet.frozen = payer.frozen != 0;
    wallet.shareMillionths = rules.shareMillionths;
    wallet.minTopUp = rules.minTopUp;
    WEFT_TRY(wallet.maxTopUp, mayStillAdd(*this, account, now));
    wallet.cardBrand = shortened(payer.brand, 40);
    wallet.cardLast4 = shortened(payer.last4, 4);
    wallet.autoTopUp = payer.autoOn;
    wallet.autoBelow = payer.autoBelow;
    wallet.autoAmount = payer.autoAmount;
    wallet.autoMonthlyLimit = payer.autoLimit;
    WEFT_TRY(wallet.autoThisMonth, addedByItselfThisMonth(*this, account, now));
    wallet.autoProblem = shortened(payer.autoProblem, kMaxProblemBytes);
    wallet.onboarding = int(payer.onboarding);
    wallet.minPayout = rules.minPayout;
    WEFT_TRY(const EarningsSplit earnings, splitEarnings(*this, account, now));
    wallet.matured = earnings.matured;
    wallet.maturing = earnings.maturing;
    wallet.nextMatures = earnings.next;
    wallet.nextMaturesUnixMillis = earnings.nextAt ? millisOf(*earnings.nextAt) : 0;
    wallet.reserve = earnings.reserve;
    return wallet;
}

Done PaymentContext::tellWallet(PaymentEffects& effects, const AccountId& account, UnixMillis now)
{
    WEFT_TRY(const Balance balance, balanceOf(ledger, account));
    WEFT_TRY(const Wallet purse, wallet(account, 0, now));
    effects.pushes.push_back({account, balance});
    effects.pushes.push_back({account, purse});
    return {};
}

Done PaymentContext::tell(PaymentEffects& effects, const TopUp& topUp, UnixMillis now)
{
    Unspent left;
    if (mayGoBack(topUp, now)) {
        WEFT_TRY(left, unspent(topUp.account, *topUp.paid));
    }
    WEFT_TRY(const TopUpState state, stateOf(topUp, left, 0, now));
    effects.pushes.push_back({topUp.account, state});
    return tellWallet(effects, topUp.account, now);
}

} // namespace weft::relay
