// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Listener.h"
#include "relay-server/gateway/RelayConfig.h"

#include <QObject>
#include <QPointer>
#include <QWebSocketServer>

#include <memory>
#include <vector>

namespace weft::relay {

/// Takes TCP connections and turns them into WebSockets within bounds: connections in all and per address, bytes of an
/// unfinished handshake, its time, no foreign Origin (browsers send one; Weft's programs don't), frame sizes.
class Acceptor : public QObject {
    Q_OBJECT
public:
    explicit Acceptor(const RelayConfig& config);
    ~Acceptor() override;

    /// Errors: SettingInvalid (the address can't be listened on), FileUnreadable or KeyUnreadable (TLS).
    Done listen();
    quint16 port() const { return m_tcp->serverPort(); }
    bool isSecure() const { return !m_config.tlsCertificate.isEmpty(); }
    void close();
    /// Ends handshakes that take too long; call often.
    void sweep(UnixMillis now);

Q_SIGNALS:
    void connected(QWebSocket* socket); // the receiver owns it

private:
    struct Waiting {
        QPointer<QTcpSocket> socket;
        UnixMillis since{};
    };

    void onTcp();
    void onWebSocket();

    const RelayConfig& m_config;
    http::ConnectionCount m_count; // before the servers: their sockets count themselves out
    std::vector<Waiting> m_waiting;
    std::unique_ptr<QTcpServer> m_tcp;
    QWebSocketServer m_webSockets;
};

} // namespace weft::relay
