// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"

#include <cstring>
#include <optional>

namespace weft::worker {

namespace {

constexpr std::uint16_t kOrientationTag = 0x0112;
constexpr std::uint16_t kShort = 3;

/// Reads numbers of either byte order; behind the end there is nothing.
class TiffReader {
public:
    explicit TiffReader(ByteView bytes)
        : m_bytes(bytes)
    {
    }

    bool readByteOrder()
    {
        if (m_bytes.size() < 8 || (m_bytes[0] != 'I' && m_bytes[0] != 'M') || m_bytes[1] != m_bytes[0])
            return false;
        m_big = m_bytes[0] == 'M';
        return number(2, 2) == 42;
    }

    std::optional<std::uint32_t> number(std::size_t at, std::size_t size) const
    {
        if (at > m_bytes.size() || size > m_bytes.size() - at)
            return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value = value << 8 | m_bytes[m_big ? at + i : at + size - 1 - i];
        return value;
    }

private:
    ByteView m_bytes;
    bool m_big = false;
};

} // namespace

int exifOrientation(ByteView tiff)
{
    constexpr char kPrefix[] = "Exif\0";
    if (tiff.size() >= 6 && std::memcmp(tiff.data(), kPrefix, 6) == 0)
        tiff = tiff.subspan(6);
    TiffReader reader(tiff);
    if (!reader.readByteOrder())
        return 1;
    const std::size_t directory = reader.number(4, 4).value_or(0);
    const std::size_t count = reader.number(directory, 2).value_or(0);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        const auto tag = reader.number(entry, 2);
        if (!tag)
            return 1;
        if (*tag == kOrientationTag && reader.number(entry + 2, 2) == kShort)
            return static_cast<int>(reader.number(entry + 8, 2).value_or(1));
    }
    return 1;
}

} // namespace weft::worker
