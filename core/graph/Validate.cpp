// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/Curve.h"
#include "core/graph/Coerce.h"
#include "core/graph/Prompt.h"

#include <algorithm>
#include <set>

namespace weft {

namespace {

constexpr std::size_t kMaxShownBytes = 200; // of a received value, in an error
constexpr std::size_t kMaxShownChoices = 20; // ComfyUI's own limit

std::string shown(const Json& value)
{
    std::string text = value.is_string() ? value.get<std::string>() : toJsonText(value);
    if (text.size() <= kMaxShownBytes)
        return text;
    std::size_t end = kMaxShownBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end; // not inside a character
    return text.substr(0, end) + "…";
}

std::string shownChoices(const std::vector<std::string>& choices)
{
    std::string text;
    for (std::size_t i = 0; i < choices.size() && i < kMaxShownChoices; ++i)
        text += (i ? ", " : "") + choices[i];
    return choices.size() > kMaxShownChoices ? text + ", …" : text;
}

bool isChoice(const InputSpec& input, const Json& value)
{
    const std::string text = value.is_string() ? value.get<std::string>() : toJsonText(value);
    return std::ranges::find(input.choices, text) != input.choices.end();
}

/// Checks one node against its type; writes coerced literals back.
class NodeCheck {
public:
    NodeCheck(Prompt& prompt, const Catalogue& catalogue, const NodeId& id, const NodeType& type)
        : m_prompt(prompt)
        , m_catalogue(catalogue)
        , m_id(id)
        , m_node(prompt.nodes.at(id))
        , m_type(type)
    {
    }

    std::vector<PromptProblem> run()
    {
        for (const InputSpec& input : m_type.inputs) {
            if (input.presence == Presence::Hidden)
                continue;
            const auto given = m_node.inputs.find(input.name);
            if (given == m_node.inputs.end()) {
                if (input.presence == Presence::Required)
                    report(ErrorCode::InputMissing, input, {{"expected", input.type}});
            } else if (const auto* ref = std::get_if<SlotRef>(&given->second)) {
                checkLink(input, *ref);
            } else {
                checkLiteral(input, std::get<Json>(given->second));
            }
        }
        return std::move(m_problems);
    }

private:
    void report(ErrorCode code, const InputSpec& input, std::map<std::string, std::string> args)
    {
        args.insert({{"node", m_id}, {"type", m_node.type}, {"input", input.name}});
        m_problems.push_back({m_id, Error {code, {}, std::move(args)}});
    }

    void checkLink(const InputSpec& input, const SlotRef& ref)
    {
        const auto origin = m_prompt.nodes.find(ref.node);
        if (origin == m_prompt.nodes.end())
            return report(ErrorCode::NodeMissing, input, {{"linked_node", ref.node}});
        const NodeType* type = m_catalogue.find(origin->second.type);
        if (!type)
            return; // reported at the node itself
        if (ref.slot < 0 || static_cast<std::size_t>(ref.slot) >= type->outputs.size())
            return report(ErrorCode::LinkInvalid, input, {{"linked_node", ref.node}, {"received", std::to_string(ref.slot)}});
        const TypeName& received = type->outputs[static_cast<std::size_t>(ref.slot)].type;
        if (!typesMatch(received, input.type))
            report(ErrorCode::TypeMismatch, input,
                {{"received", received}, {"expected", input.type}, {"linked_node", ref.node}});
    }

    void checkLiteral(const InputSpec& input, Json& literal)
    {
        if (literal.is_object() && literal.contains("__value__"))
            literal = Json(literal["__value__"]);
        const bool manyChoices = input.type == "COMBO" && boolAt(input.options, "multiselect");
        if (input.type == "CURVE") {
            if (!readCurve(literal))
                report(ErrorCode::SettingInvalid, input, {{"received", shown(literal)}, {"expected", input.type}});
            return;
        }
        if (literal.is_array() && !manyChoices)
            return report(ErrorCode::LinkInvalid, input, {{"received", shown(literal)}, {"expected", "[node, slot]"}});
        const auto value = coerced(literal, input.type);
        if (!value)
            return report(ErrorCode::SettingInvalid, input, {{"received", shown(literal)}, {"expected", input.type}});
        literal = *value;
        if (input.type == "COMBO")
            checkChoice(input, literal);
        else if (literal.is_number())
            checkRange(input, literal);
    }

