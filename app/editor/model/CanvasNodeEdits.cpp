// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"
#include "app/editor/model/SettingValues.h"
#include "core/formats/Widgets.h"

#include <algorithm>

namespace weft {

namespace {

/// An object below a node's file entry, made when it isn't there.
Json& objectIn(Node& node, const char* key)
{
    Json& object = node.extra[key];
    if (!object.is_object())
        object = Json::object();
    return object;
}

bool isPinnedNode(const Node& node) { return boolAt(memberAt(node.extra, "flags"), "pinned"); }

/// A key that is empty in ComfyUI isn't there.
void putText(Json& object, const char* key, const std::string& text)
{
    if (text.empty())
        object.erase(key);
    else
        object[key] = text;
}

} // namespace

/// `change` alters a copy of each node; those that it leaves alone cost nothing. All is one step.
template <typename Change>
void CanvasDocument::changeNodes(const NodeIds& ids, Change change, int gesture)
{
    Commands commands;
    for (const NodeId& id : ids) {
        const Node* node = graph().findNode(id);
        if (!node)
            continue;
        Node copy = *node;
        change(copy);
        if (copy != *node)
            commands.emplace_back(ReplaceNode {std::move(copy)});
    }
    perform(std::move(commands), gesture);
}

void CanvasDocument::move(const std::map<NodeId, QPointF>& positions)
{
    NodeIds ids;
    for (const auto& [id, at] : positions)
        ids.insert(id);
    changeNodes(ids, [&positions](Node& node) {
        const QPointF at = positions.at(node.id);
        node.x = at.x();
        node.y = at.y();
    });
}

void CanvasDocument::resize(const NodeId& id, double width, int gesture)
{
    changeNodes({id}, [width](Node& node) { node.width = std::clamp(width, 180.0, 1200.0); }, gesture);
}

void CanvasDocument::setSetting(const NodeId& id, const std::string& name, Json value, int gesture)
{
    if (std::optional<Command> command = settingCommand({shownSubgraph(), m_shown, id}, name, std::move(value)))
        performAnywhere({std::move(*command)}, gesture);
}

void CanvasDocument::setSettings(const NodeId& id, const std::map<std::string, Json>& values)
{
    const int gesture = newGesture();
    for (const auto& [name, value] : values)
        setSetting(id, name, value, gesture);
}

void CanvasDocument::setSettingInRun(const NodeId& idInRun, const std::string& name, Json value, int gesture)
{
    const std::optional<Place> at = placeInRun(idInRun);
    if (std::optional<Command> command = at ? settingCommand(*at, name, std::move(value)) : std::nullopt)
        performAnywhere({std::move(*command)}, gesture);
}

/// What an instance only shows is followed to where it lives: `at` and `setting` become that. Null: nowhere.
const Node* CanvasDocument::homeOf(Place& at, std::string& setting, const IsKept& isKept) const
{
    const Node* node = at.graph->findNode(at.id);
    while (node) {
        const auto& promoted = m_types->promotedOf(*node);
        const auto found = std::ranges::find(promoted, setting, &PromotedSetting::name);
        if (found == promoted.end() || isKept(*node, *found))
            break;
        at.in = node->type;
        setting = found->input;
        node = m_workflow.findSubgraph(at.in)->findNode(found->node);
    }
    return node;
}

std::optional<Command> CanvasDocument::settingCommand(Place at, const std::string& name, Json value) const
{
    std::string setting = name;
    const Node* node = homeOf(at, setting, [](const Node&, const PromotedSetting& shown) { return shown.isPort; });
    if (!node)
        return {};
    const auto it = node->settings.find(setting);
    if (it != node->settings.end() && it->second == value)
        return {};
    Node changedNode = *node;
    changedNode.settings[setting] = std::move(value);
    return Command(ReplaceNode {std::move(changedNode)}, at.in);
}

void CanvasDocument::setTitle(const NodeId& id, const std::string& title)
{
    changeNodes({id}, [&title](Node& node) { node.title = title; });
}

void CanvasDocument::setMode(const NodeIds& ids, NodeMode mode)
{
    changeNodes(ids, [mode](Node& node) {
        if (!isBorder(node))
            node.mode = mode;
    });
}

void CanvasDocument::setCollapsed(const NodeIds& ids, bool collapsed)
{
    changeNodes(ids, [collapsed](Node& node) {
        if (!isBorder(node))
            node.collapsed = collapsed;
    });
}

void CanvasDocument::setPinned(const NodeIds& ids, bool pinned)
{
    changeNodes(ids, [pinned](Node& node) {
        if (pinned)
            objectIn(node, "flags")["pinned"] = true;
        else if (isPinnedNode(node))
            objectIn(node, "flags").erase("pinned");
    });
}

bool CanvasDocument::isPinned(const NodeId& id) const
{
    const Node* node = graph().findNode(id);
    return node && isPinnedNode(*node);
}

void CanvasDocument::setColor(const NodeIds& ids, const std::string& header, const std::string& body)
{
    changeNodes(ids, [&](Node& node) {
        putText(node.extra, "color", header);
        putText(node.extra, "bgcolor", body);
    });
}

void CanvasDocument::setPlace(const NodeIds& ids, const std::string& place)
{
    changeNodes(ids, [this, &place](Node& node) {
        if (placeOf(node.id) != place)
            putText(objectIn(node, "properties"), kPlaceProperty, place);
    });
}

std::string CanvasDocument::placeOf(const NodeId& id) const
{
    const Node* node = graph().findNode(id);
    return node ? stringAt(memberAt(node->extra, "properties"), kPlaceProperty) : std::string();
}

std::string CanvasDocument::seedControlOf(const NodeId& id, const std::string& setting) const
{
    const Node* node = graph().findNode(id);
    return node ? seedWordOf(m_workflow, *m_types, *node, setting) : std::string();
}

void CanvasDocument::setSeedControlOf(const NodeId& id, const std::string& setting, const std::string& word)
{
    if (seedControlOf(id, setting) == word)
        return;
    Place at {shownSubgraph(), m_shown, id};
    std::string name = setting;
    const Node* node = homeOf(at, name, [this](const Node& shown, const PromotedSetting& promoted) {
        return !instanceSeedControl(shown, m_types->promotedOf(shown), promoted.name).empty();
    });
    if (!node)
        return;
    Node changedNode = *node;
    if (!setInstanceSeedControl(changedNode, m_types->promotedOf(*node), name, word))
        setSeedControl(changedNode, *typeOf(*node), name, word);
    performAnywhere({Command(ReplaceNode {std::move(changedNode)}, at.in)});
}

void CanvasDocument::setSeeds(const std::vector<AdvancedSeed>& seeds)
{
    std::map<std::pair<SubgraphId, NodeId>, Node> nodes;
    for (const AdvancedSeed& seed : seeds) {
        const Graph* graph = seed.in.empty() ? &m_workflow : m_workflow.findSubgraph(seed.in);
        const Node* node = graph ? graph->findNode(seed.node) : nullptr;
        if (node)
            nodes.try_emplace({seed.in, seed.node}, *node).first->second.settings[seed.input] = seed.value;
    }
    Commands commands;
    for (auto& [place, node] : nodes)
        commands.emplace_back(ReplaceNode {std::move(node)}, place.first);
    performAnywhere(std::move(commands));
}

void CanvasDocument::setBookmark(int key, const ViewMark& mark)
{
    Json extra = m_workflow.extra();
    Json* at = &extra;
    for (const char* name : {"extra", "weft", "views"}) {
        at = &(*at)[name];
        if (!at->is_object())
            *at = Json::object();
    }
    (*at)[std::to_string(key)] = {mark.center.x(), mark.center.y(), mark.zoom};
    m_workflow.setExtra(std::move(extra));
}

std::optional<ViewMark> CanvasDocument::bookmark(int key) const
{
    const Json& views = memberAt(memberAt(memberAt(m_workflow.extra(), "extra"), "weft"), "views");
    const Json& entry = memberAt(views, std::to_string(key).c_str());
    const bool isMark = entry.is_array() && entry.size() == 3
        && std::ranges::all_of(entry, [](const Json& number) { return number.is_number(); });
    if (!isMark)
        return {};
    return ViewMark {{entry[0].get<double>(), entry[1].get<double>()}, entry[2].get<double>()};
}

} // namespace weft
