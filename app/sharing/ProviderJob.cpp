// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/ProviderJob.h"

#include "core/protocol/ErrorCodec.h"
#include "core/protocol/Versions.h"

#include <algorithm>

namespace weft {

using namespace protocol;

namespace {

/// Until the ticket says more.
constexpr std::chrono::seconds kLongestHold {7 * 24 * 3600};

/// Without what tells of this computer: where its files are, and the last words of a worker, which name them too.
Error forStrangers(Error error)
{
    error.args.erase("path");
    if (error.code == ErrorCode::WorkerCrashed || error.code == ErrorCode::WorkerStartFailed)
        error.detail.clear();
    return error;
}

} // namespace

ProviderJob::ProviderJob(JobId job, PublicKey peer, ProviderRules& rules, JobCrypto& crypto, UnixMillis now, ProviderLimits limits)
    : m_peer(peer)
    , m_rules(&rules)
    , m_crypto(&crypto)
    , m_limits(limits)
{
    m_record.job = job;
    m_record.holdDeadline = now + kLongestHold;
    m_deadline = now + m_limits.answer;
}

ProviderJob ProviderJob::recover(JobRecord record, ProviderRules& rules, JobCrypto& crypto, UnixMillis now, ProviderLimits limits)
{
    ProviderJob job(record.job, {}, rules, crypto, now, limits);
    job.m_record = record;
    job.m_kept = true;
    job.m_channelOpen = false;
    job.m_relayUp = false;
    job.m_error = Error {ErrorCode::ProviderLost, "this machine stopped while the job ran"};
    job.enter(State::Settling, now, limits.again);
    return job;
}

void ProviderJob::enter(State state, UnixMillis now, std::chrono::milliseconds limit)
{
    m_state = state;
    m_deadline = now + limit;
}

ProviderJob::Effects ProviderJob::onPeer(const BuyerMessage& message, UnixMillis now)
{
    return step([&] {
        if (m_channelOpen && m_state != State::Settling)
            std::visit([&](const auto& m) { take(m, now); }, message);
    });
}

ProviderJob::Effects ProviderJob::onChannelClosed(const Error& error, UnixMillis now)
{
    return step([&] {
        m_channelOpen = false;
        if (m_state != State::Settling)
            leave(error, now);
    });
}

ProviderJob::Effects ProviderJob::onRelay(const RelayNews& news, UnixMillis now)
{
    return step([&] {
        if (const auto* closed = std::get_if<relay::CloseSession>(&news); closed && m_state != State::Settling) {
            m_channelOpen = false;
            leave(Error {ErrorCode::ProviderLost, "the session was closed"}, now);
        } else if (const auto* settled = std::get_if<relay::Settled>(&news); settled && settled->job == m_record.job) {
            end(m_record.receipt.final && settled->captured >= m_record.receipt.cumulative, settled->earned);
        } else if (const auto* released = std::get_if<relay::Released>(&news); released && released->job == m_record.job) {
            end(false, {});
        } else if (const auto* state = std::get_if<relay::JobState>(&news); state && state->job == m_record.job) {
            const auto hold = static_cast<relay::HoldState>(state->state);
            if (hold == relay::HoldState::Captured)
                end(m_record.receipt.final && state->captured >= m_record.receipt.cumulative, {});
            else if (hold != relay::HoldState::Held && m_state == State::Settling)
                end(false, {});
        }
    });
}

ProviderJob::Effects ProviderJob::onRelayRefused(RelayStep, const Error& error, UnixMillis)
{
    return step([&] {
        if (m_state != State::Settling)
            return;
        if (error.code == ErrorCode::HoldResolved)
            emit(ToRelay {relay::AskJob {0, m_record.job}});
        else if (error.code == ErrorCode::HoldUnknown || error.code == ErrorCode::SignatureInvalid)
            end(false, {});
        // Anything else is tried again when the time comes.
    });
}

ProviderJob::Effects ProviderJob::onRelayLost(UnixMillis now)
{
    return step([&] {
        m_relayUp = false;
        m_channelOpen = false; // it went through the relay
        if (m_state != State::Settling)
            leave(Error {ErrorCode::RelayUnreachable, "the relay was lost while the job ran"}, now);
    });
}

ProviderJob::Effects ProviderJob::onRelayBack(UnixMillis now)
{
    return step([&] {
        m_relayUp = true;
        m_record.holdDeadline = std::max(m_record.holdDeadline, now); // it may have been away over the deadline
        if (m_state == State::Settling)
            askToSettle(now);
    });
}

ProviderJob::Effects ProviderJob::stop(const Error& why, UnixMillis now)
{
    return step([&] {
        if (m_state != State::Settling)
            fail(why, now);
    });
}

ProviderJob::Effects ProviderJob::onTime(UnixMillis now)
{
    return step([&] {
        if (!m_deadline || now < *m_deadline)
            return;
        if (m_state != State::Settling)
            fail(m_state == State::Running && !m_asked ? Error {ErrorCode::TimedOut, "the work took too long", {{"reason", "work-too-long"}}}
                                                       : Error {ErrorCode::TimedOut, "the buyer didn't answer in time"},
                now);
        else if (now >= m_record.holdDeadline + holdMargin(m_relayUp))
            end(false, {});
        else
            askToSettle(now);
    });
}

void ProviderJob::refuse(const Error& error, UnixMillis now)
{
    say(peer::Refused {toWire(forStrangers(error))});
    leave(error, now);
}

void ProviderJob::fail(const Error& error, UnixMillis now, const NodeId& node, std::vector<int> needsInputs)
{
    if (m_channelOpen)
        say(peer::JobFailed {node, toWire(forStrangers(error)), std::move(needsInputs)});
    leave(error, now);
}

/// The work ends here; what is signed is settled, what isn't is released.
void ProviderJob::leave(const Error& error, UnixMillis now)
{
    m_error = error;
    if (m_running)
        emit(StopFragment {});
    m_running = false;
    settle(now);
}

void ProviderJob::settle(UnixMillis now)
{
    emit(CloseChannel {});
    m_channelOpen = false;
    m_inputs.clear();
    m_ready.clear();
    if (!m_kept) // the ticket wasn't valid: this hold is none of ours
        return end(false, {});
    enter(State::Settling, now, m_limits.again);
    askToSettle(now);
}

void ProviderJob::askToSettle(UnixMillis now)
{
    m_deadline = now + m_limits.again;
    if (!m_relayUp)
        return;
    if (m_record.receipt.increment > 0)
        emit(ToRelay {relay::Settle {0, m_record.receipt, m_record.key}});
    else
        emit(ToRelay {relay::ReleaseHold {0, m_record.job, static_cast<int>(m_error.code)}});
}

void ProviderJob::end(bool completed, Money earned)
{
    if (m_running)
        emit(StopFragment {});
    if (m_state != State::Settling)
        emit(CloseChannel {});
    if (m_kept)
        emit(Forget {m_record.job});
    if (!completed && m_error.detail.empty())
        m_error = Error {ErrorCode::HoldResolved, "the hold was resolved before the end"};
    m_running = false;
    m_channelOpen = false;
    m_deadline.reset();
    m_state = State::Ended;
    emit(Ended {completed, completed ? Error {} : m_error, earned});
}

void ProviderJob::take(const peer::OpenJob& message, UnixMillis now)
{
    if (m_state != State::Greeting)
        return fail(Error {ErrorCode::ProtocolViolation, "a job was opened twice"}, now);
    const int version = std::min(message.maxVersion, kPeerVersionMax);
    if (version < message.minVersion || version < kPeerVersionMin)
        return refuse(Error {ErrorCode::VersionUnsupported, "no common version"}, now);
    auto ticket = m_rules->admit(message.ticket, m_peer, now);
    if (ticket && ticket->job != m_record.job)
        ticket = Error {ErrorCode::TicketInvalid, "the ticket is for another job"};
    if (!ticket)
        return refuse(ticket.error(), now);
    m_ticket = *ticket;
    m_record.receipt.job = m_record.job;
    m_record.holdDeadline = m_ticket.holdDeadline;
    m_kept = true;
    emit(Keep {m_record});
    enter(State::Pricing, now, m_limits.answer);
    say(peer::Ready {version});
}

void ProviderJob::take(const peer::CancelJob&, UnixMillis now)
{
    leave(Error {ErrorCode::Cancelled, "the buyer cancelled"}, now);
}

} // namespace weft
