// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/PngText.h"

#include "core/base/Limits.h"
#include "core/base/Utf8.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <zlib.h>

namespace weft {

namespace {

constexpr std::array<std::uint8_t, 8> kSignature {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::size_t kChunkOverhead = 12; // length, type, checksum
constexpr std::size_t kMaxKey = 79;
constexpr std::uint32_t kMaxChunkLength = 0x7FFF'FFFF; // the format's own

Error invalid(std::string detail)
{
    return {ErrorCode::PictureInvalid, std::move(detail)};
}

Error tooLarge()
{
    return {ErrorCode::FileTooLarge, "texts of a PNG", {{"limit", std::to_string(kMaxWorkflowBytes)}}};
}

std::uint32_t bigEndian(const std::uint8_t* at)
{
    return std::uint32_t {at[0]} << 24 | std::uint32_t {at[1]} << 16 | std::uint32_t {at[2]} << 8 | at[3];
}

std::string_view asText(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

struct Chunk {
    std::string_view type;
    ByteView data;
    ByteView whole; // with length, type and checksum
};

/// The chunk at `offset`, or nothing when the file ends before it does.
std::optional<Chunk> chunkAt(ByteView png, std::size_t offset)
{
    if (png.size() - offset < kChunkOverhead)
        return {};
    const std::uint32_t length = bigEndian(png.data() + offset);
    if (length > kMaxChunkLength || length > png.size() - offset - kChunkOverhead)
        return {};
    return Chunk {asText(png.subspan(offset + 4, 4)), png.subspan(offset + 8, length),
        png.subspan(offset, length + kChunkOverhead)};
}

std::uint32_t checksum(ByteView typeAndData)
{
    return static_cast<std::uint32_t>(crc32_z(crc32_z(0, nullptr, 0), typeAndData.data(), typeAndData.size()));
}

bool isText(const Chunk& chunk)
{
    return chunk.type == "tEXt" || chunk.type == "zTXt" || chunk.type == "iTXt";
}

Done verify(const Chunk& chunk)
{
    const ByteView covered = chunk.whole.subspan(4, chunk.whole.size() - 8);
    if (checksum(covered) != bigEndian(chunk.whole.data() + chunk.whole.size() - 4))
        return invalid("a text's checksum is wrong");
    return {};
}

/// Stops at `limit` bytes, whatever the stream promises.
Result<std::string> inflated(ByteView bytes, std::size_t limit)
{
    z_stream stream {};
    if (inflateInit(&stream) != Z_OK)
        return invalid("zlib");
    stream.next_in = const_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size()); // a chunk has fewer than 2^31
    std::string out;
    int state = Z_OK;
    while (state == Z_OK && out.size() <= limit) {
        const std::size_t before = out.size();
        out.resize(before + 64 * 1024);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = 64 * 1024;
        state = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (out.size() > limit)
        return tooLarge();
    if (state != Z_STREAM_END)
        return invalid("a compressed text is broken");
    return out;
}

/// tEXt is Latin-1 by the standard, but several programs write UTF-8.
std::string fromLatin1(std::string text)
{
    if (isUtf8(text))
        return text;
    std::string out;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | code >> 6);
            out += static_cast<char>(0x80 | (code & 0x3F));
        }
    }
    return out;
}

/// iTXt, behind its keyword: compressed?, method, language \0, translated keyword \0, text.
Result<std::string> internationalText(ByteView rest, std::size_t limit)
{
    if (rest.size() < 2)
        return invalid("an iTXt chunk is too short");
    const bool compressed = rest[0] != 0;
    if (rest[0] > 1 || (compressed && rest[1] != 0))
        return invalid("an unknown compression");
    std::string_view text = asText(rest.subspan(2));
    for (int i = 0; i < 2; ++i) {
        const auto zero = text.find('\0');
        if (zero == text.npos)
            return invalid("an iTXt chunk is too short");
        text.remove_prefix(zero + 1);
    }
    if (compressed)
        return inflated(rest.last(text.size()), limit);
    return text.size() > limit ? Result<std::string>(tooLarge()) : std::string(text);
}

Result<std::string> textOf(const Chunk& chunk, ByteView rest, std::size_t limit)
{
    if (chunk.type == "iTXt")
        return internationalText(rest, limit);
    if (chunk.type == "zTXt") {
        if (rest.empty() || rest[0] != 0)
            return invalid("an unknown compression");
        WEFT_TRY(std::string text, inflated(rest.subspan(1), limit));
        return fromLatin1(std::move(text));
    }
    if (rest.size() > limit)
        return tooLarge();
    return fromLatin1(std::string(asText(rest)));
}

std::string_view keyOf(const Chunk& chunk)
{
    const std::string_view data = asText(chunk.data);
    const auto zero = data.substr(0, kMaxKey + 1).find('\0');
    return zero == data.npos ? std::string_view() : data.substr(0, zero);
}

void append(std::vector<std::uint8_t>& out, ByteView bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void appendNumber(std::vector<std::uint8_t>& out, std::uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(number >> shift));
}

std::vector<std::uint8_t> textChunk(std::string_view key, std::string_view text)
{
    const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    std::string body = ascii ? "tEXt" : "iTXt";
    body.append(key).push_back('\0');
    if (!ascii)
        body.append(4, '\0'); // not compressed, no language, no translated keyword
    body.append(text);
    const ByteView view(reinterpret_cast<const std::uint8_t*>(body.data()), body.size());
    std::vector<std::uint8_t> chunk;
    appendNumber(chunk, static_cast<std::uint32_t>(body.size() - 4));
    append(chunk, view);
    appendNumber(chunk, checksum(view));
    return chunk;
}

} // namespace

