// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/Server.h"

namespace weft::http {

namespace {
constexpr std::chrono::milliseconds kSweepEvery{100};
}

Server::Server(ServerOptions options)
    : m_options(std::move(options))
    , m_count(m_options.connections)
{
    connect(&m_sweep, &QTimer::timeout, this, &Server::sweep);
}

Server::~Server()
{
    close();
}

void Server::route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler)
{
    m_routes[path][method] = {maxBodyBytes, std::move(handler)};
}

Done Server::listen()
{
    WEFT_TRY(m_listener, makeListener(m_options.tls, m_options.deadlines.header));
    connect(m_listener.get(), &QTcpServer::pendingConnectionAvailable, this, &Server::onTcp);
    if (!m_listener->listen(m_options.address, m_options.port))
        return Error{ErrorCode::SettingInvalid, m_listener->errorString().toStdString(), {{"name", "http-listen"}}};
    m_sweep.start(kSweepEvery);
    return {};
}

void Server::close()
{
    m_sweep.stop();
    if (m_listener)
        m_listener->close();
    for (ServerConnection* connection : std::exchange(m_connections, {})) {
        connection->disconnect(this);
        m_count.leave(connection->peer());
        delete connection;
    }
}

void Server::onTcp()
{
    while (QTcpSocket* next = m_listener->nextPendingConnection()) {
        next->setParent(nullptr);
        std::unique_ptr<QTcpSocket> socket(next);
        if (!m_count.admit(socket->peerAddress()))
            continue; // closed at once
        auto* connection = new ServerConnection(
            std::move(socket), [this](const Request& head) { return admit(head); },
            [this](Request request, Reply reply) { dispatch(std::move(request), std::move(reply)); },
            m_options.deadlines);
        m_connections.insert(connection);
        connect(connection, &ServerConnection::closed, this, [this, connection] { onClosed(connection); });
    }
}

void Server::onClosed(ServerConnection* connection)
{
    m_connections.erase(connection);
    m_count.leave(connection->peer());
    connection->deleteLater();
}

void Server::sweep()
{
    const auto now = ServerConnection::Clock::now();
    for (ServerConnection* connection : std::vector<ServerConnection*>(m_connections.begin(), m_connections.end()))
        connection->sweep(now);
}

RequestParser::Admission Server::admit(const Request& head) const
{
    const auto path = m_routes.find(head.path);
    if (path == m_routes.end())
        return RequestParser::Refusal{404};
    const auto route = path->second.find(head.method);
    if (route == path->second.end())
        return RequestParser::Refusal{405};
    return route->second.maxBodyBytes;
}

void Server::dispatch(Request request, Reply reply)
{
    const Handler& handler = m_routes.at(request.path).at(request.method).handler;
    handler(std::move(request), std::move(reply));
}

} // namespace weft::http
