// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/FrontDoor.h"

#include "app/frontdoor/routes/ModelRoutes.h"
#include "app/frontdoor/routes/PromptRoutes.h"
#include "app/frontdoor/routes/Replies.h"
#include "app/frontdoor/routes/ToolingRoutes.h"
#include "app/frontdoor/routes/UploadRoutes.h"
#include "app/frontdoor/routes/UserDataRoutes.h"
#include "app/frontdoor/routes/ViewRoutes.h"
#include "core/threads/HandOver.h"

namespace weft {

namespace {

constexpr int kDoorThreads = 4;

http::ServerOptions serverOptions(const DoorSettings& settings)
{
    http::ServerOptions options;
    options.address = settings.address;
    options.port = settings.port;
    options.tls = settings.tls;
    options.connections = {1'024, 512}; // 200 clients of one computer, each with a WebSocket
    options.deadlines = settings.deadlines;
    return options;
}

} // namespace

FrontDoor::FrontDoor(PromptDesk& desk, const TokenBook& book, DoorSettings settings, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_settings(std::move(settings))
    , m_gatekeeper(book, m_settings.needsToken)
    , m_models(m_settings.models)
    , m_server(serverOptions(m_settings))
    , m_clients([this](const QString& id) { return welcome(id); }, featureFlags(), m_settings.clients)
{
    m_pool.setMaxThreadCount(kDoorThreads);
    m_server.setGuard([this](const http::Request& head) { return m_gatekeeper.judge(head); });
    for (const char* path : {"/ws", "/api/ws"})
        m_server.upgrade(path, [this](const http::Request& request, std::unique_ptr<QTcpSocket> socket) {
            m_clients.take(std::move(socket), Call {request, {}}.query("clientId").value_or(QString()));
        });
    tellClients();
}

FrontDoor::~FrontDoor()
{
    m_server.close();
    m_pool.clear(); // nobody waits for what hasn't begun
    m_pool.waitForDone(); // it hands its answers to this
}

void FrontDoor::route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler)
{
    const auto handle = [this, handler = std::move(handler)](http::Request request, http::Reply reply) {
        QString caller = m_gatekeeper.callerOf(request);
        handler(Call {std::move(request), std::move(caller)}, std::move(reply));
    };
    m_server.route(method, path, maxBodyBytes, handle);
    m_server.route(method, "/api" + path, maxBodyBytes, handle);
}

void FrontDoor::leaveTo(const std::string& prefix)
{
    m_gatekeeper.leaveTo(prefix);
    m_gatekeeper.leaveTo("/api" + prefix);
}

void FrontDoor::answerLater(std::function<http::Response()> work, http::Reply reply)
{
    m_pool.start(new PoolCall([this, work = std::move(work), reply = std::move(reply)] {
        auto response = std::make_shared<http::Response>(work());
        callLater(this, [reply, response] { reply(std::move(*response)); });
    }));
}

void FrontDoor::addOwnRoutes()
{
    addPromptRoutes(*this, m_desk);
    addViewRoutes(*this, m_settings.folders);
    addUploadRoutes(*this, m_settings.folders);
    addUserDataRoutes(*this, m_settings.folders.user);
    addModelRoutes(*this, m_models);
    addToolingRoutes(*this, m_settings.folders, m_models);
    addSystemRoutes(*this, m_settings.facts, m_settings.folders, m_models, m_log);
    // Below /api nothing is a file of the frontend's.
    m_server.route("GET", "/api/{path...}", 0, [](const http::Request&, const http::Reply& reply) { reply(emptyResponse(404)); });
    addStaticRoutes(*this, m_settings.frontend);
}

void FrontDoor::tellClients()
{
    connect(&m_desk, &PromptDesk::noted, this, [this](const QString& line) { m_log.add(line); });
    m_log.tellBy([this](const QString& clientId, const Json& message) {
        m_clients.send(clientId, message);
        return m_clients.has(clientId);
    });
    connect(&m_desk, &PromptDesk::message, this, [this](const QString& clientId, const Json& message) { m_clients.send(clientId, message); });
    connect(&m_desk, &PromptDesk::preview, this,
        [this](const QString& clientId, const Json& metadata, const QByteArray& image, int format) {
            m_clients.sendPreview(clientId, metadata, image, format);
        });
}

std::vector<Json> FrontDoor::welcome(const QString& clientId) const
{
    std::vector<Json> messages {m_desk.welcome(clientId)};
    for (Json& message : m_desk.reconnected(clientId))
        messages.push_back(std::move(message));
    return messages;
}

Done FrontDoor::listen()
{
    addOwnRoutes();
    return m_server.listen();
}

} // namespace weft
