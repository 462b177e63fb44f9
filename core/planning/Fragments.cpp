// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/Costs.h"
#include "core/planning/PlanGraph.h"
#include "core/planning/Planner.h"

#include <algorithm>
#include <numeric>

namespace weft {

namespace {

/// Groups placed nodes. A node's stage is how often the way to it changes machines; nodes of one engine, stage and
/// connected piece make a fragment. Every link between two fragments then leads to a later stage, so none wait in a circle.
class Groups {
public:
    Groups(const PlanGraph& graph, const std::vector<int>& places)
        : m_graph(graph)
        , m_places(places)
        , m_stage(graph.nodes.size(), 0)
        , m_apart(graph.nodes.size(), false)
        , m_parent(graph.nodes.size())
    {
        std::iota(m_parent.begin(), m_parent.end(), 0);
        findApart();
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            if (!graph.nodes[i].repeated)
                addNode(static_cast<int>(i));
        }
    }

    /// Members of each fragment, ascending; fragments by stage, then by first member.
    std::vector<std::vector<int>> fragments()
    {
        std::map<std::pair<int, int>, std::vector<int>> byLeader;
        std::map<int, int> leader;
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            if (m_graph.nodes[i].repeated)
                continue;
            const int first = leader.emplace(rootOf(static_cast<int>(i)), static_cast<int>(i)).first->second;
            byLeader[{m_stage[i], first}].push_back(static_cast<int>(i));
        }
        std::vector<std::vector<int>> result;
        for (auto& [key, members] : byLeader)
            result.push_back(std::move(members));
        return result;
    }

private:
    /// What only lazy inputs need stays apart, unless all who may ask for it are on its engine, which then sees by
    /// itself whether it is needed.
    void findApart()
    {
        for (std::size_t i = m_graph.nodes.size(); i-- > 0;) {
            const PlanGraph::Node& node = m_graph.nodes[i];
            m_apart[i] = !node.strong && std::ranges::any_of(node.out, [&](int next) {
                return m_places[at(next)] != m_places[i] || m_apart[at(next)];
            });
        }
    }

    bool mayJoin(int a, int b) const { return m_places[at(a)] == m_places[at(b)] && m_apart[at(a)] == m_apart[at(b)]; }

    void addNode(int i)
    {
        const PlanGraph::Node& node = m_graph.nodes[at(i)];
        for (const int from : node.needs)
            m_stage[at(i)] = std::max(m_stage[at(i)], m_stage[at(from)] + (mayJoin(from, i) ? 0 : 1));
        for (const int from : node.needs) {
            if (mayJoin(from, i) && m_stage[at(from)] == m_stage[at(i)])
                m_parent[at(rootOf(i))] = rootOf(from);
        }
        const auto [other, isNew] = m_units.try_emplace({node.unit, m_stage[at(i)]}, i);
        if (!isNew && mayJoin(other->second, i))
            m_parent[at(rootOf(i))] = rootOf(other->second); // what is costly and can't travel is done once
    }

    int rootOf(int i)
    {
        while (m_parent[at(i)] != i)
            i = m_parent[at(i)] = m_parent[at(m_parent[at(i)])];
        return i;
    }

    const PlanGraph& m_graph;
    const std::vector<int>& m_places;
    std::vector<int> m_stage;
    std::vector<bool> m_apart;
    std::vector<int> m_parent;
    std::map<std::pair<int, int>, int> m_units;
};

/// Turns the members of one fragment into what an engine is sent.
class FragmentBuilder {
public:
    FragmentBuilder(const PlanGraph& graph, const PlanRequest& request, const std::vector<int>& members)
        : m_graph(graph)
        , m_request(request)
    {
        for (const int member : members) {
            m_nodes.insert(member);
            m_nodes.insert(graph.nodes[at(member)].closure.begin(), graph.nodes[at(member)].closure.end());
        }
        m_fragment.precision = request.precision;
        for (const int i : m_nodes)
            addNode(m_graph.nodes[at(i)]);
    }

