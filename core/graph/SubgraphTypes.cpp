// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/SubgraphTypes.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostProxies = 1000;
constexpr std::size_t kDeepest = 64; // subgraphs inside of subgraphs

std::vector<SubgraphPort> portsOf(const std::vector<NodePort>& ports)
{
    std::vector<SubgraphPort> out;
    for (const NodePort& port : ports)
        out.push_back({portId(port), port.name, stringAt(port.extra, "label"), port.type});
    return out;
}

/// `proxyWidgets`: [[node, widget], ...]; the first front ends wrote it as text.
std::vector<std::pair<NodeId, std::string>> proxiesOf(const Node& instance)
{
    Json list = memberAt(memberAt(instance.extra, "properties"), "proxyWidgets");
    if (list.is_string()) {
        auto parsed = parseJson(list.get_ref<const std::string&>());
        list = parsed ? std::move(*parsed) : Json();
    }
    std::vector<std::pair<NodeId, std::string>> proxies;
    for (const Json& entry : list) {
        const bool isPair = entry.is_array() && entry.size() >= 2 && entry[0].is_string() && entry[1].is_string();
        if (isPair && entry[0].get_ref<const std::string&>() != "-1" && proxies.size() < kMostProxies)
            proxies.emplace_back(entry[0].get<std::string>(), entry[1].get<std::string>());
    }
    return proxies;
}

/// A file says of an unknown type's input only that it has a widget.
bool hasWidget(const Node& node, const std::string& input)
{
    const auto port = std::ranges::find(node.inputs, input, &NodePort::name);
    return port != node.inputs.end() && memberAt(port->extra, "widget").is_object();
}

std::string freeName(const NodeType& type, std::string name, const NodeId& node)
{
    if (type.findInput(name))
        name += " (" + node + ")";
    while (type.findInput(name))
        name += "'";
    return name;
}

} // namespace

std::string portId(const NodePort& port)
{
    std::string id = stringAt(port.extra, "id");
    return id.empty() ? "name:" + port.name : id;
}

SubgraphInterface interfaceOf(const Graph& subgraph)
{
    const Node* const inputs = subgraph.findNode(kSubgraphInputs);
    const Node* const outputs = subgraph.findNode(kSubgraphOutputs);
    return {inputs ? portsOf(inputs->outputs) : std::vector<SubgraphPort>(),
        outputs ? portsOf(outputs->inputs) : std::vector<SubgraphPort>()};
}

bool isBorder(const Node& node)
{
    return node.type == kSubgraphBorder;
}

bool hasSeedControl(const InputSpec& input)
{
    const Json& flag = memberAt(input.options, "control_after_generate");
    const bool asked = flag.is_string() || (flag.is_boolean() && flag.get<bool>());
    return asked || (input.type == "INT" && (input.name == "seed" || input.name == "noise_seed"));
}

SubgraphTypes::SubgraphTypes(const Graph& workflow, const Catalogue& catalogue)
    : m_workflow(workflow)
    , m_catalogue(catalogue)
{
}

const NodeType* SubgraphTypes::of(const Node& node) const
{
    if (const NodeType* const type = m_catalogue.find(node.type))
        return type;
    const Made* const found = made(node);
    return found ? &found->type : nullptr;
}

const std::vector<PromotedSetting>& SubgraphTypes::promotedOf(const Node& instance) const
{
    static const std::vector<PromotedSetting> kNone;
    const Made* const found = made(instance);
    return found ? found->promoted : kNone;
}

const SubgraphTypes::Made* SubgraphTypes::made(const Node& instance) const
{
    if (m_workflow.subgraphs().empty())
        return nullptr;
    const Graph* const subgraph = m_workflow.findSubgraph(instance.type);
    if (!subgraph)
        return nullptr;
    const Json& proxies = memberAt(memberAt(instance.extra, "properties"), "proxyWidgets");
    const std::string key = proxies.is_null() || proxies.empty() ? instance.type : instance.type + toJsonText(proxies);
    if (const auto known = m_made.find(key); known != m_made.end())
        return &known->second;
    if (m_making.size() >= kDeepest || !m_making.insert(key).second)
        return nullptr;
    Made one = make(*subgraph, instance);
    m_making.erase(key);
    return &m_made.emplace(key, std::move(one)).first->second;
}

SubgraphTypes::Made SubgraphTypes::make(const Graph& subgraph, const Node& instance) const
{
    Made out;
    out.type.name = instance.type;
    out.type.displayName = subgraph.name();
    out.type.category = stringAt(subgraph.extra(), "category");
    out.type.description = stringAt(subgraph.extra(), "description");
    out.type.engine.clear();
    if (const Node* const border = subgraph.findNode(kSubgraphInputs)) {
        for (std::size_t i = 0; i < border->outputs.size(); ++i)
            addPort(out, subgraph, border->outputs[i], static_cast<int>(i));
    }
    if (const Node* const border = subgraph.findNode(kSubgraphOutputs)) {
        for (const NodePort& port : border->inputs)
            out.type.outputs.push_back({port.name, port.type, false, false, {}});
    }
    for (const auto& [node, input] : proxiesOf(instance))
        addProxy(out, subgraph, node, input);
    return out;
}

/// A port that leads to a setting is a setting itself: the first such link says which.
void SubgraphTypes::addPort(Made& into, const Graph& subgraph, const NodePort& port, int slot) const
{
    InputSpec spec;
    spec.name = port.name;
    spec.type = port.type;
    spec.forceInput = true;
    for (const Link& link : subgraph.linksFrom(kSubgraphInputs)) {
        const Node* const node = link.fromSlot == slot ? subgraph.findNode(link.to) : nullptr;
        const NodeType* const type = node ? of(*node) : nullptr;
        const InputSpec* const inner = type ? type->findInput(link.toInput) : nullptr;
        if (!node || !(inner ? inner->isSetting() : hasWidget(*node, link.toInput)))
            continue;
        if (inner)
            spec = *inner;
        spec.name = port.name;
        spec.presence = Presence::Required;
        spec.forceInput = false;
        if (const auto value = node->settings.find(link.toInput); value != node->settings.end())
            spec.options["default"] = value->second;
        into.promoted.push_back({port.name, node->id, link.toInput, true, inner && hasSeedControl(*inner)});
        break;
    }
    if (const std::string label = stringAt(port.extra, "label"); !label.empty())
        spec.options["label"] = label;
    into.type.inputs.push_back(std::move(spec));
}

void SubgraphTypes::addProxy(Made& into, const Graph& subgraph, const NodeId& id, const std::string& input) const
{
    const Node* const node = subgraph.findNode(id);
    const NodeType* const type = node ? of(*node) : nullptr;
    const InputSpec* const inner = type ? type->findInput(input) : nullptr;
    if (!inner || !inner->isSetting() || subgraph.linkInto(id, input))
        return;
    InputSpec spec = *inner;
    spec.name = freeName(into.type, input, id);
    if (const auto value = node->settings.find(input); value != node->settings.end())
        spec.options["default"] = value->second;
    into.promoted.push_back({spec.name, id, input, false, hasSeedControl(*inner)});
    into.type.inputs.push_back(std::move(spec));
}

} // namespace weft
