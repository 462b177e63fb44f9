// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

namespace weft {

/// How a result is shown. Told by the file's name: which program made the bytes is never guessed from them.
enum class MediaKind { Picture, Animation, Video, Audio, Other };

MediaKind mediaKindOf(const QString& path);

/// Qt's name of the one format that a picture file is read as ("png"); empty: it isn't shown. What another machine made
/// is never handed to any decoder that happens to be installed.
QByteArray pictureFormatOf(const QString& path);

/// Reads a picture, at most as large as `bound` where that isn't empty; null when it can't be read. Any thread.
QImage readPicture(const QString& path, QSize bound = {});

} // namespace weft
