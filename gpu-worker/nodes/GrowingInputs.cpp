// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/GrowingInputs.h"

namespace weft::worker {

void addGrowingInputs(NodeType& type, const std::vector<std::string>& names, const TypeName& port, std::size_t required)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        InputSpec spec;
        spec.name = names[i];
        spec.type = port;
        spec.forceInput = true;
        spec.presence = i < required ? Presence::Required : Presence::Optional;
        type.inputs.push_back(std::move(spec));
    }
}

std::vector<std::string> numberedNames(const std::string& prefix, int count)
{
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.push_back(prefix + std::to_string(i));
    return names;
}

} // namespace weft::worker
