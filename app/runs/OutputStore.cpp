// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/OutputStore.h"

#include "core/formats/PngText.h"
#include "core/formats/SaveNames.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <cerrno>

namespace weft {

namespace {

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
    if (mime == "image/jpeg")
        return "jpg";
    if (mime == "image/webp")
        return "webp";
    if (mime == "application/x-safetensors")
        return "safetensors";
    if (mime == "application/x-latent")
        return "latent";
    return mime == "image/png" ? "png" : "bin";
}

} // namespace

Done writeWholeFile(const QString& path, ByteView bytes)
{
    const Error unwritable {ErrorCode::FileUnwritable, "", {{"path", path.toStdString()}}};
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly))
        return errno == ENOSPC ? Error {ErrorCode::DiskFull, "", {{"path", path.toStdString()}}} : unwritable;
    const auto size = static_cast<qint64>(bytes.size());
    const bool written = file.write(reinterpret_cast<const char*>(bytes.data()), size) == size && file.commit();
    if (written)
        return {};
    const bool full = errno == ENOSPC || errno == EDQUOT || file.error() == QFileDevice::ResourceError
        || QStorageInfo(QFileInfo(path).absolutePath()).bytesAvailable() < size;
    file.cancelWriting();
    return full ? Error {ErrorCode::DiskFull, file.errorString().toStdString(), {{"path", path.toStdString()}}}
                : Error {ErrorCode::FileUnwritable, file.errorString().toStdString(), {{"path", path.toStdString()}}};
}

Result<QString> storeOutput(const QString& folder, const Value& file, const PictureTexts& texts, const QDateTime& now)
{
    const Tensor* bytes = file.tensor("bytes");
    if (file.type != "FILE" || !bytes)
        return Error {ErrorCode::ValueInvalid, "an output node handed out something that is no file"};
    const std::string mime = stringAt(file.meta, "mime");
    SharedBytes content = bytes->data;
    if (mime == "image/png") {
        if (!texts.prompt.empty()) {
            WEFT_TRY(content, addPngText(std::move(content), "prompt", texts.prompt));
        }
        if (!texts.workflow.empty()) {
            WEFT_TRY(content, addPngText(std::move(content), "workflow", texts.workflow));
        }
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
    WEFT_CHECK(writeWholeFile(name, content.view()));
    return name;
}

} // namespace weft
