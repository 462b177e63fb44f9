// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/InputCheck.h"

#include "app/frontdoor/prompts/ObjectInfo.h"
#include "app/frontdoor/prompts/PythonText.h"
#include "core/graph/Coerce.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace weft {

namespace {

constexpr std::size_t kMostListedChoices = 20; // ComfyUI's

bool isDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// "1_000" is a number in Python: underscores may stand between digits.
std::string withoutUnderscores(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool between = i > 0 && i + 1 < text.size() && isDigit(text[i - 1]) && isDigit(text[i + 1]);
        if (text[i] != '_' || !between)
            out += text[i];
    }
    return out;
}

/// Whole numbers beyond 64 bits: Python has them; they are only compared, as doubles.
std::optional<double> hugeNumber(const Json& value)
{
    if (value.is_number_float() && std::isfinite(value.get<double>()))
        return std::trunc(value.get<double>());
    if (!value.is_string())
        return {};
    std::string text = withoutUnderscores(value.get_ref<const std::string&>());
    const bool negative = text.starts_with('-');
    text.erase(0, negative || text.starts_with('+') ? 1 : 0);
    if (text.empty() || text.size() > 300 || !std::ranges::all_of(text, isDigit))
        return {};
    return (negative ? -1 : 1) * std::stod(text);
}

/// The texts of numbers were choices of a ComfyUI server once; in Weft choices are texts.
std::string choiceText(const Json& value) { return value.is_string() ? value.get<std::string>() : toJsonText(value); }

std::string_view fileWord(const NodeType& type)
{
    if (type.name == "LoadLatent")
        return "latent ";
    if (type.name.find("Audio") != type.name.npos)
        return "audio ";
    if (type.name.find("Video") != type.name.npos)
        return "video ";
    return type.name.find("Image") != type.name.npos ? "image " : "";
}

} // namespace

void InputCheck::report(std::string type, std::string message, std::string details, Json extra)
{
    m_errors.push_back({{"type", std::move(type)}, {"message", std::move(message)}, {"details", std::move(details)},
        {"extra_info", std::move(extra)}});
}

Json InputCheck::extraOf(const InputSpec& input, const Json& received) const
{
    return {{"input_name", input.name}, {"input_config", inputConfig(m_type, input)}, {"received_value", received}};
}

void InputCheck::missing(const InputSpec& input)
{
    report("required_input_missing", "Required input is missing", input.name, {{"input_name", input.name}});
}

bool InputCheck::hasLinkForm(const InputSpec& input, const Json& value)
{
    if (value.size() == 2)
        return true;
    report("bad_linked_input", "Bad linked input, must be a length-2 list of [node_id, slot_index]", input.name, extraOf(input, value));
    return false;
}

bool InputCheck::typesFit(const InputSpec& input, const Json& link, const TypeName& received)
{
    if (typesMatch(received, input.type))
        return true;
    report("return_type_mismatch", "Return type mismatch between linked nodes",
        input.name + ", received_type(" + received + ") mismatch input_type(" + inputTypeText(m_type, input) + ")",
        {{"input_name", input.name}, {"input_config", inputConfig(m_type, input)}, {"received_type", received}, {"linked_node", link}});
    return false;
}

void InputCheck::circle(const InputSpec& input, const Json& link)
{
    report("dependency_cycle", "The node needs its own result", input.name,
        {{"input_name", input.name}, {"input_config", inputConfig(m_type, input)}, {"linked_node", link}});
}

void InputCheck::literal(const InputSpec& input, Json& value)
{
    if (value.is_object() && value.contains("__value__"))
        value = Json(value["__value__"]);
    std::string shown;
    if (!convert(input, value, shown))
        return;
    if (input.picksInput())
        return file(input, value);
    if (inRange(input, value, shown) && input.type == "COMBO")
        choice(input, value);
}

