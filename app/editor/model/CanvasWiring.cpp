// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"

#include <algorithm>

namespace weft {

namespace {

/// Whether `from` can be reached from `to`: then a link from -> to would close a circle.
bool reaches(const Graph& graph, const NodeId& start, const NodeId& goal)
{
    std::vector<NodeId> open {start};
    std::set<NodeId> seen;
    while (!open.empty()) {
        const NodeId id = std::move(open.back());
        open.pop_back();
        if (id == goal)
            return true;
        if (!seen.insert(id).second)
            continue;
        for (const Link& link : graph.linksFrom(id))
            open.push_back(link.to);
    }
    return false;
}

Commands removalsOf(const Graph& graph, const NodeIds& ids)
{
    Commands commands;
    for (const NodeId& id : ids) {
        if (const Node* const node = graph.findNode(id); node && !isBorder(*node))
            commands.emplace_back(RemoveNode {id});
    }
    return commands;
}

} // namespace

TypeName CanvasDocument::typeOfPort(const PortRef& port) const
{
    const Node* node = graph().findNode(port.node);
    if (!node)
        return {};
    const NodeType* type = typeOf(*node);
    if (port.isOutput) {
        const auto slot = static_cast<std::size_t>(port.slot);
        if (type && slot < type->outputs.size())
            return type->outputs[slot].type;
        return slot < node->outputs.size() ? node->outputs[slot].type : TypeName();
    }
    if (const InputSpec* input = type ? type->findInput(port.input) : nullptr)
        return input->type;
    const auto it = std::ranges::find(node->inputs, port.input, &NodePort::name);
    return it == node->inputs.end() ? TypeName() : it->type;
}

Done CanvasDocument::mayConnect(const NodeId& from, int slot, const NodeId& to, const std::string& input) const
{
    const TypeName out = typeOfPort({from, true, slot, {}});
    const TypeName in = typeOfPort({to, false, 0, input});
    if (out.empty() || in.empty())
        return Error {ErrorCode::NodeMissing, "no such port", {{"node", out.empty() ? from : to}, {"input", input}}};
    if (!typesMatch(out, in))
        return Error {ErrorCode::TypeMismatch, "types differ", {{"from", out}, {"to", in}}};
    if (reaches(graph(), to, from))
        return Error {ErrorCode::GraphCycle, "a circle", {{"node", to}}};
    return {};
}

Done CanvasDocument::connectPorts(const NodeId& from, int slot, const NodeId& to, const std::string& input, bool exposes, std::optional<RerouteId> at)
{
    WEFT_CHECK(mayConnect(from, slot, to, input));
    const Link* old = graph().linkInto(to, input);
    if (old && old->from == from && old->fromSlot == slot)
        return {};
    Commands commands {AddLink {{freshLink(), from, slot, to, input, at}, {}}};
    if (std::optional<Node> shown = exposes ? withExposed(to, input, true) : std::nullopt)
        commands.emplace_back(ReplaceNode {std::move(*shown)});
    perform(std::move(commands));
    return {};
}

Done CanvasDocument::moveLink(LinkId id, const NodeId& to, const std::string& input)
{
    const Link* link = graph().findLink(id);
    if (!link)
        return Error {ErrorCode::LinkInvalid, "no such link"};
    if (link->to == to && link->toInput == input)
        return {};
    WEFT_CHECK(mayConnect(link->from, link->fromSlot, to, input));
    const Link moved {freshLink(), link->from, link->fromSlot, to, input, link->reroute};
    perform({RemoveLink {id}, AddLink {moved, {}}});
    return {};
}

void CanvasDocument::cut(const std::vector<LinkId>& links)
{
    Commands commands;
    for (const LinkId id : links)
        commands.emplace_back(RemoveLink {id});
    perform(std::move(commands));
}

Done CanvasDocument::moveLinks(const PortRef& from, const PortRef& to)
{
    Commands commands;
    Done refusal;
    for (const Link& link : graph().linksFrom(from.node)) {
        if (link.fromSlot != from.slot || from == to)
            continue;
        const Done may = mayConnect(to.node, to.slot, link.to, link.toInput);
        if (!may) {
            refusal = may;
            continue;
        }
        commands.emplace_back(RemoveLink {link.id});
        commands.emplace_back(AddLink {{freshLink(), to.node, to.slot, link.to, link.toInput, link.reroute}, {}});
    }
    if (commands.empty())
        return refusal;
    perform(std::move(commands));
    return {};
}

std::optional<PortRef> CanvasDocument::fittingPort(const NodeId& id, const PortRef& other) const
{
    const Node* node = graph().findNode(id);
    const NodeType* type = node ? typeOf(*node) : nullptr;
    if (!node)
        return {};
    if (!other.isOutput) {
        const std::size_t count = type ? type->outputs.size() : node->outputs.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (mayConnect(id, static_cast<int>(i), other.node, other.input))
                return PortRef {id, true, static_cast<int>(i), {}};
        }
        return {};
    }
    std::vector<std::string> names; // ports before settings
    if (type) {
        for (const bool settings : {false, true}) {
            for (const InputSpec& input : type->inputs) {
                if (input.isSetting() == settings && input.presence != Presence::Hidden)
                    names.push_back(input.name);
            }
        }
    } else {
        for (const NodePort& port : node->inputs)
            names.push_back(port.name);
    }
    for (const bool wired : {false, true}) {
        for (const std::string& name : names) {
            const bool isWired = graph().linkInto(id, name) != nullptr;
            if (isWired == wired && mayConnect(other.node, other.slot, id, name))
                return PortRef {id, false, 0, name};
        }
    }
    return {};
}

