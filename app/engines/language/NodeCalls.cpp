// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/NodeCalls.h"

#include "core/catalogue/NodeType.h"
#include "core/graph/Coerce.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostCalls = 1000;
constexpr std::size_t kMostTextBytes = 4u << 20; // one text that goes in

Error inputError(ErrorCode code, const InputSpec& input, std::string detail = {})
{
    return {code, std::move(detail), {{"input", input.name}}};
}

std::string shown(const Json& value)
{
    return value.is_string() ? value.get<std::string>().substr(0, 100) : toJsonText(value);
}

/// Of one setting, within its bounds.
Result<Json> checkedSetting(const InputSpec& input, const Json& given)
{
    const auto value = coerced(given, input.type);
    const auto wrong = [&](ErrorCode code) { return inputError(code, input).with("received", shown(given)); };
    if (given.is_null() || !value || value->is_null()) // Python's str() would make a text of null
        return wrong(ErrorCode::SettingInvalid);
    const Json& min = memberAt(input.options, "min");
    const Json& max = memberAt(input.options, "max");
    if (value->is_number() && min.is_number() && lessNumber(*value, min))
        return wrong(ErrorCode::SettingTooSmall).with("min", toJsonText(min));
    if (value->is_number() && max.is_number() && lessNumber(max, *value))
        return wrong(ErrorCode::SettingTooLarge).with("max", toJsonText(max));
    if (value->is_string() && value->get_ref<const std::string&>().size() > kMostTextBytes)
        return inputError(ErrorCode::LimitExceeded, input).with("limit", "4 MiB");
    if (input.type == "COMBO" && std::ranges::find(input.choices, shown(*value)) == input.choices.end())
        return wrong(ErrorCode::SettingNotInList);
    return *value;
}

/// Items that come by a link, or one made of a literal.
Result<ValueList> itemsFor(
    const InputSpec& input, const FragmentInput& given, const FragmentJob& job, const MadeSlots& made)
{
    if (const auto* literal = std::get_if<Json>(&given))
        return ValueList{literalValue(input.type, *literal)};
    if (const auto* slot = std::get_if<SlotRef>(&given)) {
        const auto found = made.find(*slot);
        return found == made.end() ? Result<ValueList>(inputError(ErrorCode::LinkInvalid, input)) : found->second;
    }
    const int index = std::get<BoundaryRef>(given).index;
    if (index < 0 || static_cast<std::size_t>(index) >= job.inputs.size())
        return inputError(ErrorCode::LinkInvalid, input);
    return job.inputs[static_cast<std::size_t>(index)];
}

/// Nothing where an optional input has neither a value nor a default.
Result<std::optional<ValueList>> itemsOf(
    const InputSpec& input, const FragmentNode& node, const FragmentJob& job, const MadeSlots& made)
{
    const auto given = node.inputs.find(input.name);
    if (given != node.inputs.end()) {
        WEFT_TRY(ValueList items, itemsFor(input, given->second, job, made));
        if (items.empty())
            return inputError(ErrorCode::InputMissing, input);
        return std::optional(std::move(items));
    }
    const Json& usual = memberAt(input.options, "default");
    if (!usual.is_null())
        return std::optional(ValueList{literalValue(input.type, usual)});
    if (input.presence == Presence::Required)
        return inputError(ErrorCode::InputMissing, input);
    return std::optional<ValueList>();
}

Done putInto(NodeCall& call, const InputSpec& input, const Value& value)
{
    if (isSettingType(input.type)) {
        WEFT_TRY(call.settings[input.name], checkedSetting(input, memberAt(value.meta, "value")));
        return {};
    }
    if (value.type != input.type)
        return inputError(ErrorCode::ValueInvalid, input).with("received", value.type);
    call.values.emplace(input.name, value);
    return {};
}

Result<std::vector<NodeCall>> collectCalls(
    const FragmentNode& node, const NodeType& type, const FragmentJob& job, const MadeSlots& made)
{
    std::map<const InputSpec*, ValueList> lists;
    std::size_t count = 1;
    for (const InputSpec& input : type.inputs) {
        WEFT_TRY(std::optional<ValueList> items, itemsOf(input, node, job, made));
        if (!items)
            continue;
        count = std::max(count, items->size());
        lists.emplace(&input, std::move(*items));
    }
    if (count > kMostCalls)
        return Error{ErrorCode::LimitExceeded, "too many items", {{"limit", std::to_string(kMostCalls)}}};
    std::vector<NodeCall> calls(count);
    for (std::size_t i = 0; i < count; ++i) {
        for (const auto& [input, items] : lists)
            WEFT_CHECK(putInto(calls[i], *input, items[std::min(i, items.size() - 1)]));
    }
    return calls;
}

} // namespace

Result<std::vector<NodeCall>> callsOf(
    const FragmentNode& node, const NodeType& type, const FragmentJob& job, const MadeSlots& made)
{
    auto calls = collectCalls(node, type, job, made);
    return calls ? calls : calls.error().with("node", node.id);
}

} // namespace weft
