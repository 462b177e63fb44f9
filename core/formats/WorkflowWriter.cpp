// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/LiteGraph.h"
#include "core/formats/PortEntries.h"
#include "core/formats/Widgets.h"
#include "core/formats/WorkflowJson.h"
#include "core/graph/SubgraphTypes.h"

#include <algorithm>
#include <set>

namespace weft {

using namespace litegraph;

namespace {

bool isFromFile(const Node& node)
{
    return node.extra.contains("id");
}

/// The keys in ComfyUI's order, for a node that no file has seen yet.
Json newNodeEntry(const Node& node, std::size_t order)
{
    Json entry = {{"id", idJson(node.id)}, {"type", node.type}, {"pos", pairJson({node.x, node.y})},
        {"size", pairJson({node.width, node.height})}, {"flags", Json::object()}, {"order", order},
        {"mode", modeNumber(node.mode)}, {"inputs", nullptr}, {"outputs", nullptr},
        {"properties", {{"Node name for S&R", node.type}}}, {"widgets_values", nullptr}};
    for (const auto& [key, value] : node.extra.items()) {
        if (key == "properties" && value.is_object())
            entry[key].update(value);
        else
            entry[key] = value;
    }
    return entry;
}

class Writer {
public:
    Writer(const Graph& graph, const Catalogue& catalogue, const SubgraphTypes& types)
        : m_graph(graph)
        , m_catalogue(catalogue)
        , m_types(types)
        , m_ports(graph)
    {
        for (const Json& entry : memberAt(graph.extra(), "links"))
            m_linkObjects |= entry.is_object();
        m_linkObjects |= numberAt(graph.extra(), "version") >= 1;
    }

    Json write()
    {
        Json json = m_graph.extra();
        if (!json.contains("nodes")) {
            json = {{"last_node_id", 0}, {"last_link_id", 0}, {"nodes", nullptr}, {"links", nullptr},
                {"groups", Json::array()}, {"config", Json::object()}, {"extra", Json::object()}, {"version", 0.4}};
            json.update(m_graph.extra());
        }
        Json nodes = Json::array();
        for (const Node& node : m_graph.nodes()) {
            if (isBorder(node))
                writeBorder(json, node);
            else
                nodes.push_back(writeNode(node, nodes.size()));
        }
        json["nodes"] = std::move(nodes);
        writeLinks(json);
        writeReroutes(json);
        writeGroups(json);
        writeSubgraphs(json);
        raiseLastIds(json);
        return json;
    }

    /// Of nodes that no file had yet, here and in the subgraphs.
    std::int64_t largestNewNode() const { return m_largestNew; }

private:
    Json writeNode(const Node& node, std::size_t order)
    {
        Json entry = isFromFile(node) ? node.extra : newNodeEntry(node, order);
        const Json id = idJson(node.id);
        if (idText(memberAt(entry, "id")) != node.id) // a copy of another node
            entry["id"] = id;
        if (idText(memberAt(node.extra, "id")) != node.id && id.is_number_integer())
            m_largestNew = std::max(m_largestNew, id.get<std::int64_t>());
        if (stringAt(entry, "type") != node.type)
            entry["type"] = node.type;
        if (const Pair position {node.x, node.y}; readPair(memberAt(entry, "pos")) != position)
            entry["pos"] = pairJson(position);
        if (const Pair size {node.width, node.height}; readPair(memberAt(entry, "size")) != size)
            entry["size"] = pairJson(size);
        if (readMode(memberAt(entry, "mode")) != node.mode)
            entry["mode"] = modeNumber(node.mode);
        if (boolAt(memberAt(entry, "flags"), "collapsed") != node.collapsed)
            setCollapsed(entry, node.collapsed);
        if (stringAt(entry, "title") != node.title)
            entry["title"] = node.title;
        if (node.title.empty() && memberAt(entry, "title").is_string() && stringAt(node.extra, "title") != "")
            entry.erase("title");
        writeInputs(entry, node);
        writeOutputs(entry, node);
        writeSettings(entry, node);
        return entry;
    }

    static void setCollapsed(Json& entry, bool collapsed)
    {
        Json& flags = entry["flags"];
        if (!flags.is_object())
            flags = Json::object();
        if (collapsed)
            flags["collapsed"] = true;
        else
            flags.erase("collapsed");
    }

    /// One side of a subgraph's border: its place, and the ports of the interface.
    void writeBorder(Json& json, const Node& node)
    {
        const bool isInputs = node.id == kSubgraphInputs;
        Json entry = node.extra;
        const Json bounding = Json::array({number(node.x), number(node.y), number(node.width), number(node.height)});
        if (!entry.contains("id"))
            entry["id"] = idJson(node.id);
        if (memberAt(entry, "bounding") != bounding)
            entry["bounding"] = bounding;
        const char* const nodeKey = isInputs ? "inputNode" : "outputNode";
        if (json.contains(nodeKey) || node.width != 0 || node.x != 0 || node.y != 0)
            json[nodeKey] = std::move(entry);
        Json list = Json::array();
        for (const NodePort& port : isInputs ? node.outputs : node.inputs) {
            if (!isInputs)
                m_inputPlaces[node.id][port.name] = static_cast<int>(list.size());
            list.push_back(m_ports.border(node, port, list.size()));
        }
        const char* const key = isInputs ? "inputs" : "outputs";
        if (!list.empty() || json.contains(key))
            json[key] = std::move(list);
    }

