// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/JobMessages.h"
#include "app/network/RelayConnection.h"
#include "core/protocol/Frames.h"
#include "core/protocol/ValueTransfer.h"
#include "core/security/SecureChannel.h"

#include <deque>

namespace weft {

/// One end of a session that the relay forwards: the encrypted channel, its frames, and the credit windows of both
/// directions. Values are cut and encrypted only as far as the other side's window allows, so a value of any size costs
/// no more memory than itself; what arrives is given credit for once it was taken in.
class PeerSession : public QObject {
    Q_OBJECT

public:
    struct Handlers {
        std::function<void()> opened; // the handshake is done: the peer's key is known
        std::function<void(const SharedBytes& frame)> message; // all but values
        std::function<void(NamedValue value)> value;
        std::function<void()> alive; // bytes of a value arrived, or were taken by the other side
        std::function<void(const Error& why)> closed; // once; nothing follows
    };

    /// `maxValueBytes`: of one value and of all values received; 0 while none is expected. Lives no longer than `relay`.
    PeerSession(RelayConnection& relay, SessionId id, std::unique_ptr<SecureChannel> channel, Handlers handlers,
        std::uint64_t maxValueBytes);
    ~PeerSession() override;

    /// The client's end speaks first.
    void start() { pump(); }
    template <protocol::Message M>
    void send(const M& message)
    {
        m_queue.push_back(protocol::encode(message));
        pump();
    }
    void sendValue(NamedValue value);
    /// Values of so many bytes in all may come from now on.
    void expectValues(std::uint64_t bytes);
    /// Of the value that is arriving.
    std::uint64_t receivedBytes() const { return m_values.receivedBytes(); }
    /// Ends cleanly once everything is on its way.
    void closeWhenSent();

    const SessionId& id() const { return m_id; }
    PublicKey peerKey() const { return m_channel->peerKey(); }
    /// Bytes that wait here: frames and what the channel holds. Values wait as themselves.
    std::size_t waitingBytes() const { return m_channel->outgoingBytes(); }

private:
    using Outgoing = std::variant<QByteArray, protocol::ValueSender>;

    void onPushed(const protocol::relay::ToMachine& message);
    void onData(const protocol::relay::SessionData& data);
    void onCredit(const protocol::relay::SessionCredit& credit);
    void readFrames();
    Done takeFrame(const SharedBytes& frame);
    void takeValue(std::optional<protocol::ReceivedValue> value);
    void pump();
    bool fillChannel();
    void flush();
    void end(const Error& why);

    RelayConnection& m_relay;
    SessionId m_id;
    std::unique_ptr<SecureChannel> m_channel;
    Handlers m_handlers;
    std::deque<Outgoing> m_queue;
    protocol::FrameReader m_reader;
    protocol::ValueReceiver m_values;
    std::int64_t m_window; // bytes that may still be sent
    std::int64_t m_owed = 0; // taken in, not yet given credit for
    bool m_opened = false;
    bool m_closing = false;
    bool m_ended = false;
    bool m_pumping = false;
};

} // namespace weft
