// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/DeviceKey.h"
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
/// A token for this device, for the HTTP routes.
std::string deviceToken(const DeviceKey& relay, const Party& device, UnixMillis now);

} // namespace weft::relay
