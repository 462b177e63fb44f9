// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/DeviceKey.h"
#include "relay-server/accounts/Accounts.h"
#include "relay-server/accounts/Handshake.h"
#include "relay-server/directory/Directory.h"
#include "relay-server/forwarding/Forwarder.h"
#include "relay-server/ledger/RelayJobs.h"

/// core/security, bound to the relay's key, in the shapes that the relay's parts ask for.
namespace weft::relay {

JobCrypto jobCrypto(const DeviceKey& relay);
Handshake::Check loginCheck();
Directory::Opener offerOpener();
/// Which tickets were used is known only since `started`: one from before counts as used. No honest buyer has one, since
/// the loss of the relay ends each job that waits for its session. Errors: TicketInvalid.
Result<SessionRight> readSessionRight(
    const std::string& ticket, const DeviceKey& relay, UnixMillis now, UnixMillis started);
/// A token for this device, for the HTTP routes. No route takes one yet: one that does asks partyOfToken().
std::string deviceToken(const DeviceKey& relay, const Party& device, UnixMillis now);
/// Whose token it is; within the writer, since a device may have been revoked since it was made.
/// Errors: TicketInvalid (args: reason), RelayRefused.
Result<Party> partyOfToken(std::string_view token, const DeviceKey& relay, Accounts& accounts, UnixMillis now);

} // namespace weft::relay
