// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QImage>
#include <QString>

namespace weft {

/// The most pixels of a picture that is decoded; a file that claims more is refused before anything is made for it.
constexpr qint64 kMaxPicturePixels = 128'000'000;

/// Reads any picture that Qt knows, within that bound. From any thread. Errors: PictureInvalid, PictureTooLarge.
Result<QImage> readPicture(const QString& path);
Result<QImage> readPicture(QByteArrayView bytes);

/// Encodes as "png", "webp" or "jpeg" (which has no transparency: it is dropped, as ComfyUI does, not mixed with a colour).
/// `quality` 0 to 100. Errors: PictureInvalid.
Result<QByteArray> encodePicture(const QImage& picture, const char* format, int quality);

/// The colours alone.
QImage withoutAlpha(const QImage& picture);
/// Black, with the transparency of `picture`.
QImage alphaAlone(const QImage& picture);
/// `picture` with the transparency of `mask`. Errors: PictureSizesDiffer.
Result<QImage> withAlphaOf(const QImage& picture, const QImage& mask);

/// A sampler's preview is as small as its latent; ComfyUI sends it 512 pixels wide or high, which its page shows as it is. `format`: 1
/// JPEG, 2 PNG. What is as large already, or no picture, stays as it is.
QByteArray enlargedPreview(const QByteArray& image, int format);

} // namespace weft
