// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

#include <QByteArray>
#include <QCborStreamReader>
#include <QCborStreamWriter>

#include <string>

namespace weft::protocol {

/// How deep an unknown field may nest before the frame is refused.
constexpr int kMaxSkippedDepth = 16;
/// Memory that one frame may grow into once it is decoded, however its bytes are arranged.
constexpr std::size_t kMaxDecodedBytes = 64u << 20;

/// The bytes of a QByteArray, without a copy; they live as long as it does.
inline ByteView viewOf(const QByteArray& bytes)
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}
/// The same, kept alive.
SharedBytes shared(QByteArray bytes);
/// A copy, for Qt's functions.
QByteArray toQByteArray(ByteView bytes);

/// Qt's CBOR reader with every size checked before memory is asked for. Definite lengths only; no tags outside of
/// skipped fields. All errors are ProtocolViolation; after one, the reader is spent. `bytes` must outlive it.
class CborReader {
public:
    explicit CborReader(ByteView bytes);

    Result<std::int64_t> readInteger();
    Result<bool> readBool();
    Done readText(std::string& out, std::size_t min, std::size_t max);
    /// Copies once. Its memory is its own, so that a small value doesn't keep a large frame alive.
    Result<SharedBytes> readBytes(std::size_t min, std::size_t max);
    /// Exactly out.size() bytes.
    Done readBytesInto(std::span<std::uint8_t> out);
    /// -> the number of elements, or of pairs.
    Result<std::size_t> enterArray(std::size_t max);
    Result<std::size_t> enterMap(std::size_t max);
    /// After the last element.
    Done leave();
    /// Passes over one value of any kind.
    Done skip();
    /// After the last value: nothing may follow.
    Done finish();
    /// Counts memory that the decoded form takes.
    Done charge(std::size_t bytes);

private:
    Result<std::size_t> enter(std::size_t max, std::size_t bytesPerElement);
    Result<std::size_t> stringSize(std::size_t min, std::size_t max) const;
    Done readChunk(char* out, std::size_t size);

    QByteArray m_bytes; // shares the caller's memory
    QCborStreamReader m_reader;
    std::size_t m_charged = 0;
};

} // namespace weft::protocol
