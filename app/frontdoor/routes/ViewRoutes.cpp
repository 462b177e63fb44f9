// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/ViewRoutes.h"

#include "app/frontdoor/files/FileReply.h"
#include "app/frontdoor/files/PictureWork.h"
#include "app/frontdoor/files/SafePath.h"
#include "app/frontdoor/routes/Replies.h"

#include <QDir>
#include <QFileInfo>

#include <variant>

namespace weft {

namespace {

constexpr int kUsualQuality = 90;

/// "cat.png [input]" names its folder itself.
void takeAnnotation(QString& name, QString& type)
{
    for (const char* folder : {"output", "input", "temp"}) {
        const QString ending = QStringLiteral(" [%1]").arg(QLatin1String(folder));
        const QString bare = QStringLiteral("[%1]").arg(QLatin1String(folder));
        if (!name.endsWith(bare))
            continue;
        name.chop(name.endsWith(ending) ? ending.size() : bare.size());
        type = QString::fromLatin1(folder);
    }
}

/// The file that is asked for, or the status where ComfyUI refuses.
std::variant<QString, int> viewedFile(const DoorFolders& folders, const Call& call)
{
    const auto asked = call.query("filename");
    if (!asked)
        return 404;
    QString name = *asked;
    QString type = call.query("type").value_or(QStringLiteral("output"));
    takeAnnotation(name, type);
    if (name.isEmpty() || name.startsWith(u'/') || name.contains(QStringLiteral("..")))
        return 400;
    const QString* folder = folders.ofType(type);
    if (!folder)
        return 400;
    const auto place = pathInside(*folder, call.query("subfolder").value_or(QString()));
    if (!place)
        return 403;
    const auto path = pathInside(*place, name.section(u'/', -1));
    if (path && !realPathInside(*folder, QDir(*folder).relativeFilePath(*path)))
        return 403;
    return path && QFileInfo(*path).isFile() ? std::variant<QString, int>(*path) : std::variant<QString, int>(404);
}

/// "webp;75" -> format and quality; formats that ComfyUI doesn't know are WebP.
std::pair<const char*, int> previewFormat(const QString& text, const QString& channel)
{
    const QStringList words = text.split(u';');
    const bool isJpeg = words.front() == QStringLiteral("jpeg") && channel != QStringLiteral("a");
    bool isNumber = false;
    const int quality = words.back().toInt(&isNumber);
    return {isJpeg ? "jpeg" : "webp", isNumber ? std::clamp(quality, 0, 100) : kUsualQuality};
}

http::Response pictureResponse(const Result<QByteArray>& bytes, const std::string& mediaType)
{
    if (!bytes)
        return troubleResponse();
    http::Response response;
    response.headers = {{"Content-Type", mediaType}, {"X-Content-Type-Options", "nosniff"}};
    response.body.assign(bytes->constData(), std::size_t(bytes->size()));
    return response;
}

http::Response previewResponse(const QString& path, const QString& preview, const QString& channel)
{
    const auto [format, quality] = previewFormat(preview, channel);
    const auto picture = readPicture(path);
    if (!picture)
        return troubleResponse();
    return pictureResponse(encodePicture(channel == QStringLiteral("rgb") ? withoutAlpha(*picture) : *picture, format, quality),
        std::string("image/") + format);
}

http::Response channelResponse(const QString& path, const QString& channel)
{
    const auto picture = readPicture(path);
    if (!picture)
        return troubleResponse();
    return pictureResponse(encodePicture(channel == QStringLiteral("a") ? alphaAlone(*picture) : withoutAlpha(*picture), "png", -1), "image/png");
}

/// Pages and scripts would run with the rights of this address.
std::string harmlessType(const QString& path)
{
    const std::string type = mediaTypeOf(path);
    const bool acts = type == "text/html" || type == "text/css" || type.starts_with("application/javascript");
    return acts ? "application/octet-stream" : type;
}

http::Response viewResponse(const QString& path, const Call& call)
{
    const QString channel = call.query("channel").value_or(QString());
    const auto preview = call.query("preview");
    http::Response response = preview ? previewResponse(path, *preview, channel)
        : channel == QStringLiteral("rgb") || channel == QStringLiteral("a") ? channelResponse(path, channel)
                                                                            : fileResponse(path, call.request, harmlessType(path));
    QString name = QFileInfo(path).fileName();
    name.replace(u'"', u'\'');
    response.headers.emplace_back("Content-Disposition", "filename=\"" + name.toStdString() + "\"");
    response.headers.emplace_back("Content-Security-Policy", "sandbox");
    return response;
}

} // namespace

void addViewRoutes(Routes& routes, const DoorFolders& folders)
{
    routes.route("GET", "/view", 0, [&routes, folders](Call call, const http::Reply& reply) {
        const auto file = viewedFile(folders, call);
        if (const int* status = std::get_if<int>(&file))
            return reply(emptyResponse(*status));
        routes.answerLater([path = std::get<QString>(file), call = std::move(call)] { return viewResponse(path, call); }, reply);
    });
}

} // namespace weft
