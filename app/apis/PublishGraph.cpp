// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/PublishGraph.h"

#include "app/apis/GivenValue.h"
#include "app/apis/PublishPart.h"
#include "app/editor/model/AppFields.h"

#include <algorithm>

namespace weft {

namespace {

Error missing(const NodeId& node, const std::string& input)
{
    return {ErrorCode::InputMissing, "no such setting, or one that is linked", {{"node", node}, {"input", input}}};
}

/// "Positive prompt" -> "positive_prompt": what a command line and JSON take without quotes.
std::string wordOf(const std::string& text)
{
    std::string word;
    for (const char c : text) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            word += c;
        else if (c >= 'A' && c <= 'Z')
            word += static_cast<char>(c - 'A' + 'a');
        else if (!word.empty() && word.back() != '_')
            word += '_';
    }
    while (!word.empty() && word.back() == '_')
        word.pop_back();
    return word;
}

std::string wishedName(const Graph& graph, const AppField& field)
{
    if (field.isSeed)
        return "seed";
    for (const Link& link : graph.linksFrom(field.node)) {
        if (link.toInput == "positive")
            return "prompt";
        if (link.toInput == "negative")
            return "negative";
    }
    return wordOf(field.input);
}

class Publisher {
public:
    Publisher(const Graph& graph, Catalogue catalogue)
        : m_graph(graph)
        , m_catalogue(std::move(catalogue))
    {
    }

    Result<PublishedApi> publish(const PublishWish& wish)
    {
        if (!isApiName(wish.name))
            return Error {ErrorCode::SettingInvalid, "an API's name", {{"name", "name"}, {"value", wish.name}}};
        if (wish.price.isNegative() || wish.price > kMaxAmount)
            return Error {ErrorCode::AmountInvalid, "an API's price", {{"received", toCreditString(wish.price)}}};
        m_api.name = wish.name;
        m_api.title = wish.title.empty() ? wish.name : wish.title;
        m_api.description = wish.description;
        m_api.price = wish.price;
        m_api.spend = wish.spend;
        WEFT_TRY(m_api.prompt, toPrompt(m_graph, m_catalogue));
        WEFT_CHECK(takePart(wish));
        WEFT_CHECK(addOutputs(wish.outputs));
        keepNeeded();
        if (!wish.part.empty())
            WEFT_CHECK(check(makers()));
        for (const ParameterWish& one : wish.parameters.empty() ? parametersOf(m_graph, m_catalogue) : wish.parameters)
            WEFT_CHECK(addParameter(one));
        if (wish.takesAll)
            addOtherSettings();
        WEFT_CHECK(addPictures());
        std::ranges::stable_sort(m_api.parameters, {}, [](const ApiParameter& one) { return one.spec.presence; }); // required ones first
        return std::move(m_api);
    }

private:
    Done takePart(const PublishWish& wish)
    {
        if (wish.part.empty())
            return check({});
        m_part = nodesOfPart(m_api.prompt, wish.part);
        if (m_part.empty())
            return Error {ErrorCode::NoOutputNode, "none of these nodes would run"};
        for (const NodeId& id : m_part) {
            if (!typeOf(id))
                return Error {ErrorCode::NodeTypeUnknown, "", {{"node", id}, {"type", m_api.prompt.nodes.at(id).type}}};
        }
        m_catalogue = withGivenTypes(m_api.prompt, m_part, m_catalogue);
        return {};
    }

    /// The outputs, or, where `makers` are given, these and what they need.
    Done check(const std::vector<NodeId>& makers) const
    {
        Prompt copy = m_api.prompt;
        Catalogue catalogue = m_catalogue;
        for (const NodeId& maker : makers) { // only output nodes are checked
            const NodeType* type = typeOf(maker);
            NodeType output = type ? *type : NodeType {};
            output.isOutput = true;
            catalogue.add(std::move(output));
        }
        const auto problems = validate(copy, catalogue, makers);
        return problems.empty() ? Done() : Done(problems.front().error);
    }

    const NodeType* typeOf(const NodeId& node) const
    {
        const auto found = m_api.prompt.nodes.find(node);
        return found == m_api.prompt.nodes.end() ? nullptr : m_catalogue.find(found->second.type);
    }

