// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/AdmitFragment.h"

#include <algorithm>

namespace weft {

namespace {

/// A literal that the server would take for a link or unwrap into one.
bool isPlain(const Json& literal)
{
    return literal.is_string() || literal.is_number() || literal.is_boolean() || literal.is_null();
}

Done admitsSetting(const FragmentNode& node, const InputSpec& spec, const Json& literal)
{
    const std::map<std::string, std::string> args{{"node", node.id}, {"input", spec.name}};
    if (!isPlain(literal) || spec.picksInput())
        return Error{ErrorCode::SettingInvalid, "not a plain value, or a file that didn't come along", args};
    const bool listed = !literal.is_string()
        || std::ranges::find(spec.choices, literal.get_ref<const std::string&>()) != spec.choices.end();
    if (spec.type == "COMBO" && !listed)
        return Error{ErrorCode::SettingNotInList, "", args}.with("received", literal.get<std::string>());
    return {};
}

} // namespace

Done admitsFragment(const Fragment& fragment, const Catalogue& offered)
{
    for (const FragmentNode& node : fragment.nodes) {
        const NodeType* type = offered.find(node.type);
        if (!type)
            return Error{ErrorCode::NodeTypeUnknown, "not offered", {{"node", node.id}, {"type", node.type}}};
        for (const auto& [name, input] : node.inputs) {
            const InputSpec* spec = type->findInput(name);
            const auto* literal = std::get_if<Json>(&input);
            if (!spec)
                return Error{ErrorCode::SettingInvalid, "no such input", {{"node", node.id}, {"input", name}}};
            if (literal)
                WEFT_CHECK(admitsSetting(node, *spec, *literal));
        }
    }
    return {};
}

} // namespace weft
