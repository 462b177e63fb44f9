// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/ServerConnection.h"

#include "core/http/Listener.h"

#include <QPointer>
#include <QSslSocket>

#include <algorithm>

namespace weft::http {

namespace {
/// What Qt may hold of a peer's bytes while a handler works.
constexpr qint64 kSocketBufferBytes = 64 * 1024;
/// What a refused peer may still send, thrown away.
constexpr qint64 kMaxDrainedBytes = 64 << 20;
/// Of an answer's source, read and not yet taken by the system.
constexpr qint64 kMaxAheadBytes = 512 * 1024;
constexpr std::size_t kSourcePieceBytes = 256 * 1024;
} // namespace

ServerConnection::ServerConnection(
    std::unique_ptr<QTcpSocket> socket, RequestParser::Admit admit, Handle handle, const Deadlines& deadlines,
    const Headers& headers)
    : m_socket(std::move(socket))
    , m_peer(m_socket->peerAddress())
    , m_parser(std::move(admit))
    , m_handle(std::move(handle))
    , m_deadlines(deadlines)
    , m_headers(headers)
    , m_since(Clock::now())
{
    m_socket->setReadBufferSize(kSocketBufferBytes);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &ServerConnection::onReadable);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &ServerConnection::onWritten);
    if (auto* tls = qobject_cast<QSslSocket*>(m_socket.get()))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &ServerConnection::onWritten);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &ServerConnection::finish);
    QMetaObject::invokeMethod(this, &ServerConnection::onReadable, Qt::QueuedConnection); // it may have come already
}

ServerConnection::~ServerConnection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void ServerConnection::enter(Phase phase)
{
    m_phase = phase;
    m_since = Clock::now();
}

void ServerConnection::finish()
{
    if (std::exchange(m_phase, Phase::Closed) != Phase::Closed)
        Q_EMIT closed();
}

void ServerConnection::onReadable()
{
    if (m_phase == Phase::Draining) {
        m_drained += m_socket->readAll().size();
        if (m_drained > kMaxDrainedBytes)
            m_socket->abort();
    } else if (m_phase == Phase::Reading) {
        readMore();
    }
}

void ServerConnection::readMore()
{
    const QByteArray bytes = m_socket->read(kSocketBufferBytes);
    if (!bytes.isEmpty() && !std::exchange(m_hasBegun, true))
        m_since = Clock::now(); // the next request begins
    const auto state = m_parser.feed({bytes.constData(), std::size_t(bytes.size())});
    if (state == RequestParser::State::Refused)
        return endWith(m_parser.answer().value_or(plainResponse(m_parser.status())));
    if (state == RequestParser::State::Complete)
        return serve();
    if (state != m_part) {
        m_part = state;
        m_since = Clock::now();
    }
    if (m_parser.takeExpectsContinue())
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void ServerConnection::serve()
{
    m_keepAlive = m_parser.keepsAlive();
    m_bodyBytes = m_parser.expectedBodyBytes();
    Request request = m_parser.take();
    request.peer = m_peer.toString().toStdString();
    const bool withBody = request.method != "HEAD";
    enter(Phase::Answering);
    m_handle(*this, std::move(request), [self = QPointer(this), withBody](Response response) {
        if (self && self->m_phase == Phase::Answering)
            self->answer(std::move(response), withBody);
    });
}

std::size_t ServerConnection::bodyBytes() const
{
    return m_phase == Phase::Answering ? m_bodyBytes : m_phase == Phase::Reading ? m_parser.expectedBodyBytes() : 0;
}

std::unique_ptr<QTcpSocket> ServerConnection::release()
{
    if (m_phase != Phase::Answering || m_parser.hasBegun())
        return nullptr;
    m_socket->disconnect(this);
    std::unique_ptr<QTcpSocket> socket = std::move(m_socket);
    finish();
    return socket;
}

void ServerConnection::answer(Response response, bool withBody)
{
    m_keepAlive = m_keepAlive && !response.close;
    response.close = !m_keepAlive;
    enter(Phase::Writing);
    const std::string bytes = bytesFor(response, withBody);
    m_source = withBody ? response.source : nullptr;
    m_sourceLeft = m_source ? m_source->sizeBytes : 0;
    m_socket->write(bytes.data(), qint64(bytes.size()));
    writeMore();
    m_socket->flush(); // now, not at the event loop's next turn
}

std::string ServerConnection::bytesFor(Response& response, bool withBody) const
{
    response.headers.insert(response.headers.end(), m_headers.begin(), m_headers.end());
    return wireBytes(response, withBody);
}

void ServerConnection::writeMore()
{
    while (m_sourceLeft > 0 && unsentBytes(*m_socket) < kMaxAheadBytes) {
        const std::string piece = m_source->read(std::size_t(std::min<std::uint64_t>(m_sourceLeft, kSourcePieceBytes)));
        if (piece.empty() || piece.size() > m_sourceLeft)
            return m_socket->abort();
        m_sourceLeft -= piece.size();
        m_socket->write(piece.data(), qint64(piece.size()));
        m_since = Clock::now();
    }
}

void ServerConnection::onWritten()
{
    if (m_phase != Phase::Writing)
        return;
    writeMore();
    if (m_phase != Phase::Writing || unsentBytes(*m_socket) > 0)
        return;
    m_source.reset();
    if (!m_keepAlive) {
        enter(Phase::Draining);
        m_socket->disconnectFromHost();
        return;
    }
    enter(Phase::Reading);
    m_hasBegun = m_parser.hasBegun();
    m_part = m_parser.state();
    if (m_hasBegun || m_socket->bytesAvailable() > 0) // pipelined, or waiting in the socket
        QMetaObject::invokeMethod(this, &ServerConnection::onReadable, Qt::QueuedConnection);
}

/// The refusal is written, then what the peer still sends is thrown away until it has read it.
void ServerConnection::endWith(Response response)
{
    response.close = true;
    const std::string bytes = bytesFor(response, true);
    enter(Phase::Draining);
    m_socket->write(bytes.data(), qint64(bytes.size()));
    onReadable();
}

std::chrono::milliseconds ServerConnection::allowed() const
{
    switch (m_phase) {
    case Phase::Reading:
        if (!m_hasBegun)
            return m_deadlines.idle;
        return m_part == RequestParser::State::Header
            ? m_deadlines.header
            : m_deadlines.body + std::chrono::seconds(m_parser.expectedBodyBytes() / kSlowestBodyBytesPerSecond);
    case Phase::Answering:
        return m_deadlines.answer;
    case Phase::Writing:
        return m_deadlines.write;
    case Phase::Draining:
    case Phase::Closed:
        break;
    }
    return m_deadlines.drain;
}

void ServerConnection::sweep(Clock::time_point now)
{
    if (m_phase == Phase::Closed || now - m_since < allowed())
        return;
    if (m_phase == Phase::Reading && m_hasBegun)
        endWith(plainResponse(408));
    else if (m_phase == Phase::Answering)
        answer(plainResponse(503), true);
    else
        m_socket->abort();
}

} // namespace weft::http
