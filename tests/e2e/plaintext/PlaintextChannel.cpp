// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// DANGER. No encryption and no proof of keys. Exists only so that the test which searches a relay's memory for a picture
// can show that it would find one: linked in place of core/security/OpenChannel.cpp into one program of the tests.

#include "core/security/ByteQueue.h"
#include "core/security/SecureChannel.h"

namespace weft {

namespace {

/// First the 32 bytes of each side's public key, then frames; a frame of one zero byte more is the end.
class PlaintextChannel final : public SecureChannel {
public:
    PlaintextChannel(const DeviceKey& mine, std::optional<KeyHash> pinned)
        : m_pinned(pinned)
    {
        m_outgoing.append(mine.publicKey().view());
    }

    Done feed(ByteView network) override
    {
        if (m_state == State::Handshaking)
            network = readKey(network);
        if (m_state == State::Open)
            readFrames(network);
        if (m_state == State::Failed)
            return m_error;
        return {};
    }

    QByteArray takeOutgoing(std::size_t max) override { return m_outgoing.take(max); }
    std::size_t outgoingBytes() const override { return m_outgoing.size(); }

    Done write(ByteView plain) override
    {
        if (m_state != State::Open || m_closing)
            return Error {ErrorCode::ProtocolViolation, "the channel isn't open"};
        while (!plain.empty()) {
            const ByteView piece = plain.first(std::min(plain.size(), kMaxChunkBytes));
            send(1, piece);
            plain = plain.subspan(piece.size());
        }
        return {};
    }

    QByteArray readAvailable() override { return m_incoming.take(SIZE_MAX); }

    void close() override
    {
        if (!m_closing && m_state != State::Failed)
            send(0, {});
        m_closing = true;
    }

    void endOfNetwork() override
    {
        if (m_state == State::Handshaking || (m_state == State::Open && !m_closing))
            fail({ErrorCode::ProtocolViolation, "the stream was cut off", {{"reason", "truncated"}}});
        else if (m_state == State::Open)
            m_state = State::Closed;
    }

    State state() const override { return m_state; }
    Error error() const override { return m_error; }
    KeyHash peer() const override { return m_peer; }
    PublicKey peerKey() const override { return m_peerKey; }

private:
    void fail(Error error)
    {
        m_state = State::Failed;
        m_error = std::move(error);
    }

    void send(std::uint8_t kind, ByteView bytes)
    {
        std::vector<std::uint8_t> frame {kind};
        frame.insert(frame.end(), bytes.begin(), bytes.end());
        protocol::FrameWriter writer;
        if (writer.append(ByteView(frame)))
            m_outgoing.append(protocol::viewOf(writer.take()));
    }

    ByteView readKey(ByteView network)
    {
        const std::size_t count = std::min(network.size(), PublicKey::size - m_key.size());
        m_key.insert(m_key.end(), network.begin(), network.begin() + static_cast<std::ptrdiff_t>(count));
        if (m_key.size() == PublicKey::size) {
            m_peerKey = *PublicKey::fromBytes(m_key);
            m_peer = keyHashOf(m_peerKey);
            m_state = State::Open;
            if (m_pinned && *m_pinned != m_peer)
                fail({ErrorCode::KeyMismatch, "the other side has another key than expected"});
        }
        return network.subspan(count);
    }

    void readFrames(ByteView network)
    {
        if (const Done fed = m_frames.feed(network); !fed)
            return fail(fed.error());
        while (const auto frame = m_frames.next()) {
            if (frame->data()[0] == 0)
                m_state = State::Closed;
            else
                m_incoming.append(frame->view().subspan(1));
        }
    }

    std::optional<KeyHash> m_pinned;
    std::vector<std::uint8_t> m_key;
    KeyHash m_peer;
    PublicKey m_peerKey;
    bool m_closing = false;
    State m_state = State::Handshaking;
    Error m_error;
    protocol::FrameReader m_frames;
    ByteQueue m_incoming;
    ByteQueue m_outgoing;
};

} // namespace

std::unique_ptr<SecureChannel> openClientChannel(const DeviceKey& mine, const KeyHash& pinned)
{
    return std::make_unique<PlaintextChannel>(mine, pinned);
}

std::unique_ptr<SecureChannel> openServerChannel(const DeviceKey& mine)
{
    return std::make_unique<PlaintextChannel>(mine, std::nullopt);
}

} // namespace weft
