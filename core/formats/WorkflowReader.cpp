// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Limits.h"
#include "core/formats/LiteGraph.h"
#include "core/formats/Widgets.h"
#include "core/formats/WorkflowJson.h"

#include <algorithm>
#include <set>

namespace weft {

using namespace litegraph;

namespace {

constexpr std::size_t kMaxPorts = 10'000; // of one node

Error notAWorkflow(std::string detail, const NodeId& node = {})
{
    return {ErrorCode::JsonNotAWorkflow, std::move(detail), {{"node", node}}};
}

/// A port's name is its identity here, so a second one of the same name gets its place appended.
Result<std::vector<NodePort>> readPorts(const Json& list, const NodeId& node)
{
    std::vector<NodePort> ports;
    if (list.is_null())
        return ports;
    if (!list.is_array() || list.size() > kMaxPorts)
        return notAWorkflow("ports aren't a list", node);
    std::set<std::string> names;
    for (const Json& entry : list) {
        if (!entry.is_object())
            return notAWorkflow("a port isn't an object", node);
        std::string name = stringAt(entry, "name");
        while (!names.insert(name).second)
            name += "#" + std::to_string(ports.size());
        ports.push_back({std::move(name), stringAt(entry, "type", "*"), entry});
    }
    return ports;
}

/// The file may be older than the type: ports that it doesn't know are there, behind those that it knows.
void addMissingPorts(Node& node, const NodeType& type)
{
    const Node fresh = makeNode(type, node.id, 0, 0);
    for (const NodePort& port : fresh.inputs) {
        if (std::ranges::find(node.inputs, port.name, &NodePort::name) == node.inputs.end())
            node.inputs.push_back(port);
    }
    for (std::size_t i = node.outputs.size(); i < fresh.outputs.size(); ++i)
        node.outputs.push_back(fresh.outputs[i]);
}

Result<Node> readNode(const Json& entry, const Catalogue& catalogue)
{
    Node node;
    node.id = idText(memberAt(entry, "id"));
    node.type = stringAt(entry, "type");
    if (node.id.empty() || node.type.empty())
        return notAWorkflow("a node without id or type", node.id);
    node.title = stringAt(entry, "title");
    const Pair position = readPair(memberAt(entry, "pos"));
    const Pair size = readPair(memberAt(entry, "size"));
    node.x = position.x;
    node.y = position.y;
    node.width = size.x;
    node.height = size.y;
    node.mode = readMode(memberAt(entry, "mode"));
    node.collapsed = boolAt(memberAt(entry, "flags"), "collapsed");
    WEFT_TRY(node.inputs, readPorts(memberAt(entry, "inputs"), node.id));
    WEFT_TRY(node.outputs, readPorts(memberAt(entry, "outputs"), node.id));
    node.extra = entry;
    for (const char* key : {"inputs", "outputs"}) {
        if (node.extra.contains(key))
            node.extra[key] = nullptr; // each port keeps its own entry
    }
    const Json& widgets = memberAt(entry, "widgets_values");
    if (const NodeType* type = catalogue.find(node.type)) {
        addMissingPorts(node, *type);
        node.settings = readWidgets(widgets, *type);
    } else if (widgets.is_object()) {
        for (const auto& [name, value] : widgets.items())
            node.settings.insert_or_assign(name, value);
    }
    return node;
}

Done readLinks(const Json& list, Graph& graph)
{
    if (list.is_null())
        return {};
    if (!list.is_array())
        return notAWorkflow("links aren't a list");
    for (const Json& entry : list) {
        const auto link = readLink(entry);
        if (!link)
            continue;
        const Node* to = graph.findNode(link->to);
        const auto slot = static_cast<std::size_t>(link->toSlot);
        if (!to || !graph.findNode(link->from) || slot >= to->inputs.size() || graph.findLink(link->id))
            continue;
        WEFT_CHECK(graph.addLink({link->id, link->from, link->fromSlot, link->to, to->inputs[slot].name}));
    }
    return {};
}

Result<std::vector<Group>> readGroups(const Json& list)
{
    std::vector<Group> groups;
    if (list.is_null())
        return groups;
    if (!list.is_array())
        return notAWorkflow("groups aren't a list");
    for (const Json& entry : list) {
        const Json& bounding = memberAt(entry, "bounding");
        if (!entry.is_object())
            return notAWorkflow("a group isn't an object");
        const Pair corner = readPair(bounding);
        const Pair size = bounding.is_array() && bounding.size() == 4
            ? readPair(Json::array({bounding[2], bounding[3]}))
            : Pair {};
        groups.push_back({stringAt(entry, "title"), corner.x, corner.y, size.x, size.y, entry});
    }
    return groups;
}

} // namespace

bool isWorkflowJson(const Json& json)
{
    return memberAt(json, "nodes").is_array();
}

void refreshTypes(Graph& graph, const Catalogue& catalogue)
{
    for (const Node& each : graph.nodes()) {
        const NodeType* type = catalogue.find(each.type);
        if (!type)
            continue;
        Node& node = *graph.editNode(each.id);
        addMissingPorts(node, *type);
        for (const auto& [name, value] : readWidgets(memberAt(node.extra, "widgets_values"), *type))
            node.settings.try_emplace(name, value);
    }
}

Result<Graph> readWorkflow(const Json& json, const Catalogue& catalogue)
{
    if (!isWorkflowJson(json))
        return notAWorkflow("no list of nodes");
    const Json& nodes = memberAt(json, "nodes");
    if (nodes.size() > kMaxGraphNodes)
        return Error {ErrorCode::LimitExceeded, "nodes of a workflow", {{"limit", std::to_string(kMaxGraphNodes)}}};
    Graph graph;
    for (const Json& entry : nodes) {
        WEFT_TRY(Node node, readNode(entry, catalogue));
        const NodeId id = node.id;
        if (!graph.addNode(std::move(node)))
            return notAWorkflow("two nodes of one id", id);
    }
    WEFT_CHECK(readLinks(memberAt(json, "links"), graph));
    WEFT_TRY(std::vector<Group> groups, readGroups(memberAt(json, "groups")));
    graph.setGroups(std::move(groups));
    Json extra = json;
    extra["nodes"] = nullptr; // each keeps its own entry; "links" stay as the pattern of theirs
    if (extra.contains("groups"))
        extra["groups"] = nullptr;
    graph.setExtra(std::move(extra));
    return graph;
}

} // namespace weft
