// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Ticket.h"

#include "core/security/Claims.h"

namespace weft {

namespace {

constexpr std::string_view kTicketImplicit = "weft ticket 1";
/// The relay's clock may be ahead of the provider's.
constexpr std::chrono::seconds kTicketClockSkew {30};
constexpr std::size_t kMaxRemembered = 100'000;

Error invalidTicket(const char* reason)
{
    return {ErrorCode::TicketInvalid, "ticket", {{"reason", reason}}};
}

Done checkRules(const Ticket& ticket, UnixMillis now)
{
    if (ticket.expires <= now)
        return invalidTicket("expired");
    if (ticket.expires > now + kTicketLifetime + kTicketClockSkew)
        return invalidTicket("lifetime");
    if (ticket.cap.isNegative() || ticket.cap > kMaxAmount || ticket.holdDeadline < ticket.expires)
        return invalidTicket("format");
    return {};
}

} // namespace

Result<std::string> mintTicket(const Ticket& ticket, const DeviceKey& relay, UnixMillis now)
{
    WEFT_CHECK(checkRules(ticket, now));
    if (ticket.expires > now + kTicketLifetime)
        return invalidTicket("lifetime");
    const Json claims {
        {"provider", ticket.provider.hex()},
        {"job", ticket.job.hex()},
        {"cap", ticket.cap.micro},
        {"exp", timeClaim(ticket.expires)},
        {"jti", ticket.id.hex()},
        {"jobKey", ticket.jobKey.hex()},
        {"hold", timeClaim(ticket.holdDeadline)},
        {"iat", timeClaim(now)},
    };
    return pasetoSign(toJsonText(claims), relay, {}, kTicketImplicit);
}

Result<Ticket> readTicket(std::string_view token, const PublicKey& relay, UnixMillis now)
{
    WEFT_TRY(const Json claims, readClaims(token, relay, kTicketImplicit));
    Ticket ticket;
    WEFT_TRY(ticket.provider, idClaim<KeyHash>(claims, "provider"));
    WEFT_TRY(ticket.job, idClaim<JobId>(claims, "job"));
    WEFT_TRY(ticket.cap.micro, integerClaim(claims, "cap"));
    WEFT_TRY(ticket.expires, parseTimeClaim(claims, "exp"));
    WEFT_TRY(ticket.id, idClaim<TicketId>(claims, "jti"));
    WEFT_TRY(ticket.jobKey, idClaim<KeyHash>(claims, "jobKey"));
    WEFT_TRY(ticket.holdDeadline, parseTimeClaim(claims, "hold"));
    WEFT_TRY(ticket.issued, parseTimeClaim(claims, "iat"));
    WEFT_CHECK(checkRules(ticket, now));
    return ticket;
}

void UsedTickets::forgetExpired(UnixMillis now)
{
    while (!m_order.empty() && m_order.begin()->first <= now) {
        m_expiries.erase(m_order.begin()->second);
        m_order.erase(m_order.begin());
    }
}

Done UsedTickets::use(const TicketId& id, UnixMillis expires, UnixMillis now)
{
    forgetExpired(now);
    if (m_expiries.contains(id))
        return invalidTicket("used");
    if (m_expiries.size() >= kMaxRemembered)
        return Error {ErrorCode::LimitExceeded, "tickets", {{"limit", std::to_string(kMaxRemembered)}}};
    m_expiries.emplace(id, expires);
    m_order.emplace(expires, id);
    return {};
}

Result<Ticket> admitTicket(std::string_view token, const PublicKey& relay, const KeyHash& me, const KeyHash& tlsPeer,
    UnixMillis now, UsedTickets& used)
{
    WEFT_TRY(Ticket ticket, readTicket(token, relay, now));
    if (ticket.provider != me)
        return invalidTicket("provider");
    if (ticket.jobKey != tlsPeer)
        return invalidTicket("peer");
    WEFT_CHECK(used.use(ticket.id, ticket.expires, now));
    return ticket;
}

} // namespace weft