    Fragment take() { return std::move(m_fragment); }
    const std::set<int>& nodes() const { return m_nodes; }
    const std::vector<InputSize>& sizes() const { return m_sizes; }
    const std::set<Exposure>& exposure() const { return m_exposure; }

private:
    void addNode(const PlanGraph::Node& node)
    {
        FragmentNode out {node.id, node.prompt->type, {}};
        for (const InputSpec& input : node.type->inputs) {
            const auto given = node.prompt->inputs.find(input.name);
            if (given == node.prompt->inputs.end() || input.presence == Presence::Hidden)
                continue;
            if (const auto* ref = std::get_if<SlotRef>(&given->second))
                out.inputs.emplace(input.name, linked(node, input, *ref));
            else
                out.inputs.emplace(input.name, literal(node, input, std::get<Json>(given->second)));
        }
        for (const OutputSpec& output : node.type->outputs)
            addExposure(m_exposure, output.type);
        for (const NeededModel& model : node.models) {
            const bool known = std::ranges::any_of(m_fragment.models,
                [&](const ModelRef& other) { return other.folder == model.folder && other.name == model.name; });
            if (!known)
                m_fragment.models.push_back({model.folder, model.name, model.sha256});
        }
        m_fragment.nodes.push_back(std::move(out));
    }

    FragmentInput literal(const PlanGraph::Node& node, const InputSpec& input, const Json& value)
    {
        if (node.type->readsFile && input.picksInput() && value.is_string()) {
            const auto pixels = m_request.filePixels.find(node.id);
            return boundary({node.id, -1}, "FILE", false,
                {{pixels == m_request.filePixels.end() ? 0 : CostTable::shipped().bytesOf("FILE", pixels->second)}});
        }
        if (input.type == "STRING" && value.is_string() && !value.get_ref<const std::string&>().empty())
            m_exposure.insert(Exposure::Text);
        return value;
    }

