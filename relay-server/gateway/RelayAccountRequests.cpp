// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"

/// What the relay does with messages about accounts.
namespace weft::relay {

using namespace protocol::relay;

void RelayServer::handle(Connection& from, const AskAccount& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const ListDevices& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const RevokeDevice& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const RenameDevice& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const MakeRecoveryCode& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const SetPassword& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const SignIn& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const UseRecoveryCode& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const BeginTotp& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const ConfirmTotp& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const RemoveTotp& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const BeginApproval& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}
void RelayServer::handle(Connection& from, const ApproveDevice& request)
{
    from.fail(request.id, {ErrorCode::VersionUnsupported});
}

} // namespace weft::relay
