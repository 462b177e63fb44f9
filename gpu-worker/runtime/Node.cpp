// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"

#include "gpu-worker/runtime/Literals.h"

namespace weft::worker::detail {

Result<Item> absentItem(const InputSpec& spec)
{
    const Json& init = memberAt(spec.options, "default");
    if (spec.presence == Presence::Required || init.is_null())
        return Error {ErrorCode::InputMissing, {}, {{"input", spec.name}}};
    return literalItem(spec, init);
}

InputSpec makeInput(std::string name, TypeName type, bool optional, bool lazy, InputOptions options)
{
    InputSpec spec;
    spec.name = std::move(name);
    spec.type = options.type.empty() ? std::move(type) : std::move(options.type);
    spec.presence = optional || options.optional ? Presence::Optional : Presence::Required;
    spec.lazy = lazy;
    spec.forceInput = options.forceInput;
    spec.choices = std::move(options.choices);
    if (options.more.is_object())
        spec.options = std::move(options.more);
    if (options.init.is_null() && !spec.choices.empty())
        options.init = spec.choices.front();
    const auto put = [&spec](const char* key, Json value) {
        if (!value.is_null())
            spec.options[key] = std::move(value);
    };
    put("default", std::move(options.init));
    put("min", std::move(options.min));
    put("max", std::move(options.max));
    put("step", std::move(options.step));
    if (options.multiline)
        put("multiline", true);
    if (!options.tooltip.empty())
        put("tooltip", std::move(options.tooltip));
    return spec;
}

} // namespace weft::worker::detail
