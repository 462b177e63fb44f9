// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/SafetensorsPieces.h"

#include <algorithm>
#include <cstring>

namespace weft {

namespace {

constexpr std::size_t kHeaderLengthBytes = 8;

/// Fills pieces one after the other.
class Cutter {
public:
    Cutter(std::uint64_t total, std::uint64_t most)
        : m_left(total)
        , m_most(most)
    {
    }

    void add(ByteView bytes)
    {
        while (!bytes.empty()) {
            if (m_piece.empty())
                m_piece.resize(static_cast<std::size_t>(std::min(m_left, m_most)));
            const std::size_t count = std::min(bytes.size(), m_piece.size() - m_filled);
            std::memcpy(m_piece.data() + m_filled, bytes.data(), count);
            m_filled += count;
            bytes = bytes.subspan(count);
            if (m_filled == m_piece.size())
                finish();
        }
    }
    std::vector<SharedBytes> take() { return std::move(m_pieces); }

private:
    void finish()
    {
        m_left -= m_piece.size();
        m_pieces.push_back(SharedBytes::take(std::exchange(m_piece, {})));
        m_filled = 0;
    }

    std::uint64_t m_left;
    std::uint64_t m_most;
    std::vector<std::uint8_t> m_piece;
    std::size_t m_filled = 0;
    std::vector<SharedBytes> m_pieces;
};

} // namespace

Result<std::string> safetensorsHeader(const SafetensorsFile& file)
{
    Json header = Json::object();
    if (!file.metadata.empty())
        header["__metadata__"] = file.metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : file.tensors) {
        WEFT_CHECK(tensor.checkedCount());
        header[name] = {{"dtype", std::string(safetensorsName(tensor.dtype))}, {"shape", tensor.shape},
            {"data_offsets", {offset, offset + tensor.data.size()}}};
        offset += tensor.data.size();
    }
    std::string text = toJsonText(header);
    text.append((8 - text.size() % 8) % 8, ' ');
    const std::uint64_t size = text.size();
    std::string length(kHeaderLengthBytes, '\0');
    std::memcpy(length.data(), &size, kHeaderLengthBytes);
    return length + text;
}

Result<std::vector<SharedBytes>> safetensorsPieces(const SafetensorsFile& file, std::uint64_t most)
{
    WEFT_TRY(const std::string header, safetensorsHeader(file));
    std::uint64_t total = header.size();
    for (const auto& [name, tensor] : file.tensors)
        total += tensor.data.size();
    Cutter cutter(total, most);
    cutter.add({reinterpret_cast<const std::uint8_t*>(header.data()), header.size()});
    for (const auto& [name, tensor] : file.tensors)
        cutter.add(tensor.data.view());
    return cutter.take();
}

} // namespace weft
