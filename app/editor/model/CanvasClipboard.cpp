// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"
#include "core/formats/OpenWorkflow.h"
#include "core/formats/WorkflowJson.h"

#include <algorithm>
#include <limits>

namespace weft {

QByteArray CanvasDocument::copy(const NodeIds& ids) const
{
    Graph part;
    for (const Node& node : m_graph.nodes()) {
        if (ids.contains(node.id))
            (void)part.addNode(node);
    }
    for (const Link& link : m_graph.links()) {
        if (ids.contains(link.from) && ids.contains(link.to))
            (void)part.addLink(link);
    }
    return QByteArray::fromStdString(toJsonText(writeWorkflow(part, *m_catalogue), 2));
}

Result<NodeIds> CanvasDocument::paste(const QByteArray& text, QPointF at)
{
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.constData()), static_cast<std::size_t>(text.size()));
    WEFT_TRY(const Opened opened, openWorkflow(SharedBytes::copyOf(bytes), *m_catalogue));
    const Graph& part = opened.graph;
    if (part.nodes().empty())
        return Error {ErrorCode::JsonNotAWorkflow, "no nodes to paste"};
    double left = std::numeric_limits<double>::max();
    double top = left;
    for (const Node& node : part.nodes()) {
        left = std::min(left, node.x);
        top = std::min(top, node.y);
    }
    return insertCopies(part.nodes(), part.links(), at - QPointF(left, top), false);
}

NodeIds CanvasDocument::duplicate(const NodeIds& ids, QPointF shift)
{
    std::vector<Node> nodes;
    std::vector<Link> links;
    for (const Node& node : m_graph.nodes()) {
        if (ids.contains(node.id))
            nodes.push_back(node);
    }
    for (const Link& link : m_graph.links()) {
        if (ids.contains(link.to))
            links.push_back(link);
    }
    return insertCopies(nodes, links, shift, true);
}

/// Fresh ids throughout; links whose source isn't copied are kept only with `keepInputs`.
NodeIds CanvasDocument::insertCopies(
    const std::vector<Node>& nodes, const std::vector<Link>& links, QPointF shift, bool keepInputs)
{
    std::map<NodeId, NodeId> renamed;
    std::vector<Command> commands;
    NodeIds made;
    for (const Node& node : nodes) {
        Node copy = node;
        copy.id = freshNode();
        copy.x += shift.x();
        copy.y += shift.y();
        if (copy.extra.is_object())
            copy.extra.erase("id");
        renamed[node.id] = copy.id;
        made.insert(copy.id);
        commands.emplace_back(AddNode {std::move(copy), {}});
    }
    for (const Link& link : links) {
        const auto from = renamed.find(link.from);
        const auto to = renamed.find(link.to);
        if (to == renamed.end() || (from == renamed.end() && !keepInputs))
            continue;
        commands.emplace_back(AddLink {
            {freshLink(), from == renamed.end() ? link.from : from->second, link.fromSlot, to->second, link.toInput}, {}});
    }
    perform(std::move(commands));
    return made;
}

} // namespace weft
