// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"

#include <cstring>
#include <webp/decode.h>

namespace weft::worker {

namespace {

std::uint32_t littleEndian(ByteView bytes, std::size_t at)
{
    return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

/// The EXIF chunk of the RIFF container; empty when there is none.
ByteView exifChunk(ByteView file)
{
    std::size_t at = 12;
    while (at + 8 <= file.size()) {
        const std::size_t size = littleEndian(file, at + 4);
        if (size > file.size() - at - 8)
            return {};
        if (std::memcmp(file.data() + at, "EXIF", 4) == 0)
            return file.subspan(at + 8, size);
        at += 8 + size + size % 2;
    }
    return {};
}

Error problem(VP8StatusCode status)
{
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        return {ErrorCode::OutOfMemory, "WebP"};
    const bool truncated = status == VP8_STATUS_NOT_ENOUGH_DATA || status == VP8_STATUS_SUSPENDED;
    return {truncated ? ErrorCode::FileTruncated : ErrorCode::PictureInvalid, "WebP: status " + std::to_string(status)};
}

} // namespace

Result<Picture> decodeWebp(ByteView file, int& orientation)
{
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0)
        return Error {ErrorCode::Internal, "another version of libwebp"};
    if (const VP8StatusCode status = WebPGetFeatures(file.data(), file.size(), &config.input); status != VP8_STATUS_OK)
        return problem(status);
    if (config.input.has_animation != 0)
        return Error {ErrorCode::PictureInvalid, "WebP: an animation, not a picture"};
    WEFT_CHECK(checkPictureSize(config.input.width, config.input.height));

    Picture picture {config.input.width, config.input.height, config.input.has_alpha != 0 ? 4 : 3, {}};
    const std::int64_t stride = picture.width * picture.channels;
    picture.bytes.resize(static_cast<std::size_t>(stride * picture.height));
    config.output.colorspace = picture.hasAlpha() ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = {picture.bytes.data(), static_cast<int>(stride), picture.bytes.size()};
    const VP8StatusCode status = WebPDecode(file.data(), file.size(), &config);
    WebPFreeDecBuffer(&config.output);
    if (status != VP8_STATUS_OK)
        return problem(status);
    orientation = exifOrientation(exifChunk(file));
    return picture;
}

} // namespace weft::worker