    /// Ports that only the catalogue knows appear in a file's node once they are linked.
    void writeInputs(Json& entry, const Node& node)
    {
        const std::map<std::string, LinkId>& links = m_ports.linksInto(node.id);
        std::map<std::string, int>& places = m_inputPlaces[node.id];
        Json list = Json::array();
        for (const NodePort& port : node.inputs) {
            if (port.extra.empty() && isFromFile(node) && !links.contains(port.name))
                continue;
            places[port.name] = static_cast<int>(list.size());
            list.push_back(m_ports.input(node, port));
        }
        const NodeType* type = m_types.of(node);
        for (const auto& [name, id] : links) { // a setting that became an input
            if (places.contains(name))
                continue;
            const InputSpec* input = type ? type->findInput(name) : nullptr;
            places[name] = static_cast<int>(list.size());
            list.push_back({{"name", name}, {"type", input ? input->type : "*"}, {"widget", {{"name", name}}}, {"link", id}});
        }
        if (!list.empty() || !isFromFile(node) || entry.contains("inputs"))
            entry["inputs"] = std::move(list);
    }

    void writeOutputs(Json& entry, const Node& node)
    {
        std::size_t count = node.outputs.size(); // places count, so only the last ones can be left out
        const auto isNeeded = [&](std::size_t i) {
            return !node.outputs[i].extra.empty() || !isFromFile(node) || !m_ports.linksFrom(node.id, static_cast<int>(i)).empty();
        };
        while (count > 0 && !isNeeded(count - 1))
            --count;
        Json list = Json::array();
        for (std::size_t i = 0; i < count; ++i)
            list.push_back(m_ports.output(node, i));
        if (!list.empty() || !isFromFile(node) || entry.contains("outputs"))
            entry["outputs"] = std::move(list);
    }

    void writeSettings(Json& entry, const Node& node) const
    {
        const NodeType* const type = m_types.of(node);
        if (type && m_catalogue.find(node.type)) {
            writeWidgets(entry, node, *type);
        } else if (type) {
            writeInstanceWidgets(entry, node, *type, m_types.promotedOf(node));
        } else {
            writeUnknown(entry["widgets_values"], node);
        }
        if (isFromFile(node) && !node.extra.contains("widgets_values") && entry["widgets_values"].is_null())
            entry.erase("widgets_values");
        const Json& values = memberAt(entry, "widgets_values");
        if (!isFromFile(node) && (values.is_null() || (values.is_array() && values.empty())))
            entry.erase("widgets_values");
    }

    /// Of a type that isn't known, settings go by name: the places in a list are anybody's guess. Of the front end's own
    /// nodes the first place is known.
    static void writeUnknown(Json& values, const Node& node)
    {
        const auto first = node.settings.find(node.type == "PrimitiveNode" ? "value" : "text");
        const bool isOurs = node.type == "PrimitiveNode" || node.type == "Note" || node.type == "MarkdownNote";
        if (isOurs && first != node.settings.end()) {
            if (!values.is_array() || values.empty())
                values = Json::array({nullptr});
            if (values[0] != first->second)
                values[0] = first->second;
            return;
        }
        if (node.settings.empty() || (values.is_array() && !values.empty()))
            return;
        if (!values.is_object())
            values = Json::object();
        for (const auto& [name, value] : node.settings)
            values[name] = value;
    }

    void writeLinks(Json& json)
    {
        Json list = Json::array();
        auto stray = m_graph.leftovers().links.begin();
        const auto end = m_graph.leftovers().links.end();
        for (const Link& link : m_graph.links()) {
            for (; stray != end && stray->position <= list.size(); ++stray)
                list.push_back(stray->entry);
            list.push_back(writeLink(link));
        }
        for (; stray != end; ++stray)
            list.push_back(stray->entry);
        if (!list.empty() || json.contains("links"))
            json["links"] = std::move(list);
    }

    Json writeLink(const Link& link)
    {
        LinkEntry now {link.id, link.from, link.fromSlot, link.to, m_inputPlaces[link.to][link.toInput], {}};
        const Json* const old = m_ports.oldLink(link.id);
        if (!old || old->is_object())
            now.reroute = link.reroute;
        if (old && readLink(*old) == now)
            return *old;
        return newLink(now);
    }

    Json newLink(const LinkEntry& link) const
    {
        const Node* from = m_graph.findNode(link.from);
        const auto slot = static_cast<std::size_t>(link.fromSlot);
        const TypeName type = slot < from->outputs.size() ? from->outputs[slot].type : "*";
        if (!m_linkObjects)
            return Json::array({link.id, idJson(link.from), link.fromSlot, idJson(link.to), link.toSlot, type});
        Json entry = {{"id", link.id}, {"origin_id", idJson(link.from)}, {"origin_slot", link.fromSlot},
            {"target_id", idJson(link.to)}, {"target_slot", link.toSlot}, {"type", type}};
        if (link.reroute)
            entry["parentId"] = *link.reroute;
        return entry;
    }

