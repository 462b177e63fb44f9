// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Limits.h"
#include "core/formats/LiteGraph.h"
#include "core/formats/Widgets.h"
#include "core/formats/WorkflowJson.h"
#include "core/graph/SubgraphTypes.h"

#include <algorithm>
#include <set>

namespace weft {

using namespace litegraph;

namespace {

constexpr std::size_t kMaxPorts = 10'000; // of one node
constexpr std::size_t kMaxReroutes = 100'000;

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

Result<Node> readNode(const Json& entry)
{
    Node node;
    node.id = idText(memberAt(entry, "id"));
    node.type = stringAt(entry, "type");
    if (node.id.empty() || node.type.empty() || node.type == kSubgraphBorder)
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
    return node;
}

void takeSettings(Node& node, std::map<std::string, Json> settings, bool isNew)
{
    if (isNew)
        node.settings.clear();
    node.settings.merge(settings);
}

/// Ports and settings as far as the type is known.
void applyType(Node& node, const NodeType* type, bool isNew)
{
    const Json& widgets = memberAt(node.extra, "widgets_values");
    if (type) {
        addMissingPorts(node, *type);
        takeSettings(node, readWidgets(node.extra, *type), isNew);
    } else if (isNew && widgets.is_object()) {
        for (const auto& [name, value] : widgets.items())
            node.settings.insert_or_assign(name, value);
    }
}

void applyInstance(Node& node, const SubgraphTypes& types, bool isNew)
{
    if (const NodeType* const type = types.of(node))
        addMissingPorts(node, *type);
    takeSettings(node, readInstanceWidgets(node.extra, types.promotedOf(node)), isNew);
}

/// The node that stands for one side of a subgraph's border; `ports` of the definition are its ports.
Result<Node> readBorder(const Json& entry, const Json& ports, const NodeId& id)
{
    Node node;
    node.id = id;
    node.type = kSubgraphBorder;
    const Json& bounding = memberAt(entry, "bounding");
    const Pair corner = readPair(bounding);
    const Pair size = bounding.is_array() && bounding.size() == 4 ? readPair(Json::array({bounding[2], bounding[3]})) : Pair {};
    node.x = corner.x;
    node.y = corner.y;
    node.width = size.x;
    node.height = size.y;
    node.extra = entry.is_object() ? entry : Json::object();
    WEFT_TRY((id == kSubgraphInputs ? node.outputs : node.inputs), readPorts(ports, id));
    return node;
}

/// The points that a file in form 0.4 keeps apart from its links.
std::map<LinkId, RerouteId> linkExtensions(const Json& graph)
{
    std::map<LinkId, RerouteId> points;
    const Json& list = memberAt(memberAt(graph, "extra"), "linkExtensions");
    for (const Json& entry : list.is_array() ? list : Json::array()) {
        const auto id = idAt(entry, "id");
        const auto parent = idAt(entry, "parentId");
        if (id && parent)
            points.emplace(*id, *parent);
    }
    return points;
}

/// What can't be a link of the graph is left over.
Done readLinks(const Json& json, Graph& graph)
{
    const Json& list = memberAt(json, "links");
    if (list.is_null())
        return {};
    if (!list.is_array())
        return notAWorkflow("links aren't a list");
    const std::map<LinkId, RerouteId> points = linkExtensions(json);
    FileLeftovers leftovers;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto link = readLink(list[i]);
        const Node* const to = link ? graph.findNode(link->to) : nullptr;
        const Node* const from = link ? graph.findNode(link->from) : nullptr;
        const auto slot = link ? static_cast<std::size_t>(link->toSlot) : 0;
        if (!to || !from || (isBorder(*from) && from->id == kSubgraphOutputs) || slot >= to->inputs.size() || graph.findLink(link->id)
            || graph.linkInto(link->to, to->inputs[slot].name)) {
            leftovers.links.push_back({i, list[i]});
            continue;
        }
        const auto point = points.find(link->id);
        const auto reroute = point != points.end() ? std::optional(point->second) : link->reroute;
        WEFT_CHECK(graph.addLink({link->id, link->from, link->fromSlot, link->to, to->inputs[slot].name, reroute}));
    }
    graph.setLeftovers(std::move(leftovers));
    return {};
}

Result<std::vector<Reroute>> readReroutes(const Json& json)
{
    const Json& list = memberAt(hasOwnReroutes(json) ? json : memberAt(json, "extra"), "reroutes");
    std::vector<Reroute> reroutes;
    if (!list.is_array())
        return reroutes;
    if (list.size() > kMaxReroutes)
        return Error {ErrorCode::LimitExceeded, "reroutes of a workflow", {{"limit", std::to_string(kMaxReroutes)}}};
    std::set<RerouteId> ids;
    for (const Json& entry : list) {
        const auto id = idAt(entry, "id");
        if (!id || !ids.insert(*id).second)
            return notAWorkflow("a reroute without an id of its own");
        const Pair at = readPair(memberAt(entry, "pos"));
        reroutes.push_back({*id, idAt(entry, "parentId"), at.x, at.y, entry});
    }
    return reroutes;
}

/// Ids that ports and reroutes name although there is no such link.
void findUnknownIds(Graph& graph, const Json& json)
{
    FileLeftovers leftovers = graph.leftovers();
    const auto look = [&](const std::vector<LinkId>& ids) {
        for (const LinkId id : ids) {
            if (!graph.findLink(id))
                leftovers.ids.insert(id);
        }
    };
    for (const Node& node : graph.nodes()) {
        for (const NodePort& port : node.inputs) {
            if (const auto id = idAt(port.extra, "link"))
                look({*id});
            look(idsIn(memberAt(port.extra, "linkIds")));
        }
        for (const NodePort& port : node.outputs) {
            look(idsIn(memberAt(port.extra, "links")));
            look(idsIn(memberAt(port.extra, "linkIds")));
        }
    }
    for (const Reroute& reroute : graph.reroutes())
        look(idsIn(memberAt(reroute.extra, "linkIds")));
    for (const auto& [link, point] : linkExtensions(json))
        look({link});
    graph.setLeftovers(std::move(leftovers));
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

/// What has a list of its own is null in `extra`: only its place is kept. Links stay, as the pattern of theirs.
Json withoutLists(const Json& json, bool isSubgraph)
{
    Json extra = json;
    for (const char* key : {"nodes", "groups"}) {
        if (extra.contains(key))
            extra[key] = nullptr;
    }
    Json& holder = hasOwnReroutes(json) ? extra : extra["extra"];
    if (memberAt(holder, "reroutes").is_array())
        holder["reroutes"] = nullptr;
    if (!json.contains("extra"))
        extra.erase("extra");
    if (memberAt(memberAt(extra, "definitions"), "subgraphs").is_array())
        extra["definitions"]["subgraphs"] = nullptr;
    for (const char* key : {"inputs", "outputs", "inputNode", "outputNode"}) {
        if (isSubgraph && extra.contains(key))
            extra[key] = nullptr;
    }
    return extra;
}

class Reader {
public:
    Result<Graph> read(const Json& json, bool isSubgraph)
    {
        const Json& nodes = memberAt(json, "nodes");
        if (!nodes.is_array())
            return notAWorkflow("no list of nodes");
        m_nodes += nodes.size();
        if (m_nodes > kMaxGraphNodes)
            return Error {ErrorCode::LimitExceeded, "nodes of a workflow", {{"limit", std::to_string(kMaxGraphNodes)}}};
        Graph graph;
        if (isSubgraph)
            WEFT_CHECK(addBorder(graph, json));
        for (const Json& entry : nodes) {
            WEFT_TRY(Node node, readNode(entry));
            const NodeId id = node.id;
            if (!graph.addNode(std::move(node)))
                return notAWorkflow("two nodes of one id", id);
        }
        WEFT_CHECK(addSubgraphs(graph, json));
        WEFT_TRY(std::vector<Group> groups, readGroups(memberAt(json, "groups")));
        WEFT_TRY(std::vector<Reroute> reroutes, readReroutes(json));
        graph.setGroups(std::move(groups));
        graph.setReroutes(std::move(reroutes));
        graph.setExtra(withoutLists(json, isSubgraph));
        return graph;
    }

private:
    static Done addBorder(Graph& graph, const Json& json)
    {
        if (stringAt(json, "id").empty())
            return notAWorkflow("a subgraph without id");
        WEFT_TRY(Node inputs, readBorder(memberAt(json, "inputNode"), memberAt(json, "inputs"), kSubgraphInputs));
        WEFT_TRY(Node outputs, readBorder(memberAt(json, "outputNode"), memberAt(json, "outputs"), kSubgraphOutputs));
        WEFT_CHECK(graph.addNode(std::move(inputs)));
        return graph.addNode(std::move(outputs));
    }

    Done addSubgraphs(Graph& graph, const Json& json)
    {
        const Json& list = memberAt(memberAt(json, "definitions"), "subgraphs");
        if (list.is_null())
            return {};
        if (!list.is_array())
            return notAWorkflow("subgraphs aren't a list");
        for (const Json& entry : list) {
            WEFT_TRY(Graph subgraph, read(entry, true));
            if (!m_ids.insert(subgraph.id()).second)
                return notAWorkflow("two subgraphs of one id", subgraph.id());
            WEFT_CHECK(graph.addSubgraph(std::move(subgraph)));
        }
        return {};
    }

    std::size_t m_nodes = 0; // in all graphs together
    std::set<SubgraphId> m_ids;
};

/// The graph of this id and those defined in it, with `edit` done to each node that has a type.
template <typename Edit>
void editAll(Graph& graph, Edit edit)
{
    for (const Node& each : graph.nodes())
        edit(*graph.editNode(each.id));
    for (const Graph& subgraph : graph.subgraphs())
        editAll(*graph.editSubgraph(subgraph.id()), edit);
}

void applyCatalogue(Graph& workflow, const Catalogue& catalogue, bool isNew)
{
    editAll(workflow, [&](Node& node) {
        if (!isBorder(node) && !workflow.findSubgraph(node.type))
            applyType(node, catalogue.find(node.type), isNew);
    });
}

/// The types of instances depend on what is inside, so these come last.
void applySubgraphs(Graph& workflow, const Catalogue& catalogue, bool isNew)
{
    if (workflow.subgraphs().empty())
        return;
    const Graph before = workflow; // what types are worked out from must stay as it is meanwhile
    const SubgraphTypes types(before, catalogue);
    editAll(workflow, [&](Node& node) {
        if (workflow.findSubgraph(node.type))
            applyInstance(node, types, isNew);
    });
}

/// Links need the ports that the catalogue may have added.
Done linkAll(Graph& graph, const Json& json)
{
    WEFT_CHECK(readLinks(json, graph));
    findUnknownIds(graph, json);
    const Json& list = memberAt(memberAt(json, "definitions"), "subgraphs");
    for (std::size_t i = 0; i < graph.subgraphs().size(); ++i)
        WEFT_CHECK(linkAll(*graph.editSubgraph(graph.subgraphs()[i].id()), list[i]));
    return {};
}

} // namespace

bool isWorkflowJson(const Json& json)
{
    return memberAt(json, "nodes").is_array();
}

void refreshTypes(Graph& graph, const Catalogue& catalogue)
{
    applyCatalogue(graph, catalogue, false);
    applySubgraphs(graph, catalogue, false);
}

Result<Graph> readWorkflow(const Json& json, const Catalogue& catalogue)
{
    WEFT_TRY(Graph graph, Reader().read(json, false));
    applyCatalogue(graph, catalogue, true);
    WEFT_CHECK(linkAll(graph, json));
    applySubgraphs(graph, catalogue, true);
    return graph;
}

} // namespace weft
