// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"

#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>

#include <jerror.h>

namespace weft::worker {

namespace {

/// Real progressive files have about ten scans; thousands are an attack on the reader's time.
constexpr int kMaxScans = 200;

/// libjpeg reports through a function that may not return: it jumps. Everything that owns memory lives here, outside of
/// the functions that call libjpeg.
struct JpegReader {
    jpeg_decompress_struct jpeg {};
    jpeg_error_mgr errors {};
    jpeg_source_mgr source {};
    jpeg_progress_mgr progress {};
    std::jmp_buf back {};
    bool created = false;
    bool truncated = false;
    char message[JMSG_LENGTH_MAX] = "";
    ByteView file;
    int orientation = 1;
    Picture picture;
    std::vector<std::uint8_t> row; // one line of CMYK

    ~JpegReader()
    {
        if (created)
            jpeg_destroy_decompress(&jpeg);
    }
};

JpegReader& readerOf(j_common_ptr jpeg)
{
    return *static_cast<JpegReader*>(jpeg->client_data);
}

[[noreturn]] void onError(j_common_ptr jpeg)
{
    JpegReader& reader = readerOf(jpeg);
    (*jpeg->err->format_message)(jpeg, reader.message);
    std::longjmp(reader.back, 1);
}

void onMessage(j_common_ptr) { }

void onWarning(j_common_ptr jpeg, int level)
{
    if (level < 0)
        ++jpeg->err->num_warnings;
}

void onProgress(j_common_ptr jpeg)
{
    if (reinterpret_cast<j_decompress_ptr>(jpeg)->input_scan_number > kMaxScans)
        ERREXIT(jpeg, JERR_BAD_PROGRESSION);
}

void onSource(j_decompress_ptr) { }

/// All bytes were there from the start: asking for more means that the end is missing.
boolean onEnd(j_decompress_ptr jpeg)
{
    readerOf(reinterpret_cast<j_common_ptr>(jpeg)).truncated = true;
    ERREXIT(jpeg, JERR_INPUT_EOF);
    return FALSE;
}

void onSkip(j_decompress_ptr jpeg, long count)
{
    if (count <= 0)
        return;
    if (static_cast<std::size_t>(count) > jpeg->src->bytes_in_buffer)
        onEnd(jpeg);
    jpeg->src->next_input_byte += count;
    jpeg->src->bytes_in_buffer -= static_cast<std::size_t>(count);
}

void connect(JpegReader& reader)
{
    reader.jpeg.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = onError;
    reader.errors.output_message = onMessage;
    reader.errors.emit_message = onWarning;
    reader.jpeg.client_data = &reader;
}

void readHeader(JpegReader& reader)
{
    jpeg_create_decompress(&reader.jpeg);
    reader.created = true;
    reader.source = {reader.file.data(), reader.file.size(), onSource, onEnd, onSkip, jpeg_resync_to_restart, onSource};
    reader.jpeg.src = &reader.source;
    reader.progress.progress_monitor = onProgress;
    reader.jpeg.progress = &reader.progress;
    jpeg_save_markers(&reader.jpeg, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(&reader.jpeg, TRUE);
    for (const jpeg_marker_struct* marker = reader.jpeg.marker_list; marker != nullptr; marker = marker->next) {
        const ByteView data(marker->data, marker->data_length);
        if (data.size() > 6 && data[0] == 'E' && data[1] == 'x' && data[2] == 'i' && data[3] == 'f')
            reader.orientation = exifOrientation(data);
    }
}

void start(JpegReader& reader)
{
    reader.jpeg.out_color_space = reader.jpeg.num_components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&reader.jpeg);
}

std::uint8_t multiplied(int a, int b) // a * b / 255, rounded
{
    const int product = a * b + 128;
    return static_cast<std::uint8_t>((product + (product >> 8)) >> 8);
}

/// Adobe writes CMYK inverted: 255 is no ink.
void cmykToRgb(const JpegReader& reader, std::uint8_t* to)
{
    const bool inverted = reader.jpeg.saw_Adobe_marker != 0;
    for (std::size_t i = 0; i + 3 < reader.row.size(); i += 4) {
        const int light = inverted ? reader.row[i + 3] : 255 - reader.row[i + 3];
        for (std::size_t c = 0; c < 3; ++c)
            *to++ = multiplied(light, inverted ? reader.row[i + c] : 255 - reader.row[i + c]);
    }
}

void readRows(JpegReader& reader)
{
    const std::size_t rowBytes = static_cast<std::size_t>(reader.picture.width) * 3;
    while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
        std::uint8_t* to = reader.picture.bytes.data() + reader.jpeg.output_scanline * rowBytes;
        JSAMPROW line = reader.row.empty() ? to : reader.row.data();
        jpeg_read_scanlines(&reader.jpeg, &line, 1);
        if (!reader.row.empty())
            cmykToRgb(reader, to);
    }
}

/// False when libjpeg jumped out of `step`.
bool guarded(JpegReader& reader, void (*step)(JpegReader&))
{
    if (setjmp(reader.back) != 0)
        return false;
    step(reader);
    return true;
}

Error problem(const JpegReader& reader)
{
    return {reader.truncated ? ErrorCode::FileTruncated : ErrorCode::PictureInvalid, std::string("JPEG: ") + reader.message};
}

Done makeRows(JpegReader& reader)
{
    const int components = reader.jpeg.output_components;
    if (reader.jpeg.output_width != reader.jpeg.image_width || (components != 3 && components != 4))
        return Error {ErrorCode::PictureInvalid, "JPEG: an odd pixel format"};
    reader.picture = {reader.jpeg.output_width, reader.jpeg.output_height, 3, {}};
    reader.picture.bytes.resize(static_cast<std::size_t>(reader.picture.width * reader.picture.height) * 3);
    if (components == 4)
        reader.row.resize(static_cast<std::size_t>(reader.picture.width) * 4);
    return {};
}

} // namespace

Result<Picture> decodeJpeg(ByteView file, int& orientation)
{
    JpegReader reader;
    reader.file = file;
    connect(reader);
    if (!guarded(reader, readHeader))
        return problem(reader);
    WEFT_CHECK(checkPictureSize(reader.jpeg.image_width, reader.jpeg.image_height));
    if (!guarded(reader, start))
        return problem(reader);
    WEFT_CHECK(makeRows(reader));
    if (!guarded(reader, readRows))
        return problem(reader);
    orientation = reader.orientation;
    return std::move(reader.picture);
}

} // namespace weft::worker
