// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"

#include "app/editor/model/NodePresets.h"
#include "core/formats/WorkflowJson.h"
#include "core/planning/Plan.h"

#include <algorithm>

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
    Q_EMIT graphChanged();
}

void CanvasDocument::open(Graph graph)
{
    m_workflow = std::move(graph);
    m_history.clear();
    m_statuses.clear();
    m_transfers.clear();
    m_path.clear();
    changed();
    Q_EMIT shownChanged();
}

bool CanvasDocument::perform(Commands commands, int gesture)
{
    for (Command& command : commands)
        command.in = shownSubgraph();
    return performAnywhere(std::move(commands), gesture);
}

bool CanvasDocument::performAnywhere(Commands commands, int gesture)
{
    if (commands.empty())
        return false;
    const std::set<SubgraphId> used = usedSubgraphs(m_workflow);
    const std::set<RerouteId> points = usedPoints(graph());
    if (!m_history.perform(m_workflow, std::move(commands), gesture))
        return false;
    lookAgain();
    tidy(used, points);
    changed();
    return true;
}

/// Definitions and points that nothing uses any more go in the same step.
void CanvasDocument::tidy(const std::set<SubgraphId>& used, const std::set<RerouteId>& points)
{
    for (Commands unused = unusedNow(m_workflow, used); !unused.empty(); unused = unusedNow(m_workflow, used)) {
        if (!m_history.amend(m_workflow, std::move(unused)))
            break;
        lookAgain();
    }
    const std::set<RerouteId> now = points.empty() ? points : usedPoints(graph());
    std::vector<Reroute> kept = graph().reroutes();
    std::erase_if(kept, [&](const Reroute& point) { return points.contains(point.id) && !now.contains(point.id); });
    if (kept.size() != graph().reroutes().size())
        (void)m_history.amend(m_workflow, {Command(SetReroutes {std::move(kept)}, shownSubgraph())});
}

/// Pointers into the graph, and what was worked out from it, don't outlive an edit.
void CanvasDocument::lookAgain()
{
    m_types = std::make_unique<SubgraphTypes>(m_workflow, *m_catalogue);
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
    m_shown = shown;
    m_prefix = prefix;
    if (isElsewhere)
        Q_EMIT shownChanged();
}

void CanvasDocument::changed()
{
    lookAgain();
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

Node CanvasDocument::newNode(const NodeType& type, QPointF at) const
{
    Node node = makeNode(type, m_workflow.freshNodeId(), at.x(), at.y());
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
    Link link {graph().freshLinkId(), from.node, from.slot, id, {}};
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

void CanvasDocument::move(const std::map<NodeId, QPointF>& positions)
{
    Commands commands;
    for (const auto& [id, at] : positions) {
        const Node* node = graph().findNode(id);
        if (!node || (node->x == at.x() && node->y == at.y()))
            continue;
        Node moved = *node;
        moved.x = at.x();
        moved.y = at.y();
        commands.emplace_back(ReplaceNode {std::move(moved)});
    }
    perform(std::move(commands));
}

void CanvasDocument::resize(const NodeId& id, double width, int gesture)
{
    if (const Node* node = graph().findNode(id)) {
        Node wider = *node;
        wider.width = std::clamp(width, 180.0, 1200.0);
        perform({ReplaceNode {std::move(wider)}}, gesture);
    }
}

void CanvasDocument::setSetting(const NodeId& id, const std::string& name, Json value, int gesture)
{
    if (std::optional<Command> command = settingCommand({shownSubgraph(), m_shown, id}, name, std::move(value)))
        performAnywhere({std::move(*command)}, gesture);
}

void CanvasDocument::setSettings(const NodeId& id, const std::map<std::string, Json>& values)
{
    const int gesture = newGesture();
    for (const auto& [name, value] : values)
        setSetting(id, name, value, gesture);
}

void CanvasDocument::setSettingInRun(const NodeId& idInRun, const std::string& name, Json value, int gesture)
{
    const std::optional<Place> at = placeInRun(idInRun);
    if (std::optional<Command> command = at ? settingCommand(*at, name, std::move(value)) : std::nullopt)
        performAnywhere({std::move(*command)}, gesture);
}

/// A setting that an instance only shows is changed where it lives.
std::optional<Command> CanvasDocument::settingCommand(Place at, const std::string& name, Json value) const
{
    const Node* node = at.graph->findNode(at.id);
    std::string setting = name;
    while (node) {
        const auto& promoted = m_types->promotedOf(*node);
        const auto found = std::ranges::find(promoted, setting, &PromotedSetting::name);
        if (found == promoted.end() || found->isPort)
            break;
        at.in = node->type;
        setting = found->input;
        node = m_workflow.findSubgraph(at.in)->findNode(found->node);
    }
    if (!node)
        return {};
    const auto it = node->settings.find(setting);
    if (it != node->settings.end() && it->second == value)
        return {};
    Node changedNode = *node;
    changedNode.settings[setting] = std::move(value);
    return Command(ReplaceNode {std::move(changedNode)}, at.in);
}

void CanvasDocument::setTitle(const NodeId& id, const std::string& title)
{
    const Node* node = graph().findNode(id);
    if (!node || node->title == title)
        return;
    Node renamed = *node;
    renamed.title = title;
    perform({ReplaceNode {std::move(renamed)}});
}

void CanvasDocument::setMode(const NodeIds& ids, NodeMode mode)
{
    Commands commands;
    for (const NodeId& id : ids) {
        const Node* node = graph().findNode(id);
        if (!node || node->mode == mode || isBorder(*node))
            continue;
        Node copy = *node;
        copy.mode = mode;
        commands.emplace_back(ReplaceNode {std::move(copy)});
    }
    perform(std::move(commands));
}

void CanvasDocument::setCollapsed(const NodeIds& ids, bool collapsed)
{
    Commands commands;
    for (const NodeId& id : ids) {
        const Node* node = graph().findNode(id);
        if (!node || node->collapsed == collapsed || isBorder(*node))
            continue;
        Node copy = *node;
        copy.collapsed = collapsed;
        commands.emplace_back(ReplaceNode {std::move(copy)});
    }
    perform(std::move(commands));
}

void CanvasDocument::setPlace(const NodeIds& ids, const std::string& place)
{
    Commands commands;
    for (const NodeId& id : ids) {
        const Node* node = graph().findNode(id);
        if (!node || placeOf(id) == place)
            continue;
        Node copy = *node;
        if (!copy.extra["properties"].is_object())
            copy.extra["properties"] = Json::object();
        if (place.empty())
            copy.extra["properties"].erase(kPlaceProperty);
        else
            copy.extra["properties"][kPlaceProperty] = place;
        commands.emplace_back(ReplaceNode {std::move(copy)});
    }
    perform(std::move(commands));
}

std::string CanvasDocument::placeOf(const NodeId& id) const
{
    const Node* node = graph().findNode(id);
    return node ? stringAt(memberAt(node->extra, "properties"), kPlaceProperty) : std::string();
}

bool CanvasDocument::canUndo() const { return m_history.canUndo(); }
bool CanvasDocument::canRedo() const { return m_history.canRedo(); }
bool CanvasDocument::isModified() const { return m_history.isModified(); }

void CanvasDocument::undo()
{
    if (m_history.undo(m_workflow))
        changed();
}

void CanvasDocument::redo()
{
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
