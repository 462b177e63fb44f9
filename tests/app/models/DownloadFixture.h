// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/Download.h"
#include "tests/app/models/HostileServer.h"

#include <QDir>
#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <QTest>

namespace weft {

constexpr qint64 kPlenty = qint64(1) << 40;

inline QByteArray modelBytes(int size = 300'000)
{
    QByteArray bytes("\x02\0\0\0\0\0\0\0{}", 10); // an empty safetensors header
    for (int i = 10; i < size; ++i)
        bytes += char(i * 7 + i / 251);
    return bytes;
}

inline Hash256 hashOfBytes(const QByteArray& bytes)
{
    return sha256({reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
}

inline DownloadLimits quickLimits()
{
    DownloadLimits limits;
    limits.tries = 4;
    limits.progressBytes = 10'000;
    limits.firstPause = std::chrono::milliseconds(1);
    limits.longestPause = std::chrono::milliseconds(5);
    limits.stall = std::chrono::milliseconds(150);
    return limits;
}

/// Gets files from a server that does what a test says, into a folder of its own.
class DownloadFixture : public QObject {
protected:
    struct Outcome {
        std::optional<Hash256> hash;
        Error error;
    };

    QString target() const { return m_folder->filePath(QStringLiteral("vae/model.safetensors")); }
    QString part() const { return target() + QStringLiteral(".part"); }
    bool isThere(const QString& path) const { return QFile::exists(path); }

    QByteArray contentOf(const QString& path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void put(const QString& path, const QByteArray& bytes) const
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    DownloadJob jobFor(const HostileServer& server, const QByteArray& wanted) const
    {
        DownloadJob job;
        job.url = server.url();
        job.target = target();
        job.sizeBytes = wanted.size();
        job.sha256 = hashOfBytes(wanted);
        return job;
    }

    Outcome run(const DownloadJob& job, FreeBytes free = [](const QString&) { return kPlenty; }, DownloadLimits limits = quickLimits())
    {
        Download download(m_network, job, limits, std::move(free));
        Outcome outcome;
        bool ended = false;
        connect(&download, &Download::finished, this, [&](const Result<Hash256>& result) {
            if (result)
                outcome.hash = *result;
            else
                outcome.error = result.error();
            ended = true;
        });
        download.start();
        if (!QTest::qWaitFor([&] { return ended; }, 10'000))
            outcome.error = Error {ErrorCode::Internal, "it never ended"};
        return outcome;
    }

    QNetworkAccessManager m_network;
    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace weft
