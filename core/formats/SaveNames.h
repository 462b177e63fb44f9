// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <ctime>
#include <string>
#include <vector>

namespace weft {

/// What the words in a prefix stand for.
struct SaveContext {
    int width = 0;
    int height = 0;
    std::tm localTime {};
};

/// A prefix, taken apart: "weft/%year%/cat" is the folder "weft/2026" and the stem "cat".
struct SaveName {
    std::string folder; // relative, '/' between parts; may be empty
    std::string stem;
};

/// Replaces %width% %height% %year% %month% %day% %hour% %minute% %second% and %date:yyyy-MM-dd hh:mm:ss%, and refuses
/// whatever would leave the output folder. Characters that Windows or a file system can't take become '_'.
/// Errors: SettingInvalid (args: received).
/// Source: ComfyUI `SaveImage` (semantics: PREFIX_00001_.png, highest existing counter + 1).
Result<SaveName> saveName(std::string_view prefix, const SaveContext& context);

/// One more than the highest counter of "STEM_00001_*" among the names of a folder.
int nextCounter(const std::vector<std::string>& names, std::string_view stem);

/// "cat_00001_.png".
std::string savedFileName(std::string_view stem, int counter, std::string_view extension);

/// Makes the folder below `outputFolder` and gives the full path of the next free name. Follows no link out of it.
/// Errors: SettingInvalid, FileUnwritable (args: path).
Result<std::string> nextSavePath(
    const std::string& outputFolder, std::string_view prefix, const SaveContext& context, std::string_view extension = "png");

} // namespace weft
