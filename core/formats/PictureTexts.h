// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/PngText.h"

namespace weft {

bool isWebp(ByteView bytes);
bool isJpeg(ByteView bytes);
/// One of the three that carry texts.
bool isPictureWithTexts(ByteView bytes);

/// What a PNG, WebP or JPEG says in words; the latter two in EXIF. Pixels aren't touched. `complete` is false where the file
/// was cut off before its pixels.
/// Errors: those of readPngText(); PictureInvalid for any other file.
/// Sources: WebP container specification (RFC 9649); ITU T.81, B.1.
Result<PngTexts> readPictureTexts(ByteView picture);

/// The same picture with these texts ("workflow", "prompt") as ComfyUI writes them. The EXIF data of a WebP or JPEG are
/// replaced. Errors: those of addPngText(); FileTooLarge (args: limit; a JPEG holds 64 KiB of them), FileTruncated.
Result<SharedBytes> addPictureTexts(SharedBytes picture, const std::map<std::string, std::string>& texts);

} // namespace weft
