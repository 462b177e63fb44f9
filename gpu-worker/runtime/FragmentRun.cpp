// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/FragmentRun.h"

#include "gpu-worker/runtime/Convert.h"
#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/runtime/GuardedCall.h"
#include "gpu-worker/runtime/Literals.h"

#include <algorithm>

namespace weft::worker {

namespace {

bool slotExists(const LinkedNode& linked, int slot)
{
    return slot >= 0 && (!linked.definition || static_cast<std::size_t>(slot) < linked.definition->type.outputs.size());
}

} // namespace

FragmentRun::FragmentRun(const Fragment& fragment, const FragmentLinks& links, const std::vector<BoundaryItems>& inputs,
    const std::vector<Hash256>& signatures, const RunSettings& settings, MemoCache& cache)
    : m_fragment(fragment)
    , m_links(links)
    , m_inputs(inputs)
    , m_signatures(signatures)
    , m_settings(settings)
    , m_cache(cache)
    , m_states(links.nodes.size())
    , m_askedSlots(links.nodes.size())
{
    for (std::size_t i = 0; i < links.nodes.size(); ++i) {
        m_states[i].asked.resize(links.nodes[i].sources.size());
        for (const Source& source : links.nodes[i].sources) {
            if (const auto* link = std::get_if<NodeSource>(&source))
                ++m_states[link->node].readers;
        }
    }
}

FragmentFault FragmentRun::fault(std::size_t position, const Error& error) const
{
    const FragmentNode& node = *m_links.nodes[position].node;
    return {error.with("node", node.id).with("class", node.type), node.id, {}};
}

std::optional<FragmentFault> FragmentRun::run()
{
    if (Fault failed = needTargets())
        return failed;
    for (std::size_t position = 0; position < m_states.size();) {
        Step step = Step::Go;
        const State& state = m_states[position];
        if (state.needed && !state.done && !state.blocked) {
            if (m_settings.cancelled)
                return FragmentFault {Error {ErrorCode::Cancelled}, {}, {}};
            if (Fault failed = advance(position, step))
                return failed;
        }
        position = step == Step::Back ? 0 : position + 1;
    }
    if (m_missing.empty())
        return std::nullopt;
    std::ranges::sort(m_missing);
    const auto [first, last] = std::ranges::unique(m_missing);
    m_missing.erase(first, last);
    return FragmentFault {Error {ErrorCode::NeedsInput}, {}, m_missing};
}

FragmentRun::Fault FragmentRun::needTargets()
{
    for (const SlotRef& asked : m_fragment.outputs) {
        const auto position = m_links.positions.find(asked.node);
        if (position == m_links.positions.end() || !slotExists(m_links.nodes[position->second], asked.slot))
            return FragmentFault {Error {ErrorCode::LinkInvalid, "asks for a slot that isn't there", {{"node", asked.node}}}, {}, {}};
        std::vector<int>& slots = m_askedSlots[position->second];
        if (std::ranges::find(slots, asked.slot) == slots.end())
            slots.push_back(asked.slot);
    }
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        const NodeDefinition* definition = m_links.nodes[i].definition;
        if (m_askedSlots[i].empty() && !(definition && definition->type.isOutput))
            continue;
        if (Fault failed = need(i))
            return failed;
    }
    return std::nullopt;
}

FragmentRun::Fault FragmentRun::need(std::size_t target)
{
    std::vector<std::size_t> waiting {target};
    while (!waiting.empty()) {
        const std::size_t position = waiting.back();
        waiting.pop_back();
        State& state = m_states[position];
        if (state.needed)
            continue;
        state.needed = true;
        const LinkedNode& linked = m_links.nodes[position];
        if (!linked.definition)
            return fault(position, Error {ErrorCode::NodeTypeUnknown, {}, {{"type", linked.node->type}}});
        if (auto known = m_cache.find(m_signatures[position])) {
            if (Fault failed = finish(position, std::move(known), {}, true))
                return failed;
            continue;
        }
        for (std::size_t i = 0; i < linked.sources.size(); ++i) {
            const auto* link = std::get_if<NodeSource>(&linked.sources[i]);
            if (link && isNeededInput(position, i))
                waiting.push_back(link->node);
        }
    }
    return std::nullopt;
}

