// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/ClientSockets.h"
#include "app/frontdoor/Gatekeeper.h"
#include "app/frontdoor/prompts/PromptDesk.h"
#include "app/frontdoor/routes/StaticRoutes.h"
#include "app/frontdoor/routes/SystemRoutes.h"
#include "core/http/Server.h"

#include <QThreadPool>

namespace weft {

/// Where the front door stands and what lies behind it.
struct DoorSettings {
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 0; // 0: any
    http::TlsFiles tls; // empty: none
    bool needsToken = false;
    DoorFolders folders;
    FrontendFiles frontend;
    QStringList models; // folders
    SystemFacts facts;
    ClientLimits clients;
    http::Deadlines deadlines;
};

/// Weft's front door: ComfyUI's HTTP and WebSocket API (0.3.64) over a desk that runs prompts, and whatever routes are added.
/// Everything that comes in is hostile until the gatekeeper has passed it, and bounded after that. Lives on the event loop's
/// thread; files and pictures are worked on beside it.
class FrontDoor : public QObject, public Routes {
    Q_OBJECT
public:
    /// All must outlive this.
    FrontDoor(PromptDesk& desk, const TokenBook& book, DoorSettings settings, QObject* parent = nullptr);
    ~FrontDoor() override;

    /// More routes, before listen().
    void route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler) override;
    /// Calls below `prefix` ("/v1/") need no token of the front door: their handlers judge who calls. Their origin is judged.
    void leaveTo(const std::string& prefix);
    void answerLater(std::function<http::Response()> work, http::Reply reply) override;

    /// Errors: those of http::Server::listen.
    Done listen();
    quint16 port() const { return m_server.port(); }
    ClientSockets& clients() { return m_clients; }
    DoorLog& log() { return m_log; }

private:
    void addOwnRoutes();
    void tellClients();
    std::vector<Json> welcome(const QString& clientId) const;

    PromptDesk& m_desk;
    DoorSettings m_settings;
    Gatekeeper m_gatekeeper;
    ModelFolders m_models;
    DoorLog m_log;
    QThreadPool m_pool;
    http::Server m_server;
    ClientSockets m_clients;
};

} // namespace weft
