// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

#include <ATen/core/Tensor.h>

namespace weft::worker {

/// A decoded picture: 8 bits per channel, RGB or RGBA, rows without gaps.
struct Picture {
    std::int64_t width = 0;
    std::int64_t height = 0;
    int channels = 3;
    std::vector<std::uint8_t> bytes;

    bool hasAlpha() const { return channels == 4; }
};

/// Whether a decoder may go on. Errors: PictureInvalid (no pixels), PictureTooLarge (args: width, height).
Done checkPictureSize(std::int64_t width, std::int64_t height);

/// Decodes PNG, JPEG or WebP, told apart by their first bytes, and turns it upright as its EXIF data says.
/// Errors: FileTruncated, PictureInvalid, PictureTooLarge, FileTooLarge.
Result<Picture> decodePicture(ByteView file);

Result<Picture> decodePng(ByteView file, int& orientation);
Result<Picture> decodeJpeg(ByteView file, int& orientation);
Result<Picture> decodeWebp(ByteView file, int& orientation);

/// Orientation 1 to 8 from a TIFF block (with or without "Exif\0\0" before it); 1 when it has none. Never fails.
int exifOrientation(ByteView tiff);
/// The picture as an EXIF orientation says it should be seen; others than 2 to 8 change nothing.
Picture upright(Picture picture, int orientation);

/// A PNG of 8-bit RGB (3 channels) or RGBA (4). Equal pixels give equal bytes. `level`: zlib's, 0 to 9.
/// Errors: PictureInvalid, OutOfMemory.
Result<SharedBytes> encodePng(const Picture& picture, int level);

/// RGB / 255 -> [1, H, W, 3] float32.
at::Tensor pixelsOf(const Picture& picture);
/// One channel / 255 -> [1, H, W] float32.
at::Tensor channelOf(const Picture& picture, int channel);
/// uint8(clip(255 x)), truncating; NaN is black. pixels [H, W, 1, 3 or 4]. Errors: TypeMismatch.
Result<Picture> pictureOf(const at::Tensor& pixels);

} // namespace weft::worker
