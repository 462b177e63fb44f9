// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SeedAdvance.h"

#include "core/formats/Widgets.h"

#include <algorithm>
#include <limits>

namespace weft {

namespace {

constexpr std::uint64_t kMostExact = std::uint64_t(1) << 53;

/// Seeds use all 64 bits, so whole numbers are compared as what they are.
std::uint64_t wholeOf(const Json& value, std::uint64_t fallback = 0)
{
    if (value.is_number_unsigned())
        return value.get<std::uint64_t>();
    if (value.is_number_integer())
        return std::uint64_t(std::max<std::int64_t>(0, value.get<std::int64_t>()));
    return fallback;
}

Json nextSeed(const InputSpec& input, const Json& seed, const std::string& word, const std::function<std::uint64_t()>& random)
{
    const std::uint64_t least = wholeOf(memberAt(input.options, "min"));
    const std::uint64_t most = std::max(
        least, wholeOf(memberAt(input.options, "max"), std::uint64_t(std::numeric_limits<std::int64_t>::max())));
    const std::uint64_t now = wholeOf(seed);
    if (word == "increment" || word == "increment-wrap")
        return now >= most ? least : now + 1;
    if (word == "decrement")
        return now <= least ? most : now - 1;
    const std::uint64_t highest = std::max(least, std::min(most, kMostExact - 1));
    const std::uint64_t span = highest - least;
    return span == std::numeric_limits<std::uint64_t>::max() ? random() : least + random() % (span + 1);
}

/// Null: the node has such a setting itself.
const PromotedSetting* promotedIn(const SubgraphTypes& types, const Node& node, const std::string& input)
{
    const std::vector<PromotedSetting>& all = types.promotedOf(node);
    const auto at = std::ranges::find(all, input, &PromotedSetting::name);
    return at == all.end() ? nullptr : &*at;
}

/// Looks through a workflow and what it defines.
class SeedSearch {
public:
    SeedSearch(const Graph& workflow, const Catalogue& catalogue, const std::function<std::uint64_t()>& random)
        : m_workflow(workflow)
        , m_types(workflow, catalogue)
        , m_random(random)
    {
    }

    void search(const Graph& graph, const SubgraphId& in)
    {
        for (const Node& node : graph.nodes()) {
            if (node.mode == NodeMode::Normal)
                searchNode(graph, in, node);
        }
        for (const Graph& inner : graph.subgraphs())
            search(inner, inner.id());
    }

    std::vector<AdvancedSeed> found;

private:
    void searchNode(const Graph& graph, const SubgraphId& in, const Node& node)
    {
        const NodeType* const type = m_types.of(node);
        for (const InputSpec& input : type ? type->inputs : std::vector<InputSpec>()) {
            const std::string word = hasSeedControl(input) ? seedWordOf(m_workflow, m_types, node, input.name) : std::string();
            if (word.empty() || word == "fixed" || isInside(node, input.name) || graph.linkInto(node.id, input.name))
                continue;
            const auto own = node.settings.find(input.name);
            const Json seed = own != node.settings.end() ? own->second : defaultSetting(input);
            if (seed.is_number_integer())
                found.push_back({in, node.id, input.name, nextSeed(input, seed, word, m_random)});
        }
    }

    /// An instance only shows it: it is found where it lives.
    bool isInside(const Node& node, const std::string& input) const
    {
        const PromotedSetting* const setting = promotedIn(m_types, node, input);
        return setting && !setting->isPort;
    }

    const Graph& m_workflow;
    const SubgraphTypes m_types;
    const std::function<std::uint64_t()>& m_random;
};

} // namespace

std::string seedWordOf(const Graph& workflow, const SubgraphTypes& types, const Node& node, const std::string& input)
{
    const PromotedSetting* const setting = promotedIn(types, node, input);
    if (!setting) {
        const NodeType* const type = types.of(node);
        return type ? seedControl(node, *type, input) : std::string();
    }
    std::string own = instanceSeedControl(node, types.promotedOf(node), input);
    const Graph* const inside = own.empty() ? workflow.findSubgraph(node.type) : nullptr;
    const Node* const inner = inside ? inside->findNode(setting->node) : nullptr;
    return inner ? seedWordOf(workflow, types, *inner, setting->input) : own;
}

std::vector<AdvancedSeed> advancedSeeds(
    const Graph& workflow, const Catalogue& catalogue, const std::function<std::uint64_t()>& random)
{
    SeedSearch search(workflow, catalogue, random);
    search.search(workflow, {});
    return std::move(search.found);
}

void applySeeds(Graph& workflow, const std::vector<AdvancedSeed>& seeds)
{
    for (const AdvancedSeed& seed : seeds) {
        Graph* const graph = workflow.editSubgraph(seed.in);
        if (Node* const node = graph ? graph->editNode(seed.node) : nullptr)
            node->settings[seed.input] = seed.value;
    }
}

} // namespace weft
