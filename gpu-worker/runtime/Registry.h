// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"
#include "gpu-worker/runtime/Context.h"
#include "gpu-worker/runtime/Item.h"

namespace weft::worker {

/// One call of a node. Per input: no item (absent, or lazy and not computed), one item, or with inputIsList the whole list.
using CallInputs = std::vector<ItemList>;

struct CallOutputs {
    std::vector<ItemList> slots; // per output; a plain output has one item
    std::vector<File> files;
};

/// A node type and what it does. Made by node(...), see Node.h.
struct NodeDefinition {
    NodeType type;
    std::function<Result<CallOutputs>(const NodeType&, Context&, const CallInputs&)> run;
    /// Names of lazy inputs that are still needed; null: the node has none.
    std::function<Result<std::vector<std::string>>(const NodeType&, Context&, const CallInputs&)> checkLazy;
};

/// Node types by name.
class Registry {
public:
    /// What the declarations of gpu-worker/nodes fill before main().
    static Registry& builtIn();

    /// Always true, so that a declaration can initialise a constant. Two types of one name are a bug.
    bool add(NodeDefinition definition);
    const NodeDefinition* find(std::string_view name) const;
    const std::map<std::string, NodeDefinition, std::less<>>& all() const { return m_definitions; }

    /// The node types as data.
    Catalogue describe() const;

private:
    std::map<std::string, NodeDefinition, std::less<>> m_definitions;
};

} // namespace weft::worker
