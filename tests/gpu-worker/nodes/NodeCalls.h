// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gpu-worker/nodes/FakeContext.h"

namespace weft::worker {

/// An input that holds one value.
template <typename T>
ItemList one(T value)
{
    return {PortTraits<T>::pack(std::move(value))};
}

/// What a built-in node makes of these inputs; those that are left out are empty.
inline Result<CallOutputs> called(const char* name, CallInputs inputs)
{
    FakeContext context;
    const NodeDefinition* definition = Registry::builtIn().find(name);
    inputs.resize(definition->type.inputs.size());
    return definition->run(definition->type, context, inputs);
}

} // namespace weft::worker