    /// What a node that saves or shows is fed with.
    void addShown(const PromptNode& node)
    {
        for (const auto& [input, value] : node.inputs) {
            const auto* from = std::get_if<SlotRef>(&value);
            const NodeType* maker = from ? typeOf(from->node) : nullptr;
            const bool isKnown = maker && from->slot >= 0 && from->slot < static_cast<int>(maker->outputs.size());
            const auto known = [&](const ApiOutput& output) { return output.from == *from; };
            if (isKnown && !std::ranges::any_of(m_api.outputs, known))
                addOutput(*from, maker->outputs[static_cast<std::size_t>(from->slot)]);
        }
    }

    void addOutput(const SlotRef& from, const OutputSpec& spec)
    {
        OutputSpec named = spec;
        named.name = freeName(wordOf(spec.name.empty() ? spec.type : spec.name), m_outputNames);
        named.holdsModel = false;
        m_api.outputs.push_back({std::move(named), from});
    }

    Done addOutputs(std::vector<SlotRef> wished)
    {
        if (wished.empty() && !m_part.empty())
            wished = looseEnds(m_api.prompt, m_part, m_catalogue);
        for (const SlotRef& from : wished) {
            const NodeType* maker = typeOf(from.node);
            if (!maker || from.slot < 0 || from.slot >= static_cast<int>(maker->outputs.size()))
                return Error {ErrorCode::LinkInvalid, "no such output", {{"node", from.node}}};
            addOutput(from, maker->outputs[static_cast<std::size_t>(from.slot)]);
        }
        for (const auto& [id, node] : m_api.prompt.nodes) {
            const NodeType* type = m_catalogue.find(node.type);
            if (type && type->isOutput && (m_part.empty() ? wished.empty() : m_part.contains(id)))
                addShown(node);
        }
        std::erase_if(m_api.outputs, [](const ApiOutput& output) { return !typeTravels(output.spec.type); });
        if (m_api.outputs.empty())
            return Error {ErrorCode::NoOutputNode, "nothing that a caller would get"};
        return {};
    }

    std::vector<NodeId> makers() const
    {
        std::vector<NodeId> nodes;
        for (const ApiOutput& output : m_api.outputs)
            nodes.push_back(output.from.node);
        return nodes;
    }

    void keepNeeded() { m_api.prompt = neededBy(m_api.prompt, makers()); }

    static std::string freeName(std::string wish, std::set<std::string>& taken)
    {
        if (wish.empty())
            wish = "value";
        std::string name = wish;
        for (int i = 2; !taken.insert(name).second; ++i)
            name = wish + "_" + std::to_string(i);
        return name;
    }

    /// Where a setting of the graph ends up in the prompt: more than once, or elsewhere, where it is a subgraph's.
    Result<std::vector<InputRef>> targetsOf(const ParameterWish& wish) const
    {
        Graph marked = m_graph;
        const Json marker = "weft.parameter/" + wish.node + "/" + wish.input;
        Node* node = marked.editNode(wish.node);
        if (!node || marked.linkInto(wish.node, wish.input))
            return missing(wish.node, wish.input);
        node->settings[wish.input] = marker;
        WEFT_TRY(const Prompt prompt, toPrompt(marked, m_catalogue));
        std::vector<InputRef> targets;
        for (const auto& [id, entry] : prompt.nodes) {
            for (const auto& [input, value] : entry.inputs) {
                const auto* literal = std::get_if<Json>(&value);
                if (literal && *literal == marker && m_api.prompt.nodes.contains(id))
                    targets.push_back({id, input});
            }
        }
        return targets;
    }

    const InputSpec* specOf(const InputRef& target) const
    {
        const NodeType* type = typeOf(target.node);
        return type ? type->findInput(target.input) : nullptr;
    }

    Done addParameter(const ParameterWish& wish)
    {
        WEFT_TRY(std::vector<InputRef> targets, targetsOf(wish));
        if (targets.empty()) // nothing that is asked for needs it
            return {};
        const InputSpec* spec = specOf(targets.front());
        if (!spec)
            return missing(wish.node, wish.input);
        if (spec->picksInput())
            return {}; // addPictures()
        addSetting(*spec, std::move(targets), wish.name.empty() ? wordOf(wish.input) : wish.name);
        return {};
    }

