// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Acceptor.h"

#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RelayCrypto.h"

#include <QWebSocket>
#include <QWebSocketCorsAuthenticator>

namespace weft::relay {

namespace {
/// What Qt may hold of a peer's bytes before we read them: a frame fits, a flood doesn't.
constexpr qint64 kReadBufferBytes = 256 * 1024;
} // namespace

Acceptor::Acceptor(const RelayConfig& config)
    : m_config(config)
    , m_count({config.limits.maxConnections, config.limits.maxConnectionsPerAddress})
    , m_webSockets(QStringLiteral("weft-relay"), QWebSocketServer::NonSecureMode) // TLS ends below it
{
    connect(&m_webSockets, &QWebSocketServer::newConnection, this, &Acceptor::onWebSocket);
    connect(&m_webSockets, &QWebSocketServer::originAuthenticationRequired, this,
        [](QWebSocketCorsAuthenticator* request) { request->setAllowed(request->origin().isEmpty()); });
}

Acceptor::~Acceptor() = default;

Done Acceptor::listen()
{
    WEFT_TRY(m_tcp, http::makeListener({m_config.tlsCertificate, m_config.tlsKey}, m_config.limits.loginDeadline));
    connect(m_tcp.get(), &QTcpServer::pendingConnectionAvailable, this, &Acceptor::onTcp);
    if (!m_tcp->listen(m_config.address, m_config.port))
        return Error{ErrorCode::SettingInvalid, m_tcp->errorString().toStdString(), {{"name", "listen"}}};
    return {};
}

void Acceptor::close()
{
    if (m_tcp)
        m_tcp->close();
    for (const Waiting& waiting : std::exchange(m_waiting, {})) {
        if (waiting.socket)
            waiting.socket->abort();
    }
}

void Acceptor::onTcp()
{
    while (QTcpSocket* socket = m_tcp->nextPendingConnection()) {
        const QHostAddress address = socket->peerAddress();
        if (!m_count.admit(address)) {
            logEvent("refused", {{"reason", "too many connections"}});
            socket->abort();
            socket->deleteLater();
            continue;
        }
        connect(socket, &QObject::destroyed, this, [this, address] { m_count.leave(address); });
        socket->setReadBufferSize(kReadBufferBytes);
        m_waiting.push_back({socket, unixNow()});
        m_webSockets.handleConnection(socket);
    }
}

void Acceptor::onWebSocket()
{
    while (QWebSocket* socket = m_webSockets.nextPendingConnection()) {
        socket->setMaxAllowedIncomingFrameSize(kMaxFrameBytes);
        socket->setMaxAllowedIncomingMessageSize(kMaxFrameBytes);
        std::erase_if(m_waiting, [&](const Waiting& waiting) {
            return !waiting.socket
                || (waiting.socket->peerPort() == socket->peerPort()
                    && waiting.socket->peerAddress() == socket->peerAddress());
        });
        Q_EMIT connected(socket);
    }
}

void Acceptor::sweep(UnixMillis now)
{
    std::erase_if(m_waiting, [&](const Waiting& waiting) {
        if (!waiting.socket)
            return true;
        if (now - waiting.since < m_config.limits.loginDeadline)
            return false;
        waiting.socket->abort();
        return true;
    });
}

} // namespace weft::relay