    void checkRange(const InputSpec& input, const Json& number)
    {
        const Json& min = memberAt(input.options, "min");
        const Json& max = memberAt(input.options, "max");
        std::map<std::string, std::string> args {{"received", shown(number)}};
        if (min.is_number())
            args["min"] = shown(min);
        if (max.is_number())
            args["max"] = shown(max);
        if (min.is_number() && lessNumber(number, min))
            report(ErrorCode::SettingTooSmall, input, args);
        if (max.is_number() && lessNumber(max, number))
            report(ErrorCode::SettingTooLarge, input, args);
    }

    void checkChoice(const InputSpec& input, const Json& value)
    {
        if (input.picksInput())
            return; // the run brings the file along
        const Json values = value.is_array() ? value : Json::array({value});
        for (const Json& item : values) {
            if (isChoice(input, item))
                continue;
            if (!input.modelFolder.empty())
                report(ErrorCode::ModelMissing, input, {{"folder", input.modelFolder}, {"model", shown(item)}});
            else
                report(ErrorCode::SettingNotInList, input,
                    {{"received", shown(item)}, {"expected", shownChoices(input.choices)}});
        }
    }

    Prompt& m_prompt;
    const Catalogue& m_catalogue;
    const NodeId& m_id;
    PromptNode& m_node;
    const NodeType& m_type;
    std::vector<PromptProblem> m_problems;
};

/// Walks back from the outputs without recursion, and checks each node once, those it needs first.
class Walk {
public:
    Walk(Prompt& prompt, const Catalogue& catalogue, std::vector<PromptProblem>& problems)
        : m_prompt(prompt)
        , m_catalogue(catalogue)
        , m_problems(problems)
    {
    }

    void from(const NodeId& target)
    {
        open(target);
        while (!m_path.empty()) {
            Step& top = m_path.back();
            if (top.next < top.origins.size()) {
                const NodeId origin = top.origins[top.next++];
                enter(origin);
                continue;
            }
            close(top.id);
            m_path.pop_back();
        }
    }

private:
    struct Step {
        NodeId id;
        std::vector<NodeId> origins;
        std::size_t next = 0;
    };

    void enter(const NodeId& id)
    {
        if (!m_onPath.contains(id))
            return open(id);
        if (m_cycles.insert(id).second)
            m_problems.push_back({id, Error {ErrorCode::GraphCycle, "a node needs itself",
                {{"node", id}, {"type", m_prompt.nodes.at(id).type}}}});
    }

    void open(const NodeId& id)
    {
        const auto node = m_prompt.nodes.find(id);
        const NodeType* type = node == m_prompt.nodes.end() ? nullptr : m_catalogue.find(node->second.type);
        if (!type || !m_seen.insert(id).second)
            return;
        Step step {id, {}};
        for (const InputSpec& input : type->inputs) { // only what the type declares: the rest is ignored
            const auto given = node->second.inputs.find(input.name);
            const auto* ref = given == node->second.inputs.end() ? nullptr : std::get_if<SlotRef>(&given->second);
            if (ref)
                step.origins.push_back(ref->node);
        }
        m_onPath.insert(id);
        m_path.push_back(std::move(step));
    }

    void close(const NodeId& id)
    {
        m_onPath.erase(id);
        const NodeType* type = m_catalogue.find(m_prompt.nodes.at(id).type);
        for (PromptProblem& problem : NodeCheck(m_prompt, m_catalogue, id, *type).run())
            m_problems.push_back(std::move(problem));
    }

    Prompt& m_prompt;
    const Catalogue& m_catalogue;
    std::vector<PromptProblem>& m_problems;
    std::vector<Step> m_path;
    std::set<NodeId> m_onPath;
    std::set<NodeId> m_seen;
    std::set<NodeId> m_cycles;
};

} // namespace

std::vector<PromptProblem> validate(Prompt& prompt, const Catalogue& catalogue, const std::vector<NodeId>& targets)
{
    std::vector<PromptProblem> problems;
    std::vector<NodeId> outputs;
    for (const auto& [id, node] : prompt.nodes) {
        const NodeType* type = catalogue.find(node.type);
        if (!type)
            problems.push_back({id, Error {ErrorCode::NodeTypeUnknown, {}, {{"node", id}, {"type", node.type}}}});
        else if (type->isOutput && (targets.empty() || std::ranges::find(targets, id) != targets.end()))
            outputs.push_back(id);
    }
    if (outputs.empty())
        problems.push_back({{}, Error {ErrorCode::NoOutputNode}});
    Walk walk(prompt, catalogue, problems);
    for (const NodeId& id : outputs)
        walk.from(id);
    return problems;
}

} // namespace weft
