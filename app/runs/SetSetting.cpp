// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunController.h"

#include <algorithm>

namespace weft {

namespace {

Json valueOf(const std::string& text, const InputSpec* spec)
{
    auto json = parseJson(text);
    const bool isText = spec && (spec->type == "STRING" || spec->type == "COMBO");
    if (!json || (isText && !json->is_string()))
        return text;
    return *json;
}

} // namespace

Result<const Node*> RunController::nodeByWord(const Graph& graph, const std::string& word)
{
    if (const Node* node = graph.findNode(word))
        return node;
    for (const auto member : {&Node::title, &Node::type}) {
        if (std::ranges::count(graph.nodes(), word, member) == 1)
            return &*std::ranges::find(graph.nodes(), word, member);
    }
    return Error {ErrorCode::NodeMissing, "no node has this id, or several have this title or type", {{"node", word}}};
}

Result<Graph> RunController::withSetting(Graph graph, const Catalogue& catalogue, const QString& target, const QString& text)
{
    const qsizetype dot = target.lastIndexOf(u'.');
    const std::string word = target.left(std::max<qsizetype>(0, dot)).toStdString();
    const std::string input = target.mid(dot + 1).toStdString();
    WEFT_TRY(const Node* found, nodeByWord(graph, word));
    const NodeType* type = catalogue.find(found->type);
    const InputSpec* spec = type ? type->findInput(input) : nullptr;
    const std::map<std::string, std::string> args {{"node", found->id}, {"type", found->type}, {"input", input}};
    if (!spec && !found->settings.contains(input))
        return Error {ErrorCode::SettingInvalid, "the node has no such setting", args};
    if (graph.linkInto(found->id, input))
        return Error {ErrorCode::LinkInvalid, "the input is linked: its value comes from another node", args};
    graph.editNode(found->id)->settings[input] = valueOf(text.toStdString(), spec);
    return graph;
}

} // namespace weft
