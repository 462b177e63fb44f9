// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ExpandCalls.h"

#include "core/base/Limits.h"
#include "core/graph/Coerce.h"
#include "core/values/Value.h"

#include <algorithm>

namespace weft {

namespace {

class Expander {
public:
    Expander(const std::map<std::string, PublishedApi>& apis, const Catalogue& behind)
        : m_apis(apis)
        , m_behind(behind)
    {
    }

    Result<ExpandedCalls> expand(FragmentJob job)
    {
        m_made.job.quote = job.quote;
        m_made.job.inputs = std::move(job.inputs);
        m_made.job.fragment.inputs = std::move(job.fragment.inputs);
        m_made.job.fragment.precision = job.fragment.precision;
        for (const FragmentNode& call : job.fragment.nodes)
            WEFT_CHECK(addCall(call));
        for (const SlotRef& asked : job.fragment.outputs) {
            WEFT_TRY(const SlotRef behind, behindOf(asked, "an output"));
            m_made.slotOf[asked] = behind;
            if (std::ranges::find(m_made.job.fragment.outputs, behind) == m_made.job.fragment.outputs.end())
                m_made.job.fragment.outputs.push_back(behind);
        }
        return std::move(m_made);
    }

private:
    static NodeId idOf(const NodeId& call, const NodeId& node) { return call + "." + node; }

    Result<SlotRef> behindOf(const SlotRef& slot, const char* what) const
    {
        const auto api = m_called.find(slot.node);
        if (api == m_called.end() || slot.slot < 0 || slot.slot >= static_cast<int>(api->second->outputs.size()))
            return Error {ErrorCode::LinkInvalid, what, {{"node", slot.node}}};
        const SlotRef& from = api->second->outputs[static_cast<std::size_t>(slot.slot)].from;
        return SlotRef {idOf(slot.node, from.node), from.slot};
    }

    Done addCall(const FragmentNode& call)
    {
        const auto api = m_apis.find(call.type);
        if (api == m_apis.end())
            return Error {ErrorCode::NodeTypeUnknown, "no such API", {{"node", call.id}, {"type", call.type}}};
        m_called[call.id] = &api->second;
        WEFT_TRY(const auto given, givenBy(call, api->second));
        WEFT_TRY(const std::vector<NodeId> order, topologicalOrder(api->second.prompt));
        for (const NodeId& id : order)
            WEFT_CHECK(addNode(call.id, id, api->second.prompt.nodes.at(id), given));
        return {};
    }

    /// The author's bounds may be narrower than those of the node behind; who offers a call must keep them, whoever asks.
    /// A value that was made elsewhere counts as if it were written here.
    Done withinBounds(const NodeId& call, const InputSpec& spec, const FragmentInput& value) const
    {
        if (const auto* literal = std::get_if<Json>(&value))
            return withinBounds(call, spec, *literal);
        const auto* outside = std::get_if<BoundaryRef>(&value);
        const std::size_t at = outside ? static_cast<std::size_t>(outside->index) : m_made.job.inputs.size();
        for (const Value& one : at < m_made.job.inputs.size() ? m_made.job.inputs[at] : ValueList()) {
            if (isSettingType(one.type)) {
                WEFT_CHECK(withinBounds(call, spec, memberAt(one.meta, "value")));
            }
        }
        return {};
    }

    static Done withinBounds(const NodeId& call, const InputSpec& spec, const Json& said)
    {
        if (spec.type == "COMBO" && !spec.choices.empty() && said.is_string()
            && std::ranges::find(spec.choices, said.get_ref<const std::string&>()) == spec.choices.end())
            return Error {ErrorCode::SettingNotInList, "not among its author's choices",
                {{"node", call}, {"input", spec.name}, {"received", said.get<std::string>()}}};
        const auto literal = coerced(said, spec.type); // "64" and 64.7 as what they become
        if (!literal || !literal->is_number())
            return {};
        const std::map<std::string, std::string> args {{"node", call}, {"input", spec.name}, {"received", toJsonText(*literal)}};
        const Json& min = memberAt(spec.options, "min");
        const Json& max = memberAt(spec.options, "max");
        if (min.is_number() && lessNumber(*literal, min))
            return Error {ErrorCode::SettingTooSmall, "below what its author allows", args}.with("min", toJsonText(min));
        if (max.is_number() && lessNumber(max, *literal))
            return Error {ErrorCode::SettingTooLarge, "above what its author allows", args}.with("max", toJsonText(max));
        return {};
    }

