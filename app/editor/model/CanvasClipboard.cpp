// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"
#include "core/formats/OpenWorkflow.h"
#include "core/formats/WorkflowJson.h"
#include "core/graph/Groups.h"

#include <algorithm>
#include <limits>

namespace weft {

namespace {

constexpr const char* kComfyAttribute = "data-metadata=\"";

/// ComfyUI's front end hides what it copies in an attribute of an HTML element, as base64.
QByteArray outOfHtml(const QByteArray& text)
{
    const qsizetype start = text.indexOf(kComfyAttribute);
    if (start < 0 || !text.trimmed().startsWith('<'))
        return text;
    const qsizetype begin = start + qsizetype(std::char_traits<char>::length(kComfyAttribute));
    const qsizetype end = text.indexOf('"', begin);
    return end < 0 ? text : QByteArray::fromBase64(text.mid(begin, end - begin));
}

/// On its clipboard subgraphs stand beside the nodes.
QByteArray asWorkflow(const QByteArray& text)
{
    const auto json = parseJson({text.constData(), static_cast<std::size_t>(text.size())});
    if (!json || !memberAt(*json, "subgraphs").is_array() || json->contains("definitions"))
        return text;
    Json workflow = *json;
    workflow["definitions"]["subgraphs"] = workflow["subgraphs"];
    workflow.erase("subgraphs");
    return QByteArray::fromStdString(toJsonText(workflow));
}

void addUsed(Graph& part, const Graph& graph, const Graph& workflow)
{
    for (const Node& node : graph.nodes()) {
        const Graph* const subgraph = workflow.findSubgraph(node.type);
        if (subgraph && !part.findSubgraph(node.type) && part.addSubgraph(*subgraph))
            addUsed(part, *subgraph, workflow);
    }
}

QPointF topLeft(const Graph& part)
{
    QPointF corner(std::numeric_limits<double>::max(), std::numeric_limits<double>::max());
    for (const Node& node : part.nodes())
        corner = {std::min(corner.x(), node.x), std::min(corner.y(), node.y)};
    return corner;
}

} // namespace

Graph CanvasDocument::partOf(const NodeIds& ids) const
{
    Graph part;
    for (const Node& node : graph().nodes()) {
        if (ids.contains(node.id) && !isBorder(node))
            (void)part.addNode(node);
    }
    std::set<RerouteId> points;
    for (const Link& link : graph().links()) {
        if (!part.findNode(link.from) || !part.findNode(link.to))
            continue;
        (void)part.addLink(link);
        for (const Reroute* point : graph().reroutesOf(link))
            points.insert(point->id);
    }
    std::vector<Reroute> reroutes = graph().reroutes();
    std::erase_if(reroutes, [&points](const Reroute& point) { return !points.contains(point.id); });
    part.setReroutes(std::move(reroutes));
    std::vector<Group> groups = graph().groups();
    std::erase_if(groups, [&](const Group& group) {
        const NodeIds members = membersOf(graph(), group);
        return members.empty() || !std::ranges::includes(ids, members);
    });
    part.setGroups(std::move(groups));
    addUsed(part, part, m_workflow);
    return part;
}

QByteArray CanvasDocument::copy(const NodeIds& ids) const
{
    return QByteArray::fromStdString(toJsonText(writeWorkflow(partOf(ids), *m_catalogue), 2));
}

QByteArray CanvasDocument::copyForComfy(const NodeIds& ids) const
{
    Graph part = partOf(ids);
    part.setExtra({{"nodes", nullptr}, {"groups", Json::array()}, {"reroutes", Json::array()}, {"links", Json::array()},
        {"version", 1}});
    Json json = writeWorkflow(part, *m_catalogue);
    json["subgraphs"] = memberAt(memberAt(json, "definitions"), "subgraphs");
    if (json["subgraphs"].is_null())
        json["subgraphs"] = Json::array();
    json.erase("definitions");
    json.erase("version");
    const QByteArray hidden = QByteArray::fromStdString(toJsonText(json)).toBase64();
    return "<meta charset=\"utf-8\"><div><span data-metadata=\"" + hidden + "\"></span></div>";
}

Result<NodeIds> CanvasDocument::paste(const QByteArray& given, QPointF at)
{
    const QByteArray text = asWorkflow(outOfHtml(given));
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.constData()), static_cast<std::size_t>(text.size()));
    WEFT_TRY(const Opened opened, openWorkflow(SharedBytes::copyOf(bytes), *m_catalogue));
    const Graph& part = opened.graph;
    if (part.nodes().empty())
        return Error {ErrorCode::JsonNotAWorkflow, "no nodes to paste"};
    if (!shownSubgraph().empty() && !part.subgraphs().empty()) {
        Graph both = m_workflow;
        for (const Graph& subgraph : part.subgraphs())
            (void)both.addSubgraph(subgraph); // those that are there already stay
        for (const Node& node : part.nodes()) {
            if (both.findSubgraph(node.type))
                WEFT_CHECK(mayContain(both, shownSubgraph(), node.type));
        }
    }
    return insertCopies(part, at - topLeft(part), false);
}

