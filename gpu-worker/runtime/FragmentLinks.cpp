// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/FragmentLinks.h"

#include "core/base/Limits.h"

namespace weft::worker {

namespace {

Error badLink(const FragmentNode& node, const std::string& input, std::string why)
{
    return Error {ErrorCode::LinkInvalid, std::move(why), {{"node", node.id}, {"input", input}}};
}

/// Links of one input; nodes of unknown types are checked too, for the sake of whoever asks for them.
Result<Source> sourceOf(
    const Fragment& fragment, const FragmentLinks& links, const FragmentNode& node, const std::string& name)
{
    const FragmentInput& input = node.inputs.at(name);
    if (const auto* literal = std::get_if<Json>(&input))
        return Source {*literal};
    if (const auto* boundary = std::get_if<BoundaryRef>(&input)) {
        if (boundary->index < 0 || static_cast<std::size_t>(boundary->index) >= fragment.inputs.size())
            return badLink(node, name, "no such boundary input");
        return Source {*boundary};
    }
    const auto& link = std::get<SlotRef>(input);
    const auto position = links.positions.find(link.node);
    if (position == links.positions.end())
        return badLink(node, name, "links to a node that isn't before it");
    const NodeDefinition* from = links.nodes[position->second].definition;
    if (link.slot < 0 || (from && static_cast<std::size_t>(link.slot) >= from->type.outputs.size()))
        return badLink(node, name, "no such output");
    return Source {NodeSource {position->second, link.slot}};
}

Result<LinkedNode> linkNode(
    const Fragment& fragment, const FragmentLinks& links, const FragmentNode& node, const Registry& registry)
{
    LinkedNode linked {&node, registry.find(node.type), {}};
    if (!linked.definition) {
        for (const auto& [name, input] : node.inputs) {
            WEFT_TRY(Source source, sourceOf(fragment, links, node, name));
            linked.sources.push_back(std::move(source));
        }
        return linked;
    }
    for (const InputSpec& spec : linked.definition->type.inputs) {
        linked.sources.emplace_back(Absent {});
        if (node.inputs.contains(spec.name)) {
            WEFT_TRY(linked.sources.back(), sourceOf(fragment, links, node, spec.name));
        }
    }
    return linked;
}

} // namespace

Result<FragmentLinks> linkFragment(const Fragment& fragment, const Registry& registry)
{
    if (fragment.nodes.size() > kMaxFragmentNodes)
        return Error {ErrorCode::LimitExceeded, "too many nodes", {{"limit", std::to_string(kMaxFragmentNodes)}}};
    FragmentLinks links;
    for (const FragmentNode& node : fragment.nodes) {
        WEFT_TRY(LinkedNode linked, linkNode(fragment, links, node, registry));
        if (!links.positions.emplace(node.id, links.nodes.size()).second)
            return Error {ErrorCode::LinkInvalid, "two nodes of one id", {{"node", node.id}}};
        links.nodes.push_back(std::move(linked));
    }
    return links;
}

} // namespace weft::worker
