// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/Server.h"

#include "core/http/WebSocketFrames.h"

#include <algorithm>
#include <cstdlib>

namespace weft::http {

namespace {
constexpr std::chrono::milliseconds kSweepEvery{100};
constexpr std::size_t kSmallBodyBytes = 64 * 1024;
constexpr int kListenBacklog = 512; // many come at once, and the system would take the later ones for an attack

constexpr std::string_view kWebSocketVersion = "13";

/// A list of words with commas between them.
bool hasToken(std::string_view list, std::string_view wanted)
{
    while (!list.empty()) {
        std::string_view word = list.substr(0, list.find(','));
        list.remove_prefix(std::min(word.size() + 1, list.size()));
        word.remove_prefix(std::min(word.find_first_not_of(" \t"), word.size()));
        if (sameName(word.substr(0, word.find_last_not_of(" \t") + 1), wanted))
            return true;
    }
    return false;
}

/// Whether anything follows the head.
bool hasBody(const Request& head)
{
    const std::string_view length = head.header("Content-Length");
    return !head.header("Transfer-Encoding").empty() || (!length.empty() && length != "0");
}

std::vector<std::string> partsOf(const std::string& path)
{
    std::vector<std::string> parts;
    for (std::size_t from = 1; from <= path.size();) {
        const std::size_t slash = std::min(path.find('/', from), path.size());
        parts.push_back(path.substr(from, slash - from));
        from = slash + 1;
    }
    return parts;
}

bool isName(const std::string& part)
{
    return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

std::string rest(const std::vector<std::string>& parts, std::size_t from)
{
    std::string text;
    for (std::size_t i = from; i < parts.size(); ++i)
        text += (i == from ? "" : "/") + parts[i];
    return text;
}

/// What the names of a route's path stand for in `path`; nothing: it doesn't fit.
std::optional<Headers> capturedBy(const std::vector<std::string>& route, const std::vector<std::string>& path)
{
    Headers captured;
    for (std::size_t i = 0; i < route.size(); ++i) {
        const std::string& part = route[i];
        if (isName(part) && part.ends_with("...}")) {
            captured.emplace_back(part.substr(1, part.size() - 5), rest(path, i));
            return captured;
        }
        if (i >= path.size() || (isName(part) ? path[i].empty() : path[i] != part))
            return std::nullopt;
        if (isName(part))
            captured.emplace_back(part.substr(1, part.size() - 2), path[i]);
    }
    return route.size() == path.size() ? std::optional(captured) : std::nullopt;
}

} // namespace

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
    const bool isPattern = path.find('{') != std::string::npos;
    auto& routes = isPattern ? m_patterns : m_exact[path];
    routes.push_back({method, partsOf(path), maxBodyBytes, std::move(handler)});
}

Done Server::listen()
{
    WEFT_TRY(m_listener, makeListener(m_options.tls, m_options.deadlines.header));
    connect(m_listener.get(), &QTcpServer::pendingConnectionAvailable, this, &Server::onTcp);
    m_listener->setListenBacklogSize(kListenBacklog);
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
            [this](ServerConnection& from, Request request, Reply reply) {
                dispatch(from, std::move(request), std::move(reply));
            },
            m_options.deadlines, m_options.headers);
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
    auto refused = m_guard ? m_guard(head) : std::nullopt;
    if (refused && hasBody(head)) {
        const int status = refused->status;
        return RequestParser::Refusal{status, std::move(refused)};
    }
    if (refused || m_upgrades.contains(head.path))
        return std::size_t{0};
    const Match match = matchOf(head);
    if (!match.route)
        return RequestParser::Refusal{match.hasPath ? 405 : 404};
    if (isFull(head, match.route->maxBodyBytes))
        return RequestParser::Refusal{503};
    return match.route->maxBodyBytes;
}

bool Server::isFull(const Request& head, std::size_t limit) const
{
    if (!hasBody(head) || limit <= kSmallBodyBytes)
        return false;
    const bool isChunked = !head.header("Transfer-Encoding").empty();
    std::size_t bytes = isChunked ? limit : std::min<std::size_t>(limit, std::strtoull(head.header("Content-Length").data(), nullptr, 10));
    if (bytes <= kSmallBodyBytes)
        return false;
    for (const ServerConnection* connection : m_connections)
        bytes += connection->bodyBytes();
    return bytes > m_options.maxBodiesBytes;
}

Server::Match Server::matchOf(const Request& head) const
{
    Match match;
    const std::string_view method = head.method == "HEAD" ? std::string_view("GET") : std::string_view(head.method);
    if (const auto exact = m_exact.find(head.path); exact != m_exact.end()) {
        match.hasPath = true;
        for (const Route& route : exact->second) {
            if (route.method == method) {
                match.route = &route;
                return match;
            }
        }
    }
    const std::vector<std::string> parts = partsOf(head.path);
    for (const Route& route : m_patterns) {
        auto captured = capturedBy(route.parts, parts);
        if (!captured)
            continue;
        match.hasPath = true;
        if (route.method != method)
            continue;
        match.route = &route;
        match.captured = std::move(*captured);
        return match;
    }
    return match;
}

void Server::dispatch(ServerConnection& connection, Request request, Reply reply)
{
    if (auto refused = m_guard ? m_guard(request) : std::nullopt)
        return reply(std::move(*refused));
    if (m_upgrades.contains(request.path))
        return handOut(connection, request, reply);
    Match match = matchOf(request);
    request.captured = std::move(match.captured);
    match.route->handler(std::move(request), std::move(reply));
}

void Server::handOut(ServerConnection& connection, const Request& request, const Reply& reply)
{
    if (request.method != "GET" || !sameName(request.header("Upgrade"), "websocket"))
        return reply(plainResponse(400, "This address is for WebSockets."));
    if (request.header("Sec-WebSocket-Version") != kWebSocketVersion) {
        Response response = plainResponse(426, "Of WebSockets only version 13 is spoken here.");
        response.headers.emplace_back("Sec-WebSocket-Version", kWebSocketVersion);
        return reply(std::move(response));
    }
    const std::string accept = webSocketAccept(request.header("Sec-WebSocket-Key"));
    if (accept.empty() || !hasToken(request.header("Connection"), "upgrade"))
        return reply(plainResponse(400, "The handshake of a WebSocket isn't complete."));
    const QHostAddress peer = connection.peer();
    std::unique_ptr<QTcpSocket> socket = connection.release();
    if (!socket)
        return reply(plainResponse(400, "Nothing may follow a WebSocket's handshake before its answer."));
    m_count.admit(peer); // as long as the socket lives
    connect(socket.get(), &QObject::destroyed, this, [this, peer] { m_count.leave(peer); });
    const std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n";
    socket->write(answer.data(), qint64(answer.size()));
    m_upgrades.at(request.path)(request, std::move(socket));
}

} // namespace weft::http
