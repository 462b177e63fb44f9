// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Coerce.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace weft {

namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kSpace = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(kSpace);
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// std::from_chars takes no '+', and `number` must use up all of the text.
template <typename Number>
bool readAll(std::string_view text, Number& number)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    const char* end = text.data() + text.size();
    const auto [at, problem] = std::from_chars(text.data(), end, number);
    return problem == std::errc() && at == end;
}

std::optional<Json> integerFromText(std::string_view text)
{
    std::int64_t small = 0;
    if (readAll(trimmed(text), small))
        return small;
    std::uint64_t large = 0;
    if (readAll(trimmed(text), large))
        return large;
    return {};
}

std::optional<Json> integerFromDouble(double number)
{
    if (!std::isfinite(number) || number <= -9.3e18 || number >= 18446744073709551616.0)
        return {};
    number = std::trunc(number);
    if (number >= 9223372036854775808.0)
        return static_cast<std::uint64_t>(number);
    if (number < -9223372036854775808.0)
        return {};
    return static_cast<std::int64_t>(number);
}

std::optional<Json> toInteger(const Json& literal)
{
    if (literal.is_number_integer())
        return literal;
    if (literal.is_boolean())
        return literal.get<bool>() ? 1 : 0;
    if (literal.is_number_float())
        return integerFromDouble(literal.get<double>());
    return literal.is_string() ? integerFromText(literal.get_ref<const std::string&>()) : std::nullopt;
}

std::optional<Json> toFloat(const Json& literal)
{
    if (literal.is_number())
        return literal.get<double>();
    if (literal.is_boolean())
        return literal.get<bool>() ? 1.0 : 0.0;
    double number = 0;
    if (literal.is_string() && readAll(trimmed(literal.get_ref<const std::string&>()), number) && std::isfinite(number))
        return number;
    return {};
}

Json toText(const Json& literal)
{
    if (literal.is_string())
        return literal;
    if (literal.is_boolean())
        return literal.get<bool>() ? "True" : "False";
    return literal.is_null() ? "None" : toJsonText(literal);
}

bool truth(const Json& literal)
{
    if (literal.is_boolean())
        return literal.get<bool>();
    if (literal.is_number())
        return literal.get<double>() != 0;
    if (literal.is_string())
        return !literal.get_ref<const std::string&>().empty();
    return !literal.empty(); // null is empty
}

} // namespace

std::optional<Json> coerced(const Json& literal, std::string_view type)
{
    if (type == "INT")
        return toInteger(literal);
    if (type == "FLOAT")
        return toFloat(literal);
    if (type == "STRING")
        return toText(literal);
    if (type == "BOOLEAN")
        return Json(truth(literal));
    return literal;
}

bool lessNumber(const Json& a, const Json& b)
{
    if (a.is_number_float() || b.is_number_float())
        return a.get<double>() < b.get<double>();
    const bool aNegative = !a.is_number_unsigned() && a.get<std::int64_t>() < 0;
    const bool bNegative = !b.is_number_unsigned() && b.get<std::int64_t>() < 0;
    if (aNegative != bNegative)
        return aNegative;
    return aNegative ? a.get<std::int64_t>() < b.get<std::int64_t>() : a.get<std::uint64_t>() < b.get<std::uint64_t>();
}

} // namespace weft
