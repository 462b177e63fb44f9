// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/Cbor.h"

#include "core/base/Utf8.h"

namespace weft::protocol {

namespace {

Error violation(std::string detail)
{
    return {ErrorCode::ProtocolViolation, std::move(detail)};
}

} // namespace

SharedBytes shared(QByteArray bytes)
{
    auto owner = std::make_shared<const QByteArray>(std::move(bytes));
    const ByteView view = viewOf(*owner);
    return {std::move(owner), view};
}

QByteArray toQByteArray(ByteView bytes)
{
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

CborReader::CborReader(ByteView bytes)
    : m_bytes(QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())))
    , m_reader(m_bytes)
{
}

Result<std::int64_t> CborReader::readInteger()
{
    std::int64_t value = 0;
    if (m_reader.isUnsignedInteger()) {
        const quint64 raw = m_reader.toUnsignedInteger();
        if (raw > INT64_MAX)
            return violation("integer too large");
        value = static_cast<std::int64_t>(raw);
    } else if (m_reader.isNegativeInteger()) {
        const auto magnitude = static_cast<quint64>(m_reader.toNegativeInteger()); // 0 stands for 2^64
        if (magnitude == 0 || magnitude > quint64 {1} << 63)
            return violation("integer too small");
        value = -1 - static_cast<std::int64_t>(magnitude - 1);
    } else {
        return violation("not an integer");
    }
    m_reader.next();
    return value;
}

Result<bool> CborReader::readBool()
{
    if (!m_reader.isBool())
        return violation("not a boolean");
    const bool value = m_reader.toBool();
    m_reader.next();
    return value;
}

Result<std::size_t> CborReader::stringSize(std::size_t min, std::size_t max) const
{
    if (!m_reader.isLengthKnown())
        return violation("indefinite length");
    const quint64 size = m_reader.length();
    if (size < min || size > max)
        return violation("size out of bounds");
    if (size > static_cast<quint64>(m_bytes.size() - m_reader.currentOffset()))
        return violation("truncated");
    return static_cast<std::size_t>(size);
}

Done CborReader::readChunk(char* out, std::size_t size)
{
    const auto chunk = m_reader.readStringChunk(out, static_cast<qsizetype>(size));
    if (size > 0 && (chunk.status != QCborStreamReader::Ok || chunk.data != static_cast<qsizetype>(size)))
        return violation("truncated");
    char none = 0;
    if (chunk.status == QCborStreamReader::Ok
        && m_reader.readStringChunk(&none, 0).status != QCborStreamReader::EndOfString)
        return violation("truncated");
    return {};
}

Done CborReader::readText(std::string& out, std::size_t min, std::size_t max)
{
    if (!m_reader.isString())
        return violation("not text");
    WEFT_TRY(const std::size_t size, stringSize(min, max));
    WEFT_CHECK(charge(size));
    out.resize(size);
    WEFT_CHECK(readChunk(out.data(), size));
    if (!isUtf8(out))
        return violation("not UTF-8");
    return {};
}

Result<SharedBytes> CborReader::readBytes(std::size_t min, std::size_t max)
{
    if (!m_reader.isByteArray())
        return violation("not bytes");
    WEFT_TRY(const std::size_t size, stringSize(min, max));
    WEFT_CHECK(charge(size));
    std::vector<std::uint8_t> bytes(size);
    WEFT_CHECK(readChunk(reinterpret_cast<char*>(bytes.data()), size));
    return SharedBytes::take(std::move(bytes));
}

Done CborReader::readBytesInto(std::span<std::uint8_t> out)
{
    if (!m_reader.isByteArray())
        return violation("not bytes");
    WEFT_CHECK(stringSize(out.size(), out.size()));
    return readChunk(reinterpret_cast<char*>(out.data()), out.size());
}

Result<std::size_t> CborReader::enter(std::size_t max, std::size_t bytesPerElement)
{
    if (!m_reader.isLengthKnown())
        return violation("indefinite length");
    const quint64 count = m_reader.length();
    if (count > max)
        return violation("too many elements");
    if (count * bytesPerElement > static_cast<quint64>(m_bytes.size() - m_reader.currentOffset()))
        return violation("truncated");
    if (!m_reader.enterContainer())
        return violation("truncated");
    return static_cast<std::size_t>(count);
}

Result<std::size_t> CborReader::enterArray(std::size_t max)
{
    if (!m_reader.isArray())
        return violation("not a list");
    return enter(max, 1);
}

Result<std::size_t> CborReader::enterMap(std::size_t max)
{
    if (!m_reader.isMap())
        return violation("not a map");
    return enter(max, 2);
}

Done CborReader::leave()
{
    if (m_reader.lastError() != QCborError::NoError || m_reader.hasNext() || !m_reader.leaveContainer())
        return violation("truncated");
    return {};
}

Done CborReader::skip()
{
    while (m_reader.isTag())
        m_reader.next();
    if (!m_reader.isValid() || !m_reader.next(kMaxSkippedDepth))
        return violation("bad value in an unknown field");
    return {};
}

Done CborReader::finish()
{
    if (m_reader.lastError() != QCborError::NoError)
        return violation("truncated");
    if (m_reader.currentOffset() != m_bytes.size())
        return violation("bytes after the end");
    return {};
}

Done CborReader::charge(std::size_t bytes)
{
    if (bytes > kMaxDecodedBytes - m_charged)
        return violation("takes too much memory");
    m_charged += bytes;
    return {};
}

} // namespace weft::protocol
