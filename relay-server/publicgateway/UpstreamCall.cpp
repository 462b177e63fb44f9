// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/publicgateway/UpstreamCall.h"

namespace weft::relay {

namespace {
constexpr qint64 kReadBytes = 64 * 1024;
} // namespace

UpstreamCall::UpstreamCall(const GatewaySettings& settings, std::shared_ptr<AnswerRoom> room, std::string head,
    std::string body, Tell done, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_request(std::move(head) + "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body)
    , m_done(std::move(done))
    , m_share(std::make_shared<AnswerShare>(std::move(room)))
    , m_parser(settings.maxAnswerBytes)
{
    m_deadline.setSingleShot(true);
    m_socket.setReadBufferSize(kReadBytes);
    connect(&m_deadline, &QTimer::timeout, this, &UpstreamCall::onLate);
    connect(&m_socket, &QSslSocket::readyRead, this, &UpstreamCall::onReadable);
    connect(&m_socket, &QSslSocket::disconnected, this, &UpstreamCall::onGone);
    connect(&m_socket, &QSslSocket::errorOccurred, this, &UpstreamCall::onGone);
}

void UpstreamCall::start()
{
    const QUrl& url = m_settings.upstream;
    m_deadline.start(m_settings.connectTime);
    if (url.scheme() == QLatin1String("https")) {
        connect(&m_socket, &QSslSocket::encrypted, this, &UpstreamCall::onConnected);
        m_socket.connectToHostEncrypted(url.host(), quint16(url.port(443)));
    } else {
        connect(&m_socket, &QSslSocket::connected, this, &UpstreamCall::onConnected);
        m_socket.connectToHost(url.host(), quint16(url.port(80)));
    }
}

void UpstreamCall::onConnected()
{
    m_isConnected = true;
    m_deadline.start(m_settings.answerTime);
    m_socket.write(m_request.data(), qint64(m_request.size()));
    m_request = {};
}

void UpstreamCall::onReadable()
{
    while (m_done && m_socket.bytesAvailable() > 0) {
        const QByteArray bytes = m_socket.read(kReadBytes);
        if (!m_share->take(std::size_t(bytes.size())))
            return end(Failure::Busy);
        const auto fed = m_parser.feed({bytes.constData(), std::size_t(bytes.size())});
        if (!fed)
            return end(fed.error().code == ErrorCode::LimitExceeded ? Failure::TooLarge : Failure::BrokeOff);
        if (m_parser.isComplete())
            return end({});
    }
}

/// Connections are refused, cut, or closed behind an answer without a length.
void UpstreamCall::onGone()
{
    if (!m_done)
        return;
    if (!m_isConnected)
        return end(Failure::Unreachable);
    onReadable();
    if (m_done)
        end(m_parser.end() ? std::nullopt : std::optional(Failure::BrokeOff));
}

void UpstreamCall::onLate()
{
    end(m_isConnected ? Failure::TooSlow : Failure::Unreachable);
}

/// Later: sockets may fail inside connectToHost().
void UpstreamCall::end(std::optional<Failure> failure)
{
    if (!m_done)
        return;
    m_deadline.stop();
    QTimer::singleShot(0, this, [this, failure, done = std::exchange(m_done, {})] {
        m_socket.disconnect(this);
        m_socket.abort();
        Ended ended {failure, failure ? http::Response {} : m_parser.take(), m_share};
        deleteLater();
        done(std::move(ended));
    });
}

} // namespace weft::relay
