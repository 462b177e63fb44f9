// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/SubgraphEdit.h"

#include <algorithm>

namespace weft {

namespace {

void setLabel(NodePort& port, const std::string& label)
{
    if (!label.empty())
        port.extra["label"] = label;
    else
        port.extra.erase("label");
}

/// The ports that are wanted, with all that is known of those that were there.
std::vector<NodePort> newPorts(const std::vector<NodePort>& old, const std::vector<SubgraphPort>& wanted)
{
    std::set<std::string> names;
    for (const NodePort& port : old)
        names.insert(port.name);
    std::vector<NodePort> ports;
    for (const SubgraphPort& port : wanted) {
        const auto known = std::ranges::find(old, port.id, portId);
        NodePort made = known != old.end() ? *known : NodePort {port.name, port.type, Json {{"id", port.id}}};
        for (int i = 1; known == old.end() && !names.insert(made.name).second; ++i)
            made.name = port.name + "_" + std::to_string(i);
        if (std::ranges::find(ports, port.id, portId) != ports.end())
            continue;
        if (stringAt(made.extra, "label") != port.label)
            setLabel(made, port.label);
        ports.push_back(std::move(made));
    }
    return ports;
}

int placeOf(const std::vector<NodePort>& ports, const std::string& name)
{
    const auto it = std::ranges::find(ports, name, &NodePort::name);
    return it == ports.end() ? -1 : static_cast<int>(it - ports.begin());
}

/// An instance's ports in the order of the interface; what it alone knows of them stays.
std::vector<NodePort> instancePorts(const std::vector<NodePort>& own, const std::vector<NodePort>& border)
{
    std::vector<NodePort> ports;
    for (const NodePort& port : border) {
        const int at = placeOf(own, port.name);
        NodePort made = at >= 0 ? own[static_cast<std::size_t>(at)] : NodePort {port.name, port.type, Json::object()};
        if (const std::string label = stringAt(port.extra, "label"); stringAt(made.extra, "label") != label)
            setLabel(made, label);
        ports.push_back(std::move(made));
    }
    return ports;
}

class InterfaceEdit {
public:
    InterfaceEdit(const Graph& workflow, const Graph& subgraph, const SubgraphInterface& wanted)
        : m_subgraph(subgraph)
        , m_inputs(newPorts(subgraph.findNode(kSubgraphInputs)->outputs, wanted.inputs))
        , m_outputs(newPorts(subgraph.findNode(kSubgraphOutputs)->inputs, wanted.outputs))
    {
        editInside();
        editInstances(workflow, {});
        m_commands.insert(m_commands.end(), std::make_move_iterator(m_removals.begin()), std::make_move_iterator(m_removals.end()));
    }

    Commands take() { return std::move(m_commands); }

private:
    void editInside()
    {
        const SubgraphId in = m_subgraph.id();
        const Node& oldInputs = *m_subgraph.findNode(kSubgraphInputs);
        Node inputs = oldInputs;
        Node outputs = *m_subgraph.findNode(kSubgraphOutputs);
        inputs.outputs = m_inputs;
        outputs.inputs = m_outputs;
        m_commands.emplace_back(ReplaceNode {std::move(inputs)}, in);
        m_commands.emplace_back(ReplaceNode {std::move(outputs)}, in);
        for (const Link& link : m_subgraph.links()) {
            if (link.from == kSubgraphInputs)
                moveStart(m_subgraph, link, oldInputs.outputs, m_inputs, in);
            if (link.to == kSubgraphOutputs && placeOf(m_outputs, link.toInput) < 0)
                m_removals.emplace_back(RemoveLink {link.id}, in);
        }
    }

    /// A link's output stands in another place now, or nowhere.
    void moveStart(const Graph& graph, const Link& link, const std::vector<NodePort>& old, const std::vector<NodePort>& now,
        const SubgraphId& in)
    {
        const auto slot = static_cast<std::size_t>(link.fromSlot);
        const int place = slot < old.size() ? placeOf(now, old[slot].name) : -1;
        if (place == link.fromSlot)
            return;
        // A link that goes on both sides of the border may be there twice; the second removal would fail.
        if (place < 0) {
            const bool alsoEnds = &graph == &m_subgraph && link.to == kSubgraphOutputs && placeOf(m_outputs, link.toInput) < 0;
            if (!alsoEnds)
                m_removals.emplace_back(RemoveLink {link.id}, in);
            return;
        }
        Link moved = link;
        moved.fromSlot = place;
        m_commands.emplace_back(RemoveLink {link.id}, in);
        m_commands.emplace_back(AddLink {std::move(moved), graph.linkIndex(link.id)}, in);
    }

    void editInstances(const Graph& graph, const SubgraphId& in)
    {
        for (const Node& node : graph.nodes()) {
            if (node.type == m_subgraph.id())
                editInstance(graph, node, in);
        }
        for (const Graph& inner : graph.subgraphs())
            editInstances(inner, inner.id());
    }

    void editInstance(const Graph& graph, const Node& node, const SubgraphId& in)
    {
        Node changed = node;
        changed.inputs = instancePorts(node.inputs, m_inputs);
        changed.outputs = instancePorts(node.outputs, m_outputs);
        std::erase_if(changed.settings, [&](const auto& setting) {
            const int was = placeOf(m_subgraph.findNode(kSubgraphInputs)->outputs, setting.first);
            return was >= 0 && placeOf(m_inputs, setting.first) < 0;
        });
        for (const Link& link : graph.linksOf(node.id)) {
            if (link.to == node.id && placeOf(m_inputs, link.toInput) < 0)
                m_removals.emplace_back(RemoveLink {link.id}, in);
            else if (link.from == node.id)
                moveStart(graph, link, node.outputs, changed.outputs, in);
        }
        if (!(changed == node))
            m_commands.emplace_back(ReplaceNode {std::move(changed)}, in);
    }

    const Graph& m_subgraph;
    std::vector<NodePort> m_inputs, m_outputs;
    Commands m_commands;
    Commands m_removals; // last, so that places of links hold meanwhile
};

} // namespace

Result<Commands> setInterface(const Graph& workflow, const SubgraphId& id, const SubgraphInterface& wanted)
{
    const Graph* const subgraph = workflow.findSubgraph(id);
    if (!subgraph || id.empty())
        return Error {ErrorCode::NodeMissing, "no such subgraph", {{"node", id}}};
    return InterfaceEdit(workflow, *subgraph, wanted).take();
}

} // namespace weft