    /// In form 0.4 both the points and the links that pass them stand in `extra`.
    void writeReroutes(Json& json) const
    {
        Json list = Json::array();
        std::map<RerouteId, std::vector<LinkId>> passing;
        for (const Link& link : m_graph.links()) {
            for (const Reroute* point : m_graph.reroutesOf(link))
                passing[point->id].push_back(link.id);
        }
        for (const Reroute& point : m_graph.reroutes())
            list.push_back(m_ports.reroute(point, passing[point.id]));
        const bool own = hasOwnReroutes(m_graph.extra());
        const Json& holder = own ? json : memberAt(json, "extra");
        const bool hasPlace = holder.is_object() && holder.contains("reroutes") && memberAt(holder, "reroutes").is_null();
        if (!list.empty() || hasPlace)
            (own ? json : extraOf(json))["reroutes"] = std::move(list);
        if (!m_linkObjects)
            writeLinkExtensions(json);
    }

    static Json& extraOf(Json& json)
    {
        Json& extra = json["extra"];
        if (!extra.is_object())
            extra = Json::object();
        return extra;
    }

    void writeLinkExtensions(Json& json) const
    {
        const Json& old = memberAt(memberAt(json, "extra"), "linkExtensions");
        Json list = Json::array();
        std::set<LinkId> written;
        for (const Json& entry : old.is_array() ? old : Json::array()) {
            const auto id = idAt(entry, "id");
            const Link* const link = id ? m_graph.findLink(*id) : nullptr;
            if (link && link->reroute) {
                list.push_back(entry);
                if (idAt(entry, "parentId") != link->reroute)
                    list.back()["parentId"] = *link->reroute;
                written.insert(*id);
            } else if (!id || m_ports.isUnknown(*id) || (link && !idAt(entry, "parentId"))) {
                list.push_back(entry);
            }
        }
        for (const Link& link : m_graph.links()) {
            if (link.reroute && !written.contains(link.id))
                list.push_back({{"id", link.id}, {"parentId", *link.reroute}});
        }
        if (!list.empty() || old.is_array())
            extraOf(json)["linkExtensions"] = std::move(list);
    }

    void writeGroups(Json& json) const
    {
        Json list = Json::array();
        for (const Group& group : m_graph.groups()) {
            Json entry = group.extra;
            const Json bounding
                = Json::array({number(group.x), number(group.y), number(group.width), number(group.height)});
            if (stringAt(entry, "title") != group.title)
                entry["title"] = group.title;
            if (memberAt(entry, "bounding") != bounding)
                entry["bounding"] = bounding;
            list.push_back(std::move(entry));
        }
        if (!list.empty() || json.contains("groups"))
            json["groups"] = std::move(list);
    }

    void writeSubgraphs(Json& json)
    {
        Json list = Json::array();
        for (const Graph& subgraph : m_graph.subgraphs()) {
            Writer writer(subgraph, m_catalogue, m_types);
            list.push_back(writer.write());
            m_largestNew = std::max(m_largestNew, writer.largestNewNode());
        }
        const Json& definitions = memberAt(json, "definitions");
        const bool hasPlace = definitions.contains("subgraphs") && memberAt(definitions, "subgraphs").is_null();
        if (!list.empty() || hasPlace)
            json["definitions"]["subgraphs"] = std::move(list);
    }

    /// Ids are never used twice, not even those of deleted nodes.
    void raiseLastIds(Json& json) const
    {
        LinkId link = 0;
        for (const Link& each : m_graph.links()) {
            if (!m_ports.oldLink(each.id))
                link = std::max(link, each.id);
        }
        RerouteId reroute = 0;
        for (const Reroute& each : m_graph.reroutes()) {
            if (!each.extra.contains("id"))
                reroute = std::max(reroute, each.id);
        }
        const bool inState = memberAt(json, "state").is_object();
        Json& holder = inState ? json["state"] : json;
        raise(holder, inState ? "lastNodeId" : "last_node_id", m_largestNew);
        raise(holder, inState ? "lastLinkId" : "last_link_id", link);
        if (inState)
            raise(holder, "lastRerouteId", reroute);
    }

    static void raise(Json& holder, const char* key, std::int64_t value)
    {
        if (holder.contains(key) && intAt(holder, key) < value)
            holder[key] = value;
    }

    const Graph& m_graph;
    const Catalogue& m_catalogue;
    const SubgraphTypes& m_types;
    PortEntries m_ports;
    std::map<NodeId, std::map<std::string, int>> m_inputPlaces; // as written
    bool m_linkObjects = false;
    std::int64_t m_largestNew = 0;
};

} // namespace

Json writeWorkflow(const Graph& graph, const Catalogue& catalogue)
{
    const SubgraphTypes types(graph, catalogue);
    return Writer(graph, catalogue, types).write();
}

} // namespace weft
