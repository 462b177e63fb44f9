// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/IncrementPrice.h"

#include <algorithm>

namespace weft {

namespace {

/// Nodes that the outputs need, themselves included. Fragment nodes come after those they need.
std::set<NodeId> neededBy(const Fragment& fragment, const std::set<SlotRef>& outputs)
{
    std::set<NodeId> needed;
    for (const SlotRef& output : outputs)
        needed.insert(output.node);
    for (auto node = fragment.nodes.rbegin(); node != fragment.nodes.rend(); ++node) {
        if (!needed.contains(node->id))
            continue;
        for (const auto& [name, input] : node->inputs)
            if (const auto* from = std::get_if<SlotRef>(&input))
                needed.insert(from->node);
    }
    return needed;
}

} // namespace

Money priceOfOutputs(const Fragment& fragment, const NodeWork& work, Money amount, const std::set<SlotRef>& delivered,
    const NodeWork& done)
{
    const bool whole = std::ranges::all_of(fragment.outputs, [&](const SlotRef& slot) { return delivered.contains(slot); });
    if (whole && done.empty())
        return amount;
    const auto needed = neededBy(fragment, delivered);
    const bool weighed = std::ranges::any_of(work, [](const auto& entry) { return entry.second > 0; });
    std::int64_t total = 0;
    std::int64_t paid = 0;
    for (const FragmentNode& node : fragment.nodes) {
        const auto found = work.find(node.id);
        const std::int64_t millis = !weighed ? 1 : found == work.end() ? 0 : std::max<std::int64_t>(found->second, 0);
        total += millis;
        const auto less = done.find(node.id);
        if (whole || needed.contains(node.id))
            paid += weighed && less != done.end() ? std::clamp<std::int64_t>(less->second, 0, millis) : millis;
    }
    if (total <= 0)
        return {};
    return timesRatioDown(amount, paid, total).valueOr(Money {});
}

} // namespace weft
