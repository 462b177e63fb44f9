// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Acceptor.h"

#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RelayCrypto.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QWebSocket>
#include <QWebSocketCorsAuthenticator>

namespace weft::relay {

namespace {

/// What Qt may hold of a peer's bytes before we read them: a frame fits, a flood doesn't.
constexpr qint64 kReadBufferBytes = 256 * 1024;

Result<QByteArray> contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return Error {ErrorCode::FileUnreadable, file.errorString().toStdString(), {{"path", path.toStdString()}}};
    return file.readAll();
}

QSslKey keyFrom(const QByteArray& pem)
{
    for (const auto algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

} // namespace

Acceptor::Acceptor(const RelayConfig& config)
    : m_config(config)
    , m_webSockets(QStringLiteral("weft-relay"), QWebSocketServer::NonSecureMode) // TLS ends below it
{
    connect(&m_webSockets, &QWebSocketServer::newConnection, this, &Acceptor::onWebSocket);
    connect(&m_webSockets, &QWebSocketServer::originAuthenticationRequired, this,
        [](QWebSocketCorsAuthenticator* request) { request->setAllowed(request->origin().isEmpty()); });
}

Acceptor::~Acceptor() = default;

Result<std::unique_ptr<QTcpServer>> Acceptor::makeServer()
{
    if (!isSecure())
        return std::make_unique<QTcpServer>();
    WEFT_TRY(const QByteArray certificate, contentOf(m_config.tlsCertificate));
    WEFT_TRY(const QByteArray keyText, contentOf(m_config.tlsKey));
    const QSslKey key = keyFrom(keyText);
    const auto chain = QSslCertificate::fromData(certificate, QSsl::Pem);
    if (key.isNull() || chain.isEmpty())
        return Error {ErrorCode::KeyUnreadable, "tls-cert or tls-key isn't PEM", {{"path", m_config.tlsKey.toStdString()}}};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // machines log in by their own keys
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    server->setHandshakeTimeout(int(m_config.limits.loginDeadline.count()));
    return std::unique_ptr<QTcpServer>(std::move(server));
}

Done Acceptor::listen()
{
    WEFT_TRY(m_tcp, makeServer());
    connect(m_tcp.get(), &QTcpServer::pendingConnectionAvailable, this, &Acceptor::onTcp);
    if (!m_tcp->listen(m_config.address, m_config.port))
        return Error {ErrorCode::SettingInvalid, m_tcp->errorString().toStdString(), {{"name", "listen"}}};
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

bool Acceptor::admit(const QTcpSocket& socket)
{
    return m_open < m_config.limits.maxConnections
        && m_perAddress.value(socket.peerAddress()) < m_config.limits.maxConnectionsPerAddress;
}

void Acceptor::onTcp()
{
    while (QTcpSocket* socket = m_tcp->nextPendingConnection()) {
        if (!admit(*socket)) {
            logEvent("refused", {{"reason", "too many connections"}});
            socket->abort();
            socket->deleteLater();
            continue;
        }
        const QHostAddress address = socket->peerAddress();
        ++m_open;
        ++m_perAddress[address];
        connect(socket, &QObject::destroyed, this, [this, address] {
            --m_open;
            if (--m_perAddress[address] <= 0)
                m_perAddress.remove(address);
        });
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