    /// Whether the author allows less than a node behind the parameter does.
    bool isNarrowed(const ApiParameter& parameter, const Prompt& prompt) const
    {
        const auto narrows = [&](const InputRef& target) {
            const auto node = prompt.nodes.find(target.node);
            const NodeType* type = node == prompt.nodes.end() ? nullptr : m_behind.find(node->second.type);
            const InputSpec* input = type ? type->findInput(target.input) : nullptr;
            const auto differs = [&](const char* bound) {
                const Json& own = memberAt(parameter.spec.options, bound);
                return own.is_number() && (!input || own != memberAt(input->options, bound));
            };
            return differs("min") || differs("max") || (!parameter.spec.choices.empty() && (!input || parameter.spec.choices.size() < input->choices.size()));
        };
        return std::ranges::any_of(parameter.targets, narrows);
    }

    using Given = std::map<InputRef, FragmentInput>;

    /// What the call sets, by where it goes.
    Result<Given> givenBy(const FragmentNode& call, const PublishedApi& api) const
    {
        Given given;
        for (const ApiParameter& parameter : api.parameters) {
            const auto input = call.inputs.find(parameter.spec.name);
            if (input == call.inputs.end() && parameter.spec.presence == Presence::Required)
                return Error {ErrorCode::InputMissing, "a parameter", {{"node", call.id}, {"input", parameter.spec.name}}};
            if (input == call.inputs.end())
                continue;
            WEFT_CHECK(withinBounds(call.id, parameter.spec, input->second));
            FragmentInput value = input->second;
            if (const auto* slot = std::get_if<SlotRef>(&value)) {
                if (isNarrowed(parameter, api.prompt)) // what goes there is known only when it is too late
                    return Error {ErrorCode::NodeFailed, "a bounded setting from another call", {{"node", call.id}, {"reason", "api-bounds"}}};
                WEFT_TRY(SlotRef behind, behindOf(*slot, "a link to what isn't there"));
                value = std::move(behind);
            }
            for (const InputRef& target : parameter.targets)
                given[target] = value;
        }
        return given;
    }

    Done addNode(const NodeId& call, const NodeId& id, const PromptNode& node, const Given& given)
    {
        if (m_made.job.fragment.nodes.size() >= kMaxFragmentNodes)
            return Error {ErrorCode::LimitExceeded, "the graphs behind these calls are too large", {{"limit", std::to_string(kMaxFragmentNodes)}}};
        FragmentNode made {idOf(call, id), node.type, {}};
        for (const auto& [input, value] : node.inputs) {
            if (const auto* from = std::get_if<SlotRef>(&value))
                made.inputs[input] = SlotRef {idOf(call, from->node), from->slot};
            else
                made.inputs[input] = std::get<Json>(value);
        }
        for (auto it = given.lower_bound({id, {}}); it != given.end() && it->first.node == id; ++it)
            made.inputs[it->first.input] = it->second;
        addModels(made);
        m_made.callOf[made.id] = call;
        m_made.job.fragment.nodes.push_back(std::move(made));
        return {};
    }

    void addModels(const FragmentNode& node)
    {
        const NodeType* type = m_behind.find(node.type);
        for (const InputSpec& input : type ? type->inputs : std::vector<InputSpec>()) {
            const auto value = node.inputs.find(input.name);
            const auto* literal = value == node.inputs.end() ? nullptr : std::get_if<Json>(&value->second);
            if (input.modelFolder.empty() || !literal || !literal->is_string() || *literal == Json(input.noModel()))
                continue;
            const std::string name = literal->get<std::string>();
            const ModelFile* file = m_behind.findModel(input.modelFolder, name);
            m_made.job.fragment.models.push_back({input.modelFolder, name, file ? file->sha256 : Hash256 {}});
        }
    }

    const std::map<std::string, PublishedApi>& m_apis;
    const Catalogue& m_behind;
    std::map<NodeId, const PublishedApi*> m_called;
    ExpandedCalls m_made;
};

} // namespace

Result<ExpandedCalls> expandCalls(FragmentJob job, const std::map<std::string, PublishedApi>& apis, const Catalogue& behind)
{
    return Expander(apis, behind).expand(std::move(job));
}

} // namespace weft
