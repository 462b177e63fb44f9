// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/UiOutput.h"

#include "core/formats/PictureTexts.h"

#include <QDir>
#include <QFile>

#include <map>

namespace weft {

namespace {

std::string keyOf(const std::string& mime)
{
    if (mime.starts_with("image/") || mime.starts_with("video/"))
        return "images";
    if (mime.starts_with("audio/"))
        return "audio";
    if (mime == "application/x-latent")
        return "latents";
    if (mime.starts_with("text/"))
        return "text";
    return mime == "model/gltf-binary" ? "3d" : "";
}

bool moves(const std::string& mime) { return mime.starts_with("video/") || mime == "image/webp" || mime == "image/gif"; }

QString endingOf(const std::string& mime)
{
    const QString kind = QString::fromStdString(mime).section(QLatin1Char('/'), 1);
    return kind == QLatin1String("jpeg") ? QStringLiteral("jpg") : kind.isEmpty() ? QStringLiteral("bin")
                                                                                  : kind;
}

Json placeOf(const QString& name, const QString& subfolder, const char* type)
{
    return {{"filename", name.toStdString()}, {"subfolder", subfolder.toStdString()}, {"type", type}};
}

/// For a program that fetches it at /etn/image/ID.
Json fetchedById(const QString& name, const std::string& mime)
{
    return {{"source", "http"}, {"id", name.toStdString()}, {"content-type", mime}, {"type", "output"}};
}

SharedBytes withTexts(const SharedBytes& bytes, const std::string& mime, const PictureTexts& texts)
{
    if (mime != "image/png" || texts.prompt.empty())
        return bytes;
    std::map<std::string, std::string> map {{"prompt", texts.prompt}};
    if (!texts.workflow.empty())
        map["workflow"] = texts.workflow;
    auto with = addPictureTexts(bytes, map);
    return with ? std::move(*with) : bytes;
}

} // namespace

UiItem uiOfSaved(const StoredFile& file, const QString& outputFolder)
{
    const std::string mime = stringAt(file.value.meta, "mime");
    const QString inside = QDir(QDir(outputFolder).canonicalPath()).relativeFilePath(file.path);
    const qsizetype slash = inside.lastIndexOf(QLatin1Char('/'));
    return {keyOf(mime), placeOf(inside.mid(slash + 1), inside.left(std::max<qsizetype>(slash, 0)), "output"), moves(mime)};
}

Result<UiItem> TempFiles::show(const Value& file, const PictureTexts& texts)
{
    const Tensor* const bytes = file.tensor("bytes");
    const std::string mime = stringAt(file.meta, "mime");
    if (!bytes)
        return Error {ErrorCode::ValueInvalid, "an output node handed out something that is no file"};
    if (mime.starts_with("text/"))
        return UiItem {"text", std::string(reinterpret_cast<const char*>(bytes->data.data()), bytes->data.size()), false};
    const QDir folder(m_folder);
    const Error unwritable {ErrorCode::FileUnwritable, "", {{"path", m_folder.toStdString()}}};
    if (!std::exchange(m_isMade, true) && !folder.mkpath(QStringLiteral(".")))
        return unwritable;
    const QString name = QStringLiteral("ComfyUI_temp_%1_%2_.%3").arg(m_letters).arg(++m_counter, 5, 10, QLatin1Char('0')).arg(endingOf(mime));
    const SharedBytes content = withTexts(bytes->data, mime, texts);
    QFile out(folder.filePath(name));
    const auto size = static_cast<qint64>(content.size());
    if (!out.open(QIODevice::WriteOnly) || out.write(reinterpret_cast<const char*>(content.data()), size) != size || !out.flush())
        return unwritable;
    Json item = boolAt(file.meta, "byId") ? fetchedById(name, mime) : placeOf(name, {}, "temp");
    return UiItem {keyOf(mime), std::move(item), moves(mime)};
}

} // namespace weft
