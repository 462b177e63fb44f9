// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/gateway/GatewayDoor.h"

#include "app/frontdoor/files/FileReply.h"
#include "app/frontdoor/files/SafePath.h"
#include "app/frontdoor/routes/Replies.h"
#include "app/frontdoor/v1/OpenApi.h"
#include "core/security/GatewayToken.h"

#include <QDateTime>
#include <QDir>

namespace weft {

namespace {

constexpr const char* kPublicPrefix = "/gateway"; // where the relay has it
constexpr std::chrono::minutes kSweepEvery {1};
constexpr std::chrono::hours kUploadsKeptFor {6}; // longer than any call

http::ServerOptions optionsOf(const GatewayDoor::Settings& settings)
{
    http::ServerOptions options;
    options.address = settings.address;
    options.port = settings.port;
    options.tls = settings.tls;
    options.connections = {1'024, 1'024}; // all come from the relay
    options.deadlines = settings.deadlines;
    return options;
}

void removeOlder(const QString& folder, const QDateTime& than)
{
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files)) {
        if (file.lastModified() < than)
            QFile::remove(file.filePath());
    }
}

} // namespace

GatewayDoor::GatewayDoor(Settings settings, GatewayBudgets& budgets)
    : m_settings(std::move(settings))
    , m_budgets(budgets)
    , m_files(systemRandom(), m_settings.files)
    , m_server(optionsOf(m_settings))
{
    m_server.setGuard([this](const http::Request& head) { return judge(head); });
    route("GET", "/v1/results/{name...}", 0, [this](const Call& call, const http::Reply& reply) { serveFile(call, reply); });
    connect(&m_sweep, &QTimer::timeout, this, &GatewayDoor::sweep);
    m_sweep.start(kSweepEvery);
}

GatewayDoor::~GatewayDoor() { m_server.close(); }

std::optional<http::Response> GatewayDoor::judge(const http::Request& head) const
{
    constexpr std::string_view kScheme = "Bearer ";
    const std::string_view authorization = head.header("Authorization");
    if (authorization.starts_with(kScheme) && gatewayTokenHash(authorization.substr(kScheme.size())) == m_settings.secret)
        return std::nullopt;
    return textResponse(401, QStringLiteral("This is a relay's gateway: only its relay is served. Call the relay's address."));
}

/// The guard has passed it, so these are the relay's words.
QString GatewayDoor::callerOf(const http::Request& request)
{
    const auto budget = AccountId::fromHex(request.header("Weft-Budget"));
    if (!budget)
        return {};
    const QString caller = QString::fromStdString(budget->hex());
    bool isNumber = false;
    const std::string_view left = request.header("Weft-Budget-Left");
    const qlonglong micro = QByteArray(left.data(), qsizetype(left.size())).toLongLong(&isNumber);
    m_budgets.told(caller, isNumber ? microCredits(std::clamp<std::int64_t>(micro, 0, kMaxAmount.micro)) : Money {});
    return caller;
}

void GatewayDoor::route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler)
{
    m_server.route(method, path, maxBodyBytes, [this, method, handler = std::move(handler)](http::Request request, http::Reply reply) {
        QString caller = callerOf(request);
        if (caller.isEmpty() && method != "GET")
            return reply(textResponse(400, QStringLiteral("A call without a budget.")));
        handler(Call {std::move(request), std::move(caller)}, std::move(reply));
    });
}

Done GatewayDoor::listen() { return m_server.listen(); }

CallPlace GatewayDoor::callPlace()
{
    CallPlace place;
    place.isForStrangers = true;
    place.addressOf = [this](const QString& caller, const PlacedFile& file) -> std::string {
        const QString* folder = m_settings.folders.ofType(file.type);
        const auto inner = folder ? pathInside(*folder, file.subfolder) : std::nullopt;
        const auto path = inner ? pathInside(*inner, file.name) : std::nullopt;
        if (!path)
            return {};
        return std::string(kPublicPrefix) + "/v1/results/" + m_files.add(caller, *path, std::chrono::steady_clock::now()).toStdString();
    };
    return place;
}

void GatewayDoor::serveFile(const Call& call, const http::Reply& reply) const
{
    const auto path = m_files.find(call.caller, call.captured("name"));
    if (!path || call.caller.isEmpty())
        return reply(jsonResponse({{"error", {{"message", "There is no such result for this token. Results are kept for an hour."}, {"type", "FileNotFound"}}}}, 404));
    reply(fileResponse(*path, call.request, mediaTypeOf(*path)));
}

void GatewayDoor::sweep()
{
    m_files.sweep(std::chrono::steady_clock::now());
    removeOlder(QDir(m_settings.folders.input).filePath(QStringLiteral("v1")),
        QDateTime::currentDateTime().addSecs(-std::chrono::seconds(kUploadsKeptFor).count()));
}

void GatewayDoor::describe(std::function<const Catalogue&()> catalogue)
{
    route("GET", "/v1/openapi.json", 0, [catalogue = std::move(catalogue)](const Call&, const http::Reply& reply) {
        reply(jsonResponse(gatewayOpenApi(openApiOf(catalogue()))));
    });
}

Json gatewayOpenApi(Json api)
{
    api["info"]["title"] = "Weft: public gateway";
    api["info"]["description"] = "This gateway and its relay see what you send and what you get: prompts, pictures and results. Calls that nobody on the way can read "
                                 "are made by Weft itself (weft call, weft serve). Pictures are given as data: addresses; results are kept for an hour, for their token "
                                 "alone.\n\n此网关及其中继能看到你发送和收到的内容：提示词、图片和结果。想要途中无人能读的调用，请使用 Weft 本身（weft call、weft "
                                 "serve）。图片以 data: 地址提供；结果只为该令牌保留一小时。";
    api["servers"] = Json::array({{{"url", kPublicPrefix}}});
    api["components"]["securitySchemes"]["token"] = {{"type", "http"}, {"scheme", "bearer"}, {"description", "Made by a member of the relay: weft account gateway token CREDITS."}};
    api["security"] = Json::array({{{"token", Json::array()}}});
    return api;
}

} // namespace weft
