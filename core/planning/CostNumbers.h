// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Inside the cost table: numbers that settings give, and their bounds.
#pragma once

#include "core/base/Result.h"
#include "core/planning/CostQuery.h"

#include <string_view>

namespace weft::costs {

constexpr std::int64_t kMaxPixels = std::int64_t {1} << 42;
constexpr std::int64_t kMaxMicros = 1'000'000'000'000'000;
constexpr std::int64_t kMaxRate = 1'000'000'000'000; // µs a megapixel: eleven days
constexpr std::int64_t kMaxSetting = 1'000'000;

/// Wide enough for kMaxPixels * kMaxRate * kMaxCalls.
using Wide = __int128;

/// Errors: LimitExceeded (args: type).
Result<std::int64_t> bounded(Wide value, std::int64_t max, const std::string& type);

/// A literal, or the value of a primitive that is linked; null when neither is known.
Json literalOf(const CostQuery& query, const std::string& name);
/// The same as the worker takes it: a text that spells a number is one, a switch is 0 or 1; null when it is no number.
Json numberOf(const CostQuery& query, const std::string& name);
/// A setting as an integer times `unit`; `fallback` unless it is a plain number within reason.
std::int64_t settingOf(const CostQuery& query, const std::string& name, std::int64_t unit, std::int64_t fallback);
/// A setting as a count between 0 and `most`, which numbers beyond stand for; `fallback` unless it is a number.
std::int64_t countOf(const CostQuery& query, const std::string& name, std::int64_t most, std::int64_t fallback);

/// Reading the table. Errors: SettingInvalid (args: node) when a number is missing, negative or not an integer.
Error wrong(const std::string& node, std::string detail);
Result<std::int64_t> number(const std::string& node, const Json& entry, std::string_view key, std::int64_t fallback = -1);
std::vector<std::string> names(const Json& entry, std::string_view key);

} // namespace weft::costs
