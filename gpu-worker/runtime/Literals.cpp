// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Literals.h"

#include "core/catalogue/NodeType.h"

#include <algorithm>

namespace weft::worker {

namespace {

std::string receivedText(const Json& literal)
{
    std::string text = literal.is_string() ? literal.get<std::string>() : toJsonText(literal);
    constexpr std::size_t kMaxShown = 100;
    if (text.size() > kMaxShown)
        text.resize(kMaxShown);
    return text;
}

Error refused(ErrorCode code, const InputSpec& spec, const Json& literal)
{
    return Error {code, {}, {{"input", spec.name}, {"received", receivedText(literal)}}};
}

/// The literal by its JSON type alone.
std::optional<Item> plainItem(const Json& literal)
{
    if (literal.is_boolean())
        return PortTraits<bool>::pack(literal.get<bool>());
    // Seeds use all 64 bits: above INT64_MAX they wrap, and the sampler reads them as unsigned again.
    if (literal.is_number_integer())
        return PortTraits<std::int64_t>::pack(
            literal.is_number_unsigned() ? static_cast<std::int64_t>(literal.get<std::uint64_t>()) : literal.get<std::int64_t>());
    if (literal.is_number_float())
        return PortTraits<double>::pack(literal.get<double>());
    if (literal.is_string())
        return PortTraits<std::string>::pack(literal.get<std::string>());
    if (literal.is_array() || literal.is_object())
        return PortTraits<std::string>::pack(toJsonText(literal));
    return std::nullopt;
}

/// nlohmann compares a signed with an unsigned number as if both were signed: every seed is larger than 2^64 - 1 then.
bool isLess(const Json& a, const Json& b)
{
    if (!a.is_number_integer() || !b.is_number_integer())
        return a.get<double>() < b.get<double>();
    const auto whole = [](const Json& json) -> __int128 {
        if (json.is_number_unsigned())
            return json.get<std::uint64_t>();
        return json.get<std::int64_t>();
    };
    return whole(a) < whole(b);
}

Done checkRange(const InputSpec& spec, const Json& literal)
{
    const Json& min = memberAt(spec.options, "min");
    const Json& max = memberAt(spec.options, "max");
    if (!literal.is_number())
        return {};
    if (min.is_number() && isLess(literal, min))
        return refused(ErrorCode::SettingTooSmall, spec, literal).with("min", toJsonText(min));
    if (max.is_number() && isLess(max, literal))
        return refused(ErrorCode::SettingTooLarge, spec, literal).with("max", toJsonText(max));
    return {};
}

template <typename T>
Result<Item> converted(const InputSpec& spec, const Item& plain, const Json& literal)
{
    auto value = PortTraits<T>::unpack(plain, spec);
    if (!value)
        return refused(ErrorCode::SettingInvalid, spec, literal);
    if constexpr (!std::is_same_v<T, std::string> && !std::is_same_v<T, bool>) {
        // "64" and 64.7 are checked as what they become; a seed's own JSON keeps its 64 bits.
        WEFT_CHECK(checkRange(spec, literal.is_number_integer() ? literal : Json(*value)));
    }
    return PortTraits<T>::pack(std::move(*value));
}

Result<Item> choiceItem(const InputSpec& spec, const Item& plain, const Json& literal)
{
    auto choice = PortTraits<Choice>::unpack(plain, spec);
    if (!choice)
        return refused(ErrorCode::SettingInvalid, spec, literal);
    // Model files and photographs are looked up when the node runs.
    const bool listed = spec.modelFolder.empty() && !spec.picksInput() && !spec.choices.empty();
    if (listed && std::ranges::find(spec.choices, choice->text) == spec.choices.end())
        return refused(ErrorCode::SettingNotInList, spec, literal);
    return PortTraits<Choice>::pack(std::move(*choice));
}

} // namespace

Result<Item> literalItem(const InputSpec& spec, const Json& literal)
{
    // {"__value__": x} is how ComfyUI writes a literal that looks like a link.
    if (literal.is_object() && literal.size() == 1 && literal.contains("__value__"))
        return literalItem(spec, memberAt(literal, "__value__"));
    const auto plain = plainItem(literal);
    if (!plain)
        return refused(ErrorCode::SettingInvalid, spec, literal);
    if (spec.type == "INT")
        return converted<std::int64_t>(spec, *plain, literal);
    if (spec.type == "FLOAT")
        return converted<double>(spec, *plain, literal);
    if (spec.type == "BOOLEAN")
        return converted<bool>(spec, *plain, literal);
    if (spec.type == "STRING")
        return converted<std::string>(spec, *plain, literal);
    if (spec.type == "COMBO")
        return choiceItem(spec, *plain, literal);
    if (typesMatch(plain->type, spec.type))
        return *plain;
    return refused(ErrorCode::TypeMismatch, spec, literal).with("type", spec.type);
}

} // namespace weft::worker
