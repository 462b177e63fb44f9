// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/UploadPlace.h"

#include "app/frontdoor/files/SafePath.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <mutex>

namespace weft {

namespace {

constexpr int kMaxSameNames = 100'000;

bool hasContent(const QString& path, QByteArrayView content)
{
    QFile file(path);
    if (file.size() != content.size() || !file.open(QFile::ReadOnly))
        return false;
    qint64 at = 0;
    while (at < content.size()) {
        const QByteArray piece = file.read(1 << 20);
        if (piece.isEmpty() || QByteArrayView(piece) != content.sliced(at, piece.size()))
            return false;
        at += piece.size();
    }
    return true;
}

/// "cat.png", "cat (1).png", ...
QString uploadName(const QString& name, int number)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    const qsizetype end = dot > 0 ? dot : name.size();
    return number == 0 ? name : name.left(end) + QStringLiteral(" (%1)").arg(number) + name.mid(end);
}

Done writeUpload(const QString& path, QByteArrayView content, const std::function<Result<QByteArray>()>& make)
{
    if (!make)
        return replaceFile(path, content);
    WEFT_TRY(const QByteArray made, make());
    return replaceFile(path, made);
}

} // namespace

const QString* DoorFolders::ofType(const QString& type) const
{
    if (type == QStringLiteral("input"))
        return &input;
    if (type == QStringLiteral("output"))
        return &output;
    return type == QStringLiteral("temp") ? &temp : nullptr;
}

Result<QString> storeUpload(const QString& folder, const QString& subfolder, const QString& name, QByteArrayView content, bool overwrite,
    const std::function<Result<QByteArray>()>& make)
{
    static std::mutex oneAtATime; // two uploads of one name must not meet
    const std::lock_guard lock(oneAtATime);
    const auto place = pathInside(folder, subfolder);
    if (!place || !pathInside(*place, name))
        return Error {ErrorCode::SettingInvalid, "an upload's place", {{"name", "filename"}}};
    QDir().mkpath(*place);
    for (int number = 0; number < kMaxSameNames; ++number) {
        const QString candidate = uploadName(name, number);
        const QString path = QDir(*place).filePath(candidate);
        if (!overwrite && QFileInfo::exists(path)) {
            if (hasContent(path, content))
                return candidate;
            continue;
        }
        WEFT_CHECK(writeUpload(path, content, make));
        return candidate;
    }
    return Error {ErrorCode::FileUnwritable, "too many files of this name", {{"path", name.toStdString()}}};
}

} // namespace weft
