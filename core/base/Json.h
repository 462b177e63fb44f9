// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

namespace weft {

/// JSON as data: keeps the order of keys and 64-bit integers (ComfyUI's seeds use all 64 bits).
using Json = nlohmann::ordered_json;

struct JsonLimits {
    std::size_t maxBytes = 32u << 20;
    int maxDepth = 128;
    /// An object compares a new key with each that it has. A compare counts 1, and 1 more for each 128 bytes of the key:
    /// 1e9 are a few seconds, or some 44,000 keys in one object.
    std::uint64_t maxKeyWork = 1'000'000'000;
};

/// Reads JSON text within limits; NaN and Infinity, which Python writes, are read as null.
/// Errors: FileTooLarge, JsonTooDeep, LimitExceeded (too many keys), JsonInvalid (args: line, column).
Result<Json> parseJson(std::string_view text, JsonLimits limits = {});

/// Compact text. Bytes that aren't UTF-8 are replaced, so this never fails.
std::string toJsonText(const Json& json, int indent = -1);

/// Typed reads that never throw; `fallback` when absent, of another type or too large.
std::string stringAt(const Json& object, std::string_view key, std::string fallback = {});
std::int64_t intAt(const Json& object, std::string_view key, std::int64_t fallback = 0);
double numberAt(const Json& object, std::string_view key, double fallback = 0);
bool boolAt(const Json& object, std::string_view key, bool fallback = false);
/// The member, or null JSON.
const Json& memberAt(const Json& object, std::string_view key);

} // namespace weft
