// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/NodeSwap.h"

#include "app/editor/model/CanvasDocument.h"
#include "app/editor/model/NodeNames.h"

#include <algorithm>
#include <set>

namespace weft {

namespace {

/// The output that a wire left: its name and type.
OutputSpec outputOf(const Catalogue& catalogue, const Node& node, int slot)
{
    const NodeType* type = catalogue.find(node.type);
    const auto at = static_cast<std::size_t>(slot);
    if (type && at < type->outputs.size())
        return type->outputs[at];
    return at < node.outputs.size() ? OutputSpec {node.outputs[at].name, node.outputs[at].type} : OutputSpec();
}

TypeName inputTypeOf(const Catalogue& catalogue, const Node& node, const std::string& name)
{
    const NodeType* type = catalogue.find(node.type);
    if (const InputSpec* input = type ? type->findInput(name) : nullptr)
        return input->type;
    const auto port = std::ranges::find(node.inputs, name, &NodePort::name);
    return port == node.inputs.end() ? TypeName("*") : port->type;
}

/// What comes in: the same name first, then ports, then settings.
const InputSpec* inputFor(const NodeType& type, const TypeName& value, const std::string& name, const std::set<std::string>& taken)
{
    const auto fits = [&](const InputSpec& input) {
        return input.presence != Presence::Hidden && typesMatch(value, input.type) && !taken.contains(input.name);
    };
    if (const InputSpec* same = type.findInput(name); same && fits(*same))
        return same;
    for (const bool settings : {false, true}) {
        const auto it = std::ranges::find_if(
            type.inputs, [&](const InputSpec& input) { return input.isSetting() == settings && fits(input); });
        if (it != type.inputs.end())
            return &*it;
    }
    return nullptr;
}

int outputFor(const NodeType& type, const OutputSpec& old, const TypeName& wanted)
{
    const auto& outputs = type.outputs;
    const auto found = [&](auto fits) {
        const auto it = std::ranges::find_if(outputs, fits);
        return it == outputs.end() ? -1 : static_cast<int>(it - outputs.begin());
    };
    const int same = found([&](const OutputSpec& o) { return o.name == old.name && typesMatch(o.type, wanted); });
    return same >= 0 ? same : found([&](const OutputSpec& o) { return typesMatch(o.type, wanted); });
}

bool mayHold(const InputSpec& input, const Json& value)
{
    return input.choices.empty() || (value.is_string() && std::ranges::find(input.choices, value.get<std::string>()) != input.choices.end());
}

Node nodeAs(const Catalogue& catalogue, const Node& old, const NodeType& type)
{
    Node node = makeNode(type, old.id, old.x, old.y);
    node.width = std::max(node.width, old.width);
    node.mode = old.mode;
    node.collapsed = old.collapsed;
    const NodeType* oldType = catalogue.find(old.type);
    const bool hasOwnTitle = oldType && old.title != oldType->displayName && old.title != englishName(*oldType).toStdString();
    if (hasOwnTitle)
        node.title = old.title;
    for (const char* key : {"color", "bgcolor", "flags"}) {
        if (old.extra.contains(key))
            node.extra[key] = old.extra[key];
    }
    const std::string place = stringAt(memberAt(old.extra, "properties"), kPlaceProperty);
    if (!place.empty())
        node.extra["properties"][kPlaceProperty] = place;
    for (const auto& [name, value] : old.settings) {
        const InputSpec* before = oldType ? oldType->findInput(name) : nullptr;
        const InputSpec* now = type.findInput(name);
        if (before && now && before->type == now->type && mayHold(*now, value))
            node.settings[name] = value;
    }
    return node;
}

} // namespace

SwapPlan swapPlan(const Graph& graph, const Catalogue& catalogue, const Node& node, const NodeType& type)
{
    SwapPlan plan {nodeAs(catalogue, node, type), {}, {}};
    std::set<std::string> taken;
    std::vector<Link> links = graph.linksOf(node.id);
    // Who keeps its name comes first, so that nobody takes its port.
    std::ranges::stable_sort(links, {}, [&](const Link& link) { return link.to == node.id && !type.findInput(link.toInput); });
    for (Link link : links) {
        if (link.to == node.id) {
            const Node* source = graph.findNode(link.from);
            const InputSpec* input = inputFor(type, outputOf(catalogue, *source, link.fromSlot).type, link.toInput, taken);
            if (!input) {
                plan.lost.push_back(link.id);
                continue;
            }
            taken.insert(input->name);
            link.toInput = input->name;
        } else {
            const Node* target = graph.findNode(link.to);
            link.fromSlot = outputFor(type, outputOf(catalogue, node, link.fromSlot), inputTypeOf(catalogue, *target, link.toInput));
            if (link.fromSlot < 0) {
                plan.lost.push_back(link.id);
                continue;
            }
        }
        plan.kept.push_back(std::move(link));
    }
    return plan;
}

bool keepsWires(const Graph& graph, const Catalogue& catalogue, const Node& node, const NodeType& type)
{
    return swapPlan(graph, catalogue, node, type).lost.empty();
}

Done CanvasDocument::swapType(const NodeId& id, const NodeType& type)
{
    const Node* node = graph().findNode(id);
    if (!node)
        return Error {ErrorCode::NodeMissing, "no node to swap", {{"node", id}}};
    SwapPlan plan = swapPlan(graph(), *m_catalogue, *node, type);
    Commands commands;
    for (const LinkId lost : plan.lost)
        commands.emplace_back(RemoveLink {lost});
    std::vector<Link> moved;
    for (const Link& link : plan.kept) {
        if (*graph().findLink(link.id) != link)
            moved.push_back(link);
    }
    for (const Link& link : moved)
        commands.emplace_back(RemoveLink {link.id});
    commands.emplace_back(ReplaceNode {std::move(plan.node)});
    for (const Link& link : moved)
        commands.emplace_back(AddLink {link, {}});
    perform(std::move(commands));
    return {};
}

} // namespace weft
