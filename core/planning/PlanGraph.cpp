// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/PlanGraph.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace weft {

namespace {

/// Up to this much reference time is rather computed twice than kept together.
constexpr std::int64_t kCheapMicros = 2'000'000;

class Builder {
public:
    Builder(PlanGraph& graph, const PlanRequest& request)
        : m_graph(graph)
        , m_request(request)
    {
    }

    Done build()
    {
        WEFT_CHECK(collectTargets());
        WEFT_CHECK(collectNodes());
        WEFT_CHECK(connect());
        WEFT_CHECK(price());
        markStrong();
        findBridges();
        do {
            markRepeated();
            for (std::size_t i = 0; i < m_graph.nodes.size(); ++i)
                findClosure(static_cast<int>(i));
            uniteCostly();
        } while (spreadBridges()); // each turn marks at least one node more
        return checkWanted();
    }

private:
    PlanGraph::Node& at(int i) { return m_graph.nodes[static_cast<std::size_t>(i)]; }

    Result<const NodeType*> typeOf(const NodeId& id) const
    {
        const auto node = m_request.prompt.nodes.find(id);
        if (node == m_request.prompt.nodes.end())
            return Error {ErrorCode::NodeMissing, "", {{"node", id}}};
        const NodeType* type = m_graph.catalogue.find(node->second.type);
        if (!type)
            return Error {ErrorCode::NodeTypeUnknown, "no machine offers this type", {{"node", id}, {"type", node->second.type}}};
        return type;
    }

    Done collectTargets()
    {
        for (const NodeId& id : m_request.targets)
            m_asked.insert(id);
        for (const SlotRef& slot : m_request.wanted) {
            WEFT_TRY(const NodeType* type, typeOf(slot.node));
            if (slot.slot < 0 || static_cast<std::size_t>(slot.slot) >= type->outputs.size())
                return Error {ErrorCode::LinkInvalid, "no such output", {{"node", slot.node}, {"slot", std::to_string(slot.slot)}}};
            const OutputSpec& output = type->outputs[static_cast<std::size_t>(slot.slot)];
            if (!travels(output))
                return cantBeTaken(slot, output);
            if (!m_request.known.contains(slot))
                m_asked.insert(slot.node);
        }
        if (!m_request.targets.empty() || !m_request.wanted.empty())
            return {};
        for (const auto& [id, node] : m_request.prompt.nodes) {
            const NodeType* type = m_graph.catalogue.find(node.type);
            if (type && type->isOutput)
                m_asked.insert(id);
        }
        return m_asked.empty() ? Done(Error {ErrorCode::NoOutputNode}) : Done();
    }

    static bool travels(const OutputSpec& output) { return typeTravels(output.type) && !output.holdsModel; }

    /// What a node takes from others; inputs that its type doesn't declare are ignored, as ComfyUI does.
    std::vector<std::pair<const InputSpec*, SlotRef>> linksInto(const PromptNode& node, const NodeType& type) const
    {
        std::vector<std::pair<const InputSpec*, SlotRef>> links;
        for (const InputSpec& input : type.inputs) {
            const auto given = node.inputs.find(input.name);
            const auto* ref = given == node.inputs.end() ? nullptr : std::get_if<SlotRef>(&given->second);
            if (ref && input.presence != Presence::Hidden && !m_request.known.contains(*ref))
                links.emplace_back(&input, *ref);
        }
        return links;
    }

    Done collectNodes()
    {
        Prompt needed;
        std::vector<NodeId> open(m_asked.begin(), m_asked.end());
        while (!open.empty()) {
            const NodeId id = std::move(open.back());
            open.pop_back();
            if (needed.nodes.contains(id))
                continue;
            WEFT_TRY(const NodeType* type, typeOf(id));
            const PromptNode& node = m_request.prompt.nodes.at(id);
            PromptNode links {node.type, {}, {}};
            for (const auto& [input, ref] : linksInto(node, *type)) {
                links.inputs.emplace(input->name, ref);
                open.push_back(ref.node);
            }
            needed.nodes.emplace(id, std::move(links));
        }
        WEFT_TRY(const std::vector<NodeId> order, topologicalOrder(needed));
        for (const NodeId& id : order) {
            m_graph.index.emplace(id, static_cast<int>(m_graph.nodes.size()));
            PlanGraph::Node node;
            node.id = id;
            node.prompt = &m_request.prompt.nodes.at(id);
            WEFT_TRY(node.type, typeOf(id));
            node.asked = m_asked.contains(id);
            m_graph.nodes.push_back(std::move(node));
        }
        return {};
    }