bool FragmentRun::isNeededInput(std::size_t position, std::size_t input) const
{
    return !m_links.nodes[position].definition->type.inputs[input].lazy || m_states[position].asked[input];
}

FragmentRun::Fault FragmentRun::advance(std::size_t position, Step& step)
{
    if (Fault failed = block(position))
        return failed;
    if (m_states[position].blocked)
        return std::nullopt;
    const auto lists = guarded([&] { return listsOf(position); });
    if (!lists)
        return fault(position, lists.error());
    if (Fault failed = askLazy(position, *lists, step))
        return failed;
    if (step == Step::Back)
        return std::nullopt;
    return compute(position, *lists);
}

FragmentRun::Fault FragmentRun::block(std::size_t position)
{
    const LinkedNode& linked = m_links.nodes[position];
    State& state = m_states[position];
    for (std::size_t i = 0; i < linked.sources.size(); ++i) {
        if (!isNeededInput(position, i))
            continue;
        if (const auto* link = std::get_if<NodeSource>(&linked.sources[i]))
            state.blocked = state.blocked || m_states[link->node].blocked;
        const auto* boundary = std::get_if<BoundaryRef>(&linked.sources[i]);
        if (!boundary || m_inputs[static_cast<std::size_t>(boundary->index)].present)
            continue;
        if (!m_fragment.inputs[static_cast<std::size_t>(boundary->index)].lazy)
            return fault(position,
                Error {ErrorCode::ValueMissing, {}, {{"input", linked.definition->type.inputs[i].name}}});
        m_missing.push_back(boundary->index);
        state.blocked = true;
    }
    return std::nullopt;
}

Result<InputList> FragmentRun::listOf(std::size_t position, std::size_t input)
{
    const LinkedNode& linked = m_links.nodes[position];
    const InputSpec& spec = linked.definition->type.inputs[input];
    const Source& source = linked.sources[input];
    if (const auto* literal = std::get_if<Json>(&source)) {
        WEFT_TRY(Item item, literalItem(spec, *literal));
        return InputList {true, {std::move(item)}};
    }
    if (const auto* link = std::get_if<NodeSource>(&source)) {
        const State& from = m_states[link->node];
        if (!from.done || !from.outputs)
            return InputList {};
        return InputList {true, from.outputs->slots[static_cast<std::size_t>(link->slot)]};
    }
    const auto* boundary = std::get_if<BoundaryRef>(&source);
    if (!boundary || !m_inputs[static_cast<std::size_t>(boundary->index)].present)
        return InputList {};
    const auto [entered, isNew] = m_entered.try_emplace(boundary->index);
    if (isNew) {
        for (const Value& value : m_inputs[static_cast<std::size_t>(boundary->index)].values) {
            auto item = itemOf(value);
            if (!item)
                return item.error().with("input", spec.name);
            entered->second.push_back(std::move(*item));
        }
    }
    return InputList {true, entered->second};
}

Result<std::vector<InputList>> FragmentRun::listsOf(std::size_t position)
{
    std::vector<InputList> lists;
    for (std::size_t i = 0; i < m_links.nodes[position].sources.size(); ++i) {
        WEFT_TRY(InputList list, listOf(position, i));
        lists.push_back(std::move(list));
    }
    return lists;
}

