// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Limits.h"
#include "core/graph/Prompt.h"
#include "core/graph/SubgraphTypes.h"

#include <algorithm>
#include <deque>
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

/// What an input gets in the end: nothing, a muted node's output, a literal, or a real output.
struct Nothing {};
struct Muted {};
using Source = std::variant<Nothing, Muted, Json, SlotRef>;

/// The workflow, or one instance of a subgraph in it.
struct Place {
    const Graph* graph = nullptr;
    const Place* outside = nullptr;
    const Node* instance = nullptr; // in `outside`
    std::string prefix; // of ids: "12:" inside of node 12
    std::map<NodeId, const Place*> inside; // by instance
};

constexpr std::size_t kDeepestPlace = 64;

/// All places of a workflow. A muted or bypassed instance has no inside.
class Places {
public:
    explicit Places(const Graph& workflow)
        : m_workflow(workflow)
    {
    }

    Result<const Place*> open()
    {
        Place& root = m_places.emplace_back();
        root.graph = &m_workflow;
        WEFT_CHECK(enter(root, 0));
        return &root;
    }

    const std::deque<Place>& all() const { return m_places; }

private:
    Done enter(Place& place, std::size_t depth)
    {
        m_nodes += place.graph->nodes().size();
        if (m_nodes > kMaxGraphNodes)
            return Error {ErrorCode::LimitExceeded, "nodes of a workflow", {{"limit", std::to_string(kMaxGraphNodes)}}};
        if (m_workflow.subgraphs().empty())
            return {};
        for (const Node& node : place.graph->nodes()) {
            const Graph* const subgraph = node.mode == NodeMode::Normal ? m_workflow.findSubgraph(node.type) : nullptr;
            if (!subgraph)
                continue;
            if (depth == kDeepestPlace || isInside(place, subgraph))
                return Error {ErrorCode::GraphCycle, "a subgraph inside itself", {{"node", place.prefix + node.id}}};
            Place& inner = m_places.emplace_back(Place {subgraph, &place, &node, place.prefix + node.id + ":", {}});
            place.inside[node.id] = &inner;
            WEFT_CHECK(enter(inner, depth + 1));
        }
        return {};
    }

    static bool isInside(const Place& place, const Graph* subgraph)
    {
        for (const Place* at = &place; at; at = at->outside) {
            if (at->graph == subgraph)
                return true;
        }
        return false;
    }

    const Graph& m_workflow;
    std::deque<Place> m_places;
    std::size_t m_nodes = 0;
};

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

/// Follows links back through reroutes, bypassed nodes and the borders of subgraphs. Steps are remembered, so long chains
/// cost their length once.
class Resolver {
public:
    /// What comes through `into`, a link of `place`, to an input of type `wanted`.
    Result<Source> resolve(const Place& place, const Link& into, const TypeName& wanted)
    {
        std::vector<Key> path;
        std::set<Key> seen;
        Step step {&place, &into, {}};
        Source own = Nothing {}; // the value that an instance on the way has for its port
        while (step.link) {
            const Key key {step.place, step.link->from, step.link->fromSlot, wanted};
            if (const auto known = m_known.find(key); known != m_known.end()) {
                step.found = known->second;
                break;
            }
            if (!seen.insert(key).second)
                return Error {ErrorCode::GraphCycle, "reroutes in a circle", {{"node", step.place->prefix + step.link->from}}};
            path.push_back(key);
            step = behind(step, wanted, own);
        }
        if (!std::holds_alternative<Nothing>(own)) // holds for this way in only
            return std::holds_alternative<Nothing>(step.found) ? own : step.found;
        for (const Key& key : path)
            m_known[key] = step.found;
        return step.found;
    }

private:
    using Key = std::tuple<const Place*, NodeId, int, TypeName>;

    /// The link to follow next; without one, what was found.
    struct Step {
        const Place* place = nullptr;
        const Link* link = nullptr;
        Source found = Nothing {};
    };

    static Step behind(const Step& at, const TypeName& wanted, Source& own)
    {
        const Node& origin = *at.place->graph->findNode(at.link->from);
        const int slot = at.link->fromSlot;
        if (isBorder(origin))
            return outOf(*at.place, origin, slot, own);
        if (origin.mode == NodeMode::Muted)
            return {at.place, nullptr, Muted {}};
        if (origin.mode == NodeMode::Bypassed)
            return {at.place, linkPast(*at.place->graph, origin, slot, wanted), {}};
        if (const auto inner = at.place->inside.find(origin.id); inner != at.place->inside.end())
            return {inner->second, linkOutOf(*inner->second->graph, origin, slot), {}};
        switch (frontEndKind(origin)) {
        case FrontEnd::Reroute:
            return {at.place, origin.inputs.empty() ? nullptr : at.place->graph->linkInto(origin.id, origin.inputs.front().name), {}};
        case FrontEnd::Primitive:
            return {at.place, nullptr, primitiveValue(origin)};
        default:
            return {at.place, nullptr, SlotRef {at.place->prefix + origin.id, slot}};
        }
    }

