// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/CallGraph.h"

#include "core/graph/Coerce.h"

#include <algorithm>

namespace weft {

namespace {

Error invalid(const std::string& input, const char* why)
{
    return {ErrorCode::SettingInvalid, why, {{"node", kCallNode}, {"input", input}, {"name", input}, {"value", ""}}};
}

/// The node that loads what an input takes; empty: none does.
std::string loaderOf(const InputSpec& input)
{
    if (typesMatch("IMAGE", input.type))
        return "LoadImage";
    if (typesMatch("MASK", input.type))
        return "LoadImageMask";
    return input.type == "LATENT" ? "LoadLatent" : "";
}

class Caller {
public:
    Caller(const NodeType& type, std::string prefix)
        : m_type(type)
        , m_prefix(std::move(prefix))
    {
        m_call.prompt.nodes[kCallNode].type = type.name;
    }

    Result<CallGraph> make(const std::map<std::string, Json>& arguments)
    {
        for (const auto& [name, value] : arguments) {
            const InputSpec* input = m_type.findInput(name);
            if (!input)
                return invalid(name, "no such parameter");
            WEFT_CHECK(give(*input, value));
        }
        for (const InputSpec& input : m_type.inputs)
            WEFT_CHECK(fill(input));
        for (std::size_t i = 0; i < m_type.outputs.size(); ++i)
            take(m_type.outputs[i], static_cast<int>(i));
        if (m_call.savers.empty() && m_call.values.empty() && !m_type.isOutput)
            return Error {ErrorCode::NoOutputNode, "this node gives nothing that can be handed out", {{"type", m_type.name}}};
        return std::move(m_call);
    }

private:
    PromptNode& call() { return m_call.prompt.nodes[kCallNode]; }

    Done give(const InputSpec& input, const Json& value)
    {
        if (!canBeGiven(input))
            return invalid(input.name, "a value of this type can't be given");
        if (isSettingType(input.type)) {
            call().inputs[input.name] = value;
            return {};
        }
        if (!value.is_string())
            return invalid(input.name, "a file's name is expected");
        load(input.name, loaderOf(input), value);
        return {};
    }

    void load(const std::string& input, const std::string& loader, const Json& file)
    {
        const NodeId id = "load-" + input;
        PromptNode node;
        node.type = loader;
        node.inputs[loader == "LoadLatent" ? "latent" : "image"] = file;
        if (loader == "LoadImageMask")
            node.inputs["channel"] = Json("red");
        m_call.prompt.nodes[id] = std::move(node);
        call().inputs[input] = SlotRef {id, 0};
    }

    /// Callers needn't say what has a default.
    Done fill(const InputSpec& input)
    {
        if (call().inputs.contains(input.name) || input.presence == Presence::Hidden)
            return {};
        if (input.isSetting() && input.presence == Presence::Required && !mustBeGiven(input))
            call().inputs[input.name] = defaultSetting(input);
        else if (input.presence == Presence::Required)
            return Error {ErrorCode::InputMissing, "a parameter without a default", {{"node", kCallNode}, {"input", input.name}}};
        return {};
    }

    void take(const OutputSpec& output, int slot)
    {
        const std::string name = output.name.empty() ? "output_" + std::to_string(slot) : output.name;
        if (output.type == "IMAGE") {
            save(name, {kCallNode, slot});
        } else if (output.type == "MASK") {
            const NodeId id = "show-" + name;
            m_call.prompt.nodes[id] = {"MaskToImage", {}, {{"mask", SlotRef {kCallNode, slot}}}};
            save(name, {id, 0});
        } else if (typeTravels(output.type) && !output.holdsModel) {
            m_call.values[name] = {kCallNode, slot};
        }
    }

    void save(const std::string& name, const SlotRef& from)
    {
        const NodeId id = "save-" + name + "-" + std::to_string(from.slot);
        m_call.prompt.nodes[id] = {"SaveImage", {}, {{"images", from}, {"filename_prefix", Json(m_prefix)}}};
        m_call.savers.emplace_back(name, id);
    }

    const NodeType& m_type;
    std::string m_prefix;
    CallGraph m_call;
};

} // namespace

bool canBeGiven(const InputSpec& input)
{
    return input.presence != Presence::Hidden && (isSettingType(input.type) || !loaderOf(input).empty());
}

bool isGivenAsFile(const InputSpec& input) { return !isSettingType(input.type) || input.picksInputFile; }

bool mustBeGiven(const InputSpec& input)
{
    return input.presence == Presence::Required && (!isSettingType(input.type) || input.forceInput || boolAt(input.options, "required"));
}

void setMustBeGiven(InputSpec& setting, bool mustBe)
{
    setting.presence = mustBe ? Presence::Required : Presence::Optional;
    setting.options.erase("required");
    if (!mustBe)
        return;
    setting.options["required"] = true;
    setting.options.erase("default");
}

Result<const NodeType*> callable(const Catalogue& catalogue, const std::string& word)
{
    if (const NodeType* type = catalogue.find(word))
        return type;
    std::vector<const NodeType*> found;
    std::string names;
    for (const auto& [name, type] : catalogue.types()) {
        if (apiNameOf(name) != word || word.empty())
            continue;
        found.push_back(&type);
        names += (names.empty() ? "" : ", ") + name;
    }
    if (found.size() == 1)
        return found.front();
    Error error {ErrorCode::NodeTypeUnknown, found.empty() ? "nobody offers it" : "several offer it", {{"node", kCallNode}, {"type", word}}};
    return names.empty() ? error : error.with("choices", names);
}

Result<CallGraph> callGraph(const NodeType& type, const std::map<std::string, Json>& arguments, const std::string& filePrefix)
{
    return Caller(type, filePrefix).make(arguments);
}

} // namespace weft