FragmentRun::Fault FragmentRun::askLazy(std::size_t position, const std::vector<InputList>& lists, Step& step)
{
    const LinkedNode& linked = m_links.nodes[position];
    RunContext context(m_settings, linked.node->id);
    const auto wanted = guarded([&] { return wantedLazyInputs(*linked.definition, context, lists); });
    if (!wanted)
        return fault(position, wanted.error());
    for (const std::size_t input : *wanted) {
        if (lists[input].present || m_states[position].asked[input] || std::holds_alternative<Absent>(linked.sources[input]))
            continue;
        m_states[position].asked[input] = true;
        step = Step::Back;
        if (const auto* link = std::get_if<NodeSource>(&linked.sources[input])) {
            if (Fault failed = need(link->node))
                return failed;
        }
    }
    return std::nullopt;
}

Result<CallOutputs> FragmentRun::calledOnce(std::size_t position, const std::vector<InputList>& lists)
{
    const LinkedNode& linked = m_links.nodes[position];
    RunContext context(m_settings, linked.node->id);
    auto outputs = guarded([&] { return callOverLists(*linked.definition, context, lists); });
    if (outputs)
        std::ranges::move(context.takeFiles(), std::back_inserter(outputs->files));
    return outputs;
}

bool FragmentRun::makeRoom()
{
    const std::uint64_t kept = m_cache.sizeBytes();
    m_cache.clear();
    std::uint64_t weights = 0;
    if (m_settings.weightRoom) {
        weights = m_settings.weightRoom->heldBytes();
        if (weights > 0) // else it wasn't weights that took the memory, and a limit of 0 would stream all that follow
            m_settings.weightRoom->limitTo(weights / 2);
    }
    giveBackMemory(m_settings.device);
    return kept + weights > 0;
}

Result<CallOutputs> FragmentRun::called(std::size_t position, const std::vector<InputList>& lists)
{
    auto outputs = calledOnce(position, lists);
    if (!outputs && outputs.error().code == ErrorCode::OutOfMemory && makeRoom())
        return calledOnce(position, lists);
    return outputs;
}

FragmentRun::Fault FragmentRun::compute(std::size_t position, const std::vector<InputList>& lists)
{
    const LinkedNode& linked = m_links.nodes[position];
    m_settings.events(NodeStarted {linked.node->id});
    const auto begin = std::chrono::steady_clock::now();
    auto outputs = called(position, lists);
    if (!outputs)
        return fault(position, outputs.error());
    const auto shared = std::make_shared<const CallOutputs>(std::move(*outputs));
    if (linked.definition->type.idempotent)
        m_cache.put(m_signatures[position], shared);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    return finish(position, shared, took, false);
}

FragmentRun::Fault FragmentRun::finish(
    std::size_t position, std::shared_ptr<const CallOutputs> outputs, std::chrono::microseconds took, bool cached)
{
    State& state = m_states[position];
    state.done = true;
    m_settings.events(NodeFinished {m_links.nodes[position].node->id, took, cached});
    if (Fault failed = deliver(position, *outputs))
        return failed;
    if (state.readers > 0)
        state.outputs = std::move(outputs);
    for (const Source& source : m_links.nodes[position].sources) {
        const auto* link = std::get_if<NodeSource>(&source);
        if (link && --m_states[link->node].readers == 0)
            m_states[link->node].outputs.reset();
    }
    return std::nullopt;
}

FragmentRun::Fault FragmentRun::deliver(std::size_t position, const CallOutputs& outputs)
{
    const LinkedNode& linked = m_links.nodes[position];
    for (const int slot : m_askedSlots[position]) {
        NodeOutput output {linked.node->id, slot, {}};
        for (const Item& item : outputs.slots[static_cast<std::size_t>(slot)]) {
            auto value = guarded([&] { return valueOf(item); });
            if (!value)
                return fault(position, value.error());
            output.items.push_back(std::move(*value));
        }
        m_settings.events(output);
    }
    if (outputs.files.empty() && !linked.definition->type.writesFile)
        return std::nullopt;
    NodeOutput files {linked.node->id, -1, {}};
    for (const File& file : outputs.files)
        files.items.push_back(valueOf(file));
    m_settings.events(files);
    return std::nullopt;
}

} // namespace weft::worker
