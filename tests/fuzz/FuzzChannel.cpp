// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a hostile network feeds to both ends: at once, in the handshake, and after it. The first byte picks which.
#include "core/protocol/Cbor.h"
#include "core/security/SecureChannel.h"

#include <cstdlib>

using namespace weft;
using protocol::viewOf;

namespace {

void shuttle(SecureChannel& a, SecureChannel& b, int rounds)
{
    for (int i = 0; i < rounds && (a.outgoingBytes() || b.outgoingBytes()); ++i) {
        (void)b.feed(viewOf(a.takeOutgoing()));
        (void)a.feed(viewOf(b.takeOutgoing()));
    }
}

/// Nothing that wasn't encrypted by the other end may be read.
void attack(SecureChannel& victim, ByteView bytes)
{
    const bool wasOpen = victim.state() == SecureChannel::State::Open;
    (void)victim.feed(bytes);
    (void)victim.takeOutgoing();
    if (!victim.readAvailable().isEmpty())
        std::abort();
    if (!wasOpen && victim.state() == SecureChannel::State::Open)
        std::abort();
    victim.endOfNetwork();
    if (victim.state() != SecureChannel::State::Failed)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const DeviceKey provider = DeviceKey::fromSeed(SecretKey256 {{1}});
    static const DeviceKey buyer = DeviceKey::fromSeed(SecretKey256 {{2}});
    if (size < 1)
        return 0;
    const auto client = openClientChannel(buyer, provider.keyHash());
    const auto server = openServerChannel(provider);
    shuttle(*client, *server, data[0] % 4);
    attack(data[0] & 0x80 ? *client : *server, ByteView(data, size).subspan(1));
    return 0;
}
