// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyValues.h"

#include "core/base/Limits.h"
#include "core/values/Safetensors.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

namespace weft {

namespace {

constexpr int kChannelsOfPicture = 3;

std::size_t sizeT(std::int64_t n)
{
    return static_cast<std::size_t>(n);
}

const float* floatsOf(const Tensor& tensor)
{
    return reinterpret_cast<const float*>(tensor.data.data());
}

Tensor tensorOf(std::vector<std::int64_t> shape, std::vector<float> values)
{
    auto owner = std::make_shared<const std::vector<float>>(std::move(values));
    const ByteView view(reinterpret_cast<const std::uint8_t*>(owner->data()), owner->size() * sizeof(float));
    return {DType::F32, std::move(shape), SharedBytes(std::move(owner), view)};
}

/// A picture's or mask's pixels as [B,H,W,C].
struct Pixels {
    const float* data = nullptr;
    std::int64_t batch = 0, height = 0, width = 0, channels = 0;
};

Result<Pixels> pixelsOf(const Value& picture)
{
    const Tensor* tensor = picture.tensor("value");
    const std::size_t dimensions = picture.type == "MASK" ? 3 : 4;
    if (!tensor || tensor->dtype != DType::F32 || tensor->shape.size() != dimensions || !tensor->checkedCount())
        return Error{ErrorCode::TensorInvalid, "not a picture's tensor"};
    const auto& shape = tensor->shape;
    return Pixels{floatsOf(*tensor), shape[0], shape[1], shape[2], dimensions == 3 ? 1 : shape[3]};
}

std::uint8_t byteOf(float value)
{
    return static_cast<std::uint8_t>(std::lround(255.0F * std::clamp(value, 0.0F, 1.0F)));
}

/// All of the text, or nothing.
template <typename Number> std::optional<Number> numberOf(const std::string& text)
{
    Number number{};
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

Result<QImage> imageOfPng(const SharedBytes& file)
{
    const QByteArray bytes =
        QByteArray::fromRawData(reinterpret_cast<const char*>(file.data()), static_cast<qsizetype>(file.size()));
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "png");
    const QSize size = reader.size();
    if (qint64{size.width()} * size.height() > kMaxPicturePixels)
        return Error{ErrorCode::PictureTooLarge, "a picture from ComfyUI"};
    QImage image = reader.read();
    if (image.isNull())
        return Error{ErrorCode::PictureInvalid, reader.errorString().toStdString()};
    return image;
}

void appendPixels(std::vector<float>& out, const QImage& image, int channels)
{
    const QImage plain = image.convertToFormat(channels == 4 ? QImage::Format_RGBA8888 : QImage::Format_RGB888);
    const int step = channels == 4 ? 4 : 3;
    for (int y = 0; y < plain.height(); ++y) {
        const uchar* row = plain.constScanLine(y);
        for (int x = 0; x < plain.width(); ++x) {
            for (int c = 0; c < channels; ++c)
                out.push_back(static_cast<float>(row[x * step + c]) / 255.0F);
        }
    }
}

} // namespace

Result<SharedBytes> latentFileOf(const Tensor& samples, BatchPart part)
{
    WEFT_TRY(const std::int64_t count, samples.checkedCount());
    if (samples.shape.size() < 2 || samples.shape[0] < 1 || part.first < 0 || part.count < 1
        || part.first + part.count > samples.shape[0])
        return Error{ErrorCode::TensorInvalid, "not a latent's samples"};
    const std::size_t one = sizeT(count / samples.shape[0]) * sizeOf(samples.dtype);
    Tensor tensor{samples.dtype, samples.shape, samples.data.sub(sizeT(part.first) * one, sizeT(part.count) * one)};
    tensor.shape[0] = part.count + part.padding;
    if (part.padding > 0) {
        std::vector<std::uint8_t> bytes(sizeT(part.padding) * one + tensor.data.size(), 0);
        std::memcpy(bytes.data() + sizeT(part.padding) * one, tensor.data.data(), tensor.data.size());
        tensor.data = SharedBytes::take(std::move(bytes));
    }
    SafetensorsFile file;
    file.tensors["latent_tensor"] = std::move(tensor);
    file.tensors["latent_format_version_0"] = Tensor{DType::F32, {0}, {}}; // without it the numbers would be scaled
    return writeSafetensors(file);
}

Result<Tensor> latentOfFile(SharedBytes bytes)
{
    WEFT_TRY(SafetensorsFile file, parseSafetensors(std::move(bytes)));
    const auto tensor = file.tensors.find("latent_tensor");
    if (tensor == file.tensors.end() || !file.tensors.contains("latent_format_version_0"))
        return Error{ErrorCode::ValueInvalid, "not a latent file of ComfyUI's"};
    if (reinterpret_cast<std::uintptr_t>(tensor->second.data.data()) % sizeof(double) != 0)
        tensor->second.data = SharedBytes::copyOf(tensor->second.data.view()); // numbers are read where they lie
    return tensor->second;
}

std::vector<std::int64_t> batchNumbers(const Tensor& tensor)
{
    if (tensor.dtype != DType::I64 || !tensor.checkedCount())
        return {};
    std::vector<std::int64_t> numbers(sizeT(tensor.count()));
    std::memcpy(numbers.data(), tensor.data.data(), tensor.data.size());
    return numbers;
}

Value noiseMaskValue(Tensor noise)
{
    if (noise.shape.size() == 4)
        noise.shape = {noise.shape[0] * noise.shape[1], noise.shape[2], noise.shape[3]};
    return maskValue(std::move(noise));
}

Result<Tensor> pixelSamplesOf(const Value& picture)
{
    WEFT_TRY(const Pixels in, pixelsOf(picture));
    const std::int64_t channels = in.channels == 1 ? kChannelsOfPicture : in.channels;
    const std::int64_t plane = in.height * in.width;
    std::vector<float> out(sizeT(in.batch * channels * plane));
    for (std::int64_t b = 0; b < in.batch; ++b) {
        for (std::int64_t c = 0; c < channels; ++c) {
            const float* from = in.data + b * plane * in.channels + std::min(c, in.channels - 1);
            float* to = out.data() + (b * channels + c) * plane;
            for (std::int64_t i = 0; i < plane; ++i)
                to[i] = from[i * in.channels] * 2.0F - 1.0F;
        }
    }
    return tensorOf({in.batch, channels, in.height, in.width}, std::move(out));
}

Result<Value> valueOfPixelSamples(const Tensor& samples, const std::string& type)
{
    if (samples.dtype != DType::F32 || samples.shape.size() != 4 || !samples.checkedCount() || samples.shape[1] < 1)
        return Error{ErrorCode::ValueInvalid, "not the samples of pictures"};
    const std::int64_t batch = samples.shape[0], plane = samples.shape[2] * samples.shape[3];
    const std::int64_t channels = samples.shape[1], kept = type == "MASK" ? 1 : channels;
    std::vector<float> out(sizeT(batch * plane * kept));
    for (std::int64_t b = 0; b < batch; ++b) {
        for (std::int64_t c = 0; c < kept; ++c) {
            const float* from = floatsOf(samples) + (b * channels + c) * plane;
            float* to = out.data() + b * plane * kept + c;
            for (std::int64_t i = 0; i < plane; ++i)
                to[i * kept] = (from[i] + 1.0F) / 2.0F;
        }
    }
    if (type == "MASK")
        return maskValue(tensorOf({batch, samples.shape[2], samples.shape[3]}, std::move(out)));
    return imageValue(tensorOf({batch, samples.shape[2], samples.shape[3], kept}, std::move(out)));
}

Result<SharedBytes> pngOfPicture(const Value& picture, std::int64_t index)
{
    WEFT_TRY(const Pixels in, pixelsOf(picture));
    if (index < 0 || index >= in.batch || in.height * in.width > kMaxPicturePixels || in.height * in.width < 1)
        return Error{ErrorCode::TensorInvalid, "no such picture"};
    const bool alpha = in.channels == 4;
    QImage image(static_cast<int>(in.width), static_cast<int>(in.height),
        alpha ? QImage::Format_RGBA8888 : QImage::Format_RGB888);
    const int step = alpha ? 4 : kChannelsOfPicture;
    const float* from = in.data + index * in.height * in.width * in.channels;
    for (int y = 0; y < image.height(); ++y) {
        uchar* row = image.scanLine(y);
        for (int x = 0; x < image.width(); ++x, from += in.channels) {
            for (int c = 0; c < step; ++c)
                row[x * step + c] = byteOf(from[std::min<std::int64_t>(c, in.channels - 1)]);
        }
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        return Error{ErrorCode::TensorInvalid, "a picture that can't be a PNG"};
    return SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(bytes.constData()), sizeT(bytes.size())});
}

