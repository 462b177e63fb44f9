// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/ToolingRoutes.h"

#include "app/frontdoor/files/FileReply.h"
#include "app/frontdoor/files/ModelGlance.h"
#include "app/frontdoor/files/SafePath.h"
#include "app/frontdoor/prompts/HandedPictures.h"
#include "app/frontdoor/routes/Replies.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMaxPictureBytes = 104'857'600; // as an upload's
constexpr int kMostHanded = 500; // pictures that wait for their prompt, and some of before
constexpr qint64 kMostHandedBytes = qint64(1) << 30;

http::Response handIn(const DoorFolders& folders, const Call& call)
{
    const QString id = call.captured("id");
    if (!isHandedId(id.toStdString()))
        return textResponse(400, QStringLiteral("An id is made of letters, digits, - and _, at most 64."));
    const QString folder = QLatin1String(kHandedFolder);
    const QByteArrayView content(call.request.body.data(), qsizetype(call.request.body.size()));
    if (!storeUpload(folders.input, folder, id, content, true))
        return troubleResponse();
    dropHanded(QDir(folders.input).filePath(folder), kMostHanded, kMostHandedBytes);
    return jsonResponse({{"status", "success"}});
}

/// What a run has shown, or what was handed in.
http::Response handOut(const DoorFolders& folders, const Call& call)
{
    const QString id = call.captured("id");
    const QString handed = QDir(folders.input).filePath(QLatin1String(kHandedFolder));
    for (const QString& folder : {folders.temp, handed}) {
        const auto path = id.contains(u'/') ? std::nullopt : pathInside(folder, id);
        if (path && QFileInfo(*path).isFile())
            return fileResponse(*path, call.request, "image/png");
    }
    return jsonResponse({{"error", "There is no picture of this id (any more)."}}, 404);
}

/// {NAME: what its header tells of it}, a page of them, and how many there are.
http::Response modelsResponse(const ModelFolders& models, const Call& call)
{
    const QString folder = call.captured("folder");
    if (!models.pathsOf(folder))
        return emptyResponse(404);
    const auto files = models.filesOf(folder);
    const auto number = [&call](const char* name, qsizetype fallback) {
        bool isNumber = false;
        const int given = call.query(name).value_or(QString()).toInt(&isNumber);
        return isNumber ? std::max<qsizetype>(given, 0) : fallback;
    };
    const auto total = static_cast<qsizetype>(files.size());
    const qsizetype begin = std::min(number("offset", 0), total);
    const qsizetype end = begin + std::min(number("limit", total), total - begin);
    Json told = Json::object();
    for (qsizetype i = begin; i < end; ++i) {
        const QString& name = files.at(std::size_t(i)).name;
        const auto path = models.find(folder, name);
        told[name.toStdString()] = path ? modelGlance(*path) : Json {{"base_model", "unknown"}};
    }
    told["_meta"] = {{"offset", begin}, {"limit", end - begin}, {"total", total}};
    return jsonResponse(told);
}

} // namespace

void addToolingRoutes(Routes& routes, const DoorFolders& folders, const ModelFolders& models)
{
    routes.route("PUT", "/etn/image/{id}", kMaxPictureBytes, [&routes, folders](Call call, const http::Reply& reply) {
        auto held = std::make_shared<Call>(std::move(call)); // the body stays where it is
        routes.answerLater([held, folders] { return handIn(folders, *held); }, reply);
    });
    routes.route("GET", "/etn/image/{id}", 0, [&routes, folders](Call call, const http::Reply& reply) {
        routes.answerLater([folders, call = std::move(call)] { return handOut(folders, call); }, reply);
    });
    routes.route("GET", "/etn/model_info/{folder}", 0, [&routes, models](Call call, const http::Reply& reply) {
        routes.answerLater([models, call = std::move(call)] { return modelsResponse(models, call); }, reply);
    });
    routes.route("GET", "/etn/languages", 0, [](const Call&, const http::Reply& reply) { reply(jsonResponse(Json::array())); });
    for (const char* path : {"/etn/workflow/subscribe", "/etn/workflow/unsubscribe"}) // nobody publishes any
        routes.route("POST", path, 64 * 1024, [](const Call&, const http::Reply& reply) { reply(jsonResponse({{"status", "success"}})); });
}

} // namespace weft
