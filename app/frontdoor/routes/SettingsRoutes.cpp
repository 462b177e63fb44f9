// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/Replies.h"
#include "app/frontdoor/routes/UserDataRoutes.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <map>
#include <memory>

namespace weft {

namespace {

constexpr std::size_t kMaxSettingsBytes = 4u << 20;
constexpr qsizetype kMaxUserNameLength = 200;
constexpr std::size_t kMaxUsers = 1000;

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

/// The users that were made: id -> name. As in a ComfyUI for one user, the first one is all that counts; others get an id and
/// stand in users.json beside the one user's folder, until the next start forgets them.
using Users = std::map<QString, QString>;

/// "A cat!" -> "A-cat-_" and a random id.
QString freshUserId(const QString& name)
{
    static const QRegularExpression others(QStringLiteral("[^a-zA-Z0-9_-]+"));
    return QString(name).replace(others, QStringLiteral("-")) + u'_' + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

http::Response addUser(Users& users, const QString& folder, const Call& call)
{
    const auto body = call.json();
    const QString given = QString::fromStdString(body ? stringAt(*body, "username") : std::string());
    const auto hasName = [&given](const auto& user) { return user.second == given; };
    if (std::any_of(users.begin(), users.end(), hasName))
        return jsonResponse({{"error", "Duplicate username."}}, 400);
    const QString name = given.trimmed();
    if (name.isEmpty())
        return troubleResponse();
    if (name.size() > kMaxUserNameLength || users.size() >= kMaxUsers)
        return jsonResponse({{"error", "The name is too long, or there are too many users."}}, 400);
    const QString id = freshUserId(name);
    users[id] = name;
    Json all = Json::object();
    for (const auto& [known, as] : users)
        all[known.toStdString()] = as.toStdString();
    const QString beside = QFileInfo(folder).absolutePath();
    QDir().mkpath(beside);
    if (!replaceFile(QDir(beside).filePath(QStringLiteral("users.json")), toJsonText(all)))
        return troubleResponse();
    return jsonResponse(Json(id.toStdString()));
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
    const auto users = std::make_shared<Users>(Users {{QStringLiteral("default"), QStringLiteral("default")}});
    routes.route("POST", "/users", 64 * 1024,
        [folder, users](const Call& call, const http::Reply& reply) { reply(addUser(*users, folder, call)); });
    routes.route("GET", "/users", 0,
        [folder](const Call&, const http::Reply& reply) { reply(jsonResponse({{"storage", "server"}, {"migrated", QDir(folder).exists()}})); });
}

} // namespace weft
