// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Prompt.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace weft {

namespace {

/// The front end's own nodes, which no engine runs.
enum class FrontEnd { No, Note, Reroute, Primitive };

FrontEnd frontEndKind(const Node& node)
{
    if (node.type == "Note" || node.type == "MarkdownNote")
        return FrontEnd::Note;
    if (node.type == "Reroute")
        return FrontEnd::Reroute;
    return node.type == "PrimitiveNode" ? FrontEnd::Primitive : FrontEnd::No;
}

/// What an input gets in the end: nothing, a muted node's output, a primitive's literal, or a real output.
struct Nothing {};
struct Muted {};
using Source = std::variant<Nothing, Muted, Json, SlotRef>;

TypeName inputType(const Graph& graph, const Catalogue& catalogue, const Link& link)
{
    const Node* node = graph.findNode(link.to);
    if (const NodeType* type = catalogue.find(node->type)) {
        if (const InputSpec* input = type->findInput(link.toInput))
            return input->type;
    }
    const auto port = std::ranges::find(node->inputs, link.toInput, &NodePort::name);
    return port == node->inputs.end() ? "*" : port->type;
}

/// Follows links back through reroutes and bypassed nodes. Each step is remembered, so long chains cost their length once.
class Resolver {
public:
    Resolver(const Graph& graph)
        : m_graph(graph)
    {
    }

    Result<Source> resolve(const Link& into, const TypeName& wanted)
    {
        std::vector<Key> path;
        std::set<Key> seen;
        const Link* link = &into;
        Source found = Nothing {};
        while (link) {
            const Key key {link->from, link->fromSlot, wanted};
            if (const auto known = m_known.find(key); known != m_known.end()) {
                found = known->second;
                break;
            }
            if (!seen.insert(key).second)
                return Error {ErrorCode::GraphCycle, "reroutes in a circle", {{"node", link->from}}};
            path.push_back(key);
            const Node& origin = *m_graph.findNode(link->from);
            if (!passesThrough(origin)) {
                found = valueOf(origin, link->fromSlot);
                break;
            }
            link = linkBehind(origin, link->fromSlot, wanted);
        }
        for (const Key& key : path)
            m_known[key] = found;
        return found;
    }

private:
    using Key = std::tuple<NodeId, int, TypeName>;

    static bool passesThrough(const Node& node)
    {
        return node.mode == NodeMode::Bypassed || (node.mode == NodeMode::Normal && frontEndKind(node) == FrontEnd::Reroute);
    }

    static Source valueOf(const Node& node, int slot)
    {
        if (node.mode == NodeMode::Muted)
            return Muted {};
        if (frontEndKind(node) == FrontEnd::Primitive) {
            const Json& values = memberAt(node.extra, "widgets_values");
            if (values.is_array() && !values.empty())
                return values[0];
            return Nothing {};
        }
        return SlotRef {node.id, slot};
    }

    /// A bypassed node hands on the input at the output's own place if the types agree, else the first that does.
    const Link* linkBehind(const Node& node, int slot, const TypeName& wanted) const
    {
        if (node.inputs.empty())
            return nullptr;
        if (frontEndKind(node) == FrontEnd::Reroute)
            return m_graph.linkInto(node.id, node.inputs.front().name);
        const auto at = static_cast<std::size_t>(slot);
        if (slot >= 0 && at < node.inputs.size() && typesMatch(node.inputs[at].type, wanted)) {
            if (const Link* link = m_graph.linkInto(node.id, node.inputs[at].name))
                return link;
        }
        for (const NodePort& port : node.inputs) {
            if (!typesMatch(port.type, wanted))
                continue;
            if (const Link* link = m_graph.linkInto(node.id, port.name))
                return link;
        }
        return nullptr;
    }

    const Graph& m_graph;
    std::map<Key, Source> m_known;
};

bool runs(const Node& node)
{
    return node.mode == NodeMode::Normal && frontEndKind(node) == FrontEnd::No;
}

} // namespace

Result<Prompt> toPrompt(const Graph& graph, const Catalogue& catalogue)
{
    Prompt prompt;
    for (const Node& node : graph.nodes()) {
        if (!runs(node))
            continue;
        PromptNode& out = prompt.nodes[node.id];
        out.type = node.type;
        const NodeType* type = catalogue.find(node.type);
        out.title = !node.title.empty() ? node.title : type ? type->displayName : node.type;
        for (const auto& [name, value] : node.settings)
            out.inputs[name] = value;
    }
    Resolver resolver(graph);
    for (const Link& link : graph.links()) {
        const auto node = prompt.nodes.find(link.to);
        if (node == prompt.nodes.end())
            continue;
        WEFT_TRY(Source source, resolver.resolve(link, inputType(graph, catalogue, link)));
        if (auto* ref = std::get_if<SlotRef>(&source))
            node->second.inputs[link.toInput] = std::move(*ref);
        else if (auto* literal = std::get_if<Json>(&source))
            node->second.inputs[link.toInput] = std::move(*literal);
        else if (std::holds_alternative<Muted>(source))
            node->second.inputs.erase(link.toInput);
    }
    return prompt;
}

} // namespace weft
