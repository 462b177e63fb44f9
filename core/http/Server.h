// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Listener.h"
#include "core/http/ServerConnection.h"

#include <QTimer>

#include <map>
#include <unordered_set>

namespace weft::http {

struct ServerOptions {
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 0; // 0: any
    TlsFiles tls;
    ConnectionCount::Limits connections{1'000, 64};
    Deadlines deadlines;
};

/// A small HTTP/1.1 server within bounds: sizes of header and body, time for each, connections per address. Routes are
/// exact: a method and a path. One thread, that of its event loop.
class Server : public QObject {
    Q_OBJECT
public:
    explicit Server(ServerOptions options);
    ~Server() override;

    /// `maxBodyBytes`: larger bodies are refused (413) before they are read.
    void route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler);
    /// Errors: SettingInvalid (the address can't be listened on), FileUnreadable or KeyUnreadable (TLS).
    Done listen();
    quint16 port() const { return m_listener ? m_listener->serverPort() : 0; }
    /// Open connections are cut.
    void close();

private:
    struct Route {
        std::size_t maxBodyBytes = 0;
        Handler handler;
    };

    void onTcp();
    void onClosed(ServerConnection* connection);
    void sweep();
    RequestParser::Admission admit(const Request& head) const;
    void dispatch(Request request, Reply reply);

    ServerOptions m_options;
    ConnectionCount m_count;
    std::map<std::string, std::map<std::string, Route>> m_routes; // by path, then method
    std::unique_ptr<QTcpServer> m_listener;
    std::unordered_set<ServerConnection*> m_connections;
    QTimer m_sweep;
};

} // namespace weft::http