bool isPng(ByteView bytes)
{
    const std::size_t count = std::min(bytes.size(), kSignature.size());
    return count > 0 && std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count), kSignature.begin());
}

Result<PngTexts> readPngText(ByteView png)
{
    if (!isPng(png))
        return invalid("not a PNG");
    PngTexts found;
    if (png.size() < kSignature.size())
        return found;
    std::size_t left = kMaxWorkflowBytes;
    std::size_t offset = kSignature.size();
    while (const auto chunk = chunkAt(png, offset)) {
        offset += chunk->whole.size();
        if (chunk->type == "IEND") {
            found.complete = true;
            break;
        }
        if (!isText(*chunk))
            continue;
        WEFT_CHECK(verify(*chunk));
        const std::string_view key = keyOf(*chunk);
        if (key.empty() || found.texts.contains(std::string(key)))
            continue;
        WEFT_TRY(std::string text, textOf(*chunk, chunk->data.subspan(key.size() + 1), left));
        left -= text.size() > left ? left : text.size();
        found.texts.emplace(key, std::move(text));
    }
    return found;
}

Result<SharedBytes> addPngText(SharedBytes png, std::string_view key, std::string_view text)
{
    const bool printable = std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
    if (key.empty() || key.size() > kMaxKey || !printable || text.find('\0') != text.npos)
        return Error {ErrorCode::ValueInvalid, "a PNG text's keyword or text"};
    if (text.size() > kMaxWorkflowBytes)
        return tooLarge();
    if (png.size() < kSignature.size() || !isPng(png.view()))
        return invalid("not a PNG");
    std::vector<std::uint8_t> out;
    out.reserve(png.size() + text.size() + key.size() + 2 * kChunkOverhead);
    append(out, png.view().first(kSignature.size()));
    std::size_t offset = kSignature.size();
    bool added = false;
    while (const auto chunk = chunkAt(png.view(), offset)) {
        offset += chunk->whole.size();
        if (!added && (chunk->type == "IDAT" || chunk->type == "IEND")) {
            append(out, textChunk(key, text));
            added = true;
        }
        if (!isText(*chunk) || keyOf(*chunk) != key)
            append(out, chunk->whole);
        if (chunk->type == "IEND")
            return SharedBytes::take(std::move(out));
    }
    return Error {ErrorCode::FileTruncated, "the PNG ends before its end"};
}

} // namespace weft
