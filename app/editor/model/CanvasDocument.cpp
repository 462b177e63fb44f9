// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"

#include "core/formats/WorkflowJson.h"

#include <algorithm>

namespace weft {

CanvasDocument::CanvasDocument(const Catalogue& catalogue, QObject* parent)
    : QObject(parent)
    , m_catalogue(&catalogue)
{
}

void CanvasDocument::setCatalogue(const Catalogue& catalogue)
{
    m_catalogue = &catalogue;
    refreshTypes(m_graph, catalogue);
    Q_EMIT graphChanged();
}

void CanvasDocument::open(Graph graph)
{
    m_graph = std::move(graph);
    m_history.clear();
    m_statuses.clear();
    m_transfers.clear();
    m_nextNode = m_nextLink = 0;
    changed();
}

NodeId CanvasDocument::freshNode()
{
    if (m_nextNode == 0)
        m_nextNode = std::stoll(m_graph.freshNodeId());
    return std::to_string(m_nextNode++);
}

LinkId CanvasDocument::freshLink()
{
    if (m_nextLink == 0)
        m_nextLink = m_graph.freshLinkId();
    return m_nextLink++;
}

bool CanvasDocument::perform(std::vector<Command> commands, int gesture)
{
    if (commands.empty())
        return false;
    NodeIds touched = touchedBy(commands);
    if (!m_history.perform(m_graph, std::move(commands), gesture))
        return false;
    m_changedNodes = std::move(touched);
    changed();
    m_changedNodes.reset();
    return true;
}

NodeIds CanvasDocument::touchedBy(const std::vector<Command>& commands) const
{
    NodeIds ids;
    const auto addEnds = [&ids](const Link& link) { ids.insert({link.from, link.to}); };
    for (const Command& command : commands) {
        if (const auto* added = std::get_if<AddNode>(&command)) {
            ids.insert(added->node.id);
        } else if (const auto* replaced = std::get_if<ReplaceNode>(&command)) {
            ids.insert(replaced->node.id);
        } else if (const auto* removed = std::get_if<RemoveNode>(&command)) {
            ids.insert(removed->id);
            std::ranges::for_each(m_graph.linksOf(removed->id), addEnds);
        } else if (const auto* linked = std::get_if<AddLink>(&command)) {
            addEnds(linked->link);
            if (const Link* old = m_graph.linkInto(linked->link.to, linked->link.toInput))
                addEnds(*old);
        } else if (const auto* cut = std::get_if<RemoveLink>(&command)) {
            if (const Link* old = m_graph.findLink(cut->id))
                addEnds(*old);
        }
    }
    return ids;
}

void CanvasDocument::changed()
{
    Q_EMIT graphChanged();
    if (m_wasModified != isModified()) {
        m_wasModified = isModified();
        Q_EMIT modifiedChanged(m_wasModified);
    }
}

int CanvasDocument::newGesture()
{
    static int last = 0; // only the event loop's thread edits
    return ++last;
}

NodeId CanvasDocument::add(const NodeType& type, QPointF at)
{
    Node node = makeNode(type, freshNode(), at.x(), at.y());
    NodeId id = node.id;
    perform({AddNode {std::move(node), {}}});
    return id;
}

NodeId CanvasDocument::addWired(const NodeType& type, QPointF at, const PortRef& from)
{
    Node node = makeNode(type, freshNode(), at.x(), at.y());
    const NodeId id = node.id;
    const TypeName wanted = typeOfPort(from);
    std::vector<Command> commands {AddNode {std::move(node), {}}};
    Link link {freshLink(), from.node, from.slot, id, {}};
    if (from.isOutput) {
        const auto fitting = [&](const InputSpec& input) {
            return input.presence != Presence::Hidden && typesMatch(wanted, input.type);
        };
        auto it = std::ranges::find_if(type.inputs, [&](const InputSpec& in) { return fitting(in) && !in.isSetting(); });
        if (it == type.inputs.end())
            it = std::ranges::find_if(type.inputs, fitting);
        if (it != type.inputs.end())
            link.toInput = it->name;
    } else {
        const auto it = std::ranges::find_if(type.outputs, [&](const OutputSpec& out) { return typesMatch(out.type, wanted); });
        if (it != type.outputs.end())
            link = {link.id, id, static_cast<int>(it - type.outputs.begin()), from.node, from.input};
    }
    if (!link.toInput.empty())
        commands.emplace_back(AddLink {std::move(link), {}});
    perform(std::move(commands));
    return id;
}

bool CanvasDocument::canUndo() const { return m_history.canUndo(); }
bool CanvasDocument::canRedo() const { return m_history.canRedo(); }
bool CanvasDocument::isModified() const { return m_history.isModified(); }

void CanvasDocument::undo()
{
    if (m_history.undo(m_graph))
        changed();
}

void CanvasDocument::redo()
{
    if (m_history.redo(m_graph))
        changed();
}

void CanvasDocument::markSaved()
{
    m_history.markSaved();
    if (m_wasModified) {
        m_wasModified = false;
        Q_EMIT modifiedChanged(false);
    }
}

const NodeStatus& CanvasDocument::status(const NodeId& id) const
{
    static const NodeStatus kNothing;
    const auto it = m_statuses.find(id);
    return it == m_statuses.end() ? kNothing : it->second;
}

void CanvasDocument::setStatus(const NodeId& id, NodeStatus status)
{
    m_statuses[id] = std::move(status);
    Q_EMIT statusChanged(QString::fromStdString(id));
}

void CanvasDocument::clearRun()
{
    for (auto& [id, status] : m_statuses) {
        const QImage preview = status.preview;
        status = NodeStatus {};
        status.preview = preview;
    }
    m_transfers.clear();
    for (const Node& node : m_graph.nodes())
        Q_EMIT statusChanged(QString::fromStdString(node.id));
    Q_EMIT transfersChanged();
}

void CanvasDocument::setTransfer(const NodeId& from, int slot, const NodeId& to, qint64 bytes)
{
    if (bytes > 0)
        m_transfers[{from, slot, to}] = bytes;
    else
        m_transfers.erase({from, slot, to});
    Q_EMIT transfersChanged();
}

qint64 CanvasDocument::transfer(const Link& link) const
{
    const auto it = m_transfers.find({link.from, link.fromSlot, link.to});
    return it == m_transfers.end() ? 0 : it->second;
}

} // namespace weft
