// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"

#include "relay-server/gateway/Log.h"

#include <algorithm>

/// What the relay does with each message of a machine that has logged in.
namespace weft::relay {

using namespace protocol::relay;

void RelayServer::handle(Connection& from, const RelayHello&)
{
    from.closeWith({ErrorCode::ProtocolViolation, "a second hello"});
}

void RelayServer::handle(Connection& from, const Login&)
{
    from.closeWith({ErrorCode::ProtocolViolation, "a second login"});
}

void RelayServer::handle(Connection& from, const PublishOffer& request)
{
    const KeyHash machine = from.party().machine;
    const Done published =
        m_directory.publish(machine, from.machineKey(), {request.offer, request.signature}, unixNow());
    if (!published)
        return from.fail(request.id, published.error());
    if (!m_loggedIn.isOffering(&from)) {
        m_loggedIn.setOffering(&from);
        noteCame(machine);
    }
    m_directory.setBusySlots(machine, std::int64_t(m_forwarder.sessionCountOf(machine)));
    refreshRecord(machine);
    from.send(RequestDone{request.id});
}

void RelayServer::handle(Connection& from, const WithdrawOffer& request)
{
    if (m_loggedIn.isOffering(&from)) // another program of this machine may have taken it over
        m_directory.withdraw(from.party().machine);
    from.send(RequestDone{request.id});
}

void RelayServer::handle(Connection& from, const ListOffers& request)
{
    sendListTo(from.party().machine, request.id, m_directory.list(request.id, unixNow()));
}

bool RelayServer::isSameHousehold(const Connection& from, const KeyHash& machine) const
{
    const auto theirs = m_loggedIn.of(machine);
    const auto own = m_loggedIn.of(from.party().machine);
    return std::ranges::any_of(theirs, [&](const Connection* there) {
        return std::ranges::any_of(own, [&](const Connection* here) { return TrialLimit::isSame(here->address(), there->address()); });
    });
}

void RelayServer::handle(Connection& from, const RequestHold& hold)
{
    if (isMoving(from.party().machine) || isMoving(hold.provider))
        return from.fail(hold.id, {ErrorCode::ProviderLost, "that machine is joining another account"});
    request(from.party(), hold.id, "hold",
        [buyer = from.party(), provider = providerAt(hold.provider), hold,
            mayUseTrial = !isSameHousehold(from, hold.provider)](RelayJobs& jobs) {
        return jobs.requestHold(buyer, provider, hold, unixNow(), mayUseTrial);
    });
    topUpIfLow(from.party().account);
}

void RelayServer::handle(Connection& from, const OpenSession& request)
{
    const auto right = readSessionRight(request.ticket, m_key, unixNow(), m_started);
    if (!right)
        return from.fail(request.id, right.error());
    const Party buyer = partyFor(from, right->job);
    m_desk->run<int>(
        [buyer, job = right->job](JobDesk::Tools tools) -> Result<int> {
            WEFT_CHECK(tools.jobs.checkBuyer(buyer, job));
            return 0;
        },
        [this, buyer, request, right = *right](Result<int> allowed) {
            if (allowed)
                open(buyer, request, right);
            else
                failTo(buyer.machine, request.id, allowed.error());
        });
}

void RelayServer::open(const Party& from, const OpenSession& request, SessionRight right)
{
    const Connection* buyer = m_loggedIn.asker(from.machine, request.id);
    if (!buyer)
        return; // it left meanwhile
    const Connection* provider = m_loggedIn.front(right.provider.machine);
    if (!provider)
        return failTo(from.machine, request.id, {ErrorCode::ProviderLost, "that machine isn't connected"});
    right.provider = provider->seat();
    const auto out = m_forwarder.open(buyer->seat(), request, right, unixNow());
    if (!out)
        return failTo(from.machine, request.id, out.error());
    logEvent("session",
        {{"session", request.session.hex()}, {"buyer", from.machine.hex()}, {"provider", right.provider.machine.hex()}});
    deliver(*out);
}

void RelayServer::handle(Connection& from, const SessionData& message)
{
    m_capture.add(message.bytes.view());
    deliver(m_forwarder.data(from.seat(), message));
}

void RelayServer::handle(Connection& from, const SessionCredit& message)
{
    deliver(m_forwarder.credit(from.seat(), message));
}

void RelayServer::handle(Connection& from, const CloseSession& message)
{
    const KeyHash machine = from.party().machine;
    deliver(m_forwarder.close(from.seat(), message));
    m_directory.setBusySlots(machine, std::int64_t(m_forwarder.sessionCountOf(machine)));
}

void RelayServer::handle(Connection& from, const Settle& settle)
{
    const Party party = partyFor(from, settle.receipt.job);
    closeJobOf(party, settle.receipt.job);
    request(party, settle.id, "settle",
        [party, settle](RelayJobs& jobs) { return jobs.settle(party, settle, unixNow()); });
}

void RelayServer::handle(Connection& from, const ReleaseHold& release)
{
    const Party party = partyFor(from, release.job);
    closeJobOf(party, release.job);
    request(party, release.id, "release",
        [party, release](RelayJobs& jobs) { return jobs.releaseHold(party, release, unixNow()); });
}

/// A buyer who wants its hold resolved ends the job: the provider must learn of it while its receipt still counts.
void RelayServer::closeJobOf(const Party& party, const JobId& job)
{
    m_desk->run<bool>(
        [party, job](JobDesk::Tools tools) -> Result<bool> { return tools.jobs.checkBuyer(party, job).hasValue(); },
        [this, job](Result<bool> isBuyer) {
            if (isBuyer && *isBuyer)
                deliver(m_forwarder.closeJob(job));
        });
}

void RelayServer::handle(Connection& from, const AskJob& ask)
{
    const Party party = partyFor(from, ask.job);
    request(party, ask.id, "ask", [party, ask](RelayJobs& jobs) { return jobs.askJob(party, ask); });
}

void RelayServer::handle(Connection& from, const AskBalance& ask)
{
    request(from.party(), ask.id, "balance", [party = from.party(), ask](RelayJobs& jobs) -> Result<Outbox> {
        WEFT_TRY(const Balance balance, jobs.balance(party.account, ask.id));
        return Outbox{{party.machine, balance}};
    });
}

} // namespace weft::relay
