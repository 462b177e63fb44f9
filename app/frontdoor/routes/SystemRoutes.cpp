// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/SystemRoutes.h"

#include "app/frontdoor/routes/Replies.h"

#include <QDir>
#include <QFile>
#include <QSysInfo>

namespace weft {

namespace {

constexpr int kMaxListedNames = 10'000;

/// Bytes of memory, of /proc/meminfo's line `name`; 0 where there is none.
qint64 memoryBytes(const QByteArray& name)
{
    QFile file(QStringLiteral("/proc/meminfo"));
    if (!file.open(QFile::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).simplified().split(' ').front().toLongLong() * 1024;
    }
    return 0;
}

Json deviceStats(const SystemFacts& facts, qint64 total, qint64 free)
{
    const QString text = facts.device ? facts.device() : QString();
    const QString name = text.isEmpty() ? QStringLiteral("cpu") : text;
    const bool isCard = name.contains(QStringLiteral("cuda"), Qt::CaseInsensitive);
    return {{"name", name.toStdString()}, {"type", isCard ? "cuda" : "cpu"}, {"index", isCard ? Json(0) : Json()}, {"vram_total", total},
        {"vram_free", free}, {"torch_vram_total", total}, {"torch_vram_free", free}};
}

/// The versions are those that ComfyUI's clients look for; the others say whose server this is.
Json systemStats(const SystemFacts& facts)
{
    const qint64 total = memoryBytes("MemTotal");
    const qint64 free = memoryBytes("MemAvailable");
    Json arguments = Json::array();
    for (const QString& argument : facts.arguments)
        arguments.push_back(argument.toStdString());
    Json system {{"os", "posix"}, {"ram_total", total}, {"ram_free", free}, {"comfyui_version", "0.3.64"},
        {"required_frontend_version", "1.27.10"}, {"installed_templates_version", "0.1.95"}, {"required_templates_version", "0.1.95"},
        {"python_version", "none (Weft " + facts.version.toStdString() + ")"}, {"pytorch_version", "libtorch"}, {"embedded_python", false},
        {"argv", std::move(arguments)}, {"weft_version", facts.version.toStdString()}};
    return {{"system", std::move(system)}, {"devices", Json::array({deviceStats(facts, total, free)})}};
}

/// The newest first, as ComfyUI lists them.
http::Response fileNames(const DoorFolders& folders, const Call& call)
{
    const QString* folder = folders.ofType(call.captured("type"));
    if (!folder)
        return jsonResponse({{"error", "Invalid directory type"}}, 400);
    Json names = Json::array();
    for (const QString& name : QDir(*folder).entryList(QDir::Files, QDir::Time).mid(0, kMaxListedNames))
        names.push_back(name.toStdString());
    return jsonResponse(names);
}

Json folderPaths(const ModelFolders& models)
{
    Json out = Json::object();
    for (const char* name : modelFolderNames()) {
        Json paths = Json::array();
        for (const QString& path : models.pathsOf(QString::fromLatin1(name)).value_or(QStringList()))
            paths.push_back(path.toStdString());
        out[name] = std::move(paths);
    }
    return out;
}

http::Response subscribeResponse(const Call& call, DoorLog& log)
{
    const auto wish = call.json();
    if (!wish || !memberAt(*wish, "clientId").is_string() || !wish->contains("enabled"))
        return troubleResponse();
    log.subscribe(QString::fromStdString(stringAt(*wish, "clientId")), boolAt(*wish, "enabled"));
    return emptyResponse();
}

void addInternal(Routes& routes, const DoorFolders& folders, const ModelFolders& models, DoorLog& log)
{
    routes.route("GET", "/internal/logs", 0, [&log](const Call&, const http::Reply& reply) { reply(jsonResponse(Json(log.text()))); });
    routes.route("GET", "/internal/logs/raw", 0, [&log](const Call&, const http::Reply& reply) {
        reply(jsonResponse({{"entries", log.entries()}, {"size", DoorLog::size()}}));
    });
    routes.route("PATCH", "/internal/logs/subscribe", 64 * 1024,
        [&log](const Call& call, const http::Reply& reply) { reply(subscribeResponse(call, log)); });
    routes.route("GET", "/internal/folder_paths", 0,
        [models](const Call&, const http::Reply& reply) { reply(jsonResponse(folderPaths(models))); });
    routes.route("GET", "/internal/files/{type}", 0, [&routes, folders](Call call, const http::Reply& reply) {
        routes.answerLater([folders, call = std::move(call)] { return fileNames(folders, call); }, reply);
    });
}

} // namespace

Json featureFlags()
{
    return {{"supports_preview_metadata", true}, {"max_upload_size", 104'857'600}};
}

void addSystemRoutes(Routes& routes, const SystemFacts& facts, const DoorFolders& folders, const ModelFolders& models, DoorLog& log)
{
    routes.route("GET", "/system_stats", 0, [facts](const Call&, const http::Reply& reply) { reply(jsonResponse(systemStats(facts))); });
    routes.route("GET", "/features", 0, [](const Call&, const http::Reply& reply) { reply(jsonResponse(featureFlags())); });
    for (const char* path : {"/i18n", "/workflow_templates"})
        routes.route("GET", path, 0, [](const Call&, const http::Reply& reply) { reply(jsonResponse(Json::object())); });
    addInternal(routes, folders, models, log);
}

} // namespace weft
