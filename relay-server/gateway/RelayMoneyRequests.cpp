// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"

/// What the relay does with messages about money that comes in and goes out.
namespace weft::relay {

using namespace protocol::relay;

void RelayServer::handle(Connection& from, const AskWallet& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const StartTopUp& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const ListTopUps& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const RefundTopUp& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const SaveCard& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const ForgetCard& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const SetAutoTopUp& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const StartOnboarding& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const RequestPayout& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const ListPayouts& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}
void RelayServer::handle(Connection& from, const EarningsToCredits& request)
{
    from.fail(request.id, {ErrorCode::PaymentsOff});
}

} // namespace weft::relay