    Done connect()
    {
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            PlanGraph::Node& node = m_graph.nodes[i];
            for (const auto& [input, ref] : linksInto(*node.prompt, *node.type)) {
                const int from = m_graph.index.at(ref.node);
                const auto& outputs = at(from).type->outputs;
                if (ref.slot < 0 || static_cast<std::size_t>(ref.slot) >= outputs.size()) {
                    return Error {ErrorCode::LinkInvalid, "no such output",
                        {{"node", node.id}, {"type", node.prompt->type}, {"input", input->name}}};
                }
                const OutputSpec& output = outputs[static_cast<std::size_t>(ref.slot)];
                node.in.push_back({from, ref.slot, input->name, travels(output), input->lazy});
                at(from).out.push_back(static_cast<int>(i));
            }
        }
        return {};
    }

    Done price()
    {
        const auto hashOf = [this](const std::string& folder, const std::string& name) {
            return resolveModel(m_request.engines, folder, name);
        };
        for (PlanGraph::Node& node : m_graph.nodes) {
            CostQuery query;
            query.type = node.prompt->type;
            for (const InputSpec& input : node.type->inputs) {
                const auto given = node.prompt->inputs.find(input.name);
                if (given == node.prompt->inputs.end())
                    continue;
                if (const auto* ref = std::get_if<SlotRef>(&given->second)) {
                    if (const auto known = m_request.known.find(*ref); known != m_request.known.end()) {
                        WEFT_TRY(query.linked[input.name], CostTable::shipped().extentOf(input.type, known->second.itemBytes));
                    }
                    continue;
                }
                const Json& literal = std::get<Json>(given->second);
                query.literals.emplace(input.name, literal);
                if (!input.modelFolder.empty() && literal.is_string() && literal != Json(input.noModel())) {
                    const std::string name = literal.get<std::string>();
                    node.models.push_back({input.modelFolder, name, hashOf(input.modelFolder, name)});
                }
                if (const auto pixels = m_request.filePixels.find(node.id);
                    input.picksInput() && pixels != m_request.filePixels.end())
                    query.linked[input.name].pixels = pixels->second;
            }
            for (const PlanGraph::Edge& edge : node.in)
                query.linked[edge.input] = extentOfSlot(at(edge.from).made, edge.slot);
            WEFT_TRY(CostAnswer answer, CostTable::shipped().costOf(query, hashOf));
            node.micros = offeredMicros(node).value_or(answer.micros);
            node.made = std::move(answer.output);
        }
        return {};
    }

    /// The price of a call that the first engine with such a price asks: who else offers the type is rare.
    std::optional<std::int64_t> offeredMicros(const PlanGraph::Node& node) const
    {
        for (const EngineInfo& engine : m_request.engines) {
            if (const auto fixed = engine.work.find(node.prompt->type); fixed != engine.work.end())
                return fixed->second;
        }
        return {};
    }

    /// What bridged engines carry, and the nodes that only those can run, or are wished to.
    void findBridges()
    {
        m_bridged = std::ranges::any_of(m_request.engines, &EngineInfo::isBridged);
        for (PlanGraph::Node& node : m_graph.nodes) {
            node.bridged = m_bridged && needsBridge(node);
            if (m_bridged && !m_graph.carries.contains(node.prompt->type))
                m_graph.carries.emplace(node.prompt->type, carriedFor(node.prompt->type));
        }
    }

    /// What each of the bridged engines that have this type carries.
    std::set<TypeName> carriedFor(const std::string& type) const
    {
        std::set<TypeName> carries;
        bool isFirst = true;
        for (const EngineInfo& engine : m_request.engines) {
            if (!engine.isBridged() || !engine.catalogue.find(type))
                continue;
            if (std::exchange(isFirst, false))
                carries = engine.carries;
            std::erase_if(carries, [&](const TypeName& one) { return !engine.carries.contains(one); });
        }
        return carries;
    }

    bool needsBridge(const PlanGraph::Node& node) const
    {
        const auto place = m_request.places.find(node.id);
        bool someone = false;
        for (const EngineInfo& engine : m_request.engines) {
            const bool able = engine.catalogue.find(node.prompt->type)
                && std::ranges::all_of(node.models, [&](const NeededModel& model) { return hasModel(engine, model); });
            if (able && !engine.isBridged())
                return place != m_request.places.end() && isBridge(place->second);
            someone |= able;
        }
        return someone;
    }

    bool isBridge(const std::string& id) const
    {
        return std::ranges::any_of(m_request.engines, [&](const EngineInfo& engine) { return engine.isBridged() && (engine.id == id || engine.machine == id); });
    }