    FragmentInput linked(const PlanGraph::Node& node, const InputSpec& input, const SlotRef& ref)
    {
        if (const auto known = m_request.known.find(ref); known != m_request.known.end())
            return boundary(ref, typeOf(ref), input.lazy, known->second);
        const int from = m_graph.index.at(ref.node);
        if (m_nodes.contains(from) && from < m_graph.index.at(node.id))
            return ref;
        const ValueExtent made = extentOfSlot(m_graph.nodes[at(from)].made, ref.slot);
        const std::string type = typeOf(ref);
        InputSize size;
        const auto items = static_cast<std::size_t>(std::clamp<std::int64_t>(made.items, 1, 10'000));
        size.itemBytes.assign(items, encodedOverheadBytes(type));
        size.itemBytes.front() += CostTable::shipped().bytesOf(type, made);
        return boundary(ref, type, input.lazy, std::move(size));
    }

    std::string typeOf(const SlotRef& ref) const
    {
        const auto node = m_request.prompt.nodes.find(ref.node);
        const NodeType* type = node == m_request.prompt.nodes.end() ? nullptr : m_graph.catalogue.find(node->second.type);
        if (!type || ref.slot < 0 || at(ref.slot) >= type->outputs.size())
            return "*";
        return type->outputs[at(ref.slot)].type;
    }

    BoundaryRef boundary(const SlotRef& source, const std::string& type, bool lazy, InputSize size)
    {
        const auto [it, isNew] = m_boundary.try_emplace(source, static_cast<int>(m_fragment.inputs.size()));
        if (isNew) {
            addExposure(m_exposure, type);
            m_fragment.inputs.push_back({source, type, lazy});
            m_sizes.push_back(std::move(size));
        } else if (!lazy) {
            m_fragment.inputs[at(it->second)].lazy = false;
        }
        return {it->second};
    }

    const PlanGraph& m_graph;
    const PlanRequest& m_request;
    std::set<int> m_nodes; // ascending: each after those it needs
    Fragment m_fragment;
    std::vector<InputSize> m_sizes;
    std::map<SlotRef, int> m_boundary;
    std::set<Exposure> m_exposure;
};

std::vector<std::string> alternativesOf(const std::vector<int>& members, int chosen,
    const std::vector<const EngineInfo*>& engines, const std::vector<std::vector<int>>& candidates, Preference preference)
{
    std::vector<const EngineInfo*> others;
    for (int e = 0; e < static_cast<int>(engines.size()); ++e) {
        const auto mayRun = [&](int member) { return std::ranges::binary_search(candidates[at(member)], e); };
        if (e != chosen && std::ranges::all_of(members, mayRun))
            others.push_back(engines[at(e)]);
    }
    std::ranges::stable_sort(others, {}, [preference](const EngineInfo* engine) {
        return preference == Preference::Cheapest ? std::pair(engine->pricePerReferenceSecond.micro, -engine->speedPermille)
                                                  : std::pair(-engine->speedPermille, engine->pricePerReferenceSecond.micro);
    });
    std::vector<std::string> ids;
    for (const EngineInfo* engine : others)
        ids.push_back(engine->id);
    return ids;
}

/// Which slots each fragment hands out: wanted ones of its members, and those that others take in.
void linkFragments(Plan& plan, const PlanGraph& graph, const PlanRequest& request, const std::map<NodeId, int>& homes)
{
    std::vector<std::set<SlotRef>> outputs(plan.fragments.size());
    for (PlannedFragment& fragment : plan.fragments) {
        for (const BoundaryInput& input : fragment.fragment.inputs) {
            const auto home = homes.find(input.source.node);
            if (input.source.slot < 0 || home == homes.end() || request.known.contains(input.source))
                continue;
            outputs[at(home->second)].insert(input.source);
            fragment.dependsOn.insert(home->second);
        }
    }
    for (const SlotRef& slot : request.wanted) {
        if (!request.known.contains(slot))
            outputs[at(homes.at(slot.node))].insert(slot);
    }
    for (const NodeId& target : request.targets) {
        const auto index = graph.index.find(target);
        const NodeType* type = index == graph.index.end() ? nullptr : graph.nodes[at(index->second)].type;
        for (std::size_t slot = 0; type && !type->isOutput && slot < type->outputs.size(); ++slot) {
            if (graph.leaves(graph.nodes[at(index->second)], type->outputs[slot]))
                outputs[at(homes.at(target))].insert({target, static_cast<int>(slot)});
        }
    }
    for (std::size_t i = 0; i < outputs.size(); ++i)
        plan.fragments[i].fragment.outputs.assign(outputs[i].begin(), outputs[i].end());
}

} // namespace

void addExposure(std::set<Exposure>& exposure, std::string_view type)
{
    if (type == "IMAGE" || type == "MASK" || type == "FILE")
        exposure.insert(Exposure::Pictures);
    else if (type == "LATENT")
        exposure.insert(Exposure::Latents);
    else if (type == "STRING" || type == "CONDITIONING")
        exposure.insert(Exposure::Text);
}

Result<Plan> cutIntoFragments(const PlanGraph& graph, const PlanRequest& request,
    const std::vector<const EngineInfo*>& engines, const std::vector<std::vector<int>>& candidates,
    const std::vector<int>& places)
{
    Plan plan;
    std::map<NodeId, int> homes;
    for (const std::vector<int>& members : Groups(graph, places).fragments()) {
        const int engine = places[at(members.front())];
        const EngineInfo& info = *engines[at(engine)];
        FragmentBuilder builder(graph, request, members);
        PlannedFragment planned;
        planned.engine = info.id;
        planned.fragment = builder.take();
        planned.fragment.work = info.work;
        WEFT_TRY(const ReferenceMillis work, referenceWork(planned.fragment, builder.sizes()));
        WEFT_TRY(planned.estimate, quoteFor(work, info.pricePerReferenceSecond));
        WEFT_TRY(plan.estimate, plus(plan.estimate, planned.estimate.amount));
        if (info.id != kHere)
            planned.exposure = builder.exposure().empty() ? std::set {Exposure::Nothing} : builder.exposure();
        planned.alternatives = alternativesOf(members, engine, engines, candidates, request.policy.preference);
        for (const int node : builder.nodes()) {
            planned.nodes.insert(graph.nodes[at(node)].id);
            plan.engines[graph.nodes[at(node)].id].push_back(info.id);
        }
        for (const int member : members)
            homes[graph.nodes[at(member)].id] = static_cast<int>(plan.fragments.size());
        plan.fragments.push_back(std::move(planned));
    }
    for (auto& [node, ids] : plan.engines) {
        std::ranges::sort(ids, {}, [](const std::string& id) { return std::pair(id != kHere, id); });
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    }
    linkFragments(plan, graph, request, homes);
    return plan;
}

} // namespace weft
