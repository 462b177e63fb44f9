// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/PictureTexts.h"

#include "core/base/Limits.h"
#include "core/formats/Exif.h"

#include <algorithm>
#include <optional>

namespace weft {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kRiffHeader = 12; // "RIFF", size, "WEBP"
constexpr std::size_t kRiffChunk = 8;
constexpr std::uint8_t kHasExif = 0x08; // flags of VP8X
constexpr std::uint8_t kHasAlpha = 0x10;
constexpr std::size_t kMaxJpegExif = 65533 - 6; // what a segment can hold behind "Exif\0\0"
constexpr std::uint8_t kApp0 = 0xE0, kApp1 = 0xE1, kStartOfScan = 0xDA, kEndOfImage = 0xD9;
constexpr std::string_view kExifMark {"Exif\0\0", 6};

std::string_view wordAt(ByteView bytes, std::size_t at, std::size_t count)
{
    return {reinterpret_cast<const char*>(bytes.data()) + at, count};
}

std::uint32_t littleEndian(ByteView bytes, std::size_t at)
{
    return std::uint32_t {bytes[at]} | std::uint32_t {bytes[at + 1]} << 8 | std::uint32_t {bytes[at + 2]} << 16
        | std::uint32_t {bytes[at + 3]} << 24;
}

void add(Bytes& out, ByteView bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void add(Bytes& out, std::string_view text)
{
    out.insert(out.end(), text.begin(), text.end());
}

void addLittle(Bytes& out, std::uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

struct RiffChunk {
    std::string_view type;
    ByteView data;
    ByteView whole; // with type, size, and the byte that makes the size even
};

/// Nothing when the file ends before the chunk does.
std::optional<RiffChunk> riffChunkAt(ByteView file, std::size_t at)
{
    if (at > file.size() || file.size() - at < kRiffChunk)
        return {};
    const std::size_t size = littleEndian(file, at + 4);
    if (size > file.size() - at - kRiffChunk)
        return {};
    const std::size_t padded = std::min(size + (size & 1), file.size() - at - kRiffChunk);
    return RiffChunk {wordAt(file, at, 4), file.subspan(at + kRiffChunk, size), file.subspan(at, kRiffChunk + padded)};
}

PngTexts readWebp(ByteView file)
{
    PngTexts found;
    std::size_t at = kRiffHeader;
    while (const auto chunk = riffChunkAt(file, at)) {
        at += chunk->whole.size();
        if (chunk->type == "EXIF" && found.texts.empty())
            found.texts = readExifTexts(chunk->data);
    }
    found.complete = at == file.size();
    return found;
}

struct Segment {
    std::uint8_t marker = 0;
    ByteView data;
    std::size_t end = 0; // where the next one begins
};

/// Segments up to the pixels; nothing when the file ends, or isn't a JPEG, here.
std::optional<Segment> segmentAt(ByteView file, std::size_t at)
{
    while (at + 1 < file.size() && file[at] == 0xFF && file[at + 1] == 0xFF)
        ++at; // fill bytes
    if (at + 4 > file.size() || file[at] != 0xFF)
        return {};
    const std::uint8_t marker = file[at + 1];
    if (marker == kStartOfScan || marker == kEndOfImage)
        return Segment {marker, {}, at};
    const std::size_t size = std::size_t {file[at + 2]} << 8 | file[at + 3];
    if (size < 2 || size > file.size() - at - 2)
        return {};
    return Segment {marker, file.subspan(at + 4, size - 2), at + 2 + size};
}

bool isExif(const Segment& segment)
{
    return segment.marker == kApp1 && segment.data.size() >= kExifMark.size() && wordAt(segment.data, 0, 6) == kExifMark;
}

PngTexts readJpeg(ByteView file)
{
    PngTexts found;
    std::size_t at = 2;
    while (const auto segment = segmentAt(file, at)) {
        if (segment->end == at || segment->marker == kStartOfScan || segment->marker == kEndOfImage) {
            found.complete = true;
            break;
        }
        if (isExif(*segment) && found.texts.empty())
            found.texts = readExifTexts(segment->data);
        at = segment->end;
    }
    return found;
}

/// Width and height less one, and alpha, of a file without VP8X.
struct WebpSize {
    std::uint32_t width = 0, height = 0;
    bool alpha = false;
};

std::optional<WebpSize> webpSize(const RiffChunk& first)
{
    const ByteView data = first.data;
    if (first.type == "VP8L" && data.size() >= 5 && data[0] == 0x2F) {
        const std::uint32_t bits = littleEndian(data, 1);
        return WebpSize {bits & 0x3FFF, bits >> 14 & 0x3FFF, (bits >> 28 & 1) != 0};
    }
    if (first.type != "VP8 " || data.size() < 10)
        return {};
    const std::uint32_t size = littleEndian(data, 6);
    const std::uint32_t width = size & 0x3FFF, height = size >> 16 & 0x3FFF;
    if (width == 0 || height == 0)
        return {};
    return WebpSize {width - 1, height - 1, false};
}

Error cutOff()
{
    return {ErrorCode::FileTruncated, "the picture ends before its end"};
}

Result<SharedBytes> addToWebp(ByteView file, const Bytes& exif)
{
    const auto first = riffChunkAt(file, kRiffHeader);
    if (!first)
        return cutOff();
    Bytes out;
    out.reserve(file.size() + exif.size() + 64);
    add(out, "RIFF");
    addLittle(out, 0, 4); // the size, known at the end
    add(out, "WEBPVP8X");
    addLittle(out, 10, 4);
    std::size_t at = kRiffHeader;
    if (first->type == "VP8X" && first->data.size() >= 10) {
        add(out, first->data.first(10));
        out[20] |= kHasExif;
        at += first->whole.size();
    } else {
        const auto size = webpSize(*first);
        if (!size)
            return Error {ErrorCode::PictureInvalid, "a WebP without a size"};
        addLittle(out, kHasExif | (size->alpha ? kHasAlpha : 0U), 4);
        addLittle(out, size->width, 3);
        addLittle(out, size->height, 3);
    }
    while (const auto chunk = riffChunkAt(file, at)) {
        at += chunk->whole.size();
        if (chunk->type != "EXIF")
            add(out, chunk->whole);
    }
    if (at < file.size())
        return cutOff();
    if (out.size() & 1)
        out.push_back(0); // the last chunk's padding was missing
    add(out, "EXIF");
    addLittle(out, static_cast<std::uint32_t>(exif.size()), 4);
    add(out, ByteView(exif));
    if (exif.size() & 1)
        out.push_back(0);
    for (int i = 0; i < 4; ++i)
        out[4 + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>((out.size() - 8) >> (8 * i));
    return SharedBytes::take(std::move(out));
}

Result<SharedBytes> addToJpeg(ByteView file, const Bytes& exif)
{
    if (exif.size() > kMaxJpegExif)
        return Error {ErrorCode::FileTooLarge, "texts of a JPEG", {{"limit", std::to_string(kMaxJpegExif)}}};
    Bytes segment {0xFF, kApp1};
    const std::size_t size = 2 + kExifMark.size() + exif.size();
    segment.push_back(static_cast<std::uint8_t>(size >> 8));
    segment.push_back(static_cast<std::uint8_t>(size));
    add(segment, kExifMark);
    add(segment, ByteView(exif));
    Bytes out;
    add(out, file.first(2));
    bool added = false;
    std::size_t at = 2;
    for (auto next = segmentAt(file, at); next; next = segmentAt(file, at)) {
        const bool isEnd = next->marker == kStartOfScan || next->marker == kEndOfImage;
        if (!added && next->marker != kApp0) {
            add(out, ByteView(segment));
            added = true;
        }
        if (isEnd) {
            add(out, file.subspan(at));
            return SharedBytes::take(std::move(out));
        }
        if (!isExif(*next))
            add(out, file.subspan(at, next->end - at));
        at = next->end;
    }
    return cutOff();
}

} // namespace

bool isWebp(ByteView bytes)
{
    return bytes.size() >= kRiffHeader && wordAt(bytes, 0, 4) == "RIFF" && wordAt(bytes, 8, 4) == "WEBP";
}

bool isJpeg(ByteView bytes)
{
    return bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

bool isPictureWithTexts(ByteView bytes)
{
    return isPng(bytes) || isWebp(bytes) || isJpeg(bytes);
}

Result<PngTexts> readPictureTexts(ByteView picture)
{
    if (isWebp(picture))
        return readWebp(picture);
    if (isJpeg(picture))
        return readJpeg(picture);
    return readPngText(picture);
}

Result<SharedBytes> addPictureTexts(SharedBytes picture, const std::map<std::string, std::string>& texts)
{
    std::size_t total = 0;
    for (const auto& [key, text] : texts)
        total += key.size() + text.size();
    if (total > kMaxWorkflowBytes)
        return Error {ErrorCode::FileTooLarge, "texts of a picture", {{"limit", std::to_string(kMaxWorkflowBytes)}}};
    if (isWebp(picture.view()))
        return addToWebp(picture.view(), makeExif(texts));
    if (isJpeg(picture.view()))
        return addToJpeg(picture.view(), makeExif(texts));
    for (const auto& [key, text] : texts) {
        WEFT_TRY(picture, addPngText(std::move(picture), key, text));
    }
    return picture;
}

} // namespace weft
