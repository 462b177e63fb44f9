// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

#include <map>
#include <string>

namespace weft {

/// What EXIF data says in words: texts written as "key:text", as ComfyUI does (`prompt` in the tag Model, `workflow` in
/// Make), by their key in lower case; and a user comment as "comment". With or without "Exif\0\0" in front. What is
/// damaged is left out; all texts together have at most kMaxWorkflowBytes.
/// Source: Exif 2.32 (CIPA DC-008), 4.6; TIFF 6.0.
std::map<std::string, std::string> readExifTexts(ByteView exif);

/// EXIF data, without "Exif\0\0", that holds these texts ("workflow", "prompt") as ComfyUI does.
std::vector<std::uint8_t> makeExif(const std::map<std::string, std::string>& texts);

} // namespace weft
