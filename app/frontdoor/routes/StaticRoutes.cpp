// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/StaticRoutes.h"

#include "app/frontdoor/files/FileReply.h"
#include "app/frontdoor/files/SafePath.h"
#include "app/frontdoor/routes/Replies.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

bool hasFile(const QString& folder, const char* name)
{
    return QFileInfo(QDir(folder).filePath(QLatin1String(name))).isFile();
}

/// A page is looked at again each time; what it loads has names of its own.
http::Response staticResponse(const QString& folder, const QString& relative, const http::Request& request)
{
    const auto path = pathInside(folder, relative);
    if (!path)
        return emptyResponse(404);
    http::Response response = fileResponse(*path, request);
    const bool isFixed = relative.startsWith(QStringLiteral("assets/")) && response.status != 404;
    response.headers.emplace_back("Cache-Control", isFixed ? "max-age=86400" : "no-cache");
    if (path->endsWith(QStringLiteral(".html"))) // nobody else's page may lay itself over this one
        response.headers.emplace_back("Content-Security-Policy", "frame-ancestors 'self'");
    return response;
}

Json extensionsIn(const QString& pages)
{
    QStringList names;
    QDirIterator walk(QDir(pages).filePath(QStringLiteral("extensions")), {QStringLiteral("*.js")}, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext())
        names << u'/' + QDir(pages).relativeFilePath(walk.next());
    names.sort();
    Json out = Json::array();
    for (const QString& name : names)
        out.push_back(name.toStdString());
    return out;
}

http::Response noFrontendResponse()
{
    return textResponse(200,
        QCoreApplication::translate("FrontDoor",
            "Weft serves ComfyUI's API here, and published APIs at /v1. For ComfyUI's page in the browser, install its files (pip download comfyui-frontend-package==1.27.10, "
            "unpack the wheel) and start weft serve --frontend FOLDER."));
}

} // namespace

std::optional<FrontendFiles> FrontendFiles::in(const QString& folder)
{
    for (const char* below : {".", "static", "comfyui_frontend_package/static"}) {
        const QString pages = QDir::cleanPath(QDir(folder).filePath(QLatin1String(below)));
        if (!hasFile(pages, "index.html"))
            continue;
        FrontendFiles files {pages, {}, {}};
        for (const char* beside : {"templates", "../../comfyui_workflow_templates/templates"}) {
            const QString templates = QDir::cleanPath(QDir(pages).filePath(QLatin1String(beside)));
            if (files.templates.isEmpty() && hasFile(templates, "index.json"))
                files.templates = templates;
        }
        const QString docs = QDir::cleanPath(QDir(pages).filePath(QStringLiteral("../../comfyui_embedded_docs/docs")));
        if (QFileInfo(docs).isDir())
            files.docs = docs;
        return files;
    }
    return std::nullopt;
}

void addStaticRoutes(Routes& routes, const FrontendFiles& files)
{
    routes.route("GET", "/extensions", 0, [files](const Call&, const http::Reply& reply) {
        reply(jsonResponse(files.pages.isEmpty() ? Json::array() : extensionsIn(files.pages)));
    });
    for (const auto& [path, folder] : {std::pair("/templates/{path...}", files.templates), std::pair("/docs/{path...}", files.docs)}) {
        routes.route("GET", path, 0, [folder = folder](const Call& call, const http::Reply& reply) {
            reply(folder.isEmpty() ? emptyResponse(404) : staticResponse(folder, call.captured("path"), call.request));
        });
    }
    routes.route("GET", "/{path...}", 0, [files](const Call& call, const http::Reply& reply) {
        const QString path = call.captured("path");
        if (files.pages.isEmpty())
            return reply(path.isEmpty() ? noFrontendResponse() : emptyResponse(404));
        reply(staticResponse(files.pages, path.isEmpty() ? QStringLiteral("index.html") : path, call.request));
    });
}

} // namespace weft
