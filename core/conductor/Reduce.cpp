// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conductor/Reduce.h"

namespace weft {

namespace {

class Reducer {
public:
    Reducer(const Fragment& fragment, const Catalogue& catalogue, const FragmentState& state)
        : m_fragment(fragment)
        , m_catalogue(catalogue)
        , m_state(state)
        , m_bad(state.broken)
    {
    }

    Fragment reduce()
    {
        for (const FragmentNode& node : m_fragment.nodes) {
            for (const auto& [name, input] : node.inputs) {
                if (isLost(input))
                    m_bad.insert(node.id);
            }
        }
        findNeeded();
        Fragment result;
        result.precision = m_fragment.precision;
        for (const FragmentNode& node : m_fragment.nodes) {
            if (m_needed.contains(node.id))
                result.nodes.push_back(rewired(node, result));
        }
        for (const SlotRef& slot : m_fragment.outputs) {
            if (m_needed.contains(slot.node) && !m_state.have.contains(slot))
                result.outputs.push_back(slot);
        }
        if (!result.nodes.empty())
            result.models = m_fragment.models;
        return result;
    }

private:
    bool isLost(const FragmentInput& input) const
    {
        if (const auto* inner = std::get_if<SlotRef>(&input))
            return m_bad.contains(inner->node) && !m_state.have.contains(*inner);
        const auto* outside = std::get_if<BoundaryRef>(&input);
        if (!outside)
            return false;
        const BoundaryInput& boundary = m_fragment.inputs[static_cast<std::size_t>(outside->index)];
        return !boundary.lazy && m_state.lost.contains(boundary.source); // a lazy one may never be asked for
    }

    void findNeeded()
    {
        for (const SlotRef& slot : m_fragment.outputs) {
            if (!m_state.have.contains(slot) && !m_bad.contains(slot.node))
                m_needed.insert(slot.node);
        }
        for (const FragmentNode& node : m_fragment.nodes) {
            const NodeType* type = m_catalogue.find(node.type);
            if (type && type->isOutput && !m_bad.contains(node.id) && !m_state.have.contains({node.id, -1}))
                m_needed.insert(node.id);
        }
        for (auto node = m_fragment.nodes.rbegin(); node != m_fragment.nodes.rend(); ++node) {
            if (!m_needed.contains(node->id))
                continue;
            for (const auto& [name, input] : node->inputs) {
                const auto* inner = std::get_if<SlotRef>(&input);
                if (inner && !m_state.have.contains(*inner))
                    m_needed.insert(inner->node);
            }
        }
    }

    BoundaryRef boundary(Fragment& result, const BoundaryInput& input)
    {
        const auto [it, isNew] = m_boundary.try_emplace(input.source, static_cast<int>(result.inputs.size()));
        if (isNew)
            result.inputs.push_back(input);
        else
            result.inputs[static_cast<std::size_t>(it->second)].lazy &= input.lazy;
        return {it->second};
    }

    TypeName typeOf(const SlotRef& slot) const
    {
        for (const FragmentNode& node : m_fragment.nodes) {
            const NodeType* type = node.id == slot.node ? m_catalogue.find(node.type) : nullptr;
            if (type && slot.slot >= 0 && static_cast<std::size_t>(slot.slot) < type->outputs.size())
                return type->outputs[static_cast<std::size_t>(slot.slot)].type;
        }
        return "*";
    }

    FragmentNode rewired(const FragmentNode& node, Fragment& result)
    {
        FragmentNode copy = node;
        for (auto& [name, input] : copy.inputs) {
            if (const auto* outside = std::get_if<BoundaryRef>(&input)) {
                input = boundary(result, m_fragment.inputs[static_cast<std::size_t>(outside->index)]);
            } else if (const auto* inner = std::get_if<SlotRef>(&input); inner && m_state.have.contains(*inner)) {
                const SlotRef source = *inner;
                input = boundary(result, {source, typeOf(source), false});
            }
        }
        return copy;
    }

    const Fragment& m_fragment;
    const Catalogue& m_catalogue;
    const FragmentState& m_state;
    std::set<NodeId> m_bad;
    std::set<NodeId> m_needed;
    std::map<SlotRef, int> m_boundary;
};

} // namespace

Fragment reduced(const Fragment& fragment, const Catalogue& catalogue, const FragmentState& state)
{
    return Reducer(fragment, catalogue, state).reduce();
}

} // namespace weft
