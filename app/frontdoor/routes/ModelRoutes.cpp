// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/ModelRoutes.h"

#include "app/frontdoor/files/FileReply.h"
#include "app/frontdoor/files/PictureWork.h"
#include "app/frontdoor/routes/Replies.h"

#include <QFileInfo>

namespace weft {

namespace {

/// Below ComfyUI's `models`, and nothing of the kind.
bool isHiddenFolder(const QString& folder)
{
    return folder == QStringLiteral("configs") || folder == QStringLiteral("custom_nodes");
}

http::Response namesResponse(const ModelFolders& models, const Call& call)
{
    const QString folder = call.captured("folder");
    if (!models.pathsOf(folder))
        return emptyResponse(404);
    Json names = Json::array();
    for (const ListedModelFile& file : models.filesOf(folder))
        names.push_back(file.name.toStdString());
    return jsonResponse(names);
}

http::Response embeddingsResponse(const ModelFolders& models, const Call&)
{
    Json names = Json::array();
    for (const ListedModelFile& file : models.filesOf(QStringLiteral("embeddings"))) {
        const qsizetype dot = file.name.lastIndexOf(u'.');
        names.push_back(file.name.left(dot).toStdString());
    }
    return jsonResponse(names);
}

http::Response foldersResponse(const ModelFolders& models, const Call&)
{
    Json out = Json::array();
    for (const char* name : modelFolderNames()) {
        const QString folder = QString::fromLatin1(name);
        if (isHiddenFolder(folder))
            continue;
        Json paths = Json::array();
        for (const QString& path : models.pathsOf(folder).value_or(QStringList()))
            paths.push_back(path.toStdString());
        out.push_back({{"name", name}, {"folders", std::move(paths)}});
    }
    return jsonResponse(out);
}

http::Response detailsResponse(const ModelFolders& models, const Call& call)
{
    const QString folder = call.captured("folder");
    if (!models.pathsOf(folder))
        return emptyResponse(404);
    Json out = Json::array();
    for (const ListedModelFile& file : models.filesOf(folder)) {
        const double modified = double(file.modifiedMs) / 1000;
        out.push_back({{"name", file.name.toStdString()}, {"pathIndex", file.pathIndex}, {"modified", modified}, {"created", modified},
            {"size", file.sizeBytes}});
    }
    return jsonResponse(out);
}

http::Response metadataResponse(const ModelFolders& models, const Call& call)
{
    const QString name = call.query("filename").value_or(QString());
    const auto path = name.endsWith(QStringLiteral(".safetensors")) ? models.find(call.captured("folder"), name) : std::nullopt;
    const auto metadata = path ? tensorMetadata(*path) : Result<Json>(Json());
    if (!metadata || metadata->is_null())
        return emptyResponse(404);
    return jsonResponse(*metadata);
}

/// A picture beside a model file, "x.png" or "x.preview.png" of "x.safetensors", as WebP.
http::Response modelPreviewResponse(const ModelFolders& models, const Call& call)
{
    const auto path = models.find(call.captured("folder"), call.captured("file"));
    if (!path)
        return emptyResponse(404);
    const QString stem = QFileInfo(*path).absolutePath() + u'/' + QFileInfo(*path).completeBaseName();
    for (const char* ending : {".preview.png", ".png", ".preview.jpg", ".jpg", ".preview.webp", ".webp"}) {
        const QString picture = stem + QLatin1String(ending);
        if (!QFileInfo(picture).isFile())
            continue;
        const auto read = readPicture(picture);
        const auto bytes = read ? encodePicture(*read, "webp", 80) : Result<QByteArray>(read.error());
        if (!bytes)
            return troubleResponse();
        http::Response response;
        response.headers = {{"Content-Type", "image/webp"}, {"X-Content-Type-Options", "nosniff"}};
        response.body.assign(bytes->constData(), std::size_t(bytes->size()));
        return response;
    }
    return emptyResponse(404);
}

} // namespace

void addModelRoutes(Routes& routes, const ModelFolders& models)
{
    const auto add = [&routes, &models](const char* path, http::Response (*answer)(const ModelFolders&, const Call&)) {
        routes.route("GET", path, 0, [&routes, models, answer](Call call, const http::Reply& reply) {
            routes.answerLater([models, answer, call = std::move(call)] { return answer(models, call); }, reply);
        });
    };
    routes.route("GET", "/models", 0, [](const Call&, const http::Reply& reply) {
        Json names = Json::array();
        for (const char* name : modelFolderNames())
            names.push_back(name);
        reply(jsonResponse(names));
    });
    add("/models/{folder}", namesResponse);
    add("/embeddings", embeddingsResponse);
    add("/experiment/models", foldersResponse);
    add("/experiment/models/{folder}", detailsResponse);
    add("/experiment/models/preview/{folder}/{index}/{file}", modelPreviewResponse);
    add("/view_metadata/{folder}", metadataResponse);
}

} // namespace weft
