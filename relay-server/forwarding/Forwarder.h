// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Relay.h"
#include "relay-server/forwarding/Seat.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

namespace weft::relay {

/// What a checked ticket allows.
struct SessionRight {
    Seat provider; // a ticket names the machine; its program is whoever offers now
    JobId job;
    Hash256 ticketHash;
    UnixMillis expires {};
};

using SessionMessage = std::variant<protocol::relay::SessionOpened, protocol::relay::SessionData,
    protocol::relay::SessionCredit, protocol::relay::CloseSession>;

struct SessionOutgoing {
    Seat to;
    SessionMessage message;
};
using SessionOutbox = std::vector<SessionOutgoing>;

/// Sessions between programs of two machines: opaque bytes are passed on at once and never kept. Each direction has a window:
/// at most kCreditWindowBytes that the receiver hasn't given credit for; who sends more loses the session.
/// No I/O, no clock; single-threaded.
class Forwarder {
public:
    /// Each may have a window's bytes wait in a machine's socket.
    static constexpr std::size_t kMaxSessionsPerMachine = 64;

    /// `right` from a ticket whose signature, expiry and relay were checked. A ticket opens one session.
    /// Errors: TicketInvalid (used, expired), ValueInvalid (the session exists), LimitExceeded.
    Result<SessionOutbox> open(
        const Seat& buyer, const protocol::relay::OpenSession& request, const SessionRight& right, UnixMillis now);

    /// Unknown sessions, and those of others, are ignored: the other side may just have closed.
    SessionOutbox data(const Seat& from, const protocol::relay::SessionData& message);
    SessionOutbox credit(const Seat& from, const protocol::relay::SessionCredit& message);
    SessionOutbox close(const Seat& from, const protocol::relay::CloseSession& message);
    /// The job's sessions end at both sides: its hold is being resolved, and the provider must learn of it.
    SessionOutbox closeJob(const JobId& job);
    /// Its sessions end with ProviderLost at the other side; those of the machine's other programs go on.
    SessionOutbox left(const Seat& seat);

    std::size_t sessionCount() const { return m_sessions.size(); }
    /// The jobs that this machine is the provider of in some session, and at which of its programs.
    std::vector<std::pair<JobId, Seat>> providedBy(const KeyHash& machine) const;
    /// Of all its programs.
    std::size_t sessionCountOf(const KeyHash& machine) const;

private:
    struct Session {
        Seat ends[2]; // buyer, provider
        JobId job;
        std::int64_t inFlight[2] = {0, 0}; // sent by that end, no credit yet
    };
    using Sessions = std::unordered_map<SessionId, Session>;

    static int endOf(const Session& session, const Seat& seat);
    SessionOutbox closeBoth(Sessions::iterator it, ErrorCode reason);
    void forget(Sessions::iterator it);
    void forgetExpiredTickets(UnixMillis now);

    Sessions m_sessions;
    std::unordered_map<KeyHash, std::vector<SessionId>> m_byMachine;
    std::unordered_map<Hash256, UnixMillis> m_usedTickets;
    std::multimap<UnixMillis, Hash256> m_ticketExpiry;
};

} // namespace weft::relay
