// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/WebSocketFrames.h"

#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>

namespace weft::http {

struct WebSocketLimits {
    std::size_t maxMessageBytes = 64 * 1024; // of what the peer says
    std::size_t maxWaitingBytes = 4 << 20; // of what it hasn't taken yet; one that is further behind is closed
    std::chrono::milliseconds closing {5'000}; // for the peer to read the end
};

/// A WebSocket whose handshake has been answered (Server::upgrade). A frame that many get is in memory once. Little of what
/// waits is handed to the system ahead, so that a peer that doesn't read costs what its limit says and can be told why it
/// ends. Pings are answered. One thread, that of its event loop.
class WebSocketConnection : public QObject {
    Q_OBJECT
public:
    using Frame = std::shared_ptr<const std::string>;

    WebSocketConnection(std::unique_ptr<QTcpSocket> socket, WebSocketLimits limits, QObject* parent = nullptr);
    ~WebSocketConnection() override;

    /// A frame that webSocketFrame() has made; one too many closes with 1008. A single one may be of any size. After close()
    /// nothing.
    void send(Frame frame);
    /// What waits for the peer.
    std::size_t waitingBytes() const;
    /// What waits is thrown away, the peer is told, and the socket ends when it answers or when its time is over.
    void close(int code, std::string_view reason = {});
    bool isOpen() const { return m_isOpen; }

Q_SIGNALS:
    void text(const std::string& message);
    /// No more is sent or heard: the peer has gone, has said so, has broken the protocol, or close() was called. Once.
    void closing();
    /// The socket has ended. Once, after closing(); delete later.
    void closed();

private:
    void onReadable();
    void take(const WebSocketMessage& message);
    void pump();
    void onDisconnected();

    std::unique_ptr<QTcpSocket> m_socket;
    WebSocketLimits m_limits;
    WebSocketReader m_reader;
    std::deque<Frame> m_waiting;
    std::size_t m_waitingBytes = 0;
    bool m_isPumping = false; // pump() will be called
    bool m_isOpen = true;
    bool m_hasEnded = false;
    bool m_endsWhenWritten = false;
    QTimer m_deadline;
};

} // namespace weft::http
