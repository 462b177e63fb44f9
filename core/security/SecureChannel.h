// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Frames.h"
#include "core/security/DeviceKey.h"

#include <memory>

namespace weft {

/// Outgoing bytes that a channel holds at most: one largest frame and its records. Stop writing above 1 MiB.
constexpr std::size_t kMaxChannelOutgoingBytes = protocol::kMaxStreamFrameBytes + (4u << 20);
/// Decrypted bytes that nobody has read, at most. A reader that keeps up with its credit window never gets there.
constexpr std::size_t kMaxChannelUnreadBytes = protocol::kMaxStreamFrameBytes + (4u << 20);

/// One end of an encrypted connection, without I/O: bytes of the network go in by feed() and come out of takeOutgoing().
/// After every feed(), write() and close(), send what takeOutgoing() gives: handshake, data and alerts alike, also when
/// the state is Failed, so that the other side learns of it.
///
/// A TLS 1.3 client is Open before the server has looked at its certificate: wait for the application's own "ready".
class SecureChannel {
public:
    enum class State { Handshaking, Open, Closed, Failed };

    virtual ~SecureChannel() = default;

    /// Bytes from the other side. Errors: error(), once failed; KeyMismatch when the other side isn't who was asked for,
    /// DecryptionFailed for changed or repeated records, ProtocolViolation, LimitExceeded (nobody reads).
    virtual Done feed(ByteView network) = 0;
    /// At most `max` bytes for the other side.
    virtual QByteArray takeOutgoing(std::size_t max = SIZE_MAX) = 0;
    virtual std::size_t outgoingBytes() const = 0;
    /// Only while Open. Errors: ProtocolViolation (not open), LimitExceeded (outgoingBytes() would grow too large).
    virtual Done write(ByteView plain) = 0;
    /// What has arrived, decrypted; also after Closed.
    virtual QByteArray readAvailable() = 0;
    /// A clean end: the other side will know that nothing was cut off.
    virtual void close() = 0;
    /// The network's stream has ended. Before the other side's clean end this is a truncation: Failed.
    virtual void endOfNetwork() = 0;

    virtual State state() const = 0;
    /// Why the state is Failed.
    virtual Error error() const = 0;
    /// SHA-256 of the other side's raw public key; null until its key was proven (at the client: once Open).
    virtual KeyHash peer() const = 0;
    /// That key itself; null as long as peer() is.
    virtual PublicKey peerKey() const = 0;
};

/// The buyer's end: `mine` is the per-job key, `pinned` the provider's device key.
std::unique_ptr<SecureChannel> openClientChannel(const DeviceKey& mine, const KeyHash& pinned);
/// The provider's end: `mine` is the device key; any Ed25519 client key is let in and reported by peer().
std::unique_ptr<SecureChannel> openServerChannel(const DeviceKey& mine);

} // namespace weft
