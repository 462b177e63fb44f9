// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/WebSocketConnection.h"

#include "core/http/Listener.h"

#include <QSslSocket>

namespace weft::http {

namespace {

/// What the system may be handed ahead of the peer: enough for a turn of the event loop.
constexpr qint64 kAheadBytes = 64 * 1024;
constexpr qint64 kReadBufferBytes = 64 * 1024;

} // namespace

WebSocketConnection::WebSocketConnection(std::unique_ptr<QTcpSocket> socket, WebSocketLimits limits, QObject* parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_limits(limits)
    , m_reader(limits.maxMessageBytes)
{
    m_socket->setReadBufferSize(kReadBufferBytes);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1); // a peer that has silently gone is found
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &WebSocketConnection::onReadable);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &WebSocketConnection::pump);
    if (auto* tls = qobject_cast<QSslSocket*>(m_socket.get()))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &WebSocketConnection::pump);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &WebSocketConnection::onDisconnected);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { m_socket->abort(); });
    QMetaObject::invokeMethod(this, &WebSocketConnection::onReadable, Qt::QueuedConnection); // it may have come already
}

WebSocketConnection::~WebSocketConnection()
{
    m_socket->disconnect(this);
}

std::size_t WebSocketConnection::waitingBytes() const
{
    return m_waitingBytes + std::size_t(unsentBytes(*m_socket));
}

void WebSocketConnection::send(Frame frame)
{
    if (!m_isOpen)
        return;
    const std::size_t before = waitingBytes();
    if (before > 0 && before + frame->size() > m_limits.maxWaitingBytes)
        return close(WebSocketCode::kRefused, "too far behind");
    m_waitingBytes += frame->size();
    m_waiting.push_back(std::move(frame));
    // What one turn of the event loop has to say goes out together.
    if (!std::exchange(m_isPumping, true))
        QMetaObject::invokeMethod(
            this, [this] { pump(); }, Qt::QueuedConnection);
}

void WebSocketConnection::pump()
{
    m_isPumping = false;
    bool hasWritten = false;
    while (!m_waiting.empty() && unsentBytes(*m_socket) < kAheadBytes) {
        const Frame frame = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= frame->size();
        m_socket->write(frame->data(), qint64(frame->size()));
        hasWritten = true;
    }
    if (hasWritten)
        m_socket->flush();
    if (m_endsWhenWritten && m_waiting.empty() && unsentBytes(*m_socket) == 0)
        m_socket->disconnectFromHost();
}

void WebSocketConnection::onReadable()
{
    while (m_isOpen && m_socket->bytesAvailable() > 0) {
        const QByteArray bytes = m_socket->read(kReadBufferBytes);
        for (const WebSocketMessage& message : m_reader.feed({bytes.constData(), std::size_t(bytes.size())})) {
            if (m_isOpen)
                take(message);
        }
        if (m_isOpen && m_reader.closeCode() != 0)
            close(m_reader.closeCode());
    }
    if (m_isOpen)
        return;
    // Whatever still comes isn't listened to, but for the word that the peer has seen the end.
    const QByteArray bytes = m_socket->readAll();
    for (const WebSocketMessage& message : m_reader.feed({bytes.constData(), std::size_t(bytes.size())})) {
        if (message.kind == WebSocketKind::Close)
            m_endsWhenWritten = true;
    }
    if (m_endsWhenWritten)
        pump();
}

void WebSocketConnection::take(const WebSocketMessage& message)
{
    switch (message.kind) {
    case WebSocketKind::Text:
        Q_EMIT text(message.payload);
        break;
    case WebSocketKind::Ping:
        send(std::make_shared<const std::string>(webSocketFrame(WebSocketKind::Pong, message.payload)));
        break;
    case WebSocketKind::Close:
        m_endsWhenWritten = true;
        close(WebSocketCode::kNormal);
        break;
    case WebSocketKind::Binary:
    case WebSocketKind::Pong:
    case WebSocketKind::Continuation:
        break;
    }
}

void WebSocketConnection::close(int code, std::string_view reason)
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    m_waiting.clear();
    m_waiting.push_back(std::make_shared<const std::string>(webSocketCloseFrame(code, reason)));
    m_waitingBytes = m_waiting.front()->size();
    m_deadline.start(m_limits.closing);
    Q_EMIT closing();
    QMetaObject::invokeMethod(
        this, [this] { pump(); }, Qt::QueuedConnection);
}

void WebSocketConnection::onDisconnected()
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_deadline.stop();
    m_waiting.clear();
    m_waitingBytes = 0;
    if (std::exchange(m_isOpen, false))
        Q_EMIT closing();
    Q_EMIT closed();
}

} // namespace weft::http
