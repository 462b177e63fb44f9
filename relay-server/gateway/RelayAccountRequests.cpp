// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/AccountDesk.h"
#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RelayServer.h"

/// Messages about accounts go to the account desk; what it decides happens to connections here.
namespace weft::relay {

using namespace protocol::relay;

namespace {

AccountDesk::Caller callerOf(const Connection& from)
{
    return {from.party(), from.address()};
}

} // namespace

std::unique_ptr<AccountDesk> RelayServer::makeAccountDesk()
{
    AccountDesk::Gateway gateway;
    gateway.send = [this](const KeyHash& machine, const ToMachine& message) {
        std::visit([&](const auto& one) { sendTo(machine, one); }, message);
    };
    gateway.fail = [this](const KeyHash& machine, std::int64_t id, const Error& error) { failTo(machine, id, error); };
    gateway.isOnline = [this](const KeyHash& machine) { return m_loggedIn.countOf(machine) > 0; };
    gateway.joined = [this](const KeyHash& machine, const AccountId& account) {
        for (Connection* program : m_loggedIn.of(machine)) {
            if (!program->isAnonymous())
                program->setAccount(account);
        }
    };
    gateway.revoked = [this](const KeyHash& machine) { drop(machine, revokedDevice()); };
    gateway.now = [] { return unixNow(); };
    return std::make_unique<AccountDesk>(this, *m_desk, std::move(gateway), m_config.passwordCost);
}

/// At once: nothing of this machine's is forwarded, offered or asked for from here on.
void RelayServer::drop(const KeyHash& machine, const Error& why)
{
    for (Connection* program : m_loggedIn.of(machine)) {
        leave(program);
        program->closeWith(why);
    }
}

bool RelayServer::isMoving(const KeyHash& machine) const
{
    return m_accountDesk->isMoving(machine);
}

void RelayServer::handle(Connection& from, const AskAccount& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const ListDevices& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const RevokeDevice& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const RenameDevice& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const MakeRecoveryCode& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const SetPassword& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const SignIn& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const UseRecoveryCode& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const BeginTotp& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const ConfirmTotp& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const RemoveTotp& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const BeginApproval& request)
{
    m_accountDesk->handle(callerOf(from), request);
}
void RelayServer::handle(Connection& from, const ApproveDevice& request)
{
    m_accountDesk->handle(callerOf(from), request);
}

} // namespace weft::relay
