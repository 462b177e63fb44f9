// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptCheck.h"

#include "app/frontdoor/prompts/InputCheck.h"
#include "app/frontdoor/prompts/ObjectInfo.h"
#include "app/frontdoor/prompts/PythonText.h"
#include "core/base/Limits.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace weft {

namespace {

constexpr std::size_t kMostDependents = 100'000; // ids in an answer; ComfyUI names every bad output at every bad node

/// An input whose node is being checked.
struct OpenLink {
    const InputSpec* input = nullptr;
    Json link;
};

/// A node that is being checked; a list of these stands for ComfyUI's recursion.
struct Frame {
    NodeId id;
    const NodeType* type = nullptr;
    Json* inputs = nullptr; // an object, or null: it has none
    std::size_t next = 0; // input of the type
    bool valid = true;
    Json errors = Json::array();
    OpenLink open;
};

struct Verdict {
    bool valid = true;
    Json errors = Json::array();
};

std::string nodeNumber(const std::string& id) { return "Node ID '#" + id + "'"; }

/// What `name in inputs` and `inputs[name]` raise in Python, where inputs are no object. Nothing: no input is there.
std::optional<RaisedError> wrongInputs(const Json& inputs, const NodeType& type)
{
    const auto isIn = [&](const InputSpec& input) {
        return inputs.is_string() ? inputs.get_ref<const std::string&>().find(input.name) != std::string::npos
                                  : std::ranges::find(inputs, Json(input.name)) != inputs.end();
    };
    const bool isSequence = inputs.is_string() || inputs.is_array();
    if (!isSequence && !type.inputs.empty())
        return RaisedError {"TypeError", "argument of type '" + std::string(python::className(inputs)) + "' is not iterable"};
    if (!isSequence || std::ranges::none_of(type.inputs, isIn))
        return {};
    return RaisedError {"TypeError",
        inputs.is_string() ? "string indices must be integers, not 'str'" : "list indices must be integers or slices, not str"};
}

/// What ComfyUI's own check of a file's name raises where there is no name.
std::optional<RaisedError> namelessFile(const NodeType& type, const InputSpec& input, const Json* given)
{
    if (!given)
        return RaisedError {"TypeError", type.name + ".VALIDATE_INPUTS() missing 1 required positional argument: '" + input.name + "'"};
    const bool isLink = given->is_array() && given->size() == 2; // its value isn't known yet
    const Json& value = given->is_object() && given->contains("__value__") ? given->at("__value__") : *given;
    if (!isLink && value.is_string())
        return {};
    const std::string_view name = isLink ? "NoneType" : python::className(value);
    return RaisedError {"AttributeError", "'" + std::string(name) + "' object has no attribute 'endswith'"};
}

class Check {
public:
    Check(Json& prompt, const Catalogue& catalogue, const HasInputFile& hasInput)
        : m_prompt(prompt)
        , m_catalogue(catalogue)
        , m_hasInput(hasInput)
    {
    }

    CheckedPrompt run(const Json& targets)
    {
        if (const Json error = readNodes(targets); !error.is_null())
            return {error, Json::object(), {}, {}};
        if (m_outputs.empty())
            return {promptError("prompt_no_outputs", "Prompt has no outputs"), Json::object(), {}, {}};
        CheckedPrompt checked;
        std::string details;
        for (const NodeId& output : m_outputs) {
            checkFrom(output);
            const Verdict& verdict = m_verdicts.at(output);
            if (verdict.valid)
                checked.outputs.push_back(output);
            else
                addErrors(checked.nodeErrors, output, details);
        }
        if (checked.outputs.empty())
            checked.error = promptError("prompt_outputs_failed_validation", "Prompt outputs failed validation", std::move(details));
        else
            checked.prompt = promptFor(checked.outputs);
        return checked;
    }

private:
    struct Entry {
        Json* json = nullptr;
        const NodeType* type = nullptr;
    };

    /// Every node must be of a type that is known. -> the error, or null
    Json readNodes(const Json& targets)
    {
        if (m_prompt.is_array() && m_prompt.empty())
            return {};
        if (!m_prompt.is_object())
            return promptError("invalid_prompt", "Cannot execute because the prompt is not an object of nodes.");
        if (m_prompt.size() > kMaxGraphNodes)
            return promptError("invalid_prompt", "Cannot execute because the prompt has more than " + std::to_string(kMaxGraphNodes) + " nodes.");
        for (const Json& target : targets.is_array() ? targets : Json::array()) {
            if (target.is_string())
                m_targets.insert(target.get<std::string>());
        }
        for (auto& [id, node] : m_prompt.get_ref<Json::object_t&>()) {
            const Json& type = memberAt(node, "class_type");
            if (!node.is_object() || !node.contains("class_type") || id.empty())
                return promptError("invalid_prompt", "Cannot execute because a node is missing the class_type property.", nodeNumber(id));
            const NodeType* known = type.is_string() ? m_catalogue.find(type.get_ref<const std::string&>()) : nullptr;
            if (!known)
                return promptError("invalid_prompt", "Cannot execute because node " + python::str(type) + " does not exist.", nodeNumber(id));
            m_nodes[id] = {&node, known};
            if (known->isOutput && isTarget(targets, id))
                m_outputs.push_back(id);
        }
        return {};
    }

