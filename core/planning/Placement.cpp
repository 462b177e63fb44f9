// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/PlanGraph.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace weft {

namespace {

/// What a plan assumes of the way between two machines; the run itself depends on none of it.
constexpr std::int64_t kBytesPerMicro = 20; // 20 MB a second
constexpr std::int64_t kMessageMicros = 30'000; // a value's way, however small
constexpr std::int64_t kOpenMicros = 300'000; // hold, ticket, channel
constexpr std::int64_t kMaxSpeedPermille = 1'000'000; // whatever an offer claims
constexpr std::int64_t kFarFuture = std::numeric_limits<std::int64_t>::max() / 4;

bool isWished(const EngineInfo& engine, const std::string& place)
{
    if (place.empty())
        return true;
    if (place == "elsewhere")
        return engine.id != kHere;
    return engine.id == place || engine.machine == place;
}

/// Which engines may run which node, with its closure; answers for types and models are kept, as graphs repeat them.
class Candidates {
public:
    Candidates(const PlanGraph& graph, const PlanRequest& request, const std::vector<const EngineInfo*>& engines)
        : m_graph(graph)
        , m_request(request)
        , m_engines(engines)
    {
    }

    Result<std::vector<std::vector<int>>> find()
    {
        const std::vector<bool> all(m_engines.size(), true);
        std::vector<std::vector<bool>> perUnit(m_graph.nodes.size(), all);
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            const PlanGraph::Node& node = m_graph.nodes[i];
            if (node.repeated)
                continue;
            WEFT_TRY(const auto own, ofNode(static_cast<int>(i)));
            auto& unit = perUnit[at(node.unit)];
            for (std::size_t e = 0; e < unit.size(); ++e)
                unit[e] = unit[e] && own[e];
            if (std::ranges::find(unit, true) == unit.end())
                return nobody(node, "no machine may run all the nodes that must stay together");
        }
        std::ranges::for_each(perUnit, [this](std::vector<bool>& unit) { preferOurs(unit); });
        std::vector<std::vector<int>> result(m_graph.nodes.size());
        for (std::size_t i = 0; i < m_graph.nodes.size(); ++i) {
            for (std::size_t e = 0; e < m_engines.size(); ++e) {
                if (perUnit[at(m_graph.nodes[i].unit)][e])
                    result[i].push_back(static_cast<int>(e));
            }
        }
        return result;
    }

private:
    /// What a machine of ours can do stays with those.
    void preferOurs(std::vector<bool>& unit) const
    {
        const std::vector<bool> ours = maskOf([](const EngineInfo& e) { return !e.isBridged(); });
        for (std::size_t e = 0; e < unit.size(); ++e) {
            if (unit[e] && ours[e])
                return keep(unit, ours);
        }
    }

    static Error nobody(const PlanGraph::Node& node, std::string why)
    {
        return {ErrorCode::NoMachine, std::move(why), {{"node", node.id}, {"type", node.prompt->type}}};
    }

    void keep(std::vector<bool>& mask, const std::vector<bool>& other) const
    {
        for (std::size_t e = 0; e < mask.size(); ++e)
            mask[e] = mask[e] && other[e];
    }

    template <typename Test>
    std::vector<bool> maskOf(Test test) const
    {
        std::vector<bool> mask;
        for (const EngineInfo* engine : m_engines)
            mask.push_back(test(*engine));
        return mask;
    }

    const std::vector<bool>& offering(const std::string& type)
    {
        const auto it = m_types.find(type);
        if (it != m_types.end())
            return it->second;
        return m_types.emplace(type, maskOf([&](const EngineInfo& e) { return e.catalogue.find(type) != nullptr; })).first->second;
    }

    const std::vector<bool>& having(const NeededModel& model)
    {
        const auto it = m_models.find(model);
        if (it != m_models.end())
            return it->second;
        return m_models.emplace(model, maskOf([&](const EngineInfo& e) { return hasModel(e, model); })).first->second;
    }

    Done addNeeds(std::vector<bool>& mask, const PlanGraph::Node& node)
    {
        keep(mask, offering(node.prompt->type));
        for (const NeededModel& model : node.models) {
            const auto& owners = having(model);
            if (std::ranges::find(owners, true) == owners.end()) {
                return Error {ErrorCode::ModelMissing, "no machine has this model",
                    {{"node", node.id}, {"type", node.prompt->type}, {"model", model.name}, {"folder", model.folder}}};
            }
            keep(mask, owners);
        }
        return {};
    }

