// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/ReplaceFile.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <cerrno>

#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace weft {

namespace {

const char* reasonOf(const QString& path, int systemError)
{
    const QFileInfo there(path);
    if (there.isDir())
        return "folder";
    if (systemError == EROFS)
        return "readonly";
    if (systemError == ENAMETOOLONG)
        return "long";
    const QFileInfo folder(there.absolutePath());
    if (!folder.isDir())
        return folder.exists() ? "missing" : systemError == EACCES ? "permission" : "missing";
    if (systemError == EACCES || systemError == EPERM || !folder.isWritable() || (there.exists() && !there.isWritable()))
        return "permission";
    return "";
}

Error whyNotWritten(const QSaveFile& file, qint64 size, int systemError)
{
    const QString path = file.fileName();
    const bool isFull = systemError == ENOSPC || systemError == EDQUOT || file.error() == QFileDevice::ResourceError
        || (file.error() == QFileDevice::WriteError && systemError == 0 && size > 0
            && QStorageInfo(QFileInfo(path).absolutePath()).isValid()
            && QStorageInfo(QFileInfo(path).absolutePath()).bytesAvailable() < size);
    Error error {isFull ? ErrorCode::DiskFull : ErrorCode::FileUnwritable, file.errorString().toStdString(),
        {{"path", path.toStdString()}}};
    const std::string reason = isFull ? "" : reasonOf(path, systemError);
    if (!reason.empty())
        error.args["reason"] = reason;
    return error;
}

/// The name, too, is with the disk. Where a folder can't be synced nothing is lost but that.
void syncFolderOf([[maybe_unused]] const QString& path)
{
#ifndef _WIN32
    const int folder = ::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    (void)::fsync(folder);
    ::close(folder);
#endif
}

bool writeAll(QSaveFile& file, const std::vector<QByteArrayView>& pieces)
{
    for (const QByteArrayView piece : pieces) {
        if (file.write(piece.data(), piece.size()) != piece.size())
            return false;
    }
    return true;
}

} // namespace

Done replaceFile(const QString& path, const std::vector<QByteArrayView>& pieces, FileReaders readers)
{
    qint64 size = 0;
    for (const QByteArrayView piece : pieces)
        size += piece.size();
    QSaveFile file(path);
    errno = 0;
    const bool isOpen = file.open(QIODevice::WriteOnly)
        && (readers == FileReaders::AsUsual || file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    if (isOpen && writeAll(file, pieces) && file.commit()) {
        syncFolderOf(path);
        return {};
    }
    const Error error = whyNotWritten(file, size, errno);
    if (file.isOpen())
        file.cancelWriting();
    return error;
}

Done replaceFile(const QString& path, QByteArrayView content, FileReaders readers)
{
    return replaceFile(path, std::vector<QByteArrayView> {content}, readers);
}

} // namespace weft
