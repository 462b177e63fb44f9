// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/ResultActions.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDrag>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

#ifdef Q_OS_WIN
#include <QDir>
#include <QProcess>
#endif

namespace weft {

QMimeData* mimeOf(const QStringList& paths, const QImage& picture)
{
    auto* data = new QMimeData;
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls << QUrl::fromLocalFile(path);
    if (!urls.isEmpty())
        data->setUrls(urls);
    if (!picture.isNull())
        data->setImageData(picture);
    return data;
}

void dragFiles(QWidget* from, const QStringList& paths, const QImage& thumbnail)
{
    if (paths.isEmpty())
        return;
    auto* drag = new QDrag(from);
    drag->setMimeData(mimeOf(paths));
    if (!thumbnail.isNull())
        drag->setPixmap(QPixmap::fromImage(thumbnail.scaled(96, 96, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
    drag->exec(Qt::CopyAction);
}

void copyPicture(const QString& path, const QImage& picture)
{
    QGuiApplication::clipboard()->setMimeData(mimeOf(path.isEmpty() ? QStringList() : QStringList{path}, picture));
}

void showInFolder(const QString& path)
{
#ifdef Q_OS_WIN
    QProcess::startDetached(
        QStringLiteral("explorer.exe"), {QStringLiteral("/select,"), QDir::toNativeSeparators(path)});
#else
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
#endif
}

} // namespace weft
