// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/UserDataRoutes.h"

#include "app/frontdoor/files/FileReply.h"
#include "app/frontdoor/files/SafePath.h"
#include "app/frontdoor/routes/Replies.h"
#include "core/files/ReplaceFile.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

namespace weft {

namespace {

constexpr std::size_t kMaxUserFileBytes = 104'857'600;
constexpr int kMaxListedFiles = 100'000;

double seconds(const QDateTime& time)
{
    return double(time.toMSecsSinceEpoch()) / 1000;
}

Json fileInfo(const QFileInfo& file, const QString& path)
{
    const QDateTime born = file.birthTime();
    return {{"path", path.toStdString()}, {"size", file.size()}, {"modified", seconds(file.lastModified())},
        {"created", seconds(born.isValid() ? born : file.lastModified())}};
}

/// Files below `folder`, by name; with `deep` those of its folders too.
std::vector<QFileInfo> filesBelow(const QString& folder, bool deep)
{
    std::vector<QFileInfo> files;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, deep ? QDirIterator::Subdirectories : QDirIterator::NoIteratorFlags);
    for (int i = 0; walk.hasNext() && i < kMaxListedFiles; ++i) {
        walk.next();
        files.push_back(walk.fileInfo());
    }
    std::sort(files.begin(), files.end(), [](const QFileInfo& a, const QFileInfo& b) { return a.filePath() < b.filePath(); });
    return files;
}

http::Response listUserData(const QString& folder, const Call& call)
{
    const QString dir = call.query("dir").value_or(QString());
    if (dir.isEmpty())
        return textResponse(400, QStringLiteral("Directory not provided"));
    const auto path = realPathInside(folder, dir);
    if (!path)
        return textResponse(403, QStringLiteral("Invalid directory"));
    if (!QFileInfo(*path).isDir())
        return textResponse(404, QStringLiteral("Directory not found"));
    Json out = Json::array();
    for (const QFileInfo& file : filesBelow(*path, call.isSet("recurse"))) {
        const QString name = QDir(*path).relativeFilePath(file.filePath());
        if (call.isSet("full_info")) {
            out.push_back(fileInfo(file, name));
        } else if (call.isSet("split")) {
            Json parts = {name.toStdString()};
            for (const QString& part : name.split(u'/'))
                parts.push_back(part.toStdString());
            out.push_back(std::move(parts));
        } else {
            out.push_back(name.toStdString());
        }
    }
    return jsonResponse(out);
}

http::Response listEntries(const QString& folder, const Call& call)
{
    const auto path = realPathInside(folder, call.query("path").value_or(QString()));
    if (!path)
        return textResponse(400, QStringLiteral("Invalid path requested"));
    if (!QFileInfo::exists(*path))
        return *path == QDir::cleanPath(folder) ? jsonResponse(Json::array()) : textResponse(404, QStringLiteral("Requested path not found"));
    Json folders = Json::array();
    Json files = Json::array();
    QDirIterator walk(*path, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    for (int i = 0; walk.hasNext() && i < kMaxListedFiles; ++i) {
        walk.next();
        const QFileInfo info = walk.fileInfo();
        Json entry {{"name", info.fileName().toStdString()}, {"path", QDir(folder).relativeFilePath(info.filePath()).toStdString()}};
        entry["type"] = info.isDir() ? "directory" : "file";
        if (info.isDir()) {
            folders.push_back(std::move(entry));
            continue;
        }
        entry["size"] = info.size();
        entry["modified"] = seconds(info.lastModified());
        files.push_back(std::move(entry));
    }
    for (Json& file : files)
        folders.push_back(std::move(file));
    return jsonResponse(folders);
}

/// The place that a request names, below `folder` and not that itself.
std::optional<QString> userFile(const QString& folder, const Call& call, const char* name)
{
    auto path = realPathInside(folder, call.captured(name));
    return path && *path != QDir::cleanPath(QDir(folder).absolutePath()) ? path : std::nullopt;
}

/// What a file is called after it was written: its path, or all about it.
http::Response writtenResponse(const QString& folder, const QString& path, const Call& call)
{
    const QString relative = QDir(folder).relativeFilePath(path);
    if (call.isSet("full_info"))
        return jsonResponse(fileInfo(QFileInfo(path), relative));
    return jsonResponse(Json(relative.toStdString()));
}

/// Only an explicit "false" keeps what is there.
bool mayReplace(const Call& call)
{
    return call.query("overwrite").value_or(QString()) != QStringLiteral("false");
}

http::Response readUserFile(const QString& folder, const Call& call)
{
    const auto path = userFile(folder, call, "file");
    if (!path || QFileInfo(*path).isDir())
        return emptyResponse(403);
    http::Response response = fileResponse(*path, call.request);
    response.headers.emplace_back("Content-Security-Policy", "sandbox"); // whoever may store files isn't to run scripts here
    return response;
}

http::Response writeUserFile(const QString& folder, const Call& call)
{
    const auto path = userFile(folder, call, "file");
    if (!path)
        return emptyResponse(403);
    if (!mayReplace(call) && QFileInfo::exists(*path))
        return textResponse(409, QStringLiteral("File already exists"));
    QDir().mkpath(QFileInfo(*path).absolutePath());
    if (!replaceFile(*path, QByteArrayView(call.request.body.data(), qsizetype(call.request.body.size()))))
        return textResponse(400, QStringLiteral("The file can't be written: is there a folder of this name, or no room on the disk?"));
    return writtenResponse(folder, *path, call);
}

http::Response removeUserFile(const QString& folder, const Call& call)
{
    const auto path = userFile(folder, call, "file");
    if (!path)
        return emptyResponse(403);
    if (!QFileInfo::exists(*path))
        return emptyResponse(404);
    return emptyResponse(QFile::remove(*path) ? 204 : 403);
}

http::Response moveUserFile(const QString& folder, const Call& call)
{
    const auto from = userFile(folder, call, "file");
    const auto to = userFile(folder, call, "dest");
    if (!from || !to)
        return emptyResponse(403);
    if (!QFileInfo::exists(*from))
        return emptyResponse(404);
    if (!mayReplace(call) && QFileInfo::exists(*to))
        return textResponse(409, QStringLiteral("File already exists"));
    QDir().mkpath(QFileInfo(*to).absolutePath());
    if (*from != *to && QFileInfo(*to).isFile())
        QFile::remove(*to);
    if (*from != *to && !QFile::rename(*from, *to))
        return textResponse(400, QStringLiteral("The file can't be moved there."));
    return writtenResponse(folder, *to, call);
}

} // namespace

void addUserDataRoutes(Routes& routes, const QString& folder)
{
    const auto add = [&routes, folder](const char* method, const char* path, std::size_t bytes, http::Response (*act)(const QString&, const Call&)) {
        routes.route(method, path, bytes, [&routes, folder, act](Call call, const http::Reply& reply) {
            auto held = std::make_shared<Call>(std::move(call));
            routes.answerLater([held, folder, act] { return act(folder, *held); }, reply);
        });
    };
    add("GET", "/userdata", 0, listUserData);
    add("GET", "/v2/userdata", 0, listEntries);
    add("GET", "/userdata/{file}", 0, readUserFile);
    add("POST", "/userdata/{file}", kMaxUserFileBytes, writeUserFile);
    add("DELETE", "/userdata/{file}", 0, removeUserFile);
    add("POST", "/userdata/{file}/move/{dest}", 64 * 1024, moveUserFile);
    addSettingsRoutes(routes, folder);
}

} // namespace weft
