// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/PublishPart.h"

#include "app/apis/CallGraph.h"
#include "app/apis/GivenValue.h"
#include "app/apis/PublishGraph.h"

#include <algorithm>

namespace weft {

namespace {

/// Puts nodes that stand for what a caller gives before the inputs of a part.
class Opener {
public:
    Opener(Prompt& prompt, const std::set<NodeId>& part, Catalogue catalogue)
        : m_prompt(prompt)
        , m_part(part)
        , m_catalogue(std::move(catalogue))
    {
    }

    Catalogue open()
    {
        for (const NodeId& id : m_part) {
            const NodeType* found = m_catalogue.find(m_prompt.nodes.at(id).type);
            const NodeType type = found ? *found : NodeType {};
            for (const InputSpec& input : type.inputs)
                openInput(id, input);
        }
        return std::move(m_catalogue);
    }

private:
    void openInput(const NodeId& id, const InputSpec& input)
    {
        const auto& inputs = m_prompt.nodes.at(id).inputs;
        const auto value = inputs.find(input.name);
        const auto* from = value == inputs.end() ? nullptr : std::get_if<SlotRef>(&value->second);
        const bool isMissing = value == inputs.end() && !input.isSetting();
        const bool comesFromOutside = from && !m_part.contains(from->node);
        if (!canBeGiven(input) || !(isMissing || comesFromOutside))
            return;
        const SlotRef source = from ? *from : SlotRef {id + "/" + input.name, 0};
        m_prompt.nodes.at(id).inputs[input.name] = SlotRef {givenFor(source, input), 0};
    }

    /// One for all who take the same.
    NodeId givenFor(const SlotRef& source, const InputSpec& input)
    {
        const TypeName type = input.type.substr(0, input.type.find(','));
        const auto [known, isNew] = m_given.try_emplace({source, type}, "given/" + std::to_string(m_given.size()));
        if (isNew) {
            NodeType node = givenNodeType(type == "*" ? "IMAGE" : type);
            m_prompt.nodes[known->second] = {node.name, input.name, {}};
            m_catalogue.add(std::move(node));
        }
        return known->second;
    }

    Prompt& m_prompt;
    const std::set<NodeId>& m_part;
    Catalogue m_catalogue;
    std::map<std::pair<SlotRef, TypeName>, NodeId> m_given;
};

} // namespace

std::set<NodeId> nodesOfPart(const Prompt& prompt, const std::set<NodeId>& part)
{
    std::set<NodeId> nodes;
    for (const auto& [id, node] : prompt.nodes) {
        const bool isInside = std::ranges::any_of(part, [&id = id](const NodeId& one) { return id == one || id.starts_with(one + ":"); });
        if (isInside)
            nodes.insert(id);
    }
    return nodes;
}

Catalogue withGivenTypes(Prompt& prompt, const std::set<NodeId>& part, Catalogue catalogue)
{
    return Opener(prompt, part, std::move(catalogue)).open();
}

std::vector<SlotRef> looseEnds(const Prompt& prompt, const std::set<NodeId>& part, const Catalogue& catalogue)
{
    std::set<SlotRef> taken;
    for (const NodeId& id : part) {
        for (const auto& [input, value] : prompt.nodes.at(id).inputs) {
            if (const auto* from = std::get_if<SlotRef>(&value))
                taken.insert(*from);
        }
    }
    std::vector<SlotRef> ends;
    for (const NodeId& id : part) {
        const NodeType* type = catalogue.find(prompt.nodes.at(id).type);
        for (std::size_t slot = 0; type && slot < type->outputs.size(); ++slot) {
            const OutputSpec& output = type->outputs[slot];
            const SlotRef ref {id, static_cast<int>(slot)};
            if (typeTravels(output.type) && !output.holdsModel && !taken.contains(ref) && !type->readsFile)
                ends.push_back(ref);
        }
    }
    return ends;
}

} // namespace weft
