// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ApiJson.h"

#include <algorithm>

namespace weft {

namespace {

constexpr double kColumnWidth = 340;
constexpr double kRowGap = 50;
constexpr double kMargin = 40;
constexpr int kMaxGuessedOutputs = 64; // of an unknown type; a file could ask for two billion

/// The places of outputs that others use, by node: all that is known of an unknown type.
std::map<NodeId, int> outputCounts(const Prompt& prompt)
{
    std::map<NodeId, int> counts;
    for (const auto& [id, node] : prompt.nodes) {
        for (const auto& [name, input] : node.inputs) {
            if (const auto* ref = std::get_if<SlotRef>(&input)) {
                int& count = counts[ref->node];
                count = std::max(count, std::min(ref->slot + 1, kMaxGuessedOutputs));
            }
        }
    }
    return counts;
}

Node unknownNode(const NodeId& id, const PromptNode& from, int outputs)
{
    Node node;
    node.id = id;
    node.type = from.type;
    for (const auto& [name, input] : from.inputs) {
        if (std::holds_alternative<SlotRef>(input))
            node.inputs.push_back({name, "*", Json::object()});
    }
    for (int i = 0; i < outputs; ++i)
        node.outputs.push_back({"output " + std::to_string(i), "*", Json::object()});
    node.width = 270;
    node.height = static_cast<double>(40 + 20 * std::max(node.inputs.size(), node.outputs.size()));
    return node;
}

/// Inputs are left of what uses them.
int columnOf(const PromptNode& node, const std::map<NodeId, int>& columns)
{
    int column = 0;
    for (const auto& [name, input] : node.inputs) {
        const auto* ref = std::get_if<SlotRef>(&input);
        const auto origin = ref ? columns.find(ref->node) : columns.end();
        if (origin != columns.end())
            column = std::max(column, origin->second + 1);
    }
    return column;
}

Done addLinks(Graph& graph, const Prompt& prompt)
{
    LinkId id = 0;
    for (const auto& [to, node] : prompt.nodes) {
        for (const auto& [name, input] : node.inputs) {
            const auto* ref = std::get_if<SlotRef>(&input);
            if (ref && graph.findNode(ref->node))
                WEFT_CHECK(graph.addLink({++id, ref->node, ref->slot, to, name}));
        }
    }
    return {};
}

} // namespace

Result<Graph> graphFromPrompt(const Prompt& prompt, const Catalogue& catalogue)
{
    WEFT_TRY(const std::vector<NodeId> order, topologicalOrder(prompt));
    const std::map<NodeId, int> counts = outputCounts(prompt);
    std::map<NodeId, int> columns;
    std::map<int, double> bottoms;
    Graph graph;
    for (const NodeId& id : order) {
        const PromptNode& from = prompt.nodes.at(id);
        const NodeType* type = catalogue.find(from.type);
        const auto count = counts.find(id);
        Node node = type ? makeNode(*type, id, 0, 0) : unknownNode(id, from, count == counts.end() ? 0 : count->second);
        for (const auto& [name, input] : from.inputs) {
            const auto* literal = std::get_if<Json>(&input);
            if (literal && (!type || type->findInput(name)))
                node.settings[name] = *literal;
        }
        if (from.title != (type ? type->displayName : from.type))
            node.title = from.title;
        const int column = columns[id] = columnOf(from, columns);
        double& bottom = bottoms.try_emplace(column, kMargin).first->second;
        node.x = kMargin + kColumnWidth * column;
        node.y = bottom;
        bottom += node.height + kRowGap;
        WEFT_CHECK(graph.addNode(std::move(node)));
    }
    WEFT_CHECK(addLinks(graph, prompt));
    return graph;
}

} // namespace weft
