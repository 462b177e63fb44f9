// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

/// Inputs of one kind that a node takes in any number, "images.image0", "images.image1", ...: ComfyUI's Autogrow. The
/// first `required` must be given. They stand behind the node's other inputs.
void addGrowingInputs(
    NodeType& type, const std::vector<std::string>& names, const TypeName& port, std::size_t required);

/// "images.image0" to "images.image<count - 1>" for the prefix "images.image".
std::vector<std::string> numberedNames(const std::string& prefix, int count);

/// What was given of the inputs from `first` on, in their order. Errors: InputMissing, TypeMismatch (args: input).
template <typename T>
Result<std::vector<T>> takeGrowing(const NodeType& type, const CallInputs& inputs, std::size_t first)
{
    std::vector<T> taken;
    for (std::size_t i = first; i < inputs.size(); ++i) {
        const InputSpec& spec = type.inputs[i];
        if (inputs[i].empty() && spec.presence == Presence::Required)
            return Error{ErrorCode::InputMissing, {}, {{"input", spec.name}}};
        if (inputs[i].empty())
            continue;
        auto value = PortTraits<T>::unpack(inputs[i].front(), spec);
        if (!value)
            return value.error().with("input", spec.name);
        taken.push_back(std::move(*value));
    }
    return taken;
}

} // namespace weft::worker
