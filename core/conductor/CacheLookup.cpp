// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conductor/CacheLookup.h"

namespace weft {

namespace {

class Lookup {
public:
    Lookup(ValueCache& cache, const CacheQuestion& question)
        : m_cache(cache)
        , m_question(question)
    {
        m_answers.signatures = signaturesOf(question);
    }

    CacheAnswers find()
    {
        for (const NodeId& target : m_question.targets)
            askTarget(target);
        for (const SlotRef& slot : m_question.wanted) {
            if (!askSlot(slot)) {
                m_answers.wantedLeft.insert(slot);
                m_open.push_back(slot.node);
            }
        }
        while (!m_open.empty()) {
            const NodeId node = std::move(m_open.back());
            m_open.pop_back();
            if (m_seen.insert(node).second)
                askInputs(node);
        }
        return std::move(m_answers);
    }

private:
    const NodeType* typeOf(const NodeId& id) const
    {
        const auto node = m_question.prompt.nodes.find(id);
        return node == m_question.prompt.nodes.end() ? nullptr : m_question.catalogue.find(node->second.type);
    }

    void askTarget(const NodeId& target)
    {
        const NodeType* type = typeOf(target);
        const auto signature = m_answers.signatures.find(target);
        if (type && type->isOutput && signature != m_answers.signatures.end()) {
            if (auto files = m_cache.find(signature->second, ValueCache::kFiles)) {
                m_answers.files.emplace(target, std::move(*files));
                return;
            }
        }
        m_answers.targetsLeft.insert(target);
        m_open.push_back(target);
    }

    bool askSlot(const SlotRef& slot)
    {
        if (m_answers.slots.contains(slot))
            return true;
        const auto signature = m_answers.signatures.find(slot.node);
        const NodeType* type = typeOf(slot.node);
        if (signature == m_answers.signatures.end() || !type || slot.slot < 0
            || static_cast<std::size_t>(slot.slot) >= type->outputs.size())
            return false;
        const OutputSpec& output = type->outputs[static_cast<std::size_t>(slot.slot)];
        if (!typeTravels(output.type) || output.holdsModel)
            return false;
        auto items = m_cache.find(signature->second, slot.slot);
        if (!items)
            return false;
        m_answers.slots.emplace(slot, std::move(*items));
        return true;
    }

    void askInputs(const NodeId& id)
    {
        const NodeType* type = typeOf(id);
        if (!type)
            return;
        const PromptNode& node = m_question.prompt.nodes.at(id);
        for (const InputSpec& input : type->inputs) {
            const auto given = node.inputs.find(input.name);
            const auto* ref = given == node.inputs.end() ? nullptr : std::get_if<SlotRef>(&given->second);
            if (ref && !askSlot(*ref))
                m_open.push_back(ref->node);
        }
    }

    ValueCache& m_cache;
    const CacheQuestion& m_question;
    CacheAnswers m_answers;
    std::vector<NodeId> m_open;
    std::set<NodeId> m_seen;
};

} // namespace

std::map<NodeId, Hash256> signaturesOf(const CacheQuestion& question)
{
    return signatures(question.prompt, question.catalogue, question.files, question.salt).valueOr({});
}

bool mayAnswer(const ValueCache& cache, const CacheQuestion& question, const std::map<NodeId, Hash256>& signatures)
{
    constexpr std::size_t kMostQuickLooks = 32;
    if (signatures.size() > kMostQuickLooks)
        return true;
    for (const auto& [id, signature] : signatures) {
        const auto node = question.prompt.nodes.find(id);
        const NodeType* type = node == question.prompt.nodes.end() ? nullptr : question.catalogue.find(node->second.type);
        if (!type || type->outputs.size() > kMostQuickLooks)
            return true;
        if (type->isOutput && cache.hasEntry(signature, ValueCache::kFiles))
            return true;
        for (int slot = 0; slot < static_cast<int>(type->outputs.size()); ++slot) {
            if (cache.hasEntry(signature, slot))
                return true;
        }
    }
    return false;
}

CacheAnswers lookUp(ValueCache& cache, const CacheQuestion& question) { return Lookup(cache, question).find(); }

} // namespace weft