    /// Whoever takes in what can't leave such a server runs there too, and so do those of its unit; nothing that it doesn't
    /// carry crosses its border. Whether anything changed.
    bool spreadBridges()
    {
        if (!m_bridged)
            return false;
        bool changed = false;
        std::set<int> units;
        std::vector<bool> there(m_graph.nodes.size(), false);
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            PlanGraph::Node& node = m_graph.nodes[i];
            const bool bridged = node.bridged
                || std::ranges::any_of(node.closure, [&](int ancestor) { return at(ancestor).bridged; });
            changed |= bridged != node.bridged;
            node.bridged = bridged;
            if (!bridged)
                continue;
            there[i] = true;
            if (!node.repeated)
                units.insert(node.unit);
            for (const int ancestor : node.closure)
                there[static_cast<std::size_t>(ancestor)] = true;
        }
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            PlanGraph::Node& node = m_graph.nodes[i];
            if (!node.repeated && units.contains(node.unit) && !node.bridged)
                changed = node.bridged = there[i] = true;
            for (PlanGraph::Edge& edge : node.in) {
                const bool stays = edge.travels && !crosses(edge, node, there[i]);
                changed |= stays;
                edge.travels &= !stays;
            }
        }
        return changed;
    }

    bool crosses(const PlanGraph::Edge& edge, const PlanGraph::Node& into, bool intoBridge)
    {
        const PlanGraph::Node& from = at(edge.from);
        const TypeName& type = from.type->outputs[static_cast<std::size_t>(edge.slot)].type;
        return (!from.bridged || m_graph.carried(from, type)) && (!intoBridge || m_graph.carried(into, type));
    }

    Done checkWanted() const
    {
        for (const SlotRef& slot : m_request.wanted) {
            const auto index = m_graph.index.find(slot.node);
            if (index == m_graph.index.end())
                continue;
            const PlanGraph::Node& node = m_graph.nodes[static_cast<std::size_t>(index->second)];
            const OutputSpec& output = node.type->outputs[static_cast<std::size_t>(slot.slot)];
            if (!m_graph.leaves(node, output))
                return cantBeTaken(slot, output);
        }
        return {};
    }

    static Error cantBeTaken(const SlotRef& slot, const OutputSpec& output)
    {
        return {ErrorCode::TypeMismatch, "this kind of value can't be taken out",
            {{"node", slot.node}, {"received", output.type}, {"expected", "IMAGE, MASK, LATENT"}}};
    }

    void markStrong()
    {
        for (auto node = m_graph.nodes.rbegin(); node != m_graph.nodes.rend(); ++node) {
            node->strong |= node->asked;
            for (const PlanGraph::Edge& edge : node->in)
                at(edge.from).strong |= node->strong && !edge.lazy;
        }
    }

    void markRepeated()
    {
        for (PlanGraph::Node& node : m_graph.nodes)
            node.repeated = !node.asked && !node.out.empty();
        for (PlanGraph::Node& node : m_graph.nodes) {
            for (const PlanGraph::Edge& edge : node.in) {
                if (edge.travels)
                    at(edge.from).repeated = false;
            }
        }
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            PlanGraph::Node& node = m_graph.nodes[i];
            node.cheap = node.micros <= kCheapMicros && node.type->idempotent && !m_graph.touchesFiles(static_cast<int>(i));
            for (const PlanGraph::Edge& edge : node.in)
                node.cheap &= edge.travels || at(edge.from).cheap;
        }
    }

    void findClosure(int i)
    {
        std::set<int> closure;
        std::set<int> needs;
        std::vector<int> open {i};
        while (!open.empty()) {
            const int current = open.back();
            open.pop_back();
            for (const PlanGraph::Edge& edge : at(current).in) {
                if (edge.travels)
                    needs.insert(edge.from);
                else if (closure.insert(edge.from).second)
                    open.push_back(edge.from);
            }
        }
        at(i).closure.assign(closure.begin(), closure.end());
        at(i).needs.assign(needs.begin(), needs.end());
    }

    int root(int i)
    {
        while (m_parent[static_cast<std::size_t>(i)] != i)
            i = m_parent[static_cast<std::size_t>(i)] = m_parent[static_cast<std::size_t>(m_parent[static_cast<std::size_t>(i)])];
        return i;
    }

    void uniteCostly()
    {
        m_parent.resize(m_graph.nodes.size());
        std::iota(m_parent.begin(), m_parent.end(), 0);
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            for (const int ancestor : m_graph.nodes[i].closure) {
                if (!at(ancestor).cheap)
                    m_parent[static_cast<std::size_t>(root(static_cast<int>(i)))] = root(ancestor);
            }
        }
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i)
            m_graph.nodes[i].unit = root(static_cast<int>(i));
    }

    PlanGraph& m_graph;
    const PlanRequest& m_request;
    std::set<NodeId> m_asked;
    std::vector<int> m_parent;
    bool m_bridged = false; // there is such an engine
};

} // namespace

Done fillPlanGraph(PlanGraph& graph, const PlanRequest& request) { return Builder(graph, request).build(); }

} // namespace weft
