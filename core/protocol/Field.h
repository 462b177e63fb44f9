// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>

/// How a message lists its fields, once: number on the wire, name in errors, member, bounds.
/// core/protocol/Codec.h encodes, decodes and bounds any struct that has `static constexpr auto fields()`.
namespace weft::protocol {

struct Bounds {
    std::int64_t min = INT64_MIN; // integers and Money (micro-credits): the value; bytes, text and lists: the size
    std::int64_t max = INT64_MAX;
    bool given = false;
};

constexpr Bounds between(std::int64_t min, std::int64_t max) { return {min, max, true}; }
constexpr Bounds atMost(std::int64_t max) { return {0, max, true}; }
constexpr Bounds exactly(std::int64_t n) { return {n, n, true}; }

template <typename Message, typename T>
struct Field {
    int number;
    std::string_view name;
    T Message::* member;
    Bounds bounds;
};

/// Text, bytes, lists and maps must give bounds: the codec refuses to compile without.
template <typename Message, typename T>
constexpr Field<Message, T> field(int number, std::string_view name, T Message::* member, Bounds bounds = {})
{
    return {number, name, member, bounds};
}

} // namespace weft::protocol
