// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/ClientSockets.h"

#include "app/frontdoor/files/PictureWork.h"

#include <QUrlQuery>
#include <QUuid>
#include <QWebSocket>
#include <QtEndian>

#include <algorithm>
#include <chrono>

namespace weft {

namespace {

constexpr std::chrono::milliseconds kClientSweep {250};
constexpr qsizetype kMaxClientIdLength = 200;

void append32(QByteArray& bytes, quint32 number)
{
    char four[4];
    qToBigEndian(number, four);
    bytes.append(four, 4);
}

QString clientIdOf(const QUrl& url)
{
    const QString id = QUrlQuery(url).queryItemValue(QStringLiteral("clientId"), QUrl::FullyDecoded);
    return id.isEmpty() || id.size() > kMaxClientIdLength ? QUuid::createUuid().toString(QUuid::Id128) : id;
}

QString textOf(const Json& message)
{
    return QString::fromStdString(toJsonText(message));
}

} // namespace

QByteArray previewFrame(const Json* metadata, const QByteArray& image, int format)
{
    QByteArray bytes;
    append32(bytes, metadata ? 4 : 1);
    if (metadata) {
        const std::string text = toJsonText(*metadata);
        append32(bytes, quint32(text.size()));
        bytes.append(text.data(), qsizetype(text.size()));
    } else {
        append32(bytes, quint32(format));
    }
    return bytes + image;
}

ClientSockets::ClientSockets(Welcome welcome, Json features, ClientLimits limits, QObject* parent)
    : QObject(parent)
    , m_welcome(std::move(welcome))
    , m_features(toJsonText({{"type", "feature_flags"}, {"data", std::move(features)}}))
    , m_limits(limits)
    , m_server(QStringLiteral("Weft"), QWebSocketServer::NonSecureMode)
{
    connect(&m_server, &QWebSocketServer::newConnection, this, &ClientSockets::onConnected);
    connect(&m_sweep, &QTimer::timeout, this, &ClientSockets::sweep);
    m_sweep.start(kClientSweep);
}

ClientSockets::~ClientSockets()
{
    for (const auto& [id, client] : m_clients)
        client.socket->disconnect(this);
}

void ClientSockets::take(std::unique_ptr<QTcpSocket> socket)
{
    QTcpSocket* raw = socket.release();
    raw->setParent(&m_server);
    raw->setSocketOption(QAbstractSocket::KeepAliveOption, 1); // a client that has silently gone is found
    raw->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_server.handleConnection(raw);
}

void ClientSockets::onConnected()
{
    while (QWebSocket* socket = m_server.nextPendingConnection()) {
        socket->setParent(this);
        socket->setMaxAllowedIncomingFrameSize(m_limits.maxMessageBytes);
        socket->setMaxAllowedIncomingMessageSize(m_limits.maxMessageBytes);
        const QString id = clientIdOf(socket->requestUrl());
        const auto old = m_clients.find(id);
        if (old != m_clients.end())
            drop(old->second.socket);
        if (count() >= m_limits.most) {
            socket->close(QWebSocketProtocol::CloseCodeTooMuchData);
            socket->deleteLater();
            continue;
        }
        m_clients[id] = {socket};
        connect(socket, &QWebSocket::disconnected, this, [this, socket] { onGone(socket); });
        connect(socket, &QWebSocket::textMessageReceived, this, [this, socket](const QString& text) { onText(socket, text); });
        for (const Json& message : m_welcome(id))
            send(id, message);
    }
}

void ClientSockets::onText(QWebSocket* socket, const QString& text)
{
    const auto client = std::find_if(m_clients.begin(), m_clients.end(), [socket](const auto& one) { return one.second.socket == socket; });
    if (client == m_clients.end() || std::exchange(client->second.hasSpoken, true))
        return; // only the first words count
    const auto message = parseJson(text.toStdString());
    if (!message || stringAt(*message, "type") != "feature_flags")
        return;
    client->second.knowsMetadata = boolAt(memberAt(*message, "data"), "supports_preview_metadata");
    socket->sendTextMessage(QString::fromStdString(m_features));
}

void ClientSockets::onGone(QWebSocket* socket)
{
    std::erase_if(m_clients, [socket](const auto& client) { return client.second.socket == socket; });
    socket->deleteLater();
}

void ClientSockets::drop(QWebSocket* socket)
{
    socket->disconnect(this);
    socket->abort();
    onGone(socket);
}

void ClientSockets::sweep()
{
    std::vector<QWebSocket*> slow;
    for (const auto& [id, client] : m_clients) {
        if (client.socket->bytesToWrite() > m_limits.maxWaitingBytes)
            slow.push_back(client.socket);
    }
    for (QWebSocket* socket : slow)
        drop(socket);
}

template <typename Act>
void ClientSockets::forEach(const QString& clientId, Act act)
{
    if (!clientId.isEmpty()) {
        const auto client = m_clients.find(clientId);
        if (client != m_clients.end())
            act(client->second);
    } else {
        for (auto& [id, client] : m_clients)
            act(client);
    }
}

void ClientSockets::send(const QString& clientId, const Json& message)
{
    if (m_clients.empty())
        return;
    const QString text = textOf(message);
    bool isTooMuch = false;
    forEach(clientId, [&](Client& client) {
        client.socket->sendTextMessage(text);
        isTooMuch |= client.socket->bytesToWrite() > m_limits.maxWaitingBytes;
    });
    if (isTooMuch)
        sweep();
}

void ClientSockets::sendPreview(const QString& clientId, const Json& metadata, const QByteArray& image, int format)
{
    QByteArray large; // made for the first who takes it
    forEach(clientId, [&](Client& client) {
        if (client.socket->bytesToWrite() >= m_limits.maxPreviewWaitingBytes)
            return;
        if (large.isEmpty())
            large = enlargedPreview(image, format);
        client.socket->sendBinaryMessage(previewFrame(client.knowsMetadata ? &metadata : nullptr, large, format));
    });
}

} // namespace weft
