// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/SeedAdvance.h"

#include "core/formats/Widgets.h"

#include <algorithm>
#include <limits>

namespace weft {

namespace {

/// Seeds use all 64 bits, so whole numbers are compared as what they are.
std::uint64_t wholeAt(const Json& options, const char* key, std::uint64_t fallback)
{
    const Json& value = memberAt(options, key);
    if (value.is_number_unsigned())
        return value.get<std::uint64_t>();
    if (value.is_number_integer())
        return std::uint64_t(std::max<std::int64_t>(0, value.get<std::int64_t>()));
    return fallback;
}

Json nextSeed(
    const InputSpec& input, const Json& seed, const std::string& word, const std::function<std::uint64_t()>& random)
{
    const std::uint64_t least = wholeAt(input.options, "min", 0);
    const std::uint64_t most =
        std::max(least, wholeAt(input.options, "max", std::uint64_t(std::numeric_limits<std::int64_t>::max())));
    const std::uint64_t now = seed.is_number_unsigned()
        ? seed.get<std::uint64_t>()
        : std::uint64_t(std::max<std::int64_t>(0, seed.get<std::int64_t>()));
    if (word == "increment" || word == "increment-wrap")
        return now >= most ? least : now + 1;
    if (word == "decrement")
        return now <= least ? most : now - 1;
    const std::uint64_t span = most - least;
    return span == std::numeric_limits<std::uint64_t>::max() ? random() : least + random() % (span + 1);
}

} // namespace

std::vector<AdvancedSeed> advancedSeeds(
    const Graph& graph, const Catalogue& catalogue, const std::function<std::uint64_t()>& random)
{
    std::vector<AdvancedSeed> seeds;
    for (const Node& node : graph.nodes()) {
        const NodeType* type = node.mode == NodeMode::Normal ? catalogue.find(node.type) : nullptr;
        for (const InputSpec& input : type ? type->inputs : std::vector<InputSpec>()) {
            const std::string word = seedControl(node, *type, input.name);
            const auto seed = node.settings.find(input.name);
            if (word.empty() || word == "fixed" || seed == node.settings.end() || !seed->second.is_number_integer()
                || graph.linkInto(node.id, input.name))
                continue;
            seeds.push_back({node.id, input.name, nextSeed(input, seed->second, word, random)});
        }
    }
    return seeds;
}

} // namespace weft
