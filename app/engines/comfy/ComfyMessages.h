// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/SharedBytes.h"

#include <optional>
#include <string>

namespace weft {

/// Where a ComfyUI server keeps a file: `type` is "input", "output" or "temp".
struct ComfyFile {
    std::string filename;
    std::string subfolder;
    std::string type = "input";

    bool operator==(const ComfyFile&) const = default;
};

/// A picture of what is being made. `node` and `prompt` are empty where the server doesn't say.
struct ComfyPreview {
    std::string mime; // "image/jpeg" or "image/png"
    SharedBytes picture;
    std::string node;
    std::string prompt;
};

/// One message of the server's WebSocket: a text, or a preview.
struct ComfyEvent {
    std::string type; // "executing", "progress", ...; "preview" for a picture
    Json data = Json::object();
    std::optional<ComfyPreview> preview;
};

/// Errors: JsonInvalid, JsonTooDeep, FileTooLarge; ProtocolViolation where it isn't {"type", "data"}.
Result<ComfyEvent> readComfyText(std::string_view text);
/// A binary message: a number of 4 bytes (big endian), 1: preview, 4: preview with metadata; others are ignored
/// (nullopt). Errors: FileTruncated, JsonInvalid; PictureInvalid for a kind of picture that isn't JPEG or PNG.
Result<std::optional<ComfyEvent>> readComfyBinary(SharedBytes bytes);

/// The files that a node's entry in `outputs` of a history names, in any of its lists ("images", "audio", "latents",
/// ...). A name that could lead out of its folder is left out.
std::vector<ComfyFile> comfyFilesOf(const Json& shown);

} // namespace weft
