// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/BuyerJob.h"

#include "core/protocol/Versions.h"

#include <algorithm>

namespace weft {

using namespace protocol;

namespace {

/// Between two signs of life while values move.
constexpr std::chrono::seconds kAliveEvery {1};

/// Whether the relay may have made the hold although it answered with this.
bool mayHold(ErrorCode code)
{
    return code == ErrorCode::StorageFailed || code == ErrorCode::Internal || code == ErrorCode::TimedOut
        || code == ErrorCode::RelayUnreachable;
}

} // namespace

BuyerJob::BuyerJob(BuyerOrder order, JobCrypto& crypto)
    : m_order(std::move(order))
    , m_crypto(crypto)
{
    m_receipt.job = m_order.job;
}

void BuyerJob::enter(State state, UnixMillis now, std::chrono::milliseconds limit)
{
    m_state = state;
    m_deadline = now + limit;
}

BuyerJob::Effects BuyerJob::start(UnixMillis now)
{
    return step([&] {
        m_holdDeadline = now + m_order.holdFor;
        m_holdAsked = true;
        enter(State::Holding, now, m_order.limits.answer);
        emit(ToRelay {relay::RequestHold {0, m_order.job, m_order.provider, m_order.jobKey, m_order.jobPublicKey,
            m_order.quote.amount, m_order.holdFor.count()}});
    });
}

BuyerJob::Effects BuyerJob::onRelay(const RelayNews& news, UnixMillis now)
{
    return step([&] { std::visit([&](const auto& message) { take(message, now); }, news); });
}

BuyerJob::Effects BuyerJob::onRelayRefused(RelayStep what, const Error& error, UnixMillis now)
{
    return step([&] {
        if (what == RelayStep::Hold && m_state == State::Holding) {
            m_holdAsked = mayHold(error.code);
            fail(error, now);
        } else if (what == RelayStep::Session && m_state == State::Opening) {
            fail(error, now);
        } else if (m_state == State::Resolving && error.code == ErrorCode::HoldUnknown) {
            resolved({}, now);
        } else if (m_state == State::Resolving && error.code == ErrorCode::HoldResolved) {
            emit(ToRelay {relay::AskJob {0, m_order.job}});
        }
        // Anything else is tried again when the time comes.
    });
}

BuyerJob::Effects BuyerJob::onRelayLost(UnixMillis now)
{
    return step([&] {
        m_relayUp = false;
        const bool waits = m_state == State::Holding || m_state == State::AwaitKey || m_state == State::Resolving;
        if (m_state != State::Idle && !waits)
            fail(Error {ErrorCode::RelayUnreachable, "the relay was lost while the job ran"}, now);
        m_channelOpen = false; // it went through the relay
    });
}

BuyerJob::Effects BuyerJob::onRelayBack(UnixMillis now)
{
    return step([&] {
        m_relayUp = true;
        m_holdDeadline = std::max(m_holdDeadline, now); // it may have been away over the deadline
        if (m_state == State::Holding) // asking twice holds once
            emit(ToRelay {relay::RequestHold {0, m_order.job, m_order.provider, m_order.jobKey, m_order.jobPublicKey,
                m_order.quote.amount, m_order.holdFor.count()}});
        else if (m_state == State::AwaitKey)
            emit(ToRelay {relay::AskJob {0, m_order.job}});
        else if (m_state == State::Resolving)
            askToResolve(now);
    });
}

BuyerJob::Effects BuyerJob::onChannelReady(UnixMillis now)
{
    return step([&] {
        if (m_state != State::Channel)
            return;
        m_channelOpen = true;
        enter(State::Asking, now, m_order.limits.answer);
        emit(ToPeer {peer::OpenJob {kPeerVersionMin, kPeerVersionMax, m_ticket}});
    });
}

BuyerJob::Effects BuyerJob::onChannelClosed(const Error& error, UnixMillis now)
{
    return step([&] {
        m_channelOpen = false;
        const bool matters = m_state == State::Opening || m_state == State::Channel || m_state == State::Asking
            || m_state == State::Offering || m_state == State::Running;
        if (matters)
            fail(error, now);
    });
}

BuyerJob::Effects BuyerJob::onPeer(const ProviderMessage& message, UnixMillis now)
{
    return step([&] {
        if (m_channelOpen)
            std::visit([&](const auto& m) { take(m, now); }, message);
    });
}

BuyerJob::Effects BuyerJob::onAlive(UnixMillis now)
{
    return step([&] {
        if (m_state != State::Running && m_state != State::Offering)
            return;
        m_deadline = now + m_order.limits.stall;
        if (now - m_saidAlive < kAliveEvery)
            return;
        m_saidAlive = now;
        emit(Happened {StillAlive {}});
    });
}

BuyerJob::Effects BuyerJob::cancel(UnixMillis now)
{
    return step([&] {
        m_cancelled = true;
        if (m_state == State::Resolving)
            return;
        if (m_channelOpen && m_state != State::AwaitKey)
            emit(ToPeer {peer::CancelJob {}});
        fail(Error {ErrorCode::Cancelled}, now);
    });
}

BuyerJob::Effects BuyerJob::onTime(UnixMillis now)
{
    return step([&] {
        if (m_tellAt && now >= *m_tellAt) {
            m_tellAt.reset();
            if (!m_final)
                tellFailure(m_paidClear);
        }
        if (!m_deadline || now < *m_deadline)
            return;
        if (m_state != State::Resolving) {
            fail(Error {ErrorCode::TimedOut, "the other side didn't answer in time"}, now);
        } else if (now >= m_holdDeadline + holdMargin(m_relayUp)) {
            resolved(m_receipt.cumulative, now); // at most this much was captured in time
        } else {
            askToResolve(now);
        }
    });
}

std::optional<UnixMillis> BuyerJob::nextDeadline() const
{
    if (m_state == State::Ended)
        return {};
    if (m_tellAt && m_deadline)
        return std::min(*m_tellAt, *m_deadline);
    return m_tellAt ? m_tellAt : m_deadline;
}

void BuyerJob::fail(Error error, UnixMillis now)
{
    FragmentFailure failure;
    failure.retryElsewhere = mayRetryElsewhere(error.code);
    failure.error = std::move(error);
    fail(std::move(failure), now);
}

void BuyerJob::fail(FragmentFailure failure, UnixMillis now)
{
    m_failure = std::move(failure);
    emit(CloseChannel {});
    m_channelOpen = false;
    if (!m_holdAsked)
        return resolved({}, now);
    m_tellAt = now + m_order.limits.patience;
    enter(State::Resolving, now, m_order.limits.again);
    askToResolve(now);
}

void BuyerJob::askToResolve(UnixMillis now)
{
    m_deadline = now + m_order.limits.again;
    if (!m_relayUp)
        return;
    if (!m_final && m_receipt.increment > 0)
        emit(ToRelay {relay::Settle {0, m_receipt, {}}});
    else
        emit(ToRelay {relay::ReleaseHold {0, m_order.job, static_cast<int>(m_failure.error.code)}});
}

void BuyerJob::resolved(Money charged, UnixMillis)
{
    tellFailure(charged);
    m_tellAt.reset();
    m_deadline.reset();
    m_state = State::Ended;
}

void BuyerJob::tellFailure(Money charged)
{
    m_failure.charged = charged;
    m_failure.held = m_granted ? m_order.quote.amount : charged;
    finish(m_failure);
}

void BuyerJob::finish(FragmentReport report)
{
    if (m_told)
        return;
    m_told = true;
    emit(Finished {std::move(report)});
}

void BuyerJob::take(const relay::HoldGranted& news, UnixMillis now)
{
    if (news.job != m_order.job)
        return;
    m_granted = true;
    m_holdDeadline = UnixMillis {std::chrono::milliseconds {news.deadlineUnixMillis}};
    if (m_state != State::Holding)
        return;
    m_ticket = news.ticket;
    enter(State::Opening, now, m_order.limits.answer);
    emit(ToRelay {relay::OpenSession {0, m_order.session, m_ticket}});
}

void BuyerJob::take(const relay::SessionOpened& news, UnixMillis now)
{
    if (m_state != State::Opening || news.session != m_order.session)
        return;
    enter(State::Channel, now, m_order.limits.answer);
    emit(StartChannel {});
}

void BuyerJob::take(const relay::CloseSession& news, UnixMillis now)
{
    const bool matters = m_state == State::Channel || m_state == State::Asking || m_state == State::Offering
        || m_state == State::Running;
    if (news.session == m_order.session && matters)
        fail(Error {ErrorCode::ProviderLost, "the session was closed"}, now);
}

void BuyerJob::take(const relay::Settled& news, UnixMillis now)
{
    if (news.job == m_order.job)
        captured(news.captured, news.key, now);
}

void BuyerJob::take(const relay::Released& news, UnixMillis now)
{
    if (news.job != m_order.job || m_state == State::Idle)
        return;
    if (m_state != State::Resolving) {
        m_failure = {Error {ErrorCode::ProviderLost, "the hold was released"}, {}, true, {}, {}};
        emit(CloseChannel {});
        m_channelOpen = false;
    }
    resolved({}, now);
}

void BuyerJob::take(const relay::JobState& news, UnixMillis now)
{
    if (news.job != m_order.job)
        return;
    switch (static_cast<relay::HoldState>(news.state)) {
    case relay::HoldState::Captured:
        return captured(news.captured, news.key, now);
    case relay::HoldState::Released:
        return take(relay::Released {news.job, news.held}, now);
    case relay::HoldState::Unknown:
        if (m_state == State::Resolving || m_state == State::AwaitKey)
            return take(relay::Released {news.job, {}}, now);
        return;
    case relay::HoldState::Held:
        return; // go on waiting
    }
}

/// The hold is captured: with the key the job ends well, without it a failure cost what was signed before.
void BuyerJob::captured(Money amount, const SecretKey256& key, UnixMillis now)
{
    if (m_state == State::Idle)
        return;
    Done opened = Error {ErrorCode::ProviderLost, "the provider settled before the end"};
    if (m_final)
        opened = key.isNull() ? Done {Error {ErrorCode::ProviderLost, "settled without the key"}} : openSealed(key);
    if (opened) {
        finish(FragmentOutcome {std::move(m_result), m_order.quote.amount, amount});
        m_state = State::Ended;
        m_tellAt.reset();
        m_deadline.reset();
        emit(CloseChannel {});
        return;
    }
    if (m_state != State::Resolving)
        m_failure = {opened.error(), {}, mayRetryElsewhere(opened.error().code), {}, {}};
    emit(CloseChannel {});
    resolved(amount, now);
}

} // namespace weft
