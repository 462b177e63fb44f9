// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/GrowingInputs.h"
#include "gpu-worker/nodes/MathExpression.h"

#include <algorithm>
#include <cmath>

namespace weft::worker {

namespace {

constexpr const char* kPrefix = "values.";

std::vector<std::string> letters()
{
    std::vector<std::string> names;
    for (char letter = 'a'; letter <= 'z'; ++letter)
        names.push_back(kPrefix + std::string(1, letter));
    return names;
}

/// A number that came over a link or was typed.
Result<Number> numberOf(const Item& item)
{
    if (const auto* whole = std::any_cast<std::int64_t>(&item.data))
        return Number{*whole};
    if (const auto* real = std::any_cast<double>(&item.data))
        return Number{*real};
    if (const auto* flag = std::any_cast<bool>(&item.data))
        return Number{*flag};
    return wrongItem(item, "FLOAT,INT");
}

Result<MathContext> contextOf(const NodeType& type, const CallInputs& inputs)
{
    MathContext context;
    for (std::size_t i = 1; i < inputs.size(); ++i) {
        const InputSpec& spec = type.inputs[i];
        if (inputs[i].empty() && spec.presence == Presence::Required)
            return Error{ErrorCode::InputMissing, {}, {{"input", spec.name}}};
        if (inputs[i].empty())
            continue;
        const auto number = numberOf(inputs[i].front());
        if (!number)
            return number.error().with("input", spec.name);
        context.names[spec.name.substr(std::string_view(kPrefix).size())] = *number;
        context.values.push_back(*number);
    }
    return context;
}

Result<CallOutputs> evaluated(const NodeType& type, Context&, const CallInputs& inputs)
{
    if (inputs.front().empty())
        return Error{ErrorCode::InputMissing, {}, {{"input", "expression"}}};
    WEFT_TRY(
        const std::string expression, PortTraits<std::string>::unpack(inputs.front().front(), type.inputs.front()));
    WEFT_TRY(const MathContext context, contextOf(type, inputs));
    WEFT_TRY(const Number result, evaluateMath(expression, context));
    const double real = asDouble(result);
    if (std::holds_alternative<bool>(result) || !std::isfinite(real))
        return Error{ErrorCode::SettingInvalid, "the result isn't a number", {{"input", "expression"}}};
    constexpr double kLimit = 9.2e18;
    const auto* whole = std::get_if<std::int64_t>(&result);
    const std::int64_t cut = whole ? *whole : static_cast<std::int64_t>(std::clamp(real, -kLimit, kLimit));
    CallOutputs outputs;
    outputs.slots.push_back(ItemList{PortTraits<double>::pack(real)});
    outputs.slots.push_back(ItemList{PortTraits<std::int64_t>::pack(cut)});
    return outputs;
}

NodeDefinition mathDefinition()
{
    NodeDefinition definition;
    definition.type.name = "ComfyMathExpression";
    definition.type.displayName = "Math Expression";
    definition.type.category = "logic";
    definition.type.inputs.push_back(
        detail::makeInput("expression", "STRING", false, false, {.init = "a + b", .multiline = true}));
    addGrowingInputs(definition.type, letters(), "FLOAT,INT", 1);
    definition.type.outputs = {{"FLOAT", "FLOAT"}, {"INT", "INT"}};
    definition.run = evaluated;
    return definition;
}

/// Source: ComfyUI `ComfyMathExpression` (newer than 0.3.64).
const bool mathExpression = Registry::builtIn().add(mathDefinition());

} // namespace

} // namespace weft::worker