    Result<std::vector<bool>> ofNode(int i)
    {
        const PlanGraph::Node& node = m_graph.nodes[at(i)];
        std::vector<bool> mask(m_engines.size(), true);
        WEFT_CHECK(addNeeds(mask, node));
        bool filesHere = m_graph.touchesFiles(i);
        for (const int ancestor : node.closure) {
            WEFT_CHECK(addNeeds(mask, m_graph.nodes[at(ancestor)]));
            filesHere |= m_graph.touchesFiles(ancestor);
        }
        if (std::ranges::find(mask, true) == mask.end())
            return nobody(node, "no machine offers this node together with the models that it needs");
        keep(mask, maskOf([&](const EngineInfo& e) { return isAllowed(e, m_request.policy) && (!filesHere || e.id == kHere || e.isOwnServer()); }));
        if (std::ranges::find(mask, true) == mask.end())
            return nobody(node, filesHere ? "files are read and written only here" : "only machines that the user doesn't allow");
        if (m_request.policy.privacy == Privacy::OnlyHere || filesHere)
            return mask;
        if (const auto place = m_request.places.find(node.id); place != m_request.places.end()) {
            keep(mask, maskOf([&](const EngineInfo& e) { return isWished(e, place->second); }));
            if (std::ranges::find(mask, true) == mask.end())
                return nobody(node, "no machine fits the place that is wished for").with("place", place->second);
        }
        return mask;
    }

    const PlanGraph& m_graph;
    const PlanRequest& m_request;
    const std::vector<const EngineInfo*>& m_engines;
    std::map<std::string, std::vector<bool>> m_types;
    std::map<NeededModel, std::vector<bool>> m_models;
};

/// Earliest finish first, in the order of the longest way to the end.
/// Source: Topcuoglu, Hariri, Wu: "Performance-effective and low-complexity task scheduling" (HEFT), 2002.
class Scheduler {
public:
    Scheduler(const PlanGraph& graph, const PlanRequest& request, const std::vector<const EngineInfo*>& engines,
        const std::vector<std::vector<int>>& candidates, Preference preference)
        : m_graph(graph)
        , m_request(request)
        , m_engines(engines)
        , m_candidates(candidates)
        , m_preference(preference)
        , m_finish(graph.nodes.size(), 0)
        , m_place(graph.nodes.size(), -1)
        , m_unitPlace(graph.nodes.size(), -1)
    {
        for (const EngineInfo* engine : engines)
            m_free.emplace_back(static_cast<std::size_t>(std::clamp(engine->slots, 1, 64)), 0);
    }

    std::vector<int> place()
    {
        for (const int node : byRank())
            choose(node);
        return std::move(m_place);
    }

private:
    struct Choice {
        int engine = -1;
        std::int64_t micro = 0; // money
        std::int64_t finish = kFarFuture;
        std::int64_t back = 0; // until its result is where it's needed
    };

    const PlanGraph::Node& node(int i) const { return m_graph.nodes[at(i)]; }

    std::vector<int> byRank() const
    {
        std::vector<std::int64_t> rank(m_graph.nodes.size(), 0);
        std::vector<int> order;
        for (int i = static_cast<int>(m_graph.nodes.size()) - 1; i >= 0; --i) {
            for (const int next : node(i).out)
                rank[at(i)] = std::max(rank[at(i)], rank[at(next)]);
            rank[at(i)] += std::min<std::int64_t>(node(i).micros, kFarFuture / 1'000'000) + 1;
            if (!node(i).repeated)
                order.push_back(i);
        }
        std::ranges::sort(order, [&](int a, int b) { return std::pair(-rank[at(a)], a) < std::pair(-rank[at(b)], b); });
        return order;
    }

    /// What a node makes, once over a wire: counted as its first output.
    std::int64_t wireMicros(int i) const
    {
        const std::vector<OutputSpec>& outputs = node(i).type->outputs;
        const std::string_view type = outputs.empty() ? std::string_view("FILE") : std::string_view(outputs.front().type);
        return kMessageMicros + CostTable::shipped().bytesOf(type, node(i).made) / kBytesPerMicro;
    }

