// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/FileReply.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include <map>
#include <optional>

namespace weft {

namespace {

struct Range {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

std::optional<std::uint64_t> digits(std::string_view text)
{
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != text.npos)
        return std::nullopt;
    return std::stoull(std::string(text));
}

/// RFC 9110, 14.1.2: one range of bytes. Several, or something else, count as none: the whole file is as good an answer.
std::optional<Range> rangeOf(std::string_view header, std::uint64_t size)
{
    if (!header.starts_with("bytes=") || header.find(',') != header.npos)
        return std::nullopt;
    header.remove_prefix(6);
    const std::size_t dash = header.find('-');
    if (dash == header.npos)
        return std::nullopt;
    const auto first = digits(header.substr(0, dash));
    const auto last = digits(header.substr(dash + 1));
    if (!first && !last)
        return std::nullopt;
    if (!first)
        return Range {size - std::min(*last, size), std::min(*last, size)};
    if (last && *last < *first)
        return std::nullopt;
    if (*first >= size)
        return Range {size, 0};
    return Range {*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

std::shared_ptr<http::BodySource> sourceOf(std::shared_ptr<QFile> file, Range range)
{
    auto source = std::make_shared<http::BodySource>();
    source->sizeBytes = range.size;
    file->seek(qint64(range.first));
    source->read = [file = std::move(file)](std::size_t most) { return file->read(qint64(most)).toStdString(); };
    return source;
}

std::string entityTag(const QFileInfo& info)
{
    return "\"" + QString::number(info.lastModified().toMSecsSinceEpoch(), 16).toStdString() + "-"
        + QString::number(info.size(), 16).toStdString() + "\"";
}

} // namespace

std::string mediaTypeOf(const QString& name)
{
    static const std::map<std::string_view, std::string_view> kTypes {{"png", "image/png"}, {"jpg", "image/jpeg"}, {"jpeg", "image/jpeg"}, {"gif", "image/gif"},
        {"webp", "image/webp"}, {"bmp", "image/bmp"}, {"svg", "image/svg+xml"}, {"ico", "image/vnd.microsoft.icon"}, {"avif", "image/avif"},
        {"tif", "image/tiff"}, {"tiff", "image/tiff"}, {"mp4", "video/mp4"}, {"webm", "video/webm"}, {"mov", "video/quicktime"},
        {"mkv", "video/x-matroska"}, {"mp3", "audio/mpeg"}, {"wav", "audio/x-wav"}, {"flac", "audio/flac"}, {"ogg", "audio/ogg"},
        {"opus", "audio/ogg"}, {"json", "application/json"}, {"txt", "text/plain"}, {"md", "text/markdown"}, {"html", "text/html"},
        {"htm", "text/html"}, {"css", "text/css"}, {"js", "application/javascript; charset=utf-8"}, {"mjs", "application/javascript; charset=utf-8"},
        {"map", "application/json"}, {"wasm", "application/wasm"}, {"woff", "font/woff"}, {"woff2", "font/woff2"}, {"ttf", "font/ttf"},
        {"otf", "font/otf"}, {"glb", "model/gltf-binary"}, {"gltf", "model/gltf+json"}, {"pdf", "application/pdf"}};
    const auto type = kTypes.find(QFileInfo(name).suffix().toLower().toStdString());
    return std::string(type == kTypes.end() ? "application/octet-stream" : type->second);
}

http::Response fileResponse(const QString& path, const http::Request& request, std::string mediaType)
{
    http::Response response;
    const QFileInfo info(path);
    auto file = std::make_shared<QFile>(path);
    if (!info.isFile() || !file->open(QFile::ReadOnly)) {
        response.status = 404;
        return response;
    }
    const std::uint64_t size = std::uint64_t(file->size());
    const std::string tag = entityTag(info);
    const QString modified = QLocale::c().toString(info.lastModified().toUTC(), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss"));
    response.headers = {{"Content-Type", mediaType.empty() ? mediaTypeOf(path) : std::move(mediaType)}, {"ETag", tag},
        {"Last-Modified", modified.toStdString() + " GMT"}, {"Accept-Ranges", "bytes"}, {"X-Content-Type-Options", "nosniff"}};
    if (request.header("If-None-Match") == tag) {
        response.status = 304;
        return response;
    }
    const std::optional<Range> range = rangeOf(request.header("Range"), size);
    if (range && range->size == 0) {
        response.status = 416;
        response.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
        return response;
    }
    if (range) {
        response.status = 206;
        response.headers.emplace_back("Content-Range",
            "bytes " + std::to_string(range->first) + "-" + std::to_string(range->first + range->size - 1) + "/" + std::to_string(size));
    }
    response.source = sourceOf(std::move(file), range.value_or(Range {0, size}));
    return response;
}

} // namespace weft
