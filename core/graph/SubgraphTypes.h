// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

namespace weft {

/// A port of a subgraph's interface, as its border node holds it.
struct SubgraphPort {
    std::string id; // never changes, whatever the port is called and wherever it stands
    std::string name; // what links and settings go by; unique among its side, never changes either
    std::string label; // what people see; empty: the name
    TypeName type;

    bool operator==(const SubgraphPort&) const = default;
};

struct SubgraphInterface {
    std::vector<SubgraphPort> inputs, outputs;

    bool operator==(const SubgraphInterface&) const = default;
};

SubgraphInterface interfaceOf(const Graph& subgraph);
/// The id of a border's port; files that lack it have the name for one.
std::string portId(const NodePort& port);

bool isBorder(const Node& node);

/// A setting that an instance shows although it belongs to a node inside.
struct PromotedSetting {
    std::string name; // of the instance's setting
    NodeId node; // inside the subgraph
    std::string input; // of that node
    bool isPort = false; // through a port: each instance has a value of its own. Else (`proxyWidgets`) the node's own is meant
    bool hasControl = false; // a seed with a companion in older files
};

/// What node types instances of subgraphs have, worked out from their insides: ports, settings with their limits, and as
/// defaults what the nodes inside hold. Kept until the graph is changed; graph and catalogue must outlive it.
class SubgraphTypes {
public:
    SubgraphTypes(const Graph& workflow, const Catalogue& catalogue);

    /// The type of any node, whether the catalogue or the workflow defines it. Null: unknown.
    const NodeType* of(const Node& node) const;
    /// Empty when the node isn't an instance.
    const std::vector<PromotedSetting>& promotedOf(const Node& instance) const;

private:
    struct Made {
        NodeType type;
        std::vector<PromotedSetting> promoted;
    };
    const Made* made(const Node& instance) const;
    Made make(const Graph& subgraph, const Node& instance) const;
    void addPort(Made& into, const Graph& subgraph, const NodePort& port, int slot) const;
    void addProxy(Made& into, const Graph& subgraph, const NodeId& node, const std::string& input) const;

    const Graph& m_workflow;
    const Catalogue& m_catalogue;
    mutable std::map<std::string, Made> m_made; // by subgraph and what its instance promotes
    mutable std::set<std::string> m_making; // a file may put a subgraph into itself
};

/// Whether a seed has a companion: what happens to it after each run.
bool hasSeedControl(const InputSpec& input);

} // namespace weft