    static Source primitiveValue(const Node& node)
    {
        if (const auto edited = node.settings.find("value"); edited != node.settings.end())
            return edited->second;
        const Json& values = memberAt(node.extra, "widgets_values");
        if (values.is_array() && !values.empty())
            return values[0];
        return Nothing {};
    }

    /// From inside to what is linked to the instance's port of the same name. The outermost value wins where nothing is.
    static Step outOf(const Place& place, const Node& border, int slot, Source& own)
    {
        const auto at = static_cast<std::size_t>(slot);
        if (!place.outside || slot < 0 || at >= border.outputs.size())
            return {};
        const std::string& port = border.outputs[at].name;
        const auto value = place.instance->settings.find(port);
        if (value != place.instance->settings.end())
            own = value->second;
        return {place.outside, place.outside->graph->linkInto(place.instance->id, port), {}};
    }

    /// From an instance's output to what is linked to the border inside: by name, as files may list them in another order.
    static const Link* linkOutOf(const Graph& subgraph, const Node& instance, int slot)
    {
        const Node* const border = subgraph.findNode(kSubgraphOutputs);
        const auto at = static_cast<std::size_t>(slot);
        if (!border || slot < 0)
            return nullptr;
        if (at < instance.outputs.size()
            && std::ranges::find(border->inputs, instance.outputs[at].name, &NodePort::name) != border->inputs.end())
            return subgraph.linkInto(kSubgraphOutputs, instance.outputs[at].name);
        return at < border->inputs.size() ? subgraph.linkInto(kSubgraphOutputs, border->inputs[at].name) : nullptr;
    }

    /// What a bypassed node hands on: as in ComfyUI the input at the output's own place if the types agree, else the first of
    /// the wanted type, else the first that matches; linked or not.
    static const Link* linkPast(const Graph& graph, const Node& node, int slot, const TypeName& wanted)
    {
        const auto& inputs = node.inputs;
        const auto at = static_cast<std::size_t>(slot);
        if (inputs.empty() || slot < 0)
            return nullptr;
        if (wanted == "*" || wanted.empty())
            return graph.linkInto(node.id, inputs[at < inputs.size() ? at : 0].name);
        const TypeName given = at < node.outputs.size() ? node.outputs[at].type : "*";
        const auto fits = [&](const NodePort& port) { return typesMatch(port.type, given) && typesMatch(port.type, wanted); };
        if (at < inputs.size() && fits(inputs[at]))
            return graph.linkInto(node.id, inputs[at].name);
        auto port = std::ranges::find(inputs, wanted, &NodePort::type);
        if (port == inputs.end())
            port = std::ranges::find_if(inputs, fits);
        return port == inputs.end() ? nullptr : graph.linkInto(node.id, port->name);
    }

    std::map<Key, Source> m_known;
};

bool runs(const Place& place, const Node& node)
{
    return node.mode == NodeMode::Normal && frontEndKind(node) == FrontEnd::No && !isBorder(node)
        && !place.inside.contains(node.id);
}

void addNodes(const Place& place, const Catalogue& catalogue, Prompt& prompt)
{
    for (const Node& node : place.graph->nodes()) {
        if (!runs(place, node))
            continue;
        PromptNode& out = prompt.nodes[place.prefix + node.id];
        out.type = node.type;
        const NodeType* type = catalogue.find(node.type);
        out.title = !node.title.empty() ? node.title : type ? type->displayName : node.type;
        for (const auto& [name, value] : node.settings)
            out.inputs[name] = value;
    }
}

Done addLinks(const Place& place, const Catalogue& catalogue, Resolver& resolver, Prompt& prompt)
{
    for (const Link& link : place.graph->links()) {
        const auto node = prompt.nodes.find(place.prefix + link.to);
        if (node == prompt.nodes.end() || isBorder(*place.graph->findNode(link.to)))
            continue;
        WEFT_TRY(Source source, resolver.resolve(place, link, inputType(*place.graph, catalogue, link)));
        if (auto* ref = std::get_if<SlotRef>(&source))
            node->second.inputs[link.toInput] = std::move(*ref);
        else if (auto* literal = std::get_if<Json>(&source))
            node->second.inputs[link.toInput] = std::move(*literal);
        else if (std::holds_alternative<Muted>(source))
            node->second.inputs.erase(link.toInput);
    }
    return {};
}

} // namespace

Result<Prompt> toPrompt(const Graph& graph, const Catalogue& catalogue)
{
    Places places(graph);
    WEFT_CHECK(places.open());
    Prompt prompt;
    for (const Place& place : places.all())
        addNodes(place, catalogue, prompt);
    Resolver resolver;
    for (const Place& place : places.all())
        WEFT_CHECK(addLinks(place, catalogue, resolver, prompt));
    return prompt;
}

} // namespace weft
