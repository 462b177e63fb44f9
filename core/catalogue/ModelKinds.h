// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace weft {

/// A kind of model, and the directories of ComfyUI's `models` that hold it: the newer name and the older one ("": none).
struct ModelKind {
    std::string_view name;
    std::array<std::string_view, 2> directories;
};

std::span<const ModelKind> modelKinds();
/// Null when there is no such kind.
const ModelKind* findModelKind(std::string_view name);

/// Whether a model's name, relative to its folder with '/' between parts, can't lead out of it: no empty part, no "." or
/// "..", no backslash, no colon, no control characters, at most 1000 bytes.
bool staysInsideFolder(std::string_view name);

/// One place where model files are looked for.
struct ModelRoot {
    std::string kind; // empty: `path` is laid out like ComfyUI's `models`; else it holds files of this kind itself
    std::string path;

    bool operator==(const ModelRoot&) const = default;
};

/// Reads "PATH" or "KIND=PATH" ("loras=/a1111/models/Lora"). A prefix that is no kind belongs to the path.
ModelRoot modelRootOf(std::string_view text);

} // namespace weft
