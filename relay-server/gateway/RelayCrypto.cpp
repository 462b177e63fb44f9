// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayCrypto.h"

#include "core/security/DeviceToken.h"
#include "core/security/Signing.h"
#include "core/security/Ticket.h"
#include "core/values/Sha256.h"

namespace weft::relay {

namespace {
constexpr std::chrono::hours kDeviceTokenLifetime {24};
} // namespace

JobCrypto jobCrypto(const DeviceKey& relay)
{
    const auto sign = [relay](const JobTicket& job) -> Result<std::string> {
        Ticket ticket;
        ticket.provider = job.provider;
        ticket.job = job.job;
        ticket.cap = job.cap;
        ticket.expires = job.expires;
        ticket.id = randomId<TicketId>(systemRandom());
        ticket.jobKey = job.jobKey;
        ticket.holdDeadline = job.holdDeadline;
        return mintTicket(ticket, relay, job.issued);
    };
    return JobCrypto::with(
        sign, [](const PublicKey& key, const Receipt& receipt) { return verifyReceipt(receipt, key); });
}

Handshake::Check loginCheck()
{
    return [](const PublicKey& machine, const PublicKey& relay, const Nonce32& nonce, const Signature& signature) -> Done {
        if (!verifyLogin(machine, nonce, relay, signature))
            return Error {ErrorCode::SignatureInvalid, "the challenge wasn't signed by this key"};
        return {};
    };
}

Directory::Opener offerOpener()
{
    return [](const SignedOffer& offer) { return openOffer(offer, unixNow()); };
}

Result<SessionRight> readSessionRight(
    const std::string& text, const DeviceKey& relay, UnixMillis now, UnixMillis started)
{
    WEFT_TRY(const Ticket ticket, readTicket(text, relay.publicKey(), now));
    if (ticket.issued < started)
        return Error {ErrorCode::TicketInvalid, "a ticket from before the relay's start", {{"reason", "used"}}};
    // By its id: the text of one ticket could be written in more than one way.
    return SessionRight {ticket.provider, ticket.job, sha256(ticket.id.view()), ticket.expires};
}

std::string deviceToken(const DeviceKey& relay, const Party& device, UnixMillis now)
{
    return mintDeviceToken({device.account, device.machine, now + kDeviceTokenLifetime}, relay);
}

Result<Party> partyOfToken(std::string_view text, const DeviceKey& relay, Accounts& accounts, UnixMillis now)
{
    WEFT_TRY(const DeviceToken token, readDeviceToken(text, relay.publicKey(), now));
    WEFT_CHECK(accounts.checkDevice(token.account, token.device));
    return Party {token.account, token.device};
}

} // namespace weft::relay
