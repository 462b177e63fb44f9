// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"

#include <csetjmp>
#include <new>
#include <png.h>

namespace weft::worker {

namespace {

/// As in the decoder, all that owns memory lives outside of the functions that call libpng.
struct PngWriter {
    const Picture& picture;
    int level = 4;
    bool outOfMemory = false;
    std::vector<std::uint8_t> out;
    png_structp png = nullptr;
    png_infop info = nullptr;

    ~PngWriter() { png_destroy_write_struct(&png, &info); }
};

void onError(png_structp png, png_const_charp)
{
    png_longjmp(png, 1);
}

void onWriteWarning(png_structp, png_const_charp) { }

/// An exception must not pass through C code.
void append(png_structp png, png_bytep bytes, png_size_t count)
{
    auto* writer = static_cast<PngWriter*>(png_get_io_ptr(png));
    try {
        writer->out.insert(writer->out.end(), bytes, bytes + count);
    } catch (const std::bad_alloc&) {
        writer->outOfMemory = true;
    }
    if (writer->outOfMemory)
        png_error(png, "out of memory");
}

void flush(png_structp) { }

void writeAll(PngWriter& writer)
{
    const Picture& picture = writer.picture;
    png_set_write_fn(writer.png, &writer, append, flush);
    png_set_compression_level(writer.png, writer.level);
    png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(picture.width),
        static_cast<png_uint_32>(picture.height), 8, picture.hasAlpha() ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writer.png, writer.info);
    const std::size_t rowBytes = static_cast<std::size_t>(picture.width * picture.channels);
    for (std::int64_t y = 0; y < picture.height; ++y)
        png_write_row(writer.png, picture.bytes.data() + static_cast<std::size_t>(y) * rowBytes);
    png_write_end(writer.png, writer.info);
}

bool guardedWrite(PngWriter& writer)
{
    if (setjmp(png_jmpbuf(writer.png)) != 0)
        return false;
    writeAll(writer);
    return true;
}

} // namespace

Result<SharedBytes> encodePng(const Picture& picture, int level)
{
    WEFT_CHECK(checkPictureSize(picture.width, picture.height));
    if (static_cast<std::int64_t>(picture.bytes.size()) != picture.width * picture.height * picture.channels)
        return Error {ErrorCode::PictureInvalid, "the number of bytes doesn't match"};
    PngWriter writer {picture, level};
    writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, onError, onWriteWarning);
    if (writer.png != nullptr)
        writer.info = png_create_info_struct(writer.png);
    if (writer.info == nullptr)
        return Error {ErrorCode::OutOfMemory, "libpng"};
    if (!guardedWrite(writer))
        return Error {writer.outOfMemory ? ErrorCode::OutOfMemory : ErrorCode::PictureInvalid, "PNG: writing"};
    return SharedBytes::take(std::move(writer.out));
}

} // namespace weft::worker