bool InputCheck::convert(const InputSpec& input, Json& value, std::string& shown)
{
    std::string problem;
    if (input.type == "STRING") {
        value = python::str(value);
    } else if (input.type == "INT" || input.type == "FLOAT") {
        const Json plain = value.is_string() ? Json(withoutUnderscores(value.get_ref<const std::string&>())) : value;
        const auto number = coerced(plain, input.type);
        const auto huge = number || input.type != "INT" ? std::nullopt : hugeNumber(value);
        if (!number && !huge)
            problem = input.type == "INT" ? python::intProblem(value) : python::floatProblem(value);
        else if (huge)
            shown = value.is_string() ? withoutUnderscores(value.get<std::string>()) : python::wholeNumber(*huge);
        if (problem.empty())
            value = number ? *number : Json(*huge);
    } else if (const auto other = coerced(value, input.type)) {
        value = *other;
    }
    if (!problem.empty()) {
        Json extra = extraOf(input, value);
        extra["exception_message"] = problem;
        report("invalid_input_type", "Failed to convert an input value to a " + input.type + " value",
            input.name + ", " + python::str(value) + ", " + problem, std::move(extra));
        return false;
    }
    if (shown.empty())
        shown = python::str(value);
    return true;
}

bool InputCheck::inRange(const InputSpec& input, const Json& value, const std::string& shown)
{
    const Json& min = memberAt(input.options, "min");
    const Json& max = memberAt(input.options, "max");
    if (!value.is_number())
        return true;
    if (min.is_number() && lessNumber(value, min)) {
        report("value_smaller_than_min", "Value " + shown + " smaller than min of " + python::str(min), input.name, extraOf(input, value));
        return false;
    }
    const bool isWhole = input.type == "INT" && value.is_number_float(); // beyond 64 bits
    if ((max.is_number() && lessNumber(max, value)) || isWhole) {
        report("value_bigger_than_max", "Value " + shown + " bigger than max of " + python::str(max), input.name, extraOf(input, value));
        return false;
    }
    return true;
}

void InputCheck::choice(const InputSpec& input, const Json& value)
{
    const auto isListed = [&](const Json& one) { return std::ranges::find(input.choices, choiceText(one)) != input.choices.end(); };
    const bool takesMany = value.is_array() && boolAt(input.options, "multiselect");
    if (takesMany ? std::ranges::all_of(value, isListed) : isListed(value))
        return;
    Json extra = extraOf(input, value);
    const bool isLong = input.choices.size() > kMostListedChoices;
    if (isLong)
        extra["input_config"] = nullptr;
    const std::string list = isLong ? "(list of length " + std::to_string(input.choices.size()) + ")" : python::repr(input.choices);
    report("value_not_in_list", "Value not in list", input.name + ": '" + python::str(value) + "' not in " + list, std::move(extra));
}

void InputCheck::file(const InputSpec& input, const Json& value)
{
    if (value.is_string() && (!m_hasInput || m_hasInput(input, value.get_ref<const std::string&>())))
        return;
    if (input.picksInputFolder)
        return choice(input, value);
    report("custom_validation_failed", "Custom validation failed for node",
        input.name + " - Invalid " + std::string(fileWord(m_type)) + "file: " + python::str(value), {{"input_name", input.name}});
}

std::variant<int, RaisedError> slotOf(const NodeType& origin, const Json& slot)
{
    const std::string list = origin.engine == "native" && hasNewForm(origin.name) ? "list" : "tuple";
    if (!slot.is_number_integer() && !slot.is_boolean())
        return RaisedError {"TypeError", list + " indices must be integers or slices, not " + std::string(python::className(slot))};
    const auto count = static_cast<std::int64_t>(origin.outputs.size());
    const bool tooLarge = slot.is_number_unsigned() && slot.get<std::uint64_t>() >= origin.outputs.size();
    std::int64_t index = slot.is_boolean() ? (slot.get<bool>() ? 1 : 0) : slot.get<std::int64_t>();
    if (!tooLarge && index < 0 && index >= -count)
        index += count;
    if (tooLarge || index < 0 || index >= count)
        return RaisedError {"IndexError", list + " index out of range"};
    return static_cast<int>(index);
}

} // namespace weft
