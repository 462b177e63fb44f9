// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/Codec.h"

namespace weft::protocol {

Result<int> detail::openFrame(CborReader& reader)
{
    WEFT_TRY(const std::size_t count, reader.enterArray(2));
    if (count != 2)
        return Error {ErrorCode::ProtocolViolation, "a frame is [type, fields]"};
    int type = 0;
    WEFT_CHECK(readValue(reader, type, between(1, 1'000'000)));
    return type;
}

Error detail::unknownType(int type)
{
    return {ErrorCode::ProtocolViolation, "unknown message", {{"message", std::to_string(type)}}};
}

Result<int> peekType(ByteView bytes)
{
    CborReader reader(bytes);
    return detail::openFrame(reader);
}

} // namespace weft::protocol
