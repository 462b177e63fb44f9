// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/LiteGraph.h"
#include "core/formats/Widgets.h"
#include "core/formats/WorkflowJson.h"

#include <algorithm>
#include <unordered_map>

namespace weft {

using namespace litegraph;

namespace {

bool isFromFile(const Node& node)
{
    return node.extra.contains("id");
}

Json pairJson(Pair pair)
{
    return Json::array({number(pair.x), number(pair.y)});
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
    Writer(const Graph& graph, const Catalogue& catalogue)
        : m_graph(graph)
        , m_catalogue(catalogue)
    {
        for (const Link& link : graph.links()) {
            m_from[link.from][link.fromSlot].push_back(link.id);
            m_into[link.to][link.toInput] = link.id;
        }
        for (const Json& entry : memberAt(graph.extra(), "links")) {
            if (const auto link = readLink(entry))
                m_oldLinks.emplace(link->id, &entry);
            m_linkObjects |= entry.is_object();
        }
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
        for (const Node& node : m_graph.nodes())
            nodes.push_back(writeNode(node, nodes.size()));
        json["nodes"] = std::move(nodes);
        writeLinks(json);
        writeGroups(json);
        raiseLastIds(json);
        return json;
    }

private:
    Json writeNode(const Node& node, std::size_t order)
    {
        Json entry = isFromFile(node) ? node.extra : newNodeEntry(node, order);
        if (idText(memberAt(entry, "id")) != node.id) // a copy of another node
            entry["id"] = idJson(node.id);
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

    /// Ports that only the catalogue knows appear in a file's node once they are linked.
    void writeInputs(Json& entry, const Node& node)
    {
        static const std::map<std::string, LinkId> kNone;
        const auto found = m_into.find(node.id);
        const auto& links = found == m_into.end() ? kNone : found->second;
        std::map<std::string, int>& places = m_inputPlaces[node.id];
        Json list = Json::array();
        for (const NodePort& port : node.inputs) {
            const auto link = links.find(port.name);
            if (port.extra.empty() && isFromFile(node) && link == links.end())
                continue;
            places[port.name] = static_cast<int>(list.size());
            list.push_back(writeInput(port, link == links.end() ? Json() : Json(link->second)));
        }
        const NodeType* type = m_catalogue.find(node.type);
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

    static Json writeInput(const NodePort& port, const Json& link)
    {
        Json entry = port.extra;
        if (!entry.contains("name")) {
            entry = {{"name", port.name}, {"type", port.type}, {"link", link}};
            entry.update(port.extra);
        }
        if (memberAt(entry, "link") != link)
            entry["link"] = link;
        return entry;
    }

    void writeOutputs(Json& entry, const Node& node)
    {
        const auto found = m_from.find(node.id);
        Json list = Json::array();
        for (const NodePort& port : node.outputs) {
            const int slot = static_cast<int>(list.size());
            std::vector<LinkId> links;
            if (found != m_from.end() && found->second.contains(slot))
                links = found->second.at(slot);
            if (port.extra.empty() && isFromFile(node) && links.empty())
                break; // the places of outputs count, so none can be left out in the middle
            list.push_back(writeOutput(port, links));
        }
        if (!list.empty() || !isFromFile(node) || entry.contains("outputs"))
            entry["outputs"] = std::move(list);
    }

    static Json writeOutput(const NodePort& port, std::vector<LinkId> links)
    {
        Json entry = port.extra;
        if (!entry.contains("name")) {
            entry = {{"name", port.name}, {"type", port.type}, {"links", links}};
            entry.update(port.extra);
        }
        std::vector<LinkId> written;
        for (const Json& id : memberAt(entry, "links")) {
            if (id.is_number_integer())
                written.push_back(id.get<LinkId>());
        }
        std::vector<LinkId> wanted = links;
        std::ranges::sort(written);
        std::ranges::sort(wanted);
        if (written != wanted)
            entry["links"] = links;
        return entry;
    }

    void writeSettings(Json& entry, const Node& node)
    {
        Json values = memberAt(node.extra, "widgets_values");
        if (const NodeType* type = m_catalogue.find(node.type)) {
            values = writeWidgets(node, *type);
        } else if (!node.settings.empty()) { // by name: the places of an unknown type aren't known
            Json named = values.is_object() ? values : Json::object();
            for (const auto& [name, value] : node.settings)
                named[name] = value;
            values = std::move(named);
        }
        if (!values.is_null() && !(values.is_array() && values.empty() && !isFromFile(node)))
            entry["widgets_values"] = std::move(values);
        else if (!isFromFile(node))
            entry.erase("widgets_values");
    }

    void writeLinks(Json& json)
    {
        Json list = Json::array();
        for (const Link& link : m_graph.links()) {
            const LinkEntry now {link.id, link.from, link.fromSlot, link.to, m_inputPlaces[link.to][link.toInput]};
            const auto old = m_oldLinks.find(link.id);
            if (old != m_oldLinks.end() && readLink(*old->second) == now)
                list.push_back(*old->second);
            else
                list.push_back(newLink(now));
        }
        if (!list.empty() || json.contains("links"))
            json["links"] = std::move(list);
    }

    Json newLink(const LinkEntry& link) const
    {
        const Node* from = m_graph.findNode(link.from);
        const auto slot = static_cast<std::size_t>(link.fromSlot);
        const TypeName type = slot < from->outputs.size() ? from->outputs[slot].type : "*";
        if (m_linkObjects)
            return {{"id", link.id}, {"origin_id", idJson(link.from)}, {"origin_slot", link.fromSlot},
                {"target_id", idJson(link.to)}, {"target_slot", link.toSlot}, {"type", type}};
        return Json::array({link.id, idJson(link.from), link.fromSlot, idJson(link.to), link.toSlot, type});
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

    /// Ids are never used twice, not even those of deleted nodes.
    void raiseLastIds(Json& json) const
    {
        std::int64_t node = 0;
        for (const Node& each : m_graph.nodes()) {
            if (const Json id = idJson(each.id); id.is_number_integer())
                node = std::max(node, id.get<std::int64_t>());
        }
        LinkId link = 0;
        for (const Link& each : m_graph.links())
            link = std::max(link, each.id);
        const bool inState = memberAt(json, "state").is_object();
        Json& holder = inState ? json["state"] : json;
        raise(holder, inState ? "lastNodeId" : "last_node_id", node);
        raise(holder, inState ? "lastLinkId" : "last_link_id", link);
    }

    static void raise(Json& holder, const char* key, std::int64_t value)
    {
        if (holder.contains(key) && intAt(holder, key) < value)
            holder[key] = value;
    }

    const Graph& m_graph;
    const Catalogue& m_catalogue;
    std::map<NodeId, std::map<int, std::vector<LinkId>>> m_from;
    std::map<NodeId, std::map<std::string, LinkId>> m_into;
    std::map<NodeId, std::map<std::string, int>> m_inputPlaces; // as written
    std::unordered_map<LinkId, const Json*> m_oldLinks;
    bool m_linkObjects = false;
};

} // namespace

Json writeWorkflow(const Graph& graph, const Catalogue& catalogue)
{
    return Writer(graph, catalogue).write();
}

} // namespace weft