bool CanvasDocument::maySplice(const NodeId& id, LinkId linkId) const
{
    const Link* link = graph().findLink(linkId);
    return link && fittingPort(id, {link->from, true, link->fromSlot, {}}) && fittingPort(id, {link->to, false, 0, link->toInput});
}

Done CanvasDocument::splice(const NodeId& id, LinkId linkId, const std::optional<QPointF>& at)
{
    const Link* link = graph().findLink(linkId);
    if (!link)
        return Error {ErrorCode::LinkInvalid, "no such link"};
    const std::optional<PortRef> in = fittingPort(id, {link->from, true, link->fromSlot, {}});
    const std::optional<PortRef> out = fittingPort(id, {link->to, false, 0, link->toInput});
    if (!in || !out)
        return Error {ErrorCode::TypeMismatch, "the node doesn't fit into this link"};
    const Link first {freshLink(), link->from, link->fromSlot, id, in->input, link->reroute};
    const Link second {freshLink(), id, out->slot, link->to, link->toInput};
    Commands commands {RemoveLink {linkId}, AddLink {first, {}}, AddLink {second, {}}};
    if (at) {
        Node moved = *graph().findNode(id);
        moved.x = at->x();
        moved.y = at->y();
        commands.emplace_back(ReplaceNode {std::move(moved)});
    }
    perform(std::move(commands));
    return {};
}

namespace {

/// The names of the first ports of a type that a link can go through. None: it can't.
std::optional<std::pair<std::string, int>> wayThrough(const NodeType& type, const TypeName& in, const TypeName& out)
{
    const auto takes = [&](const InputSpec& input, bool setting) {
        return input.isSetting() == setting && input.presence != Presence::Hidden && typesMatch(in, input.type);
    };
    const auto gives = std::ranges::find_if(type.outputs, [&](const OutputSpec& output) { return typesMatch(output.type, out); });
    if (gives == type.outputs.end())
        return {};
    for (const bool setting : {false, true}) {
        const auto it = std::ranges::find_if(type.inputs, [&](const InputSpec& input) { return takes(input, setting); });
        if (it != type.inputs.end())
            return std::pair(it->name, static_cast<int>(gives - type.outputs.begin()));
    }
    return {};
}

} // namespace

bool CanvasDocument::mayInsert(const NodeType& type, LinkId id) const
{
    const Link* const link = graph().findLink(id);
    return link
        && wayThrough(type, typeOfPort({link->from, true, link->fromSlot, {}}), typeOfPort({link->to, false, 0, link->toInput}));
}

Result<NodeId> CanvasDocument::insert(const NodeType& type, QPointF at, LinkId id)
{
    const Link* const link = graph().findLink(id);
    if (!link)
        return Error {ErrorCode::LinkInvalid, "no such link", {{"link", std::to_string(id)}}};
    const TypeName in = typeOfPort({link->from, true, link->fromSlot, {}});
    const TypeName out = typeOfPort({link->to, false, 0, link->toInput});
    const auto way = wayThrough(type, in, out);
    if (!way)
        return Error {ErrorCode::TypeMismatch, "the node doesn't fit into this link", {{"from", in}, {"to", out}}};
    Node node = newNode(type, at);
    const NodeId fresh = node.id;
    const Link first {freshLink(), link->from, link->fromSlot, fresh, way->first, link->reroute};
    const Link second {freshLink(), fresh, way->second, link->to, link->toInput};
    perform({AddNode {std::move(node), {}}, RemoveLink {id}, AddLink {first, {}}, AddLink {second, {}}});
    return fresh;
}

/// Joins again what came into the nodes to what left them, where the types allow it.
Commands CanvasDocument::bridgesFor(const NodeIds& ids)
{
    Commands bridges;
    for (const NodeId& id : ids) {
        for (const Link& out : graph().linksFrom(id)) {
            if (ids.contains(out.to))
                continue;
            const TypeName wanted = typeOfPort({out.to, false, 0, out.toInput});
            for (const Link& in : graph().linksOf(id)) {
                if (in.to != id || ids.contains(in.from) || !typesMatch(typeOfPort({in.from, true, in.fromSlot, {}}), wanted))
                    continue;
                bridges.emplace_back(AddLink {{freshLink(), in.from, in.fromSlot, out.to, out.toInput}, {}});
                break;
            }
        }
    }
    return bridges;
}

void CanvasDocument::remove(const NodeIds& ids) { removeParts({ids, {}, {}}); }

void CanvasDocument::removeWithWires(const NodeIds& ids) { removeParts({ids, {}, {}}, false); }

void CanvasDocument::removeParts(const CanvasParts& parts, bool joins)
{
    Commands commands = pointRemovals(parts.points);
    const auto take = [&commands](Commands more) {
        commands.insert(commands.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    std::vector<Group> groups;
    for (std::size_t i = 0; i < graph().groups().size(); ++i) {
        if (!parts.groups.contains(i))
            groups.push_back(graph().groups()[i]);
    }
    if (groups.size() != graph().groups().size())
        commands.emplace_back(SetGroups {std::move(groups)});
    take(removalsOf(graph(), parts.nodes));
    if (joins)
        take(bridgesFor(parts.nodes));
    perform(std::move(commands));
}

} // namespace weft
