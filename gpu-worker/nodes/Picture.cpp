// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"

#include "core/base/Limits.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/nan_to_num.h>

#include <algorithm>
#include <cstring>

namespace weft::worker {

namespace {

constexpr std::uint8_t kPngMagic[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::uint8_t kJpegMagic[] = {0xff, 0xd8, 0xff};
/// As float32 RGB a picture must fit one value.
constexpr std::int64_t kMaxPixels = std::min<std::int64_t>(kMaxPicturePixels, kMaxValueBytes / (3 * sizeof(float)));

bool startsWith(ByteView file, ByteView magic)
{
    return file.size() >= magic.size() && std::equal(magic.begin(), magic.end(), file.begin());
}

bool isWebp(ByteView file)
{
    return file.size() >= 12 && std::memcmp(file.data(), "RIFF", 4) == 0 && std::memcmp(file.data() + 8, "WEBP", 4) == 0;
}

Result<Picture> decodeAny(ByteView file, int& orientation)
{
    if (startsWith(file, kPngMagic))
        return decodePng(file, orientation);
    if (startsWith(file, kJpegMagic))
        return decodeJpeg(file, orientation);
    if (isWebp(file))
        return decodeWebp(file, orientation);
    if (file.size() < 12)
        return Error {ErrorCode::FileTruncated, "shorter than any picture"};
    return Error {ErrorCode::PictureInvalid, "neither PNG, JPEG nor WebP"};
}

} // namespace

Done checkPictureSize(std::int64_t width, std::int64_t height)
{
    if (width <= 0 || height <= 0)
        return Error {ErrorCode::PictureInvalid, "a picture without pixels"};
    if (width > kMaxPixels || height > kMaxPixels / width)
        return Error {ErrorCode::PictureTooLarge, "more pixels than allowed",
            {{"width", std::to_string(width)}, {"height", std::to_string(height)}, {"limit", std::to_string(kMaxPixels)}}};
    return {};
}

Result<Picture> decodePicture(ByteView file)
{
    if (file.size() > kMaxPictureFileBytes)
        return Error {ErrorCode::FileTooLarge, "picture", {{"limit", std::to_string(kMaxPictureFileBytes)}}};
    int orientation = 1;
    WEFT_TRY(Picture picture, decodeAny(file, orientation));
    return upright(std::move(picture), orientation);
}

Picture upright(Picture picture, int orientation)
{
    if (orientation < 2 || orientation > 8)
        return picture;
    const bool transposed = orientation >= 5;
    const bool mirrored =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8; // columns of the source
    const bool flipped = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7; // rows of the source
    Picture out {
        transposed ? picture.height : picture.width, transposed ? picture.width : picture.height, picture.channels, {}};
    out.bytes.resize(picture.bytes.size());
    const std::size_t pixel = static_cast<std::size_t>(picture.channels);
    std::uint8_t* to = out.bytes.data();
    for (std::int64_t y = 0; y < out.height; ++y) {
        for (std::int64_t x = 0; x < out.width; ++x, to += pixel) {
            std::int64_t column = transposed ? y : x;
            std::int64_t row = transposed ? x : y;
            column = mirrored ? picture.width - 1 - column : column;
            row = flipped ? picture.height - 1 - row : row;
            std::memcpy(to, picture.bytes.data() + static_cast<std::size_t>(row * picture.width + column) * pixel, pixel);
        }
    }
    return out;
}

at::Tensor pixelsOf(const Picture& picture)
{
    at::Tensor pixels = at::empty({1, picture.height, picture.width, 3});
    float* out = pixels.mutable_data_ptr<float>();
    const std::uint8_t* in = picture.bytes.data();
    for (std::int64_t i = 0; i < picture.width * picture.height; ++i, in += picture.channels) {
        for (int c = 0; c < 3; ++c)
            *out++ = static_cast<float>(in[c]) / 255.0f;
    }
    return pixels;
}

at::Tensor channelOf(const Picture& picture, int channel)
{
    at::Tensor values = at::empty({1, picture.height, picture.width});
    float* out = values.mutable_data_ptr<float>();
    const std::uint8_t* in = picture.bytes.data() + channel;
    for (std::int64_t i = 0; i < picture.width * picture.height; ++i, in += picture.channels)
        *out++ = static_cast<float>(*in) / 255.0f;
    return values;
}

Result<Picture> pictureOf(const at::Tensor& pixels)
{
    if (pixels.dim() != 3 || (pixels.size(2) != 1 && pixels.size(2) != 3 && pixels.size(2) != 4))
        return Error {ErrorCode::TypeMismatch, "a picture has 1, 3 or 4 channels", {{"input", "images"}}};
    WEFT_CHECK(checkPictureSize(pixels.size(1), pixels.size(0)));
    const at::Tensor wide = pixels.size(2) == 1 ? pixels.expand({pixels.size(0), pixels.size(1), 3}) : pixels;
    const at::Tensor bytes =
        at::nan_to_num(wide.to(at::kCPU, at::kFloat).mul(255.0f), 0).clamp(0, 255).to(at::kByte).contiguous();
    Picture picture {wide.size(1), wide.size(0), static_cast<int>(wide.size(2)), {}};
    const auto* data = bytes.const_data_ptr<std::uint8_t>();
    picture.bytes.assign(data, data + bytes.numel());
    return picture;
}

} // namespace weft::worker
