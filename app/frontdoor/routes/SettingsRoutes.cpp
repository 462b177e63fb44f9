// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/Replies.h"
#include "app/frontdoor/routes/UserDataRoutes.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>

namespace weft {

namespace {

constexpr std::size_t kMaxSettingsBytes = 4u << 20;

QString settingsFile(const QString& folder)
{
    return QDir(folder).filePath(QStringLiteral("comfy.settings.json"));
}

/// What can't be read counts as no settings.
Json readSettings(const QString& folder)
{
    QFile file(settingsFile(folder));
    if (file.size() > qint64(kMaxSettingsBytes) || !file.open(QFile::ReadOnly))
        return Json::object();
    const auto settings = parseJson(file.readAll().toStdString());
    return settings && settings->is_object() ? *settings : Json::object();
}

http::Response writeSettings(const QString& folder, const Json& settings)
{
    const std::string text = toJsonText(settings, 4);
    if (text.size() > kMaxSettingsBytes)
        return emptyResponse(413);
    QDir().mkpath(folder);
    return replaceFile(settingsFile(folder), text) ? emptyResponse() : troubleResponse();
}

} // namespace

void addSettingsRoutes(Routes& routes, const QString& folder)
{
    routes.route("GET", "/settings", 0, [folder](const Call&, const http::Reply& reply) { reply(jsonResponse(readSettings(folder))); });
    routes.route("GET", "/settings/{id}", 0, [folder](const Call& call, const http::Reply& reply) {
        reply(jsonResponse(memberAt(readSettings(folder), call.captured("id").toStdString())));
    });
    routes.route("POST", "/settings", kMaxSettingsBytes, [folder](const Call& call, const http::Reply& reply) {
        const auto news = call.json();
        if (!news || !news->is_object())
            return reply(troubleResponse());
        Json settings = readSettings(folder);
        settings.update(*news);
        reply(writeSettings(folder, settings));
    });
    routes.route("POST", "/settings/{id}", kMaxSettingsBytes, [folder](const Call& call, const http::Reply& reply) {
        const auto value = call.json();
        if (!value)
            return reply(troubleResponse());
        Json settings = readSettings(folder);
        settings[call.captured("id").toStdString()] = *value;
        reply(writeSettings(folder, settings));
    });
    routes.route("GET", "/users", 0,
        [folder](const Call&, const http::Reply& reply) { reply(jsonResponse({{"storage", "server"}, {"migrated", QDir(folder).exists()}})); });
}

} // namespace weft
