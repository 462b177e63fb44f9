// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

#include <map>
#include <string>

namespace weft {

/// Whether the bytes begin as a PNG does; fewer than eight count when they agree as far as they go.
bool isPng(ByteView bytes);

/// What a PNG says in words.
struct PngTexts {
    std::map<std::string, std::string> texts; // keyword -> UTF-8; of equal keywords the first
    bool complete = false; // the end chunk was reached; false: the file was cut off
};

/// Reads tEXt, zTXt and iTXt chunks, before and behind the pixels, which aren't touched.
/// All texts together may have kMaxWorkflowBytes: compressed ones end there too.
/// Errors: PictureInvalid (no PNG, a chunk whose checksum is wrong), FileTooLarge (args: limit).
/// Source: PNG specification (W3C), 11.3.3 "Textual information".
Result<PngTexts> readPngText(ByteView png);

/// The same PNG with one text more, before the pixels; one of the same keyword is replaced. ASCII becomes tEXt, all else
/// iTXt, as Pillow writes it. `key`: 1 to 79 printable ASCII characters.
/// Errors: PictureInvalid, FileTruncated, ValueInvalid (key, or text with a zero byte), FileTooLarge.
Result<SharedBytes> addPngText(SharedBytes png, std::string_view key, std::string_view text);

} // namespace weft
