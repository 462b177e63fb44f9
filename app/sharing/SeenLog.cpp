// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/SeenLog.h"

#include "core/base/Limits.h"
#include "core/files/ReplaceFile.h"

#include <QBuffer>
#include <QDir>
#include <QImage>

#include <algorithm>
#include <cstring>

namespace weft {

namespace {

constexpr int kLargestSide = 384;
constexpr int kMaxEntries = 200;

/// The first picture of an F32 [B,H,W,3 or 4] tensor; empty for other shapes.
QImage pictureOf(const Tensor& tensor)
{
    const bool isPicture = tensor.dtype == DType::F32 && tensor.shape.size() == 4 && tensor.checkedCount()
        && tensor.shape[0] > 0 && (tensor.shape[3] == 3 || tensor.shape[3] == 4);
    if (!isPicture || tensor.shape[1] > 16384 || tensor.shape[2] > 16384)
        return {};
    const int height = static_cast<int>(tensor.shape[1]);
    const int width = static_cast<int>(tensor.shape[2]);
    const auto channels = static_cast<std::size_t>(tensor.shape[3]);
    QImage image(width, height, QImage::Format_RGB888);
    const std::uint8_t* data = tensor.data.data();
    for (int y = 0; y < height; ++y) {
        std::uint8_t* line = image.scanLine(y);
        for (int x = 0; x < width; ++x) {
            const auto pixel = (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * channels;
            for (std::size_t c = 0; c < 3; ++c) {
                float value = 0;
                std::memcpy(&value, data + (pixel + c) * sizeof value, sizeof value);
                line[static_cast<std::size_t>(x) * 3 + c] = static_cast<std::uint8_t>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f);
            }
        }
    }
    return image;
}

QImage small(const QImage& image)
{
    const bool large = image.width() > kLargestSide || image.height() > kLargestSide;
    return large ? image.scaled(kLargestSide, kLargestSide, Qt::KeepAspectRatio, Qt::SmoothTransformation) : image;
}

Json describe(const Value& value)
{
    Json entry {{"type", value.type}, {"sizeBytes", value.sizeBytes()}};
    if (!value.meta.empty())
        entry["meta"] = value.meta;
    for (const auto& [name, tensor] : value.tensors)
        entry["shapes"][name] = tensor.shape;
    return entry;
}

/// The format of a picture file that a worker reads too; null for others. A guest's file must not choose among all of Qt's
/// readers by its content.
const char* pictureFormatOf(ByteView bytes)
{
    const auto begins = [&](std::string_view magic, std::size_t at = 0) {
        return bytes.size() >= at + magic.size() && std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0;
    };
    if (begins("\x89PNG"))
        return "PNG";
    if (begins("\xff\xd8\xff"))
        return "JPG";
    return begins("RIFF") && begins("WEBP", 8) ? "WEBP" : nullptr;
}

/// A picture that came in, as a PNG beside the JSON: tensors of pixels, and files that hold one.
QImage pictureOf(const Value& value)
{
    if (const Tensor* pixels = value.tensor("value"))
        return pictureOf(*pixels);
    const Tensor* bytes = value.type == "FILE" ? value.tensor("bytes") : nullptr;
    if (!bytes || bytes->data.size() > kMaxPictureFileBytes)
        return {};
    const char* format = pictureFormatOf(bytes->data.view());
    return format ? QImage::fromData(bytes->data.data(), static_cast<int>(bytes->data.size()), format) : QImage();
}

/// For the owner's eyes only: these are other people's pictures and words.
Done writePicture(const QString& path, const QImage& image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "PNG");
    return replaceFile(path, bytes, FileReaders::Owner);
}

Json describe(const FragmentNode& node)
{
    Json settings = Json::object();
    for (const auto& [name, input] : node.inputs) {
        if (const auto* literal = std::get_if<Json>(&input))
            settings[name] = *literal;
        else if (const auto* slot = std::get_if<SlotRef>(&input))
            settings[name] = {{"node", slot->node}, {"slot", slot->slot}};
        else
            settings[name] = {{"input", std::get<BoundaryRef>(input).index}};
    }
    return {{"id", node.id}, {"type", node.type}, {"settings", settings}};
}

} // namespace

Done SeenLog::add(const JobId& job, const FragmentJob& fragment)
{
    if (m_count >= kMaxEntries)
        return {};
    QDir().mkpath(m_folder);
    const QString stem = QDir(m_folder).filePath(QStringLiteral("fragment-%1").arg(++m_count, 2, 10, QLatin1Char('0')));
    Json entry {{"job", job.hex()}, {"nodes", Json::array()}, {"inputs", Json::array()}, {"models", Json::array()}};
    for (const FragmentNode& node : fragment.fragment.nodes)
        entry["nodes"].push_back(describe(node));
    for (std::size_t i = 0; i < fragment.inputs.size(); ++i) {
        Json items = Json::array();
        for (const Value& value : fragment.inputs[i])
            items.push_back(describe(value));
        entry["inputs"].push_back(std::move(items));
        const QImage picture = fragment.inputs[i].empty() ? QImage() : pictureOf(fragment.inputs[i].front());
        if (!picture.isNull())
            WEFT_CHECK(writePicture(stem + QStringLiteral("-input-%1.png").arg(i), small(picture)));
    }
    for (const ModelRef& model : fragment.fragment.models)
        entry["models"].push_back({{"name", model.name}, {"sha256", model.sha256.hex()}});
    return replaceFile(stem + QStringLiteral(".json"), toJsonText(entry, 1), FileReaders::Owner);
}

} // namespace weft
