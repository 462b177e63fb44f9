// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"

#include "app/editor/model/NodePresets.h"
#include "core/formats/WorkflowJson.h"
#include "core/planning/Plan.h"

#include <algorithm>
#include <charconv>

namespace weft {

namespace {

void collectUsed(const Graph& graph, const Graph& workflow, std::set<SubgraphId>& used)
{
    for (const Node& node : graph.nodes()) {
        if (!used.contains(node.type) && workflow.findSubgraph(node.type))
            used.insert(node.type);
    }
    for (const Graph& inner : graph.subgraphs())
        collectUsed(inner, workflow, used);
}

std::set<SubgraphId> usedSubgraphs(const Graph& workflow)
{
    std::set<SubgraphId> used;
    if (!workflow.subgraphs().empty())
        collectUsed(workflow, workflow, used);
    return used;
}

Commands unusedNow(const Graph& workflow, const std::set<SubgraphId>& usedBefore)
{
    const std::set<SubgraphId> used = usedBefore.empty() ? usedBefore : usedSubgraphs(workflow);
    Commands commands;
    for (const Graph& subgraph : workflow.subgraphs()) {
        if (usedBefore.contains(subgraph.id()) && !used.contains(subgraph.id()))
            commands.emplace_back(RemoveSubgraph {subgraph.id()});
    }
    return commands;
}

std::set<RerouteId> usedPoints(const Graph& graph)
{
    std::set<RerouteId> points;
    if (graph.reroutes().empty())
        return points;
    for (const Link& link : graph.links()) {
        for (const Reroute* point : graph.reroutesOf(link))
            points.insert(point->id);
    }
    return points;
}

const Node* nodeAt(const Graph& workflow, const SubgraphId& in, const NodeId& id)
{
    const Graph* graph = in.empty() ? &workflow : workflow.findSubgraph(in);
    return graph ? graph->findNode(id) : nullptr;
}

/// Whether an instance may go: only then is a definition left without one.
bool mayTakeInstances(const Graph& workflow, const Commands& commands)
{
    return std::ranges::any_of(commands, [&workflow](const Command& command) {
        const auto* replaced = std::get_if<ReplaceNode>(&command.edit);
        const Node* before = replaced ? nodeAt(workflow, command.in, replaced->node.id) : nullptr;
        return std::holds_alternative<RemoveNode>(command.edit) || (before && before->type != replaced->node.type);
    });
}

/// Whether a link may go, or bend elsewhere: only then is a point left without one.
bool mayTakeBends(const Commands& commands)
{
    return std::ranges::any_of(commands, [](const Command& command) {
        return std::holds_alternative<RemoveNode>(command.edit) || std::holds_alternative<RemoveLink>(command.edit)
            || std::holds_alternative<AddLink>(command.edit) || std::holds_alternative<SetLinkReroute>(command.edit)
            || std::holds_alternative<SetReroutes>(command.edit);
    });
}

} // namespace

CanvasDocument::CanvasDocument(const Catalogue& catalogue, QObject* parent)
    : QObject(parent)
    , m_catalogue(&catalogue)
    , m_types(std::make_unique<SubgraphTypes>(m_workflow, catalogue))
{
}

void CanvasDocument::setCatalogue(const Catalogue& catalogue)
{
    m_catalogue = &catalogue;
    refreshTypes(m_workflow, catalogue);
    lookAgain();
    m_changedNodes.reset();
    Q_EMIT graphChanged();
}

void CanvasDocument::open(Graph graph)
{
    m_workflow = std::move(graph);
    m_history.clear();
    m_statuses.clear();
    m_transfers.clear();
    m_path.clear();
    m_nextNode = m_nextLink = 0;
    m_changedNodes.reset();
    Q_EMIT opened();
    changed();
    Q_EMIT shownChanged();
}

bool CanvasDocument::perform(Commands commands, int gesture)
{
    for (Command& command : commands)
        command.in = shownSubgraph();
    return performAnywhere(std::move(commands), gesture);
}

NodeId CanvasDocument::freshNode()
{
    if (m_nextNode == 0)
        m_nextNode = std::stoll(m_workflow.freshNodeId());
    return std::to_string(m_nextNode++);
}

LinkId CanvasDocument::freshLink()
{
    if (m_nextLink == 0)
        m_nextLink = graph().freshLinkId();
    return m_nextLink++;
}

/// Who makes ids elsewhere takes ours: they are looked for again.
void CanvasDocument::noteIds(const Commands& commands)
{
    for (const Command& command : commands) {
        if (const auto* added = std::get_if<AddNode>(&command.edit)) {
            std::int64_t number = m_nextNode;
            std::from_chars(added->node.id.data(), added->node.id.data() + added->node.id.size(), number);
            m_nextNode = number >= m_nextNode ? 0 : m_nextNode;
        } else if (const auto* linked = std::get_if<AddLink>(&command.edit)) {
            m_nextLink = linked->link.id >= m_nextLink ? 0 : m_nextLink;
        } else if (std::holds_alternative<AddSubgraph>(command.edit)) {
            m_nextNode = m_nextLink = 0;
        }
    }
}

bool CanvasDocument::performAnywhere(Commands commands, int gesture)
{
    if (commands.empty())
        return false;
    const std::set<SubgraphId> used =
        mayTakeInstances(m_workflow, commands) ? usedSubgraphs(m_workflow) : std::set<SubgraphId>();
    const std::set<RerouteId> points = mayTakeBends(commands) ? usedPoints(graph()) : std::set<RerouteId>();
    NodeIds touched = touchedBy(commands);
    const bool isHere = std::ranges::all_of(commands, [this](const Command& command) { return command.in == shownSubgraph(); });
    noteIds(commands);
    if (!m_history.perform(m_workflow, std::move(commands), gesture))
        return false;
    m_changedNodes = isHere ? std::optional(std::move(touched)) : std::nullopt;
    const bool isElsewhere = findShown();
    tidy(used, points);
    changed(isElsewhere);
    return true;
}

/// Definitions and points that nothing uses any more go in the same step.
void CanvasDocument::tidy(const std::set<SubgraphId>& used, const std::set<RerouteId>& points)
{
    for (Commands unused = unusedNow(m_workflow, used); !unused.empty(); unused = unusedNow(m_workflow, used)) {
        if (!m_history.amend(m_workflow, std::move(unused)))
            break;
        (void)findShown(); // definitions lie in a list, which has moved
    }
    const std::set<RerouteId> now = points.empty() ? points : usedPoints(graph());
    std::vector<Reroute> kept = graph().reroutes();
    std::erase_if(kept, [&](const Reroute& point) { return points.contains(point.id) && !now.contains(point.id); });
    if (kept.size() != graph().reroutes().size())
        (void)m_history.amend(m_workflow, {Command(SetReroutes {std::move(kept)}, shownSubgraph())});
}

/// What was worked out from the graph doesn't outlive an edit.
void CanvasDocument::lookAgain(bool isElsewhere)
{
    m_types = std::make_unique<SubgraphTypes>(m_workflow, *m_catalogue);
    if (findShown() || isElsewhere)
        Q_EMIT shownChanged();
}

/// Nor do pointers into it. Returns whether what was shown is no more, and another graph is shown.
bool CanvasDocument::findShown()
{
    const Graph* shown = &m_workflow;
    NodeId prefix;
    std::size_t depth = 0;
    for (; depth < m_path.size(); ++depth) {
        const Node* const instance = shown->findNode(m_path[depth].instance);
        const Graph* const inside = instance ? m_workflow.findSubgraph(instance->type) : nullptr;
        if (!inside)
            break;
        m_path[depth].subgraph = instance->type;
        m_path[depth].title = QString::fromStdString(instance->title.empty() ? inside->name() : instance->title);
        prefix += instance->id + ":";
        shown = inside;
    }
    const bool isElsewhere = depth != m_path.size();
    m_path.resize(depth);
    if (std::exchange(m_shown, shown) != shown)
        m_nextLink = 0;
    m_prefix = prefix;
    return isElsewhere;
}

NodeIds CanvasDocument::touchedBy(const Commands& commands) const
{
    NodeIds ids;
    const auto addEnds = [&ids](const Link& link) { ids.insert({link.from, link.to}); };
    for (const Command& command : commands) {
        if (const auto* added = std::get_if<AddNode>(&command.edit)) {
            ids.insert(added->node.id);
        } else if (const auto* replaced = std::get_if<ReplaceNode>(&command.edit)) {
            ids.insert(replaced->node.id);
        } else if (const auto* removed = std::get_if<RemoveNode>(&command.edit)) {
            ids.insert(removed->id);
            std::ranges::for_each(graph().linksOf(removed->id), addEnds);
        } else if (const auto* linked = std::get_if<AddLink>(&command.edit)) {
            addEnds(linked->link);
            if (const Link* old = graph().linkInto(linked->link.to, linked->link.toInput))
                addEnds(*old);
        } else if (const auto* cut = std::get_if<RemoveLink>(&command.edit)) {
            if (const Link* old = graph().findLink(cut->id))
                addEnds(*old);
        }
    }
    return ids;
}

void CanvasDocument::changed(bool isElsewhere)
{
    lookAgain(isElsewhere);
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

Node CanvasDocument::newNode(const NodeType& type, QPointF at)
{
    Node node = makeNode(type, freshNode(), at.x(), at.y());
    if (m_presets)
        m_presets->applyDefaults(node, type);
    return node;
}

NodeId CanvasDocument::add(const NodeType& type, QPointF at)
{
    Node node = newNode(type, at);
    NodeId id = node.id;
    perform({AddNode {std::move(node), {}}});
    return id;
}

NodeId CanvasDocument::addWired(const NodeType& type, QPointF at, const PortRef& from)
{
    Node node = newNode(type, at);
    const NodeId id = node.id;
    const TypeName wanted = typeOfPort(from);
    Commands commands {AddNode {std::move(node), {}}};
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
    m_changedNodes.reset();
    if (m_history.undo(m_workflow))
        changed();
}

void CanvasDocument::redo()
{
    m_changedNodes.reset();
    if (m_history.redo(m_workflow))
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

void CanvasDocument::markUnsaved()
{
    m_history.markUnsaved();
    if (!std::exchange(m_wasModified, true))
        Q_EMIT modifiedChanged(true);
}

} // namespace weft
