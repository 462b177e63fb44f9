// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Listener.h"
#include "core/http/ServerConnection.h"

#include <QTimer>

#include <map>
#include <optional>
#include <unordered_set>

namespace weft::http {

struct ServerOptions {
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 0; // 0: any
    TlsFiles tls;
    ConnectionCount::Limits connections{1'000, 64};
    Deadlines deadlines;
    /// Of all bodies that are being read or answered; one more that wouldn't fit is refused (503). Small ones always fit.
    std::size_t maxBodiesBytes = std::size_t{512} << 20;
    Headers headers{}; // that every answer carries, refusals too
};

/// A small HTTP/1.1 server within bounds: sizes of header and body, time for each, connections per address. A route is
/// a method and a path, in which "{name}" stands for a part between slashes and "{name...}", at the end, for all that
/// follows. Of several that fit the exact one counts, then the first that was given. GET also serves HEAD. One thread, that
/// of its event loop.
class Server : public QObject {
    Q_OBJECT
public:
    explicit Server(ServerOptions options);
    ~Server() override;

    /// Asked of every request's head, before its body is read: an answer, where it is refused. Without a body to come the
    /// connection lives on, else it ends.
    using Guard = std::function<std::optional<Response>(const Request& head)>;
    void setGuard(Guard guard) { m_guard = std::move(guard); }
    /// Gets the socket of a WebSocket to `path` whose handshake (RFC 6455) was fine and has been answered.
    using Upgrade = std::function<void(const Request& request, std::unique_ptr<QTcpSocket> socket)>;
    void upgrade(const std::string& path, Upgrade handler) { m_upgrades[path] = std::move(handler); }
    /// `maxBodyBytes`: larger bodies are refused (413) before they are read.
    void route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler);
    /// Errors: SettingInvalid (the address can't be listened on), FileUnreadable or KeyUnreadable (TLS).
    Done listen();
    quint16 port() const { return m_listener ? m_listener->serverPort() : 0; }
    /// Open connections are cut.
    void close();

private:
    struct Route {
        std::string method;
        std::vector<std::string> parts; // of the path
        std::size_t maxBodyBytes = 0;
        Handler handler;
    };
    struct Match {
        const Route* route = nullptr;
        bool hasPath = false; // some route has it, with another method
        Headers captured;
    };

    void onTcp();
    void onClosed(ServerConnection* connection);
    void sweep();
    RequestParser::Admission admit(const Request& head) const;
    Match matchOf(const Request& head) const;
    bool isFull(const Request& head, std::size_t limit) const;
    void dispatch(ServerConnection& connection, Request request, Reply reply);
    void handOut(ServerConnection& connection, const Request& request, const Reply& reply);

    ServerOptions m_options;
    ConnectionCount m_count;
    Guard m_guard;
    std::map<std::string, std::vector<Route>> m_exact; // by path
    std::vector<Route> m_patterns;
    std::map<std::string, Upgrade> m_upgrades;
    std::unique_ptr<QTcpServer> m_listener;
    std::unordered_set<ServerConnection*> m_connections;
    QTimer m_sweep;
};

} // namespace weft::http
