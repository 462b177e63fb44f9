// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/ClientSockets.h"

#include "app/frontdoor/files/PictureWork.h"

#include <QUuid>
#include <QtEndian>

#include <algorithm>

namespace weft {

namespace {

constexpr qsizetype kMaxClientIdLength = 200;

void append32(QByteArray& bytes, quint32 number)
{
    char four[4];
    qToBigEndian(number, four);
    bytes.append(four, 4);
}

http::WebSocketConnection::Frame frameOf(http::WebSocketKind kind, std::string_view content)
{
    return std::make_shared<const std::string>(http::webSocketFrame(kind, content));
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
{
}

ClientSockets::~ClientSockets()
{
    for (Socket* socket : findChildren<Socket*>(Qt::FindDirectChildrenOnly))
        socket->disconnect(this);
}

void ClientSockets::take(std::unique_ptr<QTcpSocket> given, QString clientId)
{
    auto* socket = new Socket(std::move(given), {.maxMessageBytes = m_limits.maxMessageBytes, .maxWaitingBytes = m_limits.maxWaitingBytes}, this);
    connect(socket, &Socket::closed, socket, &QObject::deleteLater);
    const QString id = clientId.isEmpty() || clientId.size() > kMaxClientIdLength ? QUuid::createUuid().toString(QUuid::Id128) : std::move(clientId);
    if (const auto old = m_clients.find(id); old != m_clients.end())
        old->second.socket->close(http::WebSocketCode::kNormal, "another socket has this client's id");
    if (count() >= m_limits.most)
        return socket->close(http::WebSocketCode::kRefused, "too many clients");
    m_clients[id] = {socket};
    connect(socket, &Socket::closing, this, [this, id, socket] { onClosing(id, socket); });
    connect(socket, &Socket::text, this, [this, id, socket](const std::string& text) { onText(id, socket, text); });
    for (const Json& message : m_welcome(id))
        send(id, message);
}

void ClientSockets::onText(const QString& id, Socket* socket, const std::string& text)
{
    const auto client = m_clients.find(id);
    if (client == m_clients.end() || client->second.socket != socket || std::exchange(client->second.hasSpoken, true))
        return; // only the first words count
    const auto message = parseJson(text);
    if (!message || stringAt(*message, "type") != "feature_flags")
        return;
    client->second.knowsMetadata = boolAt(memberAt(*message, "data"), "supports_preview_metadata");
    socket->send(frameOf(http::WebSocketKind::Text, m_features));
}

void ClientSockets::onClosing(const QString& id, const Socket* socket)
{
    const auto client = m_clients.find(id);
    if (client != m_clients.end() && client->second.socket == socket)
        m_clients.erase(client);
}

/// `act` may close a socket, which takes its client away.
template <typename Act>
void ClientSockets::forEach(const QString& clientId, Act act)
{
    if (!clientId.isEmpty()) {
        const auto client = m_clients.find(clientId);
        if (client != m_clients.end())
            act(client->second);
        return;
    }
    for (auto client = m_clients.begin(); client != m_clients.end();) {
        const auto next = std::next(client);
        act(client->second);
        client = next;
    }
}

void ClientSockets::send(const QString& clientId, const Json& message)
{
    if (m_clients.empty() || (!clientId.isEmpty() && !has(clientId)))
        return;
    const auto frame = frameOf(http::WebSocketKind::Text, toJsonText(message));
    forEach(clientId, [&](const Client& client) { client.socket->send(frame); });
    keepTogetherWithin();
}

void ClientSockets::sendPreview(const QString& clientId, const Json& metadata, const QByteArray& image, int format)
{
    http::WebSocketConnection::Frame plain, modern; // made where they are wanted
    QByteArray large; // likewise
    forEach(clientId, [&](const Client& client) {
        if (client.socket->waitingBytes() > m_limits.maxPreviewWaitingBytes)
            return;
        if (large.isEmpty())
            large = enlargedPreview(image, format);
        auto& frame = client.knowsMetadata ? modern : plain;
        if (!frame) {
            const QByteArray bytes = previewFrame(client.knowsMetadata ? &metadata : nullptr, large, format);
            frame = frameOf(http::WebSocketKind::Binary, {bytes.constData(), std::size_t(bytes.size())});
        }
        client.socket->send(frame);
    });
    keepTogetherWithin();
}

/// What many wait for is counted for each, though it is there once.
void ClientSockets::keepTogetherWithin()
{
    if (m_clients.size() * m_limits.maxWaitingBytes <= m_limits.maxTogetherBytes)
        return;
    const auto waiting = [](const auto& entry) { return entry.second.socket->waitingBytes(); };
    std::size_t all = 0;
    for (const auto& entry : m_clients)
        all += waiting(entry);
    while (all > m_limits.maxTogetherBytes) {
        const auto most = std::ranges::max_element(m_clients, {}, waiting);
        all -= waiting(*most);
        most->second.socket->close(http::WebSocketCode::kRefused, "too far behind");
    }
}

} // namespace weft
