// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/forwarding/Forwarder.h"

#include <algorithm>

namespace weft::relay {

using namespace protocol::relay;

namespace {
constexpr int kBuyer = 0;
constexpr int kProvider = 1;
constexpr int kNeither = -1;
} // namespace

Result<SessionOutbox> Forwarder::open(
    const Seat& buyer, const OpenSession& request, const SessionRight& right, UnixMillis now)
{
    forgetExpiredTickets(now);
    if (right.expires <= now)
        return Error {ErrorCode::TicketInvalid, "the ticket has expired"};
    if (m_usedTickets.contains(right.ticketHash))
        return Error {ErrorCode::TicketInvalid, "the ticket was used"};
    if (buyer.machine == right.provider.machine)
        return Error {ErrorCode::ValueInvalid, "a machine needs no relay to reach itself"};
    if (m_sessions.contains(request.session))
        return Error {ErrorCode::ValueInvalid, "this session exists"};
    for (const KeyHash& machine : {buyer.machine, right.provider.machine}) {
        if (sessionCountOf(machine) >= kMaxSessionsPerMachine)
            return Error {ErrorCode::LimitExceeded, "too many sessions",
                {{"limit", std::to_string(kMaxSessionsPerMachine)}}};
    }
    m_usedTickets.emplace(right.ticketHash, right.expires);
    m_ticketExpiry.emplace(right.expires, right.ticketHash);
    m_sessions.emplace(request.session, Session {{buyer, right.provider}, right.job});
    m_byMachine[buyer.machine].push_back(request.session);
    m_byMachine[right.provider.machine].push_back(request.session);
    SessionOutbox out;
    out.push_back({right.provider, SessionOpened {0, request.session, right.job}});
    out.push_back({buyer, SessionOpened {request.id, request.session, right.job}});
    return out;
}

SessionOutbox Forwarder::data(const Seat& from, const SessionData& message)
{
    const auto it = m_sessions.find(message.session);
    const int end = it == m_sessions.end() ? kNeither : endOf(it->second, from);
    if (end == kNeither)
        return {};
    Session& session = it->second;
    session.inFlight[end] += std::int64_t(message.bytes.size());
    if (session.inFlight[end] > std::int64_t(kCreditWindowBytes))
        return closeBoth(it, ErrorCode::LimitExceeded);
    return {{session.ends[1 - end], message}};
}

SessionOutbox Forwarder::credit(const Seat& from, const SessionCredit& message)
{
    const auto it = m_sessions.find(message.session);
    const int end = it == m_sessions.end() ? kNeither : endOf(it->second, from);
    if (end == kNeither)
        return {};
    Session& session = it->second;
    if (message.bytes > session.inFlight[1 - end]) // for bytes that were never sent
        return closeBoth(it, ErrorCode::ProtocolViolation);
    session.inFlight[1 - end] -= message.bytes;
    return {{session.ends[1 - end], message}};
}

SessionOutbox Forwarder::close(const Seat& from, const CloseSession& message)
{
    const auto it = m_sessions.find(message.session);
    const int end = it == m_sessions.end() ? kNeither : endOf(it->second, from);
    if (end == kNeither)
        return {};
    const Seat other = it->second.ends[1 - end];
    forget(it);
    return {{other, message}};
}

SessionOutbox Forwarder::closeJob(const JobId& job)
{
    SessionOutbox out;
    for (auto it = m_sessions.begin(); it != m_sessions.end();) {
        const auto current = it++;
        if (current->second.job == job)
            std::ranges::move(closeBoth(current, ErrorCode::HoldResolved), std::back_inserter(out));
    }
    return out;
}

SessionOutbox Forwarder::left(const Seat& seat)
{
    SessionOutbox out;
    const auto sessions = m_byMachine.find(seat.machine);
    if (sessions == m_byMachine.end())
        return out;
    for (const SessionId& id : std::vector<SessionId>(sessions->second)) {
        const auto it = m_sessions.find(id);
        const int end = endOf(it->second, seat);
        if (end == kNeither)
            continue;
        out.push_back({it->second.ends[1 - end], CloseSession {id, int(ErrorCode::ProviderLost)}});
        forget(it);
    }
    return out;
}

std::vector<std::pair<JobId, Seat>> Forwarder::providedBy(const KeyHash& machine) const
{
    std::vector<std::pair<JobId, Seat>> jobs;
    const auto sessions = m_byMachine.find(machine);
    if (sessions == m_byMachine.end())
        return jobs;
    for (const SessionId& id : sessions->second) {
        const Session& session = m_sessions.at(id);
        if (session.ends[kProvider].machine == machine)
            jobs.emplace_back(session.job, session.ends[kProvider]);
    }
    return jobs;
}

std::size_t Forwarder::sessionCountOf(const KeyHash& machine) const
{
    const auto it = m_byMachine.find(machine);
    return it == m_byMachine.end() ? 0 : it->second.size();
}

int Forwarder::endOf(const Session& session, const Seat& seat)
{
    if (session.ends[kBuyer] == seat)
        return kBuyer;
    return session.ends[kProvider] == seat ? kProvider : kNeither;
}

SessionOutbox Forwarder::closeBoth(Sessions::iterator it, ErrorCode reason)
{
    const CloseSession message {it->first, int(reason)};
    SessionOutbox out {{it->second.ends[kBuyer], message}, {it->second.ends[kProvider], message}};
    forget(it);
    return out;
}

void Forwarder::forget(Sessions::iterator it)
{
    for (const Seat& seat : it->second.ends) {
        const auto own = m_byMachine.find(seat.machine);
        if (own == m_byMachine.end())
            continue;
        std::erase(own->second, it->first);
        if (own->second.empty())
            m_byMachine.erase(own);
    }
    m_sessions.erase(it);
}

void Forwarder::forgetExpiredTickets(UnixMillis now)
{
    const auto end = m_ticketExpiry.upper_bound(now);
    for (auto it = m_ticketExpiry.begin(); it != end; ++it)
        m_usedTickets.erase(it->second);
    m_ticketExpiry.erase(m_ticketExpiry.begin(), end);
}

} // namespace weft::relay