    /// What no parameter sets yet, with what the graph says as its default.
    void addOtherSettings()
    {
        std::set<InputRef> taken;
        for (const ApiParameter& parameter : m_api.parameters)
            taken.insert(parameter.targets.begin(), parameter.targets.end());
        for (const auto& [id, node] : m_api.prompt.nodes) {
            const NodeType* type = m_catalogue.find(node.type);
            for (const InputSpec& input : type ? type->inputs : std::vector<InputSpec>()) {
                const auto value = node.inputs.find(input.name);
                const bool isFree = value != node.inputs.end() && std::holds_alternative<Json>(value->second) && input.isSetting();
                if (isFree && input.presence != Presence::Hidden && !input.picksInput() && !taken.contains({id, input.name}))
                    addSetting(input, {{id, input.name}}, wordOf(input.name));
            }
        }
    }

    void addSetting(const InputSpec& spec, std::vector<InputRef> targets, const std::string& name)
    {
        ApiParameter parameter {spec, std::move(targets)};
        parameter.spec.name = freeName(name, m_names);
        parameter.spec.presence = Presence::Optional;
        parameter.spec.modelFolder.clear(); // its choices are names of the author's
        const auto& inputs = m_api.prompt.nodes.at(parameter.targets.front().node).inputs;
        if (const auto now = inputs.find(parameter.targets.front().input); now != inputs.end() && std::holds_alternative<Json>(now->second))
            parameter.spec.options["default"] = std::get<Json>(now->second);
        m_api.parameters.push_back(std::move(parameter));
    }

    /// Nodes that load files of the author's: what takes their pictures gets the caller's.
    Done addPictures()
    {
        std::vector<NodeId> loaders;
        for (const auto& [id, node] : m_api.prompt.nodes) {
            const NodeType* type = m_catalogue.find(node.type);
            if (type && type->readsFile)
                loaders.push_back(id);
        }
        for (const NodeId& id : loaders)
            WEFT_CHECK(replaceLoader(id, *typeOf(id)));
        return {};
    }

    Done replaceLoader(const NodeId& id, const NodeType& type)
    {
        for (const ApiOutput& output : m_api.outputs) {
            if (output.from.node == id)
                return Error {ErrorCode::NoOutputNode, "an output that is only a file of its author's", {{"node", id}}};
        }
        const std::string title = m_api.prompt.nodes.at(id).title;
        std::map<int, std::vector<InputRef>> takers;
        for (auto& [taker, node] : m_api.prompt.nodes) {
            for (const auto& [input, value] : node.inputs) {
                if (const auto* from = std::get_if<SlotRef>(&value); from && from->node == id)
                    takers[from->slot].push_back({taker, input});
            }
        }
        for (auto& [slot, targets] : takers) {
            for (const InputRef& target : targets)
                m_api.prompt.nodes.at(target.node).inputs.erase(target.input);
            const OutputSpec& output = type.outputs.at(static_cast<std::size_t>(slot));
            const InputSpec* spec = specOf(targets.front());
            if (isGivenNodeType(type) && spec && isSettingType(spec->type)) { // a wire stood for it
                for (const InputRef& target : targets)
                    m_api.prompt.nodes.at(target.node).inputs[target.input] = defaultSetting(*spec);
                addSetting(*spec, std::move(targets), wordOf(title));
                continue;
            }
            ApiParameter parameter;
            parameter.spec.name = freeName(wordOf(title.empty() ? output.type : slot == 0 ? title
                                                                                          : title + " " + output.type),
                m_names);
            parameter.spec.type = output.type;
            parameter.spec.forceInput = true;
            const bool isNeeded = std::ranges::any_of(targets, [this](const InputRef& target) {
                const InputSpec* taking = specOf(target);
                return !taking || taking->presence == Presence::Required;
            });
            parameter.spec.presence = isNeeded ? Presence::Required : Presence::Optional;
            parameter.targets = std::move(targets);
            m_api.parameters.push_back(std::move(parameter));
        }
        m_api.prompt.nodes.erase(id);
        return {};
    }

    const Graph& m_graph;
    Catalogue m_catalogue;
    std::set<NodeId> m_part;
    PublishedApi m_api;
    std::set<std::string> m_names, m_outputNames;
};

} // namespace

std::vector<ParameterWish> parametersOf(const Graph& graph, const Catalogue& catalogue)
{
    std::vector<ParameterWish> wishes;
    for (const AppField& field : appFieldsOf(graph, catalogue))
        wishes.push_back({wishedName(graph, field), field.node, field.input});
    return wishes;
}

Result<PublishedApi> publishGraph(const Graph& graph, const Catalogue& catalogue, const PublishWish& wish)
{
    return Publisher(graph, catalogue).publish(wish);
}

} // namespace weft