NodeIds CanvasDocument::duplicate(const NodeIds& ids, QPointF shift)
{
    Graph part = partOf(ids);
    const auto isCopied = [&](const NodeId& id) { return ids.contains(id) && !isBorder(*graph().findNode(id)); };
    for (const Link& link : graph().links()) { // with what comes in from others
        if (!isCopied(link.to) || isCopied(link.from))
            continue;
        Node outside;
        outside.id = link.from;
        outside.type = kSubgraphBorder;
        (void)part.addNode(std::move(outside));
        Link plain = link;
        plain.reroute.reset();
        (void)part.addLink(std::move(plain));
    }
    part.setGroups({});
    return insertCopies(part, shift, true);
}

/// Fresh ids throughout; border nodes stand for nodes that are there already, and count only with `keepInputs`.
NodeIds CanvasDocument::insertCopies(const Graph& part, QPointF shift, bool keepInputs)
{
    std::map<NodeId, NodeId> renamed;
    Commands commands;
    NodeIds made;
    const SubgraphId in = shownSubgraph();
    for (const Graph& subgraph : part.subgraphs()) {
        if (!m_workflow.findSubgraph(subgraph.id()))
            commands.emplace_back(AddSubgraph {subgraph, {}});
    }
    for (const Node& node : part.nodes()) {
        if (isBorder(node)) {
            renamed[node.id] = node.id;
            continue;
        }
        Node copy = node;
        copy.id = freshNode();
        copy.x += shift.x();
        copy.y += shift.y();
        if (copy.extra.is_object())
            copy.extra.erase("id");
        renamed[node.id] = copy.id;
        made.insert(copy.id);
        commands.emplace_back(AddNode {std::move(copy), {}}, in);
    }
    std::map<RerouteId, RerouteId> points;
    RerouteId nextPoint = graph().freshRerouteId();
    for (const Reroute& point : part.reroutes())
        points[point.id] = nextPoint++;
    const auto mapped = [&points](std::optional<RerouteId> point) {
        const auto it = point ? points.find(*point) : points.end();
        return it == points.end() ? std::nullopt : std::optional(it->second);
    };
    std::vector<Reroute> reroutes = graph().reroutes();
    for (const Reroute& point : part.reroutes())
        reroutes.push_back(
            {points[point.id], mapped(point.parent), point.x + shift.x(), point.y + shift.y(), Json::object()});
    if (!points.empty())
        commands.emplace_back(SetReroutes {std::move(reroutes)}, in);
    for (const Link& link : part.links()) {
        const bool comesIn = !made.contains(renamed[link.from]);
        if (!comesIn || keepInputs)
            commands.emplace_back(AddLink {{freshLink(), renamed[link.from], link.fromSlot, renamed[link.to], link.toInput, mapped(link.reroute)}, {}}, in);
    }
    std::vector<Group> groups = graph().groups();
    for (Group group : part.groups()) {
        group.x += shift.x();
        group.y += shift.y();
        groups.push_back(std::move(group));
    }
    if (groups.size() != graph().groups().size())
        commands.emplace_back(SetGroups {std::move(groups)}, in);
    performAnywhere(std::move(commands));
    return made;
}

} // namespace weft