Result<Value> valueOfPngs(const std::vector<SharedBytes>& files, const std::string& type)
{
    std::vector<QImage> images;
    bool alpha = false;
    for (const SharedBytes& file : files) {
        WEFT_TRY(QImage image, imageOfPng(file));
        alpha |= image.hasAlphaChannel();
        if (!images.empty() && image.size() != images.front().size())
            return Error{ErrorCode::PictureSizesDiffer, "pictures of one batch"};
        images.push_back(std::move(image));
    }
    if (images.empty())
        return Error{ErrorCode::PictureInvalid, "no picture came"};
    const int channels = type == "MASK" ? 1 : alpha ? 4 : kChannelsOfPicture;
    std::vector<float> out;
    for (const QImage& image : images)
        appendPixels(out, image, channels);
    const auto batch = static_cast<std::int64_t>(images.size());
    const std::int64_t height = images.front().height(), width = images.front().width();
    if (type == "MASK")
        return maskValue(tensorOf({batch, height, width}, std::move(out)));
    return imageValue(tensorOf({batch, height, width, channels}, std::move(out)));
}

Result<Value> literalOfText(const std::string& text, const std::string& type)
{
    const Error invalid{ErrorCode::ValueInvalid, "not a value of type " + type};
    if (type == "STRING" || type == "COMBO")
        return literalValue(type, text);
    if (type == "BOOLEAN")
        return text == "True" || text == "False" ? Result<Value>(literalValue(type, text == "True")) : invalid;
    if (const auto whole = numberOf<std::int64_t>(text))
        return type == "FLOAT" ? literalValue(type, static_cast<double>(*whole)) : literalValue(type, *whole);
    if (const auto seed = numberOf<std::uint64_t>(text); seed && type == "INT")
        return literalValue(type, *seed);
    const auto number = numberOf<double>(text);
    if (type != "FLOAT" || !number || !std::isfinite(*number))
        return invalid;
    return literalValue(type, *number);
}

} // namespace weft
