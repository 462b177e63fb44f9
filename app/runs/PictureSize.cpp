// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/PictureSize.h"

#include <string_view>

namespace weft {

namespace {

std::int64_t bigEndian(ByteView bytes, std::size_t at, int count)
{
    std::int64_t value = 0;
    for (int i = 0; i < count; ++i)
        value = value << 8 | bytes[at + static_cast<std::size_t>(i)];
    return value;
}

std::int64_t littleEndian(ByteView bytes, std::size_t at, int count)
{
    std::int64_t value = 0;
    for (int i = count; i-- > 0;)
        value = value << 8 | bytes[at + static_cast<std::size_t>(i)];
    return value;
}

bool hasText(ByteView bytes, std::size_t at, std::string_view text)
{
    return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

std::optional<std::int64_t> product(std::int64_t width, std::int64_t height)
{
    if (width <= 0 || height <= 0)
        return std::nullopt;
    return width * height;
}

std::optional<std::int64_t> pixelsOfJpeg(ByteView bytes)
{
    for (std::size_t at = 2; at + 9 < bytes.size();) {
        if (bytes[at] != 0xFF)
            return std::nullopt;
        const int marker = bytes[at + 1];
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        const bool isFrame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (isFrame)
            return product(bigEndian(bytes, at + 7, 2), bigEndian(bytes, at + 5, 2));
        at += 2 + static_cast<std::size_t>(bigEndian(bytes, at + 2, 2));
    }
    return std::nullopt;
}

std::optional<std::int64_t> pixelsOfWebp(ByteView bytes)
{
    if (bytes.size() < 30)
        return std::nullopt;
    if (hasText(bytes, 12, "VP8X"))
        return product(littleEndian(bytes, 24, 3) + 1, littleEndian(bytes, 27, 3) + 1);
    if (hasText(bytes, 12, "VP8L")) {
        const std::int64_t bits = littleEndian(bytes, 21, 4);
        return product((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }
    if (hasText(bytes, 12, "VP8 "))
        return product(littleEndian(bytes, 26, 2) & 0x3FFF, littleEndian(bytes, 28, 2) & 0x3FFF);
    return std::nullopt;
}

} // namespace

std::optional<std::int64_t> pixelsOfPicture(ByteView head)
{
    if (head.size() >= 24 && hasText(head, 0, "\x89PNG\r\n\x1a\n"))
        return product(bigEndian(head, 16, 4), bigEndian(head, 20, 4));
    if (hasText(head, 0, "\xFF\xD8"))
        return pixelsOfJpeg(head);
    if (hasText(head, 0, "RIFF") && hasText(head, 8, "WEBP"))
        return pixelsOfWebp(head);
    return std::nullopt;
}

} // namespace weft
