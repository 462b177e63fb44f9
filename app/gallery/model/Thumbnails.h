// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QThreadPool>

namespace weft {

/// Small pictures of files, made on threads, kept on disk between starts and the newest of them in memory. What was
/// asked for last is made first, so that what is seen comes before what was scrolled past.
class Thumbnails : public QObject {
    Q_OBJECT
public:
    static constexpr int kSide = 320; // px, of the longer side at most

    explicit Thumbnails(const QString& folder, QObject* parent = nullptr);
    ~Thumbnails() override;

    /// Null while it is being made, and where there is none (isMissing).
    QImage of(const QString& path);
    /// The file is gone, or is no picture that can be read.
    bool isMissing(const QString& path) const { return m_missing.contains(path); }
    /// Looks again: the file has changed or is back.
    void forget(const QString& path);

Q_SIGNALS:
    void ready(const QString& path); // also when it is missing

private:
    void work();
    void take(const QString& path, const QImage& image);

    QString m_folder;
    QCache<QString, QImage> m_made; // by path, kilobytes
    QSet<QString> m_missing;
    QSet<QString> m_inWork;
    QStringList m_wanted; // the newest last
    QThreadPool m_pool;
};

/// The thumbnail of a file: from `folder` where it is and the file hasn't changed since, else made and put there.
/// Null where the file can't be read. Any thread; blocks on the disk.
QImage thumbnailOf(const QString& path, const QString& folder);

} // namespace weft
