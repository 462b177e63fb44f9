// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/OutputStore.h"

#include "core/files/ReplaceFile.h"
#include "core/formats/PictureTexts.h"
#include "core/formats/SaveNames.h"

#include <QDir>

#include <map>

namespace weft {

namespace {

QByteArrayView viewOfBytes(const SharedBytes& bytes) { return {bytes.data(), qsizetype(bytes.size())}; }

std::tm localTime(const QDateTime& now)
{
    std::tm time {};
    time.tm_year = now.date().year() - 1900;
    time.tm_mon = now.date().month() - 1;
    time.tm_mday = now.date().day();
    time.tm_hour = now.time().hour();
    time.tm_min = now.time().minute();
    time.tm_sec = now.time().second();
    return time;
}

std::string extensionOf(const std::string& mime)
{
    static const std::map<std::string, std::string, std::less<>> extensions {{"image/png", "png"}, {"image/jpeg", "jpg"},
        {"image/webp", "webp"}, {"text/plain", "txt"}, {"application/x-latent", "latent"},
        {"application/x-safetensors", "safetensors"}, {"image/gif", "gif"}, {"image/svg+xml", "svg"}, {"video/mp4", "mp4"},
        {"video/webm", "webm"}, {"audio/flac", "flac"}, {"audio/mpeg", "mp3"}, {"audio/ogg", "opus"}, {"audio/wav", "wav"},
        {"model/gltf-binary", "glb"}};
    const auto found = extensions.find(mime);
    return found == extensions.end() ? "bin" : found->second;
}

/// Whether `file` is piece `index` of as many as the first one says.
bool isPiece(const Value& file, const Value& first, std::int64_t index)
{
    return stringAt(file.meta, "name") == stringAt(first.meta, "name") && intAt(file.meta, "piece", -1) == index
        && intAt(file.meta, "pieces") == intAt(first.meta, "pieces");
}

std::map<std::string, std::string> asMap(const PictureTexts& texts)
{
    std::map<std::string, std::string> map {{"prompt", texts.prompt}, {"workflow", texts.workflow}};
    std::erase_if(map, [](const auto& text) { return text.second.empty(); });
    return map;
}

} // namespace

std::vector<ValueList> filesOf(const ValueList& files)
{
    std::vector<ValueList> groups;
    for (std::size_t at = 0; at < files.size();) {
        const std::int64_t pieces = intAt(files[at].meta, "pieces");
        std::size_t count = 1;
        if (isPiece(files[at], files[at], 0) && pieces > 1) {
            while (at + count < files.size() && isPiece(files[at + count], files[at], static_cast<std::int64_t>(count)))
                ++count;
            if (static_cast<std::int64_t>(count) != pieces)
                count = 1;
        }
        const auto first = files.begin() + static_cast<std::ptrdiff_t>(at);
        groups.emplace_back(first, first + static_cast<std::ptrdiff_t>(count));
        at += count;
    }
    return groups;
}

Result<QString> storeOutput(const QString& folder, const Value& file, const PictureTexts& texts, const QDateTime& now)
{
    return storeOutput(folder, ValueList {file}, texts, now);
}

Result<QString> storeOutput(const QString& folder, const ValueList& pieces, const PictureTexts& texts, const QDateTime& now)
{
    for (const Value& piece : pieces) {
        if (piece.type != "FILE" || !piece.tensor("bytes"))
            return Error {ErrorCode::ValueInvalid, "an output node handed out something that is no file"};
    }
    if (pieces.empty())
        return Error {ErrorCode::ValueInvalid, "a file without pieces"};
    const Value& file = pieces.front();
    const std::string mime = stringAt(file.meta, "mime");
    SharedBytes content = file.tensor("bytes")->data;
    if (pieces.size() == 1 && (mime == "image/png" || mime == "image/webp" || mime == "image/jpeg")) {
        Result<SharedBytes> with = addPictureTexts(content, asMap(texts));
        if (!with && mime == "image/png")
            return with.error();
        if (with) // a JPEG holds 64 KiB of texts, and a file of another program may be odd: its pixels matter more
            content = std::move(*with);
    }
    SaveContext context;
    context.width = static_cast<int>(intAt(file.meta, "width"));
    context.height = static_cast<int>(intAt(file.meta, "height"));
    context.localTime = localTime(now);
    if (!QDir().mkpath(folder))
        return Error {ErrorCode::FileUnwritable, "", {{"path", folder.toStdString()}}};
    WEFT_TRY(const std::string path,
        nextSavePath(folder.toStdString(), stringAt(file.meta, "name", "Weft"), context, extensionOf(mime)));
    const QString name = QString::fromStdString(path);
    std::vector<QByteArrayView> views {viewOfBytes(content)};
    for (std::size_t i = 1; i < pieces.size(); ++i)
        views.push_back(viewOfBytes(pieces[i].tensor("bytes")->data));
    WEFT_CHECK(replaceFile(name, views));
    return name;
}

} // namespace weft
