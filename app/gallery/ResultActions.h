// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QMimeData;
class QWidget;
QT_END_NAMESPACE

namespace weft {

/// Files as other programs take them: their addresses, and of a single picture its pixels too.
QMimeData* mimeOf(const QStringList& paths, const QImage& picture = {});
/// Drags files out of the window; ends when they are dropped.
void dragFiles(QWidget* from, const QStringList& paths, const QImage& thumbnail);
/// Puts a picture on the clipboard, as pixels and as a file.
void copyPicture(const QString& path, const QImage& picture);
/// Shows the file in the desktop's file manager; its folder where no manager can select it.
void showInFolder(const QString& path);

} // namespace weft