    std::int64_t wayMicros(int from, int to, int maker) const
    {
        if (from == to)
            return 0;
        const std::int64_t once = wireMicros(maker);
        const bool twice = m_engines[at(from)]->id != kHere && m_engines[at(to)]->id != kHere;
        return twice ? 2 * once : once;
    }

    std::int64_t workMicros(int i) const
    {
        std::int64_t sum = node(i).micros;
        for (const int ancestor : node(i).closure)
            sum += node(ancestor).micros;
        return sum;
    }

    bool isNeededHere(int i) const
    {
        if (node(i).asked)
            return true;
        return std::ranges::any_of(node(i).out, [&](int next) {
            const auto& places = m_candidates[at(next)];
            return places.size() == 1 && m_engines[at(places.front())]->id == kHere;
        });
    }

    Choice consider(int i, int engine, std::int64_t micros, bool neededHere) const
    {
        const EngineInfo& info = *m_engines[at(engine)];
        std::int64_t ready = 0;
        bool opens = node(i).needs.empty();
        for (const int from : node(i).needs) {
            opens |= m_place[at(from)] != engine;
            if (m_place[at(from)] >= 0)
                ready = std::max(ready, m_finish[at(from)] + wayMicros(m_place[at(from)], engine, from));
        }
        if (opens && info.id != kHere)
            ready += kOpenMicros;
        const std::int64_t start = std::max(ready, std::ranges::min(m_free[at(engine)]));
        Choice choice;
        choice.engine = engine;
        const auto took = static_cast<__int128>(micros) * 1000 / std::clamp<std::int64_t>(info.speedPermille, 1, kMaxSpeedPermille);
        choice.finish = start + static_cast<std::int64_t>(std::min<__int128>(took, kFarFuture / 1'000'000));
        if (neededHere && info.id != kHere)
            choice.back = wireMicros(i);
        choice.micro = timesRatioUp(info.pricePerReferenceSecond, micros, 1'000'000).valueOr(kMaxAmount).micro;
        return choice;
    }

    auto keyOf(const Choice& choice) const
    {
        const std::int64_t end = choice.finish + choice.back;
        return m_preference == Preference::Cheapest ? std::tuple(choice.micro, end, choice.engine)
                                                    : std::tuple(end, choice.micro, choice.engine);
    }

    void choose(int i)
    {
        const std::int64_t micros = workMicros(i);
        const bool neededHere = isNeededHere(i);
        int& unit = m_unitPlace[at(node(i).unit)];
        Choice best;
        if (unit >= 0) {
            best = consider(i, unit, micros, neededHere);
        } else {
            for (const int engine : m_candidates[at(i)]) {
                const Choice choice = consider(i, engine, micros, neededHere);
                if (best.engine < 0 || keyOf(choice) < keyOf(best))
                    best = choice;
            }
        }
        unit = best.engine;
        m_place[at(i)] = best.engine;
        m_finish[at(i)] = best.finish;
        auto& slots = m_free[at(best.engine)];
        *std::ranges::min_element(slots) = best.finish;
    }

    const PlanGraph& m_graph;
    const PlanRequest& m_request;
    const std::vector<const EngineInfo*>& m_engines;
    const std::vector<std::vector<int>>& m_candidates;
    Preference m_preference;
    std::vector<std::int64_t> m_finish;
    std::vector<int> m_place;
    std::vector<int> m_unitPlace;
    std::vector<std::vector<std::int64_t>> m_free;
};

} // namespace

bool hasModel(const EngineInfo& engine, const NeededModel& model)
{
    const bool byName = engine.id == kHere || engine.isBridged();
    return (byName && engine.catalogue.findModel(model.folder, model.name)) || engine.catalogue.findModel(model.sha256);
}

Result<std::vector<std::vector<int>>> candidateEngines(
    const PlanGraph& graph, const PlanRequest& request, const std::vector<const EngineInfo*>& engines)
{
    return Candidates(graph, request, engines).find();
}

std::vector<int> placeNodes(const PlanGraph& graph, const PlanRequest& request, const std::vector<const EngineInfo*>& engines,
    const std::vector<std::vector<int>>& candidates, Preference preference)
{
    return Scheduler(graph, request, engines, candidates, preference).place();
}

} // namespace weft
