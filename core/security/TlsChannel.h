// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/ByteQueue.h"
#include "core/security/SecureChannel.h"
#include "core/security/TlsContext.h"

#include <optional>

namespace weft {

/// SecureChannel as TLS 1.3 over memory BIOs. Not movable: OpenSSL holds its address.
class TlsChannel final : public SecureChannel {
public:
    /// `pinned` is null at the server.
    TlsChannel(bool server, const DeviceKey& mine, std::optional<KeyHash> pinned);
    TlsChannel(const TlsChannel&) = delete;
    TlsChannel& operator=(const TlsChannel&) = delete;

    Done feed(ByteView network) override;
    QByteArray takeOutgoing(std::size_t max) override { return m_outgoing.take(max); }
    std::size_t outgoingBytes() const override { return m_outgoing.size(); }
    Done write(ByteView plain) override;
    QByteArray readAvailable() override { return m_incoming.take(SIZE_MAX); }
    void close() override;
    void endOfNetwork() override;
    State state() const override { return m_state; }
    Error error() const override { return m_error; }
    KeyHash peer() const override { return m_peer; }
    PublicKey peerKey() const override { return m_peer.isNull() ? PublicKey {} : m_claimedKey; }

private:
    static int verifyPeer(X509_STORE_CTX* store, void*);
    bool acceptPeer(X509* certificate);
    void pump();
    void handshake();
    void readRecords();
    void drainOutgoing();
    void handleResult(int rc);
    void fail(Error error);

    ContextPtr m_context;
    SslPtr m_ssl;
    BIO* m_networkIn = nullptr; // owned by m_ssl
    BIO* m_networkOut = nullptr;
    std::optional<KeyHash> m_pinned;
    PublicKey m_claimedKey;
    KeyHash m_claimed; // its hash, by the certificate; whoever sent it hasn't proven to hold the key
    KeyHash m_peer; // proven
    bool m_wrongKey = false;
    bool m_closing = false; // we have said that we end
    State m_state = State::Handshaking;
    Error m_error;
    ByteQueue m_incoming;
    ByteQueue m_outgoing;
};

} // namespace weft
