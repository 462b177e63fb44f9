// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/model/MediaKind.h"

#include <QFileInfo>
#include <QImageReader>

#include <array>

namespace weft {

namespace {

struct Suffix {
    const char* suffix;
    MediaKind kind;
    const char* format = ""; // of pictures and animations
};

constexpr std::array<Suffix, 19> kSuffixes{{{"png", MediaKind::Picture, "png"}, {"jpg", MediaKind::Picture, "jpeg"},
    {"jpeg", MediaKind::Picture, "jpeg"}, {"webp", MediaKind::Picture, "webp"}, {"gif", MediaKind::Animation, "gif"},
    {"mp4", MediaKind::Video}, {"m4v", MediaKind::Video}, {"webm", MediaKind::Video}, {"mkv", MediaKind::Video},
    {"mov", MediaKind::Video}, {"avi", MediaKind::Video}, {"ogv", MediaKind::Video}, {"wav", MediaKind::Audio},
    {"flac", MediaKind::Audio}, {"mp3", MediaKind::Audio}, {"ogg", MediaKind::Audio}, {"opus", MediaKind::Audio},
    {"m4a", MediaKind::Audio}, {"aac", MediaKind::Audio}}};

const Suffix* suffixOf(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const Suffix& one : kSuffixes) {
        if (suffix == QLatin1String(one.suffix))
            return &one;
    }
    return nullptr;
}

bool isAnimated(const QString& path)
{
    if (!QFileInfo::exists(path))
        return false;
    QImageReader reader(path, "webp");
    reader.setAutoDetectImageFormat(false);
    return reader.supportsAnimation() && reader.imageCount() > 1;
}

} // namespace

MediaKind mediaKindOf(const QString& path)
{
    const Suffix* found = suffixOf(path);
    if (!found)
        return MediaKind::Other;
    return found->kind == MediaKind::Picture && QLatin1String(found->format) == QLatin1String("webp")
            && isAnimated(path)
        ? MediaKind::Animation
        : found->kind;
}

QByteArray pictureFormatOf(const QString& path)
{
    const Suffix* found = suffixOf(path);
    return found ? QByteArray(found->format) : QByteArray();
}

QImage readPicture(const QString& path, QSize bound)
{
    const QByteArray format = pictureFormatOf(path);
    if (format.isEmpty())
        return {};
    QImageReader reader(path, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    const bool shrinks = !bound.isEmpty() && (size.width() > bound.width() || size.height() > bound.height());
    if (shrinks && format == "jpeg") // its decoder shrinks for little
        reader.setScaledSize(size.scaled(bound, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    return shrinks && !image.isNull() ? image.scaled(bound, Qt::KeepAspectRatio, Qt::SmoothTransformation) : image;
}

} // namespace weft
