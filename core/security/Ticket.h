// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Limits.h"
#include "core/job/Market.h"
#include "core/security/Paseto.h"

#include <map>

namespace weft {

using TicketId = FixedBytes<struct TicketIdTag, 16>;

/// The relay's word that a hold exists: it opens one channel to one provider, from one key, once, within five minutes.
struct Ticket {
    KeyHash provider;
    JobId job;
    Money cap; // what is held; the provider's work may cost no more
    UnixMillis expires {}; // at most kTicketLifetime ahead
    TicketId id; // random; used once
    KeyHash jobKey; // the buyer's key for this job: the TLS peer must have it
    UnixMillis holdDeadline {}; // nothing can be settled later; not before `expires`
    UnixMillis issued {}; // when it was minted: who forgets used tickets by a restart refuses those from before
};

/// `issued` becomes `now`. Errors: TicketInvalid when the ticket breaks its own rules (lifetime, amount, deadline).
Result<std::string> mintTicket(const Ticket& ticket, const DeviceKey& relay, UnixMillis now);
/// Signature and time only: what the relay itself checks. Errors: TicketInvalid
/// (args: reason = "format", "signature", "expired", "lifetime").
Result<Ticket> readTicket(std::string_view token, const PublicKey& relay, UnixMillis now);

/// Ticket ids that were used, kept until they expire anyway.
class UsedTickets {
public:
    /// Errors: TicketInvalid (reason "used"); LimitExceeded when more are alive than can be remembered.
    Done use(const TicketId& id, UnixMillis expires, UnixMillis now);
    std::size_t size() const { return m_expiries.size(); }

private:
    void forgetExpired(UnixMillis now);

    std::map<TicketId, UnixMillis> m_expiries;
    std::multimap<UnixMillis, TicketId> m_order;
};

/// What the provider checks before it answers "ready": readTicket(), and that the ticket is for `me`, that the TLS peer
/// holds the job's key, and that it wasn't used. Errors: those, and TicketInvalid (reason "provider", "peer", "used").
Result<Ticket> admitTicket(std::string_view token, const PublicKey& relay, const KeyHash& me, const KeyHash& tlsPeer,
    UnixMillis now, UsedTickets& used);

} // namespace weft
