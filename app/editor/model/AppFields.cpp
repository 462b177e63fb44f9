// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/AppFields.h"

#include "app/editor/model/NodeNames.h"
#include "core/graph/SubgraphTypes.h"

#include <QCoreApplication>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostFields = 40; // a longer form is no form any more

bool isSeedInput(const InputSpec& input) { return memberAt(input.options, "control_after_generate").is_boolean(); }

bool makesConditioning(const NodeType& type)
{
    return std::ranges::any_of(type.outputs, [](const OutputSpec& output) { return output.type == "CONDITIONING"; });
}

/// What a text is for: by the input that its node's wire ends in.
enum class Role { Wanted, Unwanted, Unknown };

Role roleOf(const Graph& graph, const NodeId& node)
{
    for (const Link& link : graph.linksFrom(node)) {
        if (link.toInput == "negative")
            return Role::Unwanted;
        if (link.toInput == "positive")
            return Role::Wanted;
    }
    return Role::Unknown;
}

QString textLabel(const Node& node, const NodeType& type, Role role)
{
    if (!node.title.empty())
        return QString::fromStdString(node.title);
    if (role == Role::Wanted)
        return QCoreApplication::translate("AppFields", "What you want to see");
    if (role == Role::Unwanted)
        return QCoreApplication::translate("AppFields", "What you don't want to see");
    return titleOf(node, &type);
}

/// What a subgraph's port is called.
QString portText(const InputSpec& input)
{
    const std::string label = stringAt(input.options, "label");
    return label.empty() ? portLabel(input.name) : QString::fromStdString(label);
}

class FieldFinder {
public:
    FieldFinder(const Graph& graph, const Catalogue& catalogue)
        : m_graph(graph)
        , m_types(graph, catalogue)
    {
    }

    std::vector<AppField> listed(const Json& list) const
    {
        std::vector<AppField> fields;
        for (const Json& entry : list) {
            if (!entry.is_array() || entry.size() < 2 || !entry[1].is_string() || fields.size() == kMostFields)
                continue;
            const std::string id = entry[0].is_string() ? entry[0].get<std::string>() : toJsonText(entry[0]);
            const Node* node = m_graph.findNode(id);
            const NodeType* type = node ? m_types.of(*node) : nullptr;
            const InputSpec* input = type ? type->findInput(entry[1].get<std::string>()) : nullptr;
            if (!input || !isFree(*node, *input))
                continue;
            const bool hasLabel = entry.size() > 2 && entry[2].is_string() && !entry[2].get_ref<const std::string&>().empty();
            // Labels of our own templates are translated; whatever else a workflow says stays as it is.
            const QString label = hasLabel
                ? QCoreApplication::translate("Template", entry[2].get_ref<const std::string&>().c_str())
                : portLabel(input->name);
            fields.push_back(fieldOf(*node, *input, label));
        }
        return fields;
    }

    std::vector<AppField> found() const
    {
        std::vector<AppField> pictures, wanted, others, unwanted, seeds;
        for (const Node& node : m_graph.nodes()) {
            const NodeType* type = m_types.of(node);
            if (!type)
                continue;
            const bool isInstance = m_graph.findSubgraph(node.type) != nullptr; // what it shows is meant to be set
            const Role role = roleOf(m_graph, node.id);
            for (const InputSpec& input : type->inputs) {
                if (!isFree(node, input))
                    continue;
                if (input.picksInputFile)
                    pictures.push_back(fieldOf(node, input, titleOf(node, type)));
                else if (isSeedInput(input))
                    seeds.push_back(fieldOf(node, input, QCoreApplication::translate("AppFields", "Seed")));
                else if (kindOf(input) == SettingKind::MultiLine && (isInstance || makesConditioning(*type)))
                    (role == Role::Wanted ? wanted : role == Role::Unwanted ? unwanted : others)
                        .push_back(fieldOf(node, input, isInstance ? portText(input) : textLabel(node, *type, role)));
            }
        }
        for (auto* more : {&wanted, &others, &unwanted, &seeds})
            pictures.insert(pictures.end(), more->begin(), more->end());
        pictures.resize(std::min(pictures.size(), kMostFields));
        return pictures;
    }

private:
    bool isFree(const Node& node, const InputSpec& input) const
    {
        return node.mode == NodeMode::Normal && input.presence != Presence::Hidden && input.isSetting()
            && !m_graph.linkInto(node.id, input.name);
    }

    static AppField fieldOf(const Node& node, const InputSpec& input, QString label)
    {
        return {node.id, input.name, std::move(label), kindOf(input), isSeedInput(input)};
    }

    const Graph& m_graph;
    SubgraphTypes m_types;
};

} // namespace

std::vector<AppField> appFieldsOf(const Graph& graph, const Catalogue& catalogue)
{
    const FieldFinder finder(graph, catalogue);
    const Json& own = memberAt(memberAt(memberAt(graph.extra(), "extra"), "weft"), "app");
    const Json& list = own.is_array() ? own : memberAt(memberAt(memberAt(graph.extra(), "extra"), "linearData"), "inputs");
    std::vector<AppField> fields = list.is_array() ? finder.listed(list) : std::vector<AppField>();
    return fields.empty() ? finder.found() : fields;
}

Json valueOf(const Graph& graph, const Catalogue& catalogue, const NodeId& id, const std::string& input)
{
    const Node* node = graph.findNode(id);
    if (!node)
        return {};
    if (const auto it = node->settings.find(input); it != node->settings.end())
        return it->second;
    const SubgraphTypes types(graph, catalogue);
    const NodeType* type = types.of(*node);
    const InputSpec* spec = type ? type->findInput(input) : nullptr;
    return spec ? defaultSetting(*spec) : Json();
}

} // namespace weft
