// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/model/GalleryModel.h"
#include "app/gallery/model/Thumbnails.h"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>

namespace weft::fake {

/// A history with some results, each a real file.
struct GalleryFixture {
    GalleryFixture()
    {
        qputenv("XDG_DATA_HOME", in("data").toUtf8()); // where the trash is
        QDir().mkpath(in("data"));
    }

    QString in(const QString& name) const { return folder.filePath(name); }
    QString in(const char* name) const { return folder.filePath(QString::fromUtf8(name)); }

    QString picture(const QString& name, QColor color, QSize size = {64, 48}) const
    {
        QImage image(size, QImage::Format_ARGB32);
        image.fill(color);
        const QString path = in(name);
        image.save(path, "PNG");
        return path;
    }

    /// A finished run with one picture, made so many days ago.
    QString run(const char* name, const QString& prompt, QColor color, int daysAgo = 0)
    {
        RunRecord record;
        record.name = QString::fromUtf8(name);
        record.prompts = {prompt};
        record.seed = QString::number(++m_count);
        const QString id = history->begin(record, QByteArray("{\"nodes\": [], \"name\": \"") + name + "\"}");
        RunFile file;
        file.node = "9";
        file.type = QStringLiteral("SaveImage");
        file.path = picture(QStringLiteral("%1-%2.png").arg(record.name).arg(m_count), color);
        file.mime = QStringLiteral("image/png");
        file.size = QSize(64, 48);
        file.made = now.addDays(-daysAgo).addSecs(m_count);
        history->addFile(id, file);
        history->end(id, RunState::Done, {}, microCredits(410'000), {});
        return id;
    }

    QTemporaryDir folder;
    QDateTime now {QDate::currentDate(), QTime(12, 0)};
    std::unique_ptr<RunHistory> history = std::move(*RunHistory::open(in("history")));
    Thumbnails thumbnails {in("thumbnails")};

private:
    int m_count = 0;
};

} // namespace weft::fake
