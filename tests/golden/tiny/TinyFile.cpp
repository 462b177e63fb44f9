// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyFile.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>

namespace weft::golden {

namespace {

std::uint64_t fnv1a(std::string_view text)
{
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char byte : text)
        hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001B3;
    return hash;
}

/// In [-1, 1), exact.
float uniform(std::uint64_t key, std::uint64_t index)
{
    std::uint64_t z = key + (index + 1) * 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    z ^= z >> 31;
    return static_cast<float>(z >> 40) * 0x1p-23F - 1.0F;
}

/// Rounded to the nearest, ties to even; the values here are far from overflow.
std::uint16_t toHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000);
    const std::uint32_t magnitude = bits & 0x7FFFFFFF;
    if (magnitude < 0x38800000) { // subnormal: a multiple of 2^-24
        const float scaled = std::bit_cast<float>(magnitude) * 0x1p24F;
        return sign | static_cast<std::uint16_t>(std::nearbyint(scaled));
    }
    const std::uint32_t odd = (magnitude >> 13) & 1;
    return sign | static_cast<std::uint16_t>((magnitude - 0x38000000 + 0xFFF + odd) >> 13);
}

std::int64_t product(const std::vector<std::int64_t>& sides, std::size_t from)
{
    std::int64_t count = 1;
    for (std::size_t i = from; i < sides.size(); ++i)
        count *= sides[i];
    return count;
}

std::string headerOf(const std::map<std::string, TinyTensor>& tensors)
{
    Json header = Json::object();
    header["__metadata__"] = {{"format", "pt"}};
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::uint64_t end = offset + static_cast<std::uint64_t>(product(tensor.shape, 0)) * sizeOf(tensor.dtype);
        header[name] = {{"dtype", std::string(safetensorsName(tensor.dtype))}, {"shape", tensor.shape},
            {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = toJsonText(header);
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
}

} // namespace

void TinyFile::raw(const std::string& name, std::vector<std::int64_t> shape, double deviation, double mean)
{
    m_tensors[name] = {std::move(shape), deviation, mean, m_dtype, {}};
}

void TinyFile::scalar(const std::string& name, float value)
{
    m_tensors[name] = {{}, 0, 0, DType::F32, value};
}

void TinyFile::weight(const std::string& name, std::vector<std::int64_t> shape, double gain)
{
    const double inputs = static_cast<double>(product(shape, 1));
    raw(name, std::move(shape), gain / std::sqrt(inputs));
}

void TinyFile::linear(const std::string& name, std::int64_t in, std::int64_t out, double gain)
{
    weight(name + ".weight", {out, in}, gain);
    raw(name + ".bias", {out}, Bias {}.deviation);
}

void TinyFile::linearWithoutBias(const std::string& name, std::int64_t in, std::int64_t out, double gain)
{
    weight(name + ".weight", {out, in}, gain);
}

void TinyFile::convolution(
    const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel, double gain, Bias bias)
{
    weight(name + ".weight", {out, in, kernel, kernel}, gain);
    if (bias.has)
        raw(name + ".bias", {out}, bias.deviation, bias.mean);
}

void TinyFile::norm(const std::string& name, std::int64_t channels)
{
    raw(name + ".weight", {channels}, 0.1, 1.0);
    raw(name + ".bias", {channels}, 0.1);
}

std::vector<std::uint8_t> TinyFile::bytesOf(const std::string& name) const
{
    const TinyTensor& tensor = m_tensors.at(name);
    const auto count = static_cast<std::size_t>(product(tensor.shape, 0));
    std::vector<std::uint8_t> bytes(count * sizeOf(tensor.dtype));
    const std::uint64_t key = fnv1a(std::to_string(m_seed) + "/" + name);
    const auto scale = static_cast<float>(std::sqrt(3.0) * tensor.deviation);
    const auto mean = static_cast<float>(tensor.mean);
    for (std::size_t i = 0; i < count; ++i) {
        const float scaled = uniform(key, i) * scale;
        const float value = tensor.constant ? *tensor.constant : scaled + mean;
        if (tensor.dtype == DType::F32) {
            std::memcpy(bytes.data() + i * sizeof value, &value, sizeof value);
        } else {
            const std::uint16_t half = toHalf(value);
            std::memcpy(bytes.data() + i * sizeof half, &half, sizeof half);
        }
    }
    return bytes;
}

SafetensorsFile TinyFile::inMemory() const
{
    SafetensorsFile file;
    for (const auto& [name, tensor] : m_tensors)
        file.tensors[name] = {tensor.dtype, tensor.shape, SharedBytes::take(bytesOf(name))};
    return file;
}

Done TinyFile::write(const std::string& path) const
{
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    const std::string header = headerOf(m_tensors);
    const std::uint64_t size = header.size();
    out.write(reinterpret_cast<const char*>(&size), sizeof size);
    out.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (const auto& [name, tensor] : m_tensors) {
        const std::vector<std::uint8_t> bytes = bytesOf(name);
        out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    out.flush();
    if (!out)
        return Error {ErrorCode::FileUnwritable, {}, {{"path", path}}};
    return {};
}

} // namespace weft::golden
