// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/DownloadFiles.h"

#include "core/files/ReplaceFile.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <filesystem>

#ifndef _WIN32
#include <unistd.h>
#endif

namespace weft {

namespace {

constexpr qint64 kHashBlock = 4 << 20; // between two looks at the stop flag
constexpr quint64 kMaxHeader = 100'000'000; // of a safetensors file: the format's own limit

} // namespace

QByteArray readValidator(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(kMaxValidatorBytes) : QByteArray();
}

void writeValidator(const QString& path, const QByteArray& text)
{
    if (text.isEmpty()) {
        QFile::remove(path);
        return;
    }
    (void)replaceFile(path, text); // else the download begins anew
}

std::shared_ptr<Sha256> hashSoFar(const QString& path, qint64 bytes, const std::atomic<bool>& stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto hash = std::make_shared<Sha256>();
    QByteArray block(kHashBlock, Qt::Uninitialized);
    while (bytes > 0) {
        const qint64 got = file.read(block.data(), std::min<qint64>(block.size(), bytes));
        if (got <= 0 || stop)
            return {};
        hash->update({reinterpret_cast<const std::uint8_t*>(block.constData()), static_cast<std::size_t>(got)});
        bytes -= got;
    }
    return hash;
}

Hash256 hashWhole(const QString& path, const std::atomic<bool>& stop)
{
    const auto hash = hashSoFar(path, QFile(path).size(), stop);
    return hash ? hash->finish() : Hash256 {};
}

bool looksLikeSafetensors(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray head = file.read(9);
    if (head.size() < 9 || head[8] != '{')
        return false;
    const auto length = qFromLittleEndian<quint64>(head.constData());
    return length >= 2 && length <= kMaxHeader && length + 8 <= quint64(file.size());
}

Done putInPlace(const QString& part, const QString& target)
{
    const Error unwritable {ErrorCode::FileUnwritable, {}, {{"path", target.toStdString()}}};
#ifndef _WIN32
    QFile file(part);
    if (!file.open(QIODevice::ReadWrite) || fsync(file.handle()) != 0)
        return unwritable;
    file.close();
#endif
    std::error_code error;
    std::filesystem::rename(part.toStdString(), target.toStdString(), error);
    return error ? Done {unwritable} : Done {};
}

} // namespace weft