    bool isTarget(const Json& targets, const std::string& id) const
    {
        if (targets.is_string())
            return targets.get_ref<const std::string&>().find(id) != std::string::npos;
        return targets.is_null() || m_targets.contains(id);
    }

    void checkFrom(const NodeId& output)
    {
        if (m_verdicts.contains(output))
            return;
        enter(output);
        while (!m_path.empty()) {
            Frame& top = m_path.back();
            std::optional<RaisedError> raised = top.next == 0 ? inputsOf(top) : std::nullopt;
            if (!raised && top.next < top.type->inputs.size())
                raised = step(top);
            else if (!raised)
                leave(Verdict {top.valid && top.errors.empty(), std::move(top.errors)});
            if (raised)
                raise(*raised);
        }
    }

    void enter(const NodeId& id)
    {
        Frame frame;
        frame.id = id;
        frame.type = m_nodes.at(id).type;
        m_path.push_back(std::move(frame));
        m_onPath.insert(id);
    }

    std::optional<RaisedError> inputsOf(Frame& frame)
    {
        Json& node = *m_nodes.at(frame.id).json;
        const auto inputs = node.find("inputs");
        if (inputs == node.end())
            return RaisedError {"KeyError", "'inputs'"};
        if (!inputs->is_object())
            return wrongInputs(*inputs, *frame.type);
        frame.inputs = &*inputs;
        return {};
    }

    /// The next input of the topmost node, which may put another one on top.
    std::optional<RaisedError> step(Frame& frame)
    {
        const InputSpec& input = frame.type->inputs[frame.next++];
        if (input.presence == Presence::Hidden)
            return {};
        InputCheck check(*frame.type, m_hasInput, frame.errors);
        const auto found = frame.inputs ? frame.inputs->find(input.name) : Json::iterator();
        Json* const given = !frame.inputs || found == frame.inputs->end() ? nullptr : &*found;
        if (input.picksInputFile && input.presence == Presence::Required) {
            const auto origin = given && given->is_array() && given->size() == 2 ? originOf(*given) : Origin {};
            if (const auto* raised = std::get_if<RaisedError>(&origin))
                return *raised;
            if (auto raised = namelessFile(*frame.type, input, given))
                return raised;
        }
        if (!given) {
            if (input.presence == Presence::Required)
                check.missing(input);
            return {};
        }
        if (!given->is_array()) {
            check.literal(input, *given);
            return {};
        }
        return check.hasLinkForm(input, *given) ? follow(frame, check, input, *given) : std::nullopt;
    }

    /// The output that a list of two names, or what Python would raise.
    using Origin = std::variant<SlotRef, RaisedError>;
    Origin originOf(const Json& link) const
    {
        if (link[0].is_structured())
            return RaisedError {"TypeError", "unhashable type: '" + std::string(python::className(link[0])) + "'"};
        const auto origin = link[0].is_string() ? m_nodes.find(link[0].get_ref<const std::string&>()) : m_nodes.end();
        if (origin == m_nodes.end())
            return RaisedError {"KeyError", python::repr(link[0])};
        const auto slot = slotOf(*origin->second.type, link[1]);
        if (const auto* raised = std::get_if<RaisedError>(&slot))
            return *raised;
        return SlotRef {origin->first, std::get<int>(slot)};
    }

    std::optional<RaisedError> follow(Frame& frame, InputCheck& check, const InputSpec& input, const Json& link)
    {
        const Origin named = originOf(link);
        if (const auto* raised = std::get_if<RaisedError>(&named))
            return *raised;
        const SlotRef& slot = std::get<SlotRef>(named);
        if (!check.typesFit(input, link, m_nodes.at(slot.node).type->outputs[static_cast<std::size_t>(slot.slot)].type))
            return {};
        m_links[&link] = slot;
        if (const auto known = m_verdicts.find(slot.node); known != m_verdicts.end()) {
            frame.valid &= known->second.valid;
        } else if (m_onPath.contains(slot.node)) {
            check.circle(input, link);
        } else {
            frame.open = {&input, link};
            enter(slot.node); // `frame` may have moved
        }
        return {};
    }

