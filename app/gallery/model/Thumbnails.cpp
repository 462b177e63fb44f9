// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/model/Thumbnails.h"

#include "app/gallery/model/MediaKind.h"
#include "core/threads/HandOver.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>

#include <unistd.h>

namespace weft {

namespace {

constexpr int kMemoryKilobytes = 128 * 1024;
constexpr int kMostWanted = 256; // what was scrolled past is asked for again when it is seen again
constexpr int kMostFiles = 20'000; // on disk
constexpr int kThreads = 2;

QString cachePath(const QFileInfo& file, const QString& folder)
{
    const QString name = file.absoluteFilePath() + QLatin1Char('\n')
        + QString::number(file.lastModified().toMSecsSinceEpoch()) + QLatin1Char('\n') + QString::number(file.size());
    const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha1).toHex();
    return QDir(folder).filePath(QString::fromLatin1(hash.left(2) + '/' + hash.mid(2) + ".png"));
}

/// Whole or not at all; a cache that can't be written costs time, nothing else.
void keep(const QImage& image, const QString& path)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    const QString part = path + QStringLiteral(".%1.part").arg(::getpid());
    QImageWriter writer(part, "png");
    writer.setCompression(20); // Qt counts to 100; a small file isn't worth more time
    if (!writer.write(image) || !QFile::rename(part, path))
        QFile::remove(part);
}

/// The oldest go when there are too many.
void prune(const QString& folder)
{
    QFileInfoList files;
    for (const QFileInfo& part : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot))
        files << QDir(part.absoluteFilePath()).entryInfoList(QDir::Files);
    if (files.size() <= kMostFiles)
        return;
    std::ranges::sort(files, {}, [](const QFileInfo& file) { return file.lastModified(); });
    for (qsizetype i = 0; i < files.size() - kMostFiles / 2; ++i)
        QFile::remove(files[i].absoluteFilePath());
}

} // namespace

QImage thumbnailOf(const QString& path, const QString& folder)
{
    const QFileInfo file(path);
    if (!file.isFile())
        return {};
    const QString kept = cachePath(file, folder);
    if (QFile::exists(kept)) {
        QImageReader reader(kept, "png");
        reader.setAutoDetectImageFormat(false);
        if (const QImage image = reader.read(); !image.isNull())
            return image;
    }
    const QImage image = readPicture(path, QSize(Thumbnails::kSide, Thumbnails::kSide));
    if (!image.isNull())
        keep(image, kept);
    return image;
}

Thumbnails::Thumbnails(const QString& folder, QObject* parent)
    : QObject(parent)
    , m_folder(folder)
    , m_made(kMemoryKilobytes)
{
    m_pool.setMaxThreadCount(kThreads);
    m_pool.start(new PoolCall([folder] { prune(folder); }));
}

Thumbnails::~Thumbnails()
{
    m_pool.waitForDone();
}

QImage Thumbnails::of(const QString& path)
{
    if (const QImage* made = m_made.object(path))
        return *made;
    if (m_missing.contains(path) || m_inWork.contains(path))
        return {};
    m_wanted.removeOne(path);
    m_wanted << path;
    if (m_wanted.size() > kMostWanted)
        m_wanted.removeFirst();
    work();
    return {};
}

void Thumbnails::forget(const QString& path)
{
    m_made.remove(path);
    m_missing.remove(path);
}

void Thumbnails::work()
{
    while (!m_wanted.isEmpty() && m_inWork.size() < kThreads) {
        const QString path = m_wanted.takeLast();
        m_inWork << path;
        m_pool.start(new PoolCall([this, path, folder = m_folder] {
            const QImage image = thumbnailOf(path, folder);
            callLater(this, [this, path, image] { take(path, image); });
        }));
    }
}

void Thumbnails::take(const QString& path, const QImage& image)
{
    m_inWork.remove(path);
    if (image.isNull())
        m_missing << path;
    else
        m_made.insert(path, new QImage(image), std::max<int>(1, int(image.sizeInBytes() / 1024)));
    work();
    Q_EMIT ready(path);
}

} // namespace weft
