// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QTcpSocket>
#include <QTimer>
#include <QWebSocketServer>

#include <functional>
#include <map>
#include <memory>

class QWebSocket;

namespace weft {

/// How many, and how much waits for each. Passed in, so that tests needn't send gigabytes.
struct ClientLimits {
    int most = 200;
    qint64 maxWaitingBytes = 16 << 20; // a reader that is further behind is dropped
    qint64 maxPreviewWaitingBytes = 2 << 20; // behind this much, previews are left out
    quint64 maxMessageBytes = 64 * 1024; // of what a client says
};

/// The WebSockets of the front door: ComfyUI's /ws. Each has a client's id; a new socket of an id takes the old one's place.
class ClientSockets : public QObject {
    Q_OBJECT
public:
    /// What a client gets as soon as it is there.
    using Welcome = std::function<std::vector<Json>(const QString& clientId)>;
    ClientSockets(Welcome welcome, Json features, ClientLimits limits = {}, QObject* parent = nullptr);
    ~ClientSockets() override;

    /// A socket with a handshake in it.
    void take(std::unique_ptr<QTcpSocket> socket);
    int count() const { return int(m_clients.size()); }

    /// `clientId` empty: to everybody. Who isn't there gets nothing.
    void send(const QString& clientId, const Json& message);
    /// A preview, in ComfyUI's binary frames: event 4 (with `metadata`) where the client has said that it knows it, else event
    /// 1. `format`: 1 JPEG, 2 PNG.
    void sendPreview(const QString& clientId, const Json& metadata, const QByteArray& image, int format);

private:
    struct Client {
        QWebSocket* socket = nullptr;
        bool hasSpoken = false;
        bool knowsMetadata = false;
    };

    void onConnected();
    void onText(QWebSocket* socket, const QString& text);
    void onGone(QWebSocket* socket);
    void drop(QWebSocket* socket);
    void sweep();
    template <typename Act>
    void forEach(const QString& clientId, Act act);

    Welcome m_welcome;
    std::string m_features; // the text of the answer to a client's flags
    ClientLimits m_limits;
    QWebSocketServer m_server;
    std::map<QString, Client> m_clients; // by id
    QTimer m_sweep;
};

/// The bytes of a preview: event 1 (`metadata` null) or 4. All numbers are 32 bits, the highest first.
QByteArray previewFrame(const Json* metadata, const QByteArray& image, int format);

} // namespace weft
