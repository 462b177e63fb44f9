// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/http/WebSocketConnection.h"

#include <functional>
#include <map>
#include <memory>

namespace weft {

/// How many, and how much waits for each and for all. Passed in, so that tests needn't send gigabytes.
struct ClientLimits {
    int most = 200;
    std::size_t maxWaitingBytes = 4 << 20; // a reader that is further behind is closed
    std::size_t maxTogetherBytes = 64 << 20; // beyond it the one that is furthest behind is closed
    std::size_t maxPreviewWaitingBytes = 2 << 20; // behind this much, previews are left out
    std::size_t maxMessageBytes = 64 * 1024; // of what a client says
};

/// The WebSockets of the front door: ComfyUI's /ws. Each has a client's id; a new socket of an id takes the old one's place. A
/// message to many is made once. Who doesn't read is closed (1008), and so is who comes when there are too many.
class ClientSockets : public QObject {
    Q_OBJECT
public:
    /// What a client gets as soon as it is there.
    using Welcome = std::function<std::vector<Json>(const QString& clientId)>;
    ClientSockets(Welcome welcome, Json features, ClientLimits limits = {}, QObject* parent = nullptr);
    ~ClientSockets() override;

    /// A socket whose handshake has been answered. `clientId` empty: it gets one.
    void take(std::unique_ptr<QTcpSocket> socket, QString clientId);
    int count() const { return int(m_clients.size()); }
    bool has(const QString& clientId) const { return m_clients.contains(clientId); }

    /// `clientId` empty: to everybody. Who isn't there gets nothing.
    void send(const QString& clientId, const Json& message);
    /// A preview, in ComfyUI's binary frames: event 4 (with `metadata`) where the client has said that it knows it, else event
    /// 1. `format`: 1 JPEG, 2 PNG.
    void sendPreview(const QString& clientId, const Json& metadata, const QByteArray& image, int format);

private:
    using Socket = http::WebSocketConnection;
    struct Client {
        Socket* socket = nullptr;
        bool hasSpoken = false;
        bool knowsMetadata = false;
    };

    void onText(const QString& id, Socket* socket, const std::string& text);
    void onClosing(const QString& id, const Socket* socket);
    void keepTogetherWithin();
    template <typename Act>
    void forEach(const QString& clientId, Act act);

    Welcome m_welcome;
    std::string m_features; // the text of the answer to a client's flags
    ClientLimits m_limits;
    std::map<QString, Client> m_clients; // by id
};

/// The bytes of a preview: event 1 (`metadata` null) or 4. All numbers are 32 bits, the highest first.
QByteArray previewFrame(const Json* metadata, const QByteArray& image, int format);

} // namespace weft
