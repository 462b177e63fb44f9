// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyMessages.h"

#include "core/catalogue/ModelKinds.h"

namespace weft {

namespace {

constexpr std::size_t kMaxMetadataBytes = 64 * 1024;
constexpr std::size_t kMaxFilesOfNode = 10'000;

std::uint32_t wordAt(ByteView bytes, std::size_t offset)
{
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word = word << 8 | bytes[offset + i];
    return word;
}

Result<std::string> mimeOfPicture(ByteView bytes)
{
    if (bytes.size() > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8)
        return std::string("image/jpeg");
    if (bytes.size() > 3 && bytes[0] == 0x89 && bytes[1] == 'P')
        return std::string("image/png");
    return Error{ErrorCode::PictureInvalid, "a preview is neither JPEG nor PNG"};
}

Result<std::optional<ComfyEvent>> previewOf(SharedBytes picture, const Json& about)
{
    WEFT_TRY(std::string mime, mimeOfPicture(picture.view()));
    ComfyEvent event;
    event.type = "preview";
    event.preview = ComfyPreview{std::move(mime), std::move(picture),
        stringAt(about, "display_node_id", stringAt(about, "node_id")), stringAt(about, "prompt_id")};
    return std::optional(std::move(event));
}

bool isSafe(const ComfyFile& file)
{
    const bool folder = file.subfolder.empty() || staysInsideFolder(file.subfolder);
    const bool place = file.type == "input" || file.type == "output" || file.type == "temp";
    return folder && place && staysInsideFolder(file.filename) && file.filename.find('/') == std::string::npos;
}

} // namespace

Result<ComfyEvent> readComfyText(std::string_view text)
{
    WEFT_TRY(Json json, parseJson(text));
    if (!json.is_object() || !memberAt(json, "type").is_string())
        return Error{ErrorCode::ProtocolViolation, "a message without a type"};
    ComfyEvent event;
    event.type = stringAt(json, "type");
    if (memberAt(json, "data").is_object())
        event.data = memberAt(json, "data");
    return event;
}

Result<std::optional<ComfyEvent>> readComfyBinary(SharedBytes bytes)
{
    constexpr std::uint32_t kPreview = 1;
    constexpr std::uint32_t kPreviewWithMetadata = 4;
    if (bytes.size() < 8)
        return Error{ErrorCode::FileTruncated, "a binary message of less than 8 bytes"};
    const std::uint32_t kind = wordAt(bytes.view(), 0);
    const std::uint32_t second = wordAt(bytes.view(), 4);
    if (kind == kPreview) // the second number says what picture it is; so do its first bytes
        return previewOf(bytes.sub(8, bytes.size() - 8), Json::object());
    if (kind != kPreviewWithMetadata)
        return std::optional<ComfyEvent>();
    if (second > kMaxMetadataBytes || second > bytes.size() - 8)
        return Error{ErrorCode::FileTruncated, "a preview's metadata is longer than its message"};
    WEFT_TRY(const Json about, parseJson({reinterpret_cast<const char*>(bytes.data()) + 8, second}));
    return previewOf(bytes.sub(8 + second, bytes.size() - 8 - second), about);
}

std::vector<ComfyFile> comfyFilesOf(const Json& shown)
{
    std::vector<ComfyFile> files;
    if (!shown.is_object())
        return files;
    for (const auto& [key, list] : shown.items()) {
        for (const Json& entry : list.is_array() ? list : Json::array()) {
            ComfyFile file{
                stringAt(entry, "filename"), stringAt(entry, "subfolder"), stringAt(entry, "type", "output")};
            if (isSafe(file) && files.size() < kMaxFilesOfNode)
                files.push_back(std::move(file));
        }
    }
    return files;
}

} // namespace weft
