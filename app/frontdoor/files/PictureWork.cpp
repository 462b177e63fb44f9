// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/PictureWork.h"

#include <QBuffer>
#include <QImageReader>
#include <QImageWriter>

#include <algorithm>

namespace weft {

namespace {

Result<QImage> readWith(QImageReader& reader)
{
    reader.setAutoTransform(false);
    reader.setAllocationLimit(int(kMaxPicturePixels * 4 >> 20));
    const QSize size = reader.size();
    if (size.isValid() && qint64(size.width()) * size.height() > kMaxPicturePixels)
        return Error {ErrorCode::PictureTooLarge, "a picture's claimed size"};
    QImage picture = reader.read();
    if (picture.isNull())
        return Error {ErrorCode::PictureInvalid, reader.errorString().toStdString()};
    return picture;
}

} // namespace

Result<QImage> readPicture(const QString& path)
{
    QImageReader reader(path);
    reader.setDecideFormatFromContent(true);
    return readWith(reader);
}

Result<QImage> readPicture(QByteArrayView bytes)
{
    QByteArray held = QByteArray::fromRawData(bytes.data(), bytes.size());
    QBuffer buffer(&held);
    buffer.open(QBuffer::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    return readWith(reader);
}

Result<QByteArray> encodePicture(const QImage& picture, const char* format, int quality)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QBuffer::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(quality);
    const bool isJpeg = qstrcmp(format, "jpeg") == 0;
    if (!writer.write(isJpeg ? withoutAlpha(picture) : picture))
        return Error {ErrorCode::PictureInvalid, writer.errorString().toStdString()};
    return bytes;
}

QImage withoutAlpha(const QImage& picture)
{
    // By way of straight colours: premultiplied ones would be mixed with black.
    QImage straight = picture.hasAlphaChannel() ? picture.convertToFormat(QImage::Format_RGBA8888) : picture;
    if (picture.hasAlphaChannel())
        straight.reinterpretAsFormat(QImage::Format_RGBX8888);
    return straight.convertToFormat(QImage::Format_RGB888);
}

QImage alphaAlone(const QImage& picture)
{
    QImage alone = picture.convertToFormat(QImage::Format_RGBA8888);
    for (int y = 0; y < alone.height(); ++y) {
        uchar* line = alone.scanLine(y);
        for (int x = 0; x < alone.width(); ++x)
            line[4 * x] = line[4 * x + 1] = line[4 * x + 2] = 0;
    }
    return alone;
}

Result<QImage> withAlphaOf(const QImage& picture, const QImage& mask)
{
    if (picture.size() != mask.size())
        return Error {ErrorCode::PictureSizesDiffer, "a picture and its mask"};
    QImage out = picture.convertToFormat(QImage::Format_RGBA8888);
    const QImage from = mask.convertToFormat(QImage::Format_RGBA8888);
    for (int y = 0; y < out.height(); ++y) {
        uchar* line = out.scanLine(y);
        const uchar* source = from.constScanLine(y);
        for (int x = 0; x < out.width(); ++x)
            line[4 * x + 3] = source[4 * x + 3];
    }
    return out;
}

QByteArray enlargedPreview(const QByteArray& image, int format)
{
    constexpr int kSide = 512;
    constexpr int kQuality = 85;
    constexpr qsizetype kMostBytes = 64 * 1024; // what weighs more isn't small
    if (image.size() > kMostBytes)
        return image;
    QByteArray held = image;
    QBuffer buffer(&held);
    buffer.open(QBuffer::ReadOnly);
    QImageReader reader(&buffer, format == 2 ? "png" : "jpeg"); // another machine may have sent it: no other plugin is tried
    reader.setAutoDetectImageFormat(false);
    const QSize size = reader.size();
    if (size.isEmpty() || std::max(size.width(), size.height()) >= kSide)
        return image;
    const QImage small = reader.read();
    if (small.isNull())
        return image;
    const QImage large = small.scaled(kSide, kSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    const auto encoded = encodePicture(large, format == 2 ? "png" : "jpeg", format == 2 ? -1 : kQuality);
    return encoded ? *encoded : image;
}

} // namespace weft
