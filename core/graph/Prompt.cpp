// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/Prompt.h"

#include <algorithm>
#include <set>

namespace weft {

namespace {

std::vector<NodeId> originsOf(const PromptNode& node)
{
    std::vector<NodeId> origins;
    for (const auto& [name, input] : node.inputs) {
        if (const auto* ref = std::get_if<SlotRef>(&input))
            origins.push_back(ref->node);
    }
    return origins;
}

/// A node whose origins are being visited. A list of these replaces recursion: graphs may be 100,000 nodes deep.
struct Visit {
    NodeId node;
    std::vector<NodeId> origins;
    std::size_t next = 0;
};

std::set<NodeId> ancestorsOf(const Prompt& prompt, const std::vector<NodeId>& targets)
{
    std::set<NodeId> seen;
    std::vector<NodeId> open = targets;
    while (!open.empty()) {
        const NodeId id = std::move(open.back());
        open.pop_back();
        const auto node = prompt.nodes.find(id);
        if (node == prompt.nodes.end() || !seen.insert(id).second)
            continue;
        for (NodeId& origin : originsOf(node->second))
            open.push_back(std::move(origin));
    }
    return seen;
}

} // namespace

std::vector<NodeId> goodTargets(const Prompt& prompt, const Catalogue& catalogue, const std::vector<PromptProblem>& problems,
    const std::vector<NodeId>& targets)
{
    // From the bad nodes downwards: what can be reached from them can't run.
    std::map<NodeId, std::vector<NodeId>> users;
    for (const auto& [id, node] : prompt.nodes) {
        for (NodeId& origin : originsOf(node))
            users[std::move(origin)].push_back(id);
    }
    std::set<NodeId> bad;
    std::vector<NodeId> open;
    for (const PromptProblem& problem : problems)
        open.push_back(problem.node);
    while (!open.empty()) {
        const NodeId id = std::move(open.back());
        open.pop_back();
        if (!bad.insert(id).second)
            continue;
        if (const auto it = users.find(id); it != users.end())
            open.insert(open.end(), it->second.begin(), it->second.end());
    }
    std::vector<NodeId> good;
    for (const auto& [id, node] : prompt.nodes) {
        const NodeType* type = catalogue.find(node.type);
        const bool wanted = type && type->isOutput && (targets.empty() || std::ranges::find(targets, id) != targets.end());
        if (wanted && !bad.contains(id))
            good.push_back(id);
    }
    return good;
}

Prompt neededBy(const Prompt& prompt, const std::vector<NodeId>& targets)
{
    Prompt needed;
    for (const NodeId& id : ancestorsOf(prompt, targets))
        needed.nodes.emplace(id, prompt.nodes.at(id));
    return needed;
}

Result<std::vector<NodeId>> topologicalOrder(const Prompt& prompt)
{
    enum class Mark { Open, Done };
    std::map<NodeId, Mark> marks;
    std::vector<NodeId> order;
    for (const auto& [root, rootNode] : prompt.nodes) {
        if (marks.contains(root))
            continue;
        marks[root] = Mark::Open;
        std::vector<Visit> path {{root, originsOf(rootNode)}};
        while (!path.empty()) {
            Visit& top = path.back();
            if (top.next == top.origins.size()) {
                marks[top.node] = Mark::Done;
                order.push_back(std::move(top.node));
                path.pop_back();
                continue;
            }
            const NodeId origin = top.origins[top.next++];
            const auto node = prompt.nodes.find(origin);
            if (node == prompt.nodes.end())
                continue;
            const auto [mark, isNew] = marks.emplace(origin, Mark::Open);
            if (!isNew && mark->second == Mark::Open)
                return Error {ErrorCode::GraphCycle, "a node needs itself", {{"node", origin}}};
            if (isNew)
                path.push_back({origin, originsOf(node->second)});
        }
    }
    return order;
}

} // namespace weft
