// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Limits.h"
#include "core/job/Fragment.h"
#include "core/job/Market.h"
#include "core/protocol/Field.h"

/// What more than one wire carries.
///
/// Frames (pipe and TLS channel): u32 length, big-endian, then that many bytes; on WebSockets one binary message each.
/// A frame is a CBOR array [type, map of field number -> value]. Unknown field numbers are skipped, unknown types are a
/// ProtocolViolation. Fields at their default may be left out.
namespace weft::protocol {

/// A failure that crosses a wire.
struct WireError {
    int code = 0; // ErrorCode
    std::string detail;
    std::map<std::string, std::string> args;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "code", &WireError::code, between(1, 9999)),
            field(2, "detail", &WireError::detail, atMost(2000)),
            field(3, "args", &WireError::args, atMost(32)),
        };
    }
};

/// A value follows in chunks, on the same ordered stream; one at a time per direction.
/// Values are named per wire: on the worker's by content hash, between peers by ValueName.
struct ValueBegin {
    static constexpr int type = 1;
    Hash256 name;
    std::int64_t sizeBytes = 0;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "name", &ValueBegin::name),
            field(2, "sizeBytes", &ValueBegin::sizeBytes, between(0, static_cast<std::int64_t>(kMaxValueBytes))),
        };
    }
};

struct ValueChunk {
    static constexpr int type = 2;
    SharedBytes bytes;

    static constexpr auto fields()
    {
        return std::tuple {field(1, "bytes", &ValueChunk::bytes, between(1, kMaxChunkBytes))};
    }
};

} // namespace weft::protocol
