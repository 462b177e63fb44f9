// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RelayServer.h"

/// What the relay does with messages about its public gateway, and what it gives the gateway's HTTP side.
namespace weft::relay {

using namespace protocol::relay;

namespace {

Error noGateway()
{
    return {ErrorCode::RelayRefused, "this relay has no public gateway", {{"reason", "no-gateway"}}};
}

} // namespace

std::string RelayServer::gatewayUrl() const
{
    if (!m_config.gateway.isOn())
        return {};
    return (m_config.gateway.publicUrl.empty() ? httpUrl().toStdString() : m_config.gateway.publicUrl) + "/gateway";
}

void RelayServer::startGateway()
{
    if (!m_http)
        return;
    const bool isOn = m_config.gateway.isOn();
    m_http->route("GET", "/", 0, [isOn](const http::Request&, const http::Reply& reply) { reply(startPage(isOn)); });
    if (!isOn)
        return;
    m_gateway = std::make_unique<PublicGateway>(
        m_config.gateway,
        [this](const Hash256& token, PublicGateway::Found found) {
            m_desk->run<BudgetBank::Purse>(
                [token](JobDesk::Tools tools) { return tools.budgets.purseOf(token); }, std::move(found));
        },
        [](const AccountId& budget, int status) {
            logEvent("gateway call", {{"budget", budget.isNull() ? "" : budget.hex()}, {"status", status}});
        });
    m_gateway->addTo(*m_http, gatewayUrl());
    m_desk->run<std::vector<Hash256>>([](JobDesk::Tools tools) { return tools.budgets.liveTokens(); },
        [this](Result<std::vector<Hash256>> tokens) {
            if (!tokens)
                return logError("gateway tokens", tokens.error());
            m_gateway->setTokens(*tokens);
        });
}

void RelayServer::handle(Connection& from, const AskGateway& request)
{
    from.send(Gateway {request.id, gatewayUrl()});
}

void RelayServer::handle(Connection& from, const BuyGatewayToken& request)
{
    if (!m_gateway)
        return from.fail(request.id, noGateway());
    m_desk->run<int>(
        [account = from.party().account, request](JobDesk::Tools tools) -> Result<int> {
            WEFT_CHECK(tools.budgets.buy(account, request, unixNow()));
            return 0;
        },
        [this, party = from.party(), request](Result<int> bought) {
            logEvent("gateway token", {{"machine", party.machine.hex()}, {"result", bought ? "done" : nameOf(bought.error().code)}});
            if (!bought)
                return failTo(party.machine, request.id, bought.error());
            m_gateway->addToken(request.token);
            sendTo(party.machine, RequestDone {request.id});
            pushBalance(party);
        });
}

void RelayServer::handle(Connection& from, const ListGatewayTokens& request)
{
    m_desk->run<std::vector<GatewayTokenListed>>(
        [account = from.party().account, id = request.id](
            JobDesk::Tools tools) { return tools.budgets.list(account, id); },
        [this, machine = from.party().machine, id = request.id](Result<std::vector<GatewayTokenListed>> tokens) {
            if (!tokens)
                return failTo(machine, id, tokens.error());
            sendListTo(machine, id, std::move(*tokens));
        });
}

void RelayServer::handle(Connection& from, const RevokeGatewayToken& request)
{
    m_desk->run<int>(
        [account = from.party().account, token = request.token](JobDesk::Tools tools) -> Result<int> {
            WEFT_CHECK(tools.budgets.revoke(account, token, unixNow()));
            return 0;
        },
        [this, party = from.party(), request](Result<int> revoked) {
            logEvent("gateway token revoked",
                {{"machine", party.machine.hex()}, {"result", revoked ? "done" : nameOf(revoked.error().code)}});
            if (!revoked)
                return failTo(party.machine, request.id, revoked.error());
            if (m_gateway)
                m_gateway->removeToken(request.token);
            sendTo(party.machine, RequestDone {request.id});
            pushBalance(party);
        });
}

/// Only the operator's own gateway is told of budgets; whoever else names one learns nothing.
void RelayServer::handle(Connection& from, const RequestGatewayHold& hold)
{
    const KeyHash machine = from.party().machine;
    if (!m_gateway || machine != m_config.gateway.machine)
        return from.fail(hold.id, {ErrorCode::RelayRefused, "this machine isn't the gateway", {{"reason", "not-the-gateway"}}});
    if (isMoving(hold.provider))
        return from.fail(hold.id, {ErrorCode::ProviderLost, "that machine is joining another account"});
    m_desk->run<Outbox>(
        [machine, provider = providerAt(hold.provider), hold](JobDesk::Tools tools) {
            return tools.budgets.hold(machine, provider, hold, unixNow());
        },
        [this, machine, id = hold.id](Result<Outbox> out) {
            logEvent("gateway hold", {{"result", out ? "done" : nameOf(out.error().code)}});
            if (!out)
                return failTo(machine, id, out.error());
            deliver(*out);
        });
}

} // namespace weft::relay
