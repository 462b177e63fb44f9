// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/files/UploadPlace.h"
#include "app/frontdoor/gateway/CallFiles.h"
#include "app/frontdoor/gateway/GatewayBudgets.h"
#include "app/frontdoor/routes/Routes.h"
#include "app/frontdoor/v1/CallRoutes.h"
#include "core/catalogue/Catalogue.h"
#include "core/http/Server.h"

#include <QTimer>

namespace weft {

/// The door of a relay's public gateway: it serves POST /v1 and what calls made, nothing else, and only what the relay hands
/// on, which knows the secret. Who calls is a budget at the relay, told with each call. Callers are strangers to each other:
/// files are theirs alone.
class GatewayDoor : public QObject, public Routes {
    Q_OBJECT
public:
    struct Settings {
        QHostAddress address = QHostAddress::LocalHost;
        quint16 port = 0; // 0: any
        http::TlsFiles tls;
        Hash256 secret; // gatewayTokenHash() of what relay and gateway share
        DoorFolders folders;
        http::Deadlines deadlines;
        CallFiles::Limits files;
    };

    /// `budgets` outlives this.
    GatewayDoor(Settings settings, GatewayBudgets& budgets);
    ~GatewayDoor() override;

    /// How calls are answered here: for CallRoutes.
    CallPlace callPlace();
    /// The description of what there is, instead of CallRoutes' own. Before CallRoutes::addTo().
    void describe(std::function<const Catalogue&()> catalogue);

    void route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler) override;
    void answerLater(std::function<http::Response()> work, http::Reply reply) override { reply(work()); }
    /// Errors: those of http::Server::listen.
    Done listen();
    quint16 port() const { return m_server.port(); }

private:
    std::optional<http::Response> judge(const http::Request& head) const;
    QString callerOf(const http::Request& request);
    void serveFile(const Call& call, const http::Reply& reply) const;
    void sweep();

    Settings m_settings;
    GatewayBudgets& m_budgets;
    CallFiles m_files;
    http::Server m_server;
    QTimer m_sweep;
};

/// OpenAPI of a gateway below `prefix`: with its token, and with what it sees in English and Chinese.
Json gatewayOpenApi(Json api);

} // namespace weft
