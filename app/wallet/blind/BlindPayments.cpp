// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/BlindWallet.h"
#include "app/wallet/blind/PurseRequests.h"
#include "app/wallet/blind/TokenChoice.h"
#include "core/values/Sha256.h"

#include <algorithm>

/// Holds that are paid with tokens, and their change.
namespace weft {

using namespace protocol::relay;

namespace {

/// After an answer got lost: the relay may still be checking the tokens.
constexpr std::chrono::seconds kMayStillCome {5};

RequestBlindHold blindHoldOf(const RequestHold& hold, const PurseRequest& payment)
{
    return {0, hold.job, hold.provider, hold.jobKey, hold.jobPublicKey, hold.amount, hold.deadlineSeconds,
        sha256(payment.secret.view()), payment.spent};
}

} // namespace

QCoro::Task<Done> BlindWallet::carryOutPayment(PurseRequest request)
{
    const QPointer<BlindWallet> self(this);
    if (!m_busy.insert(request.id).second)
        co_return Done {};
    const Busy busy {self, request.id};
    auto asking = m_anonymous.ask(AskBlindChange {0, request.secret});
    const auto answer = co_await asking;
    if (!self)
        co_return gone();
    if (!answer)
        co_return answer.error();
    const auto* change = std::get_if<BlindChange>(&*answer);
    if (!change)
        co_return Error {ErrorCode::ProtocolViolation, "change was asked for"};
    const auto state = static_cast<HoldState>(change->state);
    if (state == HoldState::Held)
        co_return Done {};
    if (state == HoldState::Unknown)
        co_return isOnItsWay(request.job) ? Done {} : told(m_purse.undo(request.id));
    if (change->claimed && request.epoch == 0)
        co_return told(m_purse.finish(request.id, {})); // a copy of this purse has it
    auto claiming = claim(request, change->amount);
    co_return co_await claiming;
}

/// The relay checks tokens before it knows a hold: one that it doesn't know may come yet.
bool BlindWallet::isOnItsWay(const JobId& job) const
{
    const auto found = m_asked.find(job);
    return found != m_asked.end() && unixNow() < found->second;
}

QCoro::Task<Done> BlindWallet::claim(PurseRequest request, Money amount)
{
    const QPointer<BlindWallet> self(this);
    if (request.epoch == 0) {
        auto preparing = prepareNow(request, fewestTokens(amount));
        const auto prepared = co_await preparing;
        if (!self)
            co_return gone();
        if (!prepared)
            co_return prepared.error();
        request = *prepared;
    }
    auto asking = m_anonymous.ask(ClaimBlindChange {0, request.secret, request.epoch, blindedOf(request)});
    const auto answer = co_await asking;
    if (!self)
        co_return gone();
    if (answer) {
        WEFT_CO_TRY(const std::vector<BlindToken> tokens, open(request, *answer));
        co_return told(m_purse.finish(request.id, tokens));
    }
    if (answer.error().code == ErrorCode::TokenSpent)
        co_return told(m_purse.finish(request.id, {})); // claimed by a copy of this purse
    if (answer.error().code == ErrorCode::TokenInvalid) { // its keys no longer sign: prepared anew, another time
        request.epoch = 0;
        request.prepared.clear();
        WEFT_CO_CHECK(m_purse.update(request));
    }
    co_return answer.error();
}

QCoro::Task<Done> BlindWallet::settle(std::chrono::milliseconds limit)
{
    constexpr std::chrono::milliseconds kPause {200};
    const QPointer<BlindWallet> self(this);
    const UnixMillis until = unixNow() + limit;
    for (;;) {
        auto recovering = recover(nullptr);
        const Done done = co_await recovering;
        if (!self)
            co_return gone();
        const bool waits = std::ranges::any_of(
            m_purse.requests(), [](const auto& one) { return one.kind == PurseRequest::Kind::Payment; });
        if (!waits || unixNow() >= until)
            co_return done;
        Pending<int> pause;
        QTimer::singleShot(kPause, this, [pause] { pause.set(0); });
        auto waiting = pause.wait();
        co_await waiting;
        if (!self)
            co_return gone();
    }
}

const PurseRequest* BlindWallet::paymentOf(const JobId& job) const
{
    for (const PurseRequest& request : m_purse.requests()) {
        if (request.kind == PurseRequest::Kind::Payment && request.job == job)
            return &request;
    }
    return nullptr;
}

const PurseRequest* BlindWallet::requestOf(const TransferId& id) const
{
    const auto found = std::ranges::find(m_purse.requests(), id, &PurseRequest::id);
    return found == m_purse.requests().end() ? nullptr : &*found;
}

Result<PurseRequest> BlindWallet::paymentFor(const RequestHold& hold)
{
    if (const PurseRequest* known = paymentOf(hold.job))
        return *known;
    std::vector<BlindToken> usable;
    for (const BlindToken& token : m_purse.tokens()) {
        if (isCurrentBlindEpoch(token.epoch, unixNow()))
            usable.push_back(token);
    }
    if (usable.empty()) // or this computer's clock is wrong: the relay knows
        usable = m_purse.tokens();
    const auto chosen = tokensFor(powersOf(usable), blindRoundedUp(hold.amount), static_cast<std::size_t>(kMaxBlindTokens));
    if (!chosen)
        return Error {ErrorCode::CreditTooLow, "not enough blind credits",
            {{"available", toCreditString(worthOf(usable))}, {"needed", toCreditString(blindRoundedUp(hold.amount))}}};
    PurseRequest payment;
    payment.kind = PurseRequest::Kind::Payment;
    payment.id = randomId<TransferId>(m_random);
    payment.job = hold.job;
    payment.secret = randomId<SecretKey256>(m_random);
    for (const std::size_t i : *chosen)
        payment.spent.push_back(usable[i]);
    WEFT_CHECK(told(m_purse.begin(payment)));
    return payment;
}

void BlindWallet::pay(const RequestHold& hold, RelayConnection::AnswerTo done)
{
    const auto payment = paymentFor(hold);
    if (!payment) {
        QTimer::singleShot(0, this, [done = std::move(done), error = payment.error()] { done(error); });
        return;
    }
    m_asked[hold.job] = UnixMillis::max(); // until it is answered
    m_anonymous.ask(blindHoldOf(hold, *payment),
        [self = QPointer<BlindWallet>(this), payment = *payment, done = std::move(done)](Result<RelayConnection::Answer> answer) {
            // HoldResolved says that it was carried out before.
            const bool isOver = !answer && isDefinite(answer.error().code) && answer.error().code != ErrorCode::HoldResolved;
            if (self && !answer)
                self->m_asked[payment.job] = unixNow() + kMayStillCome;
            if (self && isOver) {
                self->m_asked.erase(payment.job);
                (void)self->refused(payment, answer.error()); // unwritable: it stays written down, and is asked for later
            }
            done(std::move(answer));
        });
}

/// Its change comes back while the run goes on.
void BlindWallet::onPushed(const ToMachine& message)
{
    JobId job;
    if (const auto* settled = std::get_if<Settled>(&message))
        job = settled->job;
    else if (const auto* released = std::get_if<Released>(&message))
        job = released->job;
    const PurseRequest* payment = paymentOf(job);
    if (!payment)
        return;
    m_asked.erase(job);
    auto claiming = [](QPointer<BlindWallet> self, PurseRequest request) -> QCoro::Task<void> {
        auto carrying = self->carryOutPayment(std::move(request));
        (void)co_await carrying; // if not now, then after the run
    };
    claiming(this, *payment);
}

} // namespace weft
