// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/CostNumbers.h"

#include <charconv>
#include <algorithm>
#include <cmath>

namespace weft {

ValueExtent extentOfSlot(const ValueExtent& made, int slot)
{
    ValueExtent extent = made;
    std::vector<std::int64_t>& steps = extent.sampling.steps;
    if (steps.size() > 1)
        steps = {steps[std::min(static_cast<std::size_t>(std::max(slot, 0)), steps.size() - 1)]};
    return extent;
}

namespace costs {

Result<std::int64_t> bounded(Wide value, std::int64_t max, const std::string& type)
{
    if (value < 0 || value > max)
        return Error {ErrorCode::LimitExceeded, "the work of one node is beyond the cost table", {{"type", type}}};
    return static_cast<std::int64_t>(value);
}

Json literalOf(const CostQuery& query, const std::string& name)
{
    if (name.empty()) // no rule; a hostile node may have an input of this name
        return {};
    if (const auto it = query.literals.find(name); it != query.literals.end())
        return it->second;
    const auto linked = query.linked.find(name);
    return linked == query.linked.end() ? Json() : linked->second.literal;
}

namespace {

/// A setting as the worker will take it: a text that spells a number is one, a switch is 0 or 1.
Json asNumber(Json value)
{
    if (value.is_boolean())
        return value.get<bool>() ? 1 : 0;
    if (value.is_number())
        return value;
    if (!value.is_string())
        return {};
    std::string_view text = value.get_ref<const std::string&>();
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    std::int64_t whole = 0;
    const char* end = text.data() + text.size();
    if (const auto [stop, failure] = std::from_chars(text.data(), end, whole); failure == std::errc() && stop == end)
        return whole;
    double number = 0;
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc() && stop == end ? Json(number) : Json();
}

} // namespace

Json numberOf(const CostQuery& query, const std::string& name) { return asNumber(literalOf(query, name)); }

std::int64_t settingOf(const CostQuery& query, const std::string& name, std::int64_t unit, std::int64_t fallback)
{
    const Json value = numberOf(query, name);
    if (!value.is_number())
        return fallback;
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return number < 0 || number > kMaxSetting ? fallback : number * unit;
    }
    const auto number = value.get<double>();
    if (!(number >= 0 && number <= static_cast<double>(kMaxSetting)))
        return fallback;
    return std::llround(number * static_cast<double>(unit));
}

std::int64_t countOf(const CostQuery& query, const std::string& name, std::int64_t most, std::int64_t fallback)
{
    const Json value = numberOf(query, name);
    if (value.is_number_unsigned())
        return static_cast<std::int64_t>(std::min(value.get<std::uint64_t>(), static_cast<std::uint64_t>(most)));
    if (value.is_number_integer())
        return std::clamp<std::int64_t>(value.get<std::int64_t>(), 0, most);
    if (!value.is_number_float() || std::isnan(value.get<double>()))
        return fallback;
    return std::llround(std::clamp(value.get<double>(), 0.0, static_cast<double>(most)));
}

Error wrong(const std::string& node, std::string detail)
{
    return {ErrorCode::SettingInvalid, std::move(detail), {{"node", node}}};
}

Result<std::int64_t> number(const std::string& node, const Json& entry, std::string_view key, std::int64_t fallback)
{
    const Json& value = memberAt(entry, key);
    if (value.is_null() && fallback >= 0)
        return fallback;
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > kMaxRate)
        return wrong(node, "a cost must be a whole number within bounds: " + std::string(key));
    return value.get<std::int64_t>();
}

std::vector<std::string> names(const Json& entry, std::string_view key)
{
    std::vector<std::string> list;
    const Json& value = memberAt(entry, key);
    for (const Json& name : value.is_array() ? value : Json::array()) {
        if (name.is_string())
            list.push_back(name.get<std::string>());
    }
    return list;
}

} // namespace costs

} // namespace weft
