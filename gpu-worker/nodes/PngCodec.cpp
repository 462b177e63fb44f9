// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"

#include <csetjmp>
#include <cstring>
#include <png.h>

namespace weft::worker {

namespace {

constexpr png_uint_32 kMaxPngSide = 1'000'000;
constexpr png_alloc_size_t kMaxChunkMemory = 16u << 20;
constexpr png_uint_32 kMaxChunks = 1000;
/// zlib shrinks at most about 1032 times: a file that claims more than this lacks its end, or is a bomb.
constexpr std::uint64_t kMaxRatio = 1100;

/// libpng reports by longjmp, which must not pass a destructor: everything that owns memory lives here, outside of the
/// functions that call libpng.
struct PngReader {
    ByteView file;
    std::size_t at = 0;
    bool truncated = false;
    char message[128] = "";
    png_structp png = nullptr;
    png_infop info = nullptr;
    png_uint_32 width = 0;
    png_uint_32 height = 0;
    int orientation = 1;
    Picture picture;
    std::vector<png_bytep> rows;

    ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
};

void keep(char (&to)[128], const char* message)
{
    std::strncpy(to, message, sizeof to - 1);
    to[sizeof to - 1] = '\0';
}

void onReadError(png_structp png, png_const_charp message)
{
    keep(static_cast<PngReader*>(png_get_error_ptr(png))->message, message);
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) { }

void readBytes(png_structp png, png_bytep out, png_size_t count)
{
    auto* reader = static_cast<PngReader*>(png_get_io_ptr(png));
    if (count > reader->file.size() - reader->at) {
        reader->truncated = true;
        png_error(png, "the file ends too early");
    }
    std::memcpy(out, reader->file.data() + reader->at, count);
    reader->at += count;
}

void readHeader(PngReader& reader)
{
    png_set_user_limits(reader.png, kMaxPngSide, kMaxPngSide);
    png_set_chunk_malloc_max(reader.png, kMaxChunkMemory);
    png_set_chunk_cache_max(reader.png, kMaxChunks);
    png_set_read_fn(reader.png, &reader, readBytes);
    png_read_info(reader.png, reader.info);
    reader.width = png_get_image_width(reader.png, reader.info);
    reader.height = png_get_image_height(reader.png, reader.info);
}

/// Everything becomes 8-bit RGB, or RGBA where the file has an alpha channel or a palette with transparent entries.
/// A single transparent colour is ignored, and of 16 bits the upper 8 are kept, as ComfyUI does.
void chooseFormat(PngReader& reader)
{
    const int color = png_get_color_type(reader.png, reader.info);
    if (color == PNG_COLOR_TYPE_PALETTE) {
        png_set_palette_to_rgb(reader.png);
        if (png_get_valid(reader.png, reader.info, PNG_INFO_tRNS) != 0)
            png_set_tRNS_to_alpha(reader.png);
    }
    if (color == PNG_COLOR_TYPE_GRAY)
        png_set_expand_gray_1_2_4_to_8(reader.png);
    if ((color & PNG_COLOR_MASK_COLOR) == 0)
        png_set_gray_to_rgb(reader.png);
    if (png_get_bit_depth(reader.png, reader.info) == 16)
        png_set_strip_16(reader.png);
    png_set_interlace_handling(reader.png);
    png_bytep exif = nullptr;
    png_uint_32 exifSize = 0;
    if (png_get_eXIf_1(reader.png, reader.info, &exifSize, &exif) != 0)
        reader.orientation = exifOrientation({exif, exifSize});
    png_read_update_info(reader.png, reader.info);
    reader.picture.channels = png_get_channels(reader.png, reader.info);
}

void readRows(PngReader& reader)
{
    png_read_image(reader.png, reader.rows.data());
}

/// False when libpng jumped out of `step`.
bool guarded(PngReader& reader, void (*step)(PngReader&))
{
    if (setjmp(png_jmpbuf(reader.png)) != 0)
        return false;
    step(reader);
    return true;
}

Error problem(const PngReader& reader)
{
    return {reader.truncated ? ErrorCode::FileTruncated : ErrorCode::PictureInvalid, std::string("PNG: ") + reader.message};
}

Done makeRows(PngReader& reader)
{
    Picture& picture = reader.picture;
    picture.width = reader.width;
    picture.height = reader.height;
    const std::size_t rowBytes = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.channels);
    if ((picture.channels != 3 && picture.channels != 4) || png_get_rowbytes(reader.png, reader.info) != rowBytes)
        return Error {ErrorCode::PictureInvalid, "PNG: an odd pixel format"};
    picture.bytes.resize(rowBytes * reader.height);
    reader.rows.resize(reader.height);
    for (std::size_t y = 0; y < reader.rows.size(); ++y)
        reader.rows[y] = picture.bytes.data() + y * rowBytes;
    return {};
}

Done checkPacking(const PngReader& reader)
{
    const std::uint64_t packed = std::uint64_t {png_get_rowbytes(reader.png, reader.info)} * reader.height;
    if (packed / kMaxRatio > reader.file.size())
        return Error {ErrorCode::FileTruncated, "PNG: the file is too small for its pixels"};
    return {};
}

} // namespace

Result<Picture> decodePng(ByteView file, int& orientation)
{
    PngReader reader;
    reader.file = file;
    reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, onReadError, onWarning);
    if (reader.png != nullptr)
        reader.info = png_create_info_struct(reader.png);
    if (reader.info == nullptr)
        return Error {ErrorCode::OutOfMemory, "libpng"};
    if (!guarded(reader, readHeader))
        return problem(reader);
    WEFT_CHECK(checkPictureSize(reader.width, reader.height));
    WEFT_CHECK(checkPacking(reader));
    if (!guarded(reader, chooseFormat))
        return problem(reader);
    WEFT_CHECK(makeRows(reader));
    if (!guarded(reader, readRows))
        return problem(reader);
    orientation = reader.orientation;
    return std::move(reader.picture);
}

} // namespace weft::worker
