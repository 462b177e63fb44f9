// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"

#include <QUuid>

#include <algorithm>

namespace weft {

namespace {

std::string freshUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

Error noSubgraph(const NodeId& id)
{
    return {ErrorCode::NodeMissing, "no such subgraph", {{"node", id}}};
}

SubgraphPort* findPort(SubgraphInterface& ports, const std::string& id)
{
    for (auto* side : {&ports.inputs, &ports.outputs}) {
        const auto it = std::ranges::find(*side, id, &SubgraphPort::id);
        if (it != side->end())
            return &*it;
    }
    return nullptr;
}

} // namespace

std::vector<Crumb> CanvasDocument::breadcrumbs() const
{
    std::vector<Crumb> way {Crumb {}};
    way.insert(way.end(), m_path.begin(), m_path.end());
    return way;
}

bool CanvasDocument::isInstance(const NodeId& id) const
{
    const Node* const node = graph().findNode(id);
    return node && m_workflow.findSubgraph(node->type);
}

void CanvasDocument::show(std::vector<Crumb> path)
{
    m_path = std::move(path);
    m_changedNodes.reset();
    lookAgain();
    Q_EMIT shownChanged();
    Q_EMIT graphChanged();
}

Done CanvasDocument::enter(const NodeId& instance)
{
    if (!isInstance(instance))
        return noSubgraph(instance);
    std::vector<Crumb> path = m_path;
    path.push_back({instance, {}, {}});
    show(std::move(path));
    return {};
}

void CanvasDocument::leaveTo(std::size_t step)
{
    if (step < m_path.size())
        show({m_path.begin(), m_path.begin() + static_cast<std::ptrdiff_t>(step)});
}

std::optional<CanvasDocument::Place> CanvasDocument::placeInRun(const NodeId& idInRun) const
{
    Place at {{}, &m_workflow, idInRun};
    while (at.graph) {
        if (at.graph->findNode(at.id))
            return at; // an API file's own ids may hold colons
        const auto colon = at.id.find(':');
        const Node* const instance = colon == at.id.npos ? nullptr : at.graph->findNode(at.id.substr(0, colon));
        at = {instance ? instance->type : SubgraphId(), instance ? m_workflow.findSubgraph(instance->type) : nullptr,
            colon == at.id.npos ? NodeId() : at.id.substr(colon + 1)};
    }
    return {};
}

const Node* CanvasDocument::nodeInRun(const NodeId& idInRun) const
{
    const std::optional<Place> at = placeInRun(idInRun);
    return at ? at->graph->findNode(at->id) : nullptr;
}

std::vector<Link> CanvasDocument::linksInRun(const NodeId& idInRun) const
{
    const std::optional<Place> at = placeInRun(idInRun);
    std::vector<Link> links = at ? at->graph->linksFrom(at->id) : std::vector<Link>();
    const NodeId prefix = at ? idInRun.substr(0, idInRun.size() - at->id.size()) : NodeId();
    for (Link& link : links) {
        link.from = prefix + link.from;
        link.to = prefix + link.to;
    }
    return links;
}

std::optional<NodeId> CanvasDocument::reveal(const NodeId& idInRun)
{
    if (!nodeInRun(idInRun))
        return {};
    std::vector<Crumb> path;
    const Graph* where = &m_workflow;
    std::string_view rest = idInRun;
    while (!where->findNode(rest)) {
        const std::string_view first = rest.substr(0, rest.find(':'));
        path.push_back({NodeId(first), {}, {}});
        where = m_workflow.findSubgraph(where->findNode(first)->type);
        rest.remove_prefix(first.size() + 1);
    }
    const bool isShown = std::ranges::equal(path, m_path, {}, &Crumb::instance, &Crumb::instance);
    if (!isShown)
        show(std::move(path));
    return NodeId(rest);
}

Result<NodeId> CanvasDocument::makeSubgraph(const NodeIds& ids, const QString& name)
{
    WEFT_TRY(SubgraphPlan plan, toSubgraph(m_workflow, shownSubgraph(), ids, name.toStdString(), *m_catalogue, freshUuid));
    performAnywhere(std::move(plan.commands));
    return plan.instance;
}

Result<NodeIds> CanvasDocument::unpack(const NodeId& instance)
{
    WEFT_TRY(SubgraphPlan plan, unpackSubgraph(m_workflow, shownSubgraph(), instance));
    performAnywhere(std::move(plan.commands));
    return plan.nodes;
}

Done CanvasDocument::makeIndependent(const NodeId& instance)
{
    WEFT_TRY(SubgraphPlan plan, weft::makeIndependent(m_workflow, shownSubgraph(), instance, freshUuid));
    performAnywhere(std::move(plan.commands));
    return {};
}

Result<NodeId> CanvasDocument::addInstance(const SubgraphId& subgraph, QPointF at, const std::optional<PortRef>& from)
{
    WEFT_CHECK(mayContain(m_workflow, shownSubgraph(), subgraph));
    const Graph& inside = *m_workflow.findSubgraph(subgraph);
    const NodeId id = freshNode();
    Commands commands {AddNode {makeInstance(inside, *m_types, id, at.x(), at.y()), {}}};
    if (std::optional<Link> link = from ? linkTo(inside, id, *from) : std::nullopt) {
        link->id = freshLink();
        commands.emplace_back(AddLink {std::move(*link), {}});
    }
    perform(std::move(commands));
    return id;
}

/// The link that joins an instance to a port. None: nothing fits.
std::optional<Link> CanvasDocument::linkTo(const Graph& subgraph, const NodeId& instance, const PortRef& from) const
{
    const SubgraphInterface ports = interfaceOf(subgraph);
    const TypeName type = typeOfPort(from);
    const auto fits = [&](const SubgraphPort& port) {
        return from.isOutput ? typesMatch(type, port.type) : typesMatch(port.type, type);
    };
    const auto& side = from.isOutput ? ports.inputs : ports.outputs;
    const auto it = std::ranges::find_if(side, fits);
    if (it == side.end())
        return {};
    if (from.isOutput)
        return Link {0, from.node, from.slot, instance, it->name};
    return Link {0, instance, static_cast<int>(it - side.begin()), from.node, from.input};
}

std::vector<const Graph*> CanvasDocument::subgraphsThatFit(const std::optional<PortRef>& from) const
{
    std::vector<const Graph*> fitting;
    for (const Graph& subgraph : m_workflow.subgraphs()) {
        if (mayContain(m_workflow, shownSubgraph(), subgraph.id()) && (!from || linkTo(subgraph, {}, *from)))
            fitting.push_back(&subgraph);
    }
    return fitting;
}

Done CanvasDocument::renameSubgraph(const SubgraphId& id, const QString& name)
{
    const Graph* const subgraph = m_workflow.findSubgraph(id);
    if (!subgraph)
        return noSubgraph(id);
    if (subgraph->name() == name.toStdString())
        return {};
    Json extra = subgraph->extra();
    extra["name"] = name.toStdString();
    performAnywhere({Command(SetExtra {std::move(extra)}, id)});
    return {};
}

Result<SubgraphInterface> CanvasDocument::portsOf(const SubgraphId& id) const
{
    const Graph* const subgraph = m_workflow.findSubgraph(id);
    if (!subgraph)
        return noSubgraph(id);
    return interfaceOf(*subgraph);
}

Done CanvasDocument::setInterface(const SubgraphId& subgraph, const SubgraphInterface& ports)
{
    WEFT_TRY(const SubgraphInterface old, portsOf(subgraph));
    if (old == ports)
        return {};
    WEFT_TRY(Commands commands, weft::setInterface(m_workflow, subgraph, ports));
    performAnywhere(std::move(commands));
    return {};
}

Result<std::string> CanvasDocument::addPort(
    const SubgraphId& subgraph, bool isOutput, const std::string& name, const TypeName& type)
{
    WEFT_TRY(SubgraphInterface ports, portsOf(subgraph));
    const std::string id = freshUuid();
    (isOutput ? ports.outputs : ports.inputs).push_back({id, name.empty() ? "port" : name, {}, type.empty() ? "*" : type});
    WEFT_CHECK(setInterface(subgraph, ports));
    return id;
}

Done CanvasDocument::removePort(const SubgraphId& subgraph, const std::string& port)
{
    WEFT_TRY(SubgraphInterface ports, portsOf(subgraph));
    for (auto* side : {&ports.inputs, &ports.outputs})
        std::erase_if(*side, [&port](const SubgraphPort& each) { return each.id == port; });
    return setInterface(subgraph, ports);
}

Done CanvasDocument::renamePort(const SubgraphId& subgraph, const std::string& id, const QString& label)
{
    WEFT_TRY(SubgraphInterface ports, portsOf(subgraph));
    if (SubgraphPort* const port = findPort(ports, id))
        port->label = label.toStdString() == port->name ? std::string() : label.toStdString();
    return setInterface(subgraph, ports);
}

Done CanvasDocument::movePort(const SubgraphId& subgraph, const std::string& id, std::size_t place)
{
    WEFT_TRY(SubgraphInterface ports, portsOf(subgraph));
    for (auto* side : {&ports.inputs, &ports.outputs}) {
        const auto it = std::ranges::find(*side, id, &SubgraphPort::id);
        if (it == side->end())
            continue;
        const SubgraphPort moved = *it;
        side->erase(it);
        side->insert(side->begin() + static_cast<std::ptrdiff_t>(std::min(place, side->size())), moved);
    }
    return setInterface(subgraph, ports);
}

Done CanvasDocument::exposePort(const PortRef& end, LinkId instead)
{
    const SubgraphId in = shownSubgraph();
    const TypeName type = typeOfPort(end);
    if (in.empty() || type.empty() || isBorder(*graph().findNode(end.node)))
        return Error {ErrorCode::LinkInvalid, "nothing to expose here", {{"node", end.node}}};
    SubgraphInterface ports = interfaceOf(graph());
    const Node& node = *graph().findNode(end.node);
    const NodeType* const known = typeOf(node);
    const auto slot = static_cast<std::size_t>(end.slot);
    const std::string name = !end.isOutput ? end.input
        : known && slot < known->outputs.size() ? known->outputs[slot].name
                                                : node.outputs[slot].name;
    (end.isOutput ? ports.outputs : ports.inputs).push_back({freshUuid(), name.empty() ? "port" : name, {}, type});
    WEFT_TRY(Commands commands, weft::setInterface(m_workflow, in, ports));
    // The border's port got a name of its own, which the commands know.
    const auto borderNow = [&](const char* id) {
        const auto it = std::ranges::find_if(commands, [&](const Command& command) {
            const auto* replaced = std::get_if<ReplaceNode>(&command.edit);
            return replaced && replaced->node.id == id && command.in == in;
        });
        return std::get<ReplaceNode>(it->edit).node;
    };
    const LinkId fresh = graph().freshLinkId();
    const Link link = end.isOutput
        ? Link {fresh, end.node, end.slot, kSubgraphOutputs, borderNow(kSubgraphOutputs).inputs.back().name}
        : Link {fresh, kSubgraphInputs, int(ports.inputs.size()) - 1, end.node, end.input};
    if (instead)
        commands.emplace_back(RemoveLink {instead}, in);
    commands.emplace_back(AddLink {link, {}}, in);
    performAnywhere(std::move(commands));
    return {};
}

} // namespace weft