    void leave(Verdict verdict)
    {
        const NodeId id = m_path.back().id;
        m_path.pop_back();
        m_onPath.erase(id);
        if (!m_path.empty())
            m_path.back().valid &= verdict.valid;
        if (!verdict.valid && !verdict.errors.empty())
            m_bad.push_back(id);
        m_verdicts.emplace(id, std::move(verdict));
    }

    /// The topmost node's check ends; who asked for it says so.
    void raise(const RaisedError& raised)
    {
        Json extra = Json::object();
        const bool isInner = m_path.size() > 1;
        if (isInner) {
            const Frame& asker = m_path[m_path.size() - 2];
            extra = {{"input_name", asker.open.input->name}, {"input_config", inputConfig(*asker.type, *asker.open.input)},
                {"exception_message", raised.message}, {"exception_type", raised.type}, {"traceback", Json::array()},
                {"linked_node", asker.open.link}};
        } else {
            extra = {{"exception_type", raised.type}, {"traceback", Json::array()}};
        }
        Json error = {{"type", isInner ? "exception_during_inner_validation" : "exception_during_validation"},
            {"message", isInner ? "Exception when validating inner node" : "Exception when validating node"},
            {"details", raised.message}, {"extra_info", std::move(extra)}};
        leave({false, Json::array({std::move(error)})});
    }

    /// Names the output at everything that is bad so far, as ComfyUI does.
    void addErrors(Json& nodeErrors, const NodeId& output, std::string& details)
    {
        for (const Json& error : m_verdicts.at(output).errors)
            details += (details.empty() ? "" : "\n") + stringAt(error, "message") + ": " + stringAt(error, "details");
        Json::object_t::Container& entries = nodeErrors.get_ref<Json::object_t&>();
        for (std::size_t i = entries.size(); i < m_bad.size(); ++i)
            entries.emplace_back(m_bad[i], Json {{"errors", m_verdicts.at(m_bad[i]).errors},
                {"dependent_outputs", Json::array()}, {"class_type", m_nodes.at(m_bad[i]).type->name}});
        for (auto entry = entries.begin(); entry != entries.end() && m_dependents < kMostDependents; ++entry, ++m_dependents)
            entry->second["dependent_outputs"].push_back(output);
    }

    Prompt promptFor(const std::vector<NodeId>& outputs)
    {
        Prompt prompt;
        std::vector<NodeId> open = outputs;
        while (!open.empty()) {
            const NodeId id = std::move(open.back());
            open.pop_back();
            if (prompt.nodes.contains(id))
                continue;
            PromptNode node = nodeFor(m_nodes.at(id));
            for (const auto& [name, input] : node.inputs) {
                if (const auto* ref = std::get_if<SlotRef>(&input))
                    open.push_back(ref->node);
            }
            prompt.nodes.emplace(id, std::move(node));
        }
        return prompt;
    }

    PromptNode nodeFor(const Entry& entry) const
    {
        PromptNode node;
        node.type = entry.type->name;
        const Json& inputs = memberAt(*entry.json, "inputs");
        if (!inputs.is_object())
            return node;
        for (const auto& [name, value] : inputs.get_ref<const Json::object_t&>()) {
            const auto link = m_links.find(&value);
            if (link != m_links.end())
                node.inputs.insert_or_assign(name, link->second);
            else if (!value.is_array() || entry.type->findInput(name)) // whatever else may be linked is ignored
                node.inputs.insert_or_assign(name, value);
        }
        return node;
    }

    Json& m_prompt;
    const Catalogue& m_catalogue;
    const HasInputFile& m_hasInput;
    std::unordered_map<NodeId, Entry> m_nodes;
    std::unordered_set<NodeId> m_targets;
    std::vector<NodeId> m_outputs;
    std::vector<Frame> m_path;
    std::unordered_set<NodeId> m_onPath;
    std::unordered_map<NodeId, Verdict> m_verdicts;
    std::unordered_map<const Json*, SlotRef> m_links; // of the prompt; a list that was wrapped as a value is none
    std::vector<NodeId> m_bad; // with errors of their own, in the order in which they were found
    std::size_t m_dependents = 0;
};

} // namespace

Json promptError(std::string_view type, std::string message, std::string details)
{
    return {{"type", type}, {"message", std::move(message)}, {"details", std::move(details)}, {"extra_info", Json::object()}};
}

CheckedPrompt checkPrompt(Json& prompt, const Catalogue& catalogue, const Json& targets, const HasInputFile& hasInput)
{
    return Check(prompt, catalogue, hasInput).run(targets);
}

} // namespace weft
