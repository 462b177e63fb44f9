// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Registry.h"

#include <cstdio>
#include <cstdlib>

namespace weft::worker {

Registry& Registry::builtIn()
{
    static Registry registry;
    return registry;
}

bool Registry::add(NodeDefinition definition)
{
    std::string name = definition.type.name;
    if (!m_definitions.emplace(name, std::move(definition)).second) {
        // Before main(), so there is nobody to tell; an assert would be gone in a release.
        std::fprintf(stderr, "two node types are called %s\n", name.c_str());
        std::abort();
    }
    return true;
}

const NodeDefinition* Registry::find(std::string_view name) const
{
    const auto it = m_definitions.find(name);
    return it == m_definitions.end() ? nullptr : &it->second;
}

Catalogue Registry::describe() const
{
    Catalogue catalogue;
    for (const auto& [name, definition] : m_definitions)
        catalogue.add(definition.type);
    return catalogue;
}

} // namespace weft::worker
