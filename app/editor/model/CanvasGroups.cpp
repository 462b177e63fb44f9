// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"

#include "app/editor/model/ExposedSettings.h"
#include "core/graph/Groups.h"

#include <algorithm>

namespace weft {

namespace {

void setRect(Group& group, const QRectF& rect)
{
    group.x = rect.x();
    group.y = rect.y();
    group.width = rect.width();
    group.height = rect.height();
}

} // namespace

Result<RerouteId> CanvasDocument::addReroute(LinkId id, QPointF at, std::size_t place)
{
    const Link* const link = graph().findLink(id);
    if (!link)
        return Error {ErrorCode::LinkInvalid, "no such link", {{"link", std::to_string(id)}}};
    const std::vector<const Reroute*> way = graph().reroutesOf(*link);
    const RerouteId fresh = graph().freshRerouteId();
    Reroute point {fresh, {}, at.x(), at.y(), Json::object()};
    place = std::min(place, way.size());
    if (place > 0)
        point.parent = way[place - 1]->id;
    std::vector<Reroute> points = graph().reroutes();
    if (place < way.size())
        std::ranges::find(points, way[place]->id, &Reroute::id)->parent = fresh;
    points.push_back(std::move(point));
    Commands commands {SetReroutes {std::move(points)}};
    if (place == way.size())
        commands.emplace_back(SetLinkReroute {id, fresh});
    perform(std::move(commands));
    return fresh;
}

/// None: nothing moves.
std::optional<std::vector<Reroute>> CanvasDocument::movedPoints(const std::map<RerouteId, QPointF>& places) const
{
    std::vector<Reroute> points = graph().reroutes();
    for (Reroute& point : points) {
        const auto to = places.find(point.id);
        if (to == places.end())
            continue;
        point.x = to->second.x();
        point.y = to->second.y();
    }
    return points == graph().reroutes() ? std::nullopt : std::optional(std::move(points));
}

void CanvasDocument::moveReroutes(const std::map<RerouteId, QPointF>& positions)
{
    if (std::optional<std::vector<Reroute>> points = movedPoints(positions))
        perform({SetReroutes {std::move(*points)}});
}

void CanvasDocument::moveParts(const PartPlaces& places, const std::set<RerouteId>& straighten, const std::map<std::size_t, QRectF>& frames)
{
    Commands commands = pointRemovals(straighten);
    for (const auto& [id, at] : places.nodes) {
        const Node* const node = graph().findNode(id);
        if (!node || QPointF(node->x, node->y) == at)
            continue;
        Node moved = *node;
        moved.x = at.x();
        moved.y = at.y();
        commands.emplace_back(ReplaceNode {std::move(moved)});
    }
    if (std::optional<std::vector<Reroute>> points = movedPoints(places.points))
        commands.emplace_back(SetReroutes {std::move(*points)});
    std::vector<Group> groups = graph().groups();
    for (const auto& [index, at] : places.groups) {
        if (index >= groups.size())
            continue;
        groups[index].x = at.x();
        groups[index].y = at.y();
    }
    for (const auto& [index, rect] : frames) {
        if (index < groups.size())
            setRect(groups[index], rect);
    }
    if (groups != graph().groups())
        commands.emplace_back(SetGroups {std::move(groups)});
    perform(std::move(commands));
}

Commands CanvasDocument::pointRemovals(const std::set<RerouteId>& ids) const
{
    const auto kept = [&](std::optional<RerouteId> point) {
        for (std::size_t steps = 0; point && ids.contains(*point) && steps <= ids.size(); ++steps) {
            const Reroute* const gone = graph().findReroute(*point);
            point = gone ? gone->parent : std::nullopt;
        }
        return point && ids.contains(*point) ? std::nullopt : point;
    };
    Commands commands;
    for (const Link& link : graph().links()) {
        if (link.reroute && ids.contains(*link.reroute))
            commands.emplace_back(SetLinkReroute {link.id, kept(link.reroute)});
    }
    std::vector<Reroute> points = graph().reroutes();
    std::erase_if(points, [&ids](const Reroute& point) { return ids.contains(point.id); });
    for (Reroute& point : points)
        point.parent = kept(point.parent);
    if (points.size() != graph().reroutes().size())
        commands.emplace_back(SetReroutes {std::move(points)});
    return commands;
}

void CanvasDocument::removeReroutes(const std::set<RerouteId>& ids) { perform(pointRemovals(ids)); }

std::size_t CanvasDocument::addGroup(const QRectF& rect, const QString& title, int gesture)
{
    std::vector<Group> groups = graph().groups();
    std::int64_t id = 0;
    for (const Group& group : groups)
        id = std::max(id, intAt(group.extra, "id"));
    groups.push_back({title.toStdString(), rect.x(), rect.y(), rect.width(), rect.height(),
        Json {{"id", id + 1}, {"title", title.toStdString()}, {"bounding", nullptr}, {"color", "#3f789e"}, {"font_size", 24},
            {"flags", Json::object()}}});
    perform({SetGroups {std::move(groups)}}, gesture);
    return graph().groups().size() - 1;
}

NodeIds CanvasDocument::groupMembers(std::size_t group) const
{
    return group < graph().groups().size() ? membersOf(graph(), graph().groups()[group]) : NodeIds();
}

void CanvasDocument::moveGroup(std::size_t index, QPointF to, bool withMembers)
{
    if (index >= graph().groups().size())
        return;
    const Group& group = graph().groups()[index];
    const QPointF by = to - QPointF(group.x, group.y);
    if (by.isNull())
        return;
    std::vector<Group> groups = graph().groups();
    std::set<std::size_t> moved {index};
    Commands commands;
    if (withMembers) {
        moved.merge(groupsIn(graph(), group));
        for (const NodeId& id : membersOf(graph(), group)) {
            Node node = *graph().findNode(id);
            node.x += by.x();
            node.y += by.y();
            commands.emplace_back(ReplaceNode {std::move(node)});
        }
        const std::set<RerouteId> inside = pointsIn(graph(), group);
        std::vector<Reroute> points = graph().reroutes();
        for (Reroute& point : points) {
            if (!inside.contains(point.id))
                continue;
            point.x += by.x();
            point.y += by.y();
        }
        if (!inside.empty())
            commands.emplace_back(SetReroutes {std::move(points)});
    }
    for (const std::size_t each : moved) {
        groups[each].x += by.x();
        groups[each].y += by.y();
    }
    commands.emplace_back(SetGroups {std::move(groups)});
    perform(std::move(commands));
}

bool CanvasDocument::editGroup(std::size_t group, const std::function<void(Group&)>& edit, int gesture)
{
    if (group >= graph().groups().size())
        return false;
    std::vector<Group> groups = graph().groups();
    edit(groups[group]);
    return groups != graph().groups() && perform({SetGroups {std::move(groups)}}, gesture);
}

void CanvasDocument::resizeGroup(std::size_t group, const QRectF& rect)
{
    editGroup(group, [&rect](Group& each) { setRect(each, rect); });
}

void CanvasDocument::renameGroup(std::size_t group, const QString& title, int gesture)
{
    editGroup(group, [&title](Group& each) { each.title = title.toStdString(); }, gesture);
}

void CanvasDocument::setGroupColor(std::size_t group, const QString& color)
{
    editGroup(group, [&color](Group& each) {
        if (color.isEmpty())
            each.extra.erase("color");
        else if (groupColor(each) != color)
            each.extra["color"] = color.toStdString();
    });
}

QString CanvasDocument::groupColor(const Group& group)
{
    return QString::fromStdString(stringAt(group.extra, "color"));
}

void CanvasDocument::removeGroup(std::size_t group)
{
    std::vector<Group> groups = graph().groups();
    if (group >= groups.size())
        return;
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(group));
    perform({SetGroups {std::move(groups)}});
}

void CanvasDocument::setGroupPinned(std::size_t group, bool pinned)
{
    editGroup(group, [pinned](Group& each) {
        Json& flags = each.extra["flags"];
        if (!flags.is_object())
            flags = Json::object();
        if (pinned)
            flags["pinned"] = true;
        else
            flags.erase("pinned");
    });
}

bool CanvasDocument::isPinned(const Group& group) { return boolAt(memberAt(group.extra, "flags"), "pinned"); }

const Json& CanvasDocument::note(const std::string& key) const
{
    return memberAt(memberAt(memberAt(m_workflow.extra(), "extra"), "weft"), key);
}

void CanvasDocument::setNote(const std::string& key, Json value)
{
    if (note(key) == value)
        return;
    Json extra = m_workflow.extra();
    for (Json* level = &extra; const char* name : {"extra", "weft"}) {
        level = &(*level)[name];
        if (!level->is_object())
            *level = Json::object();
    }
    Json& own = extra["extra"]["weft"];
    if (value.is_null())
        own.erase(key);
    else
        own[key] = std::move(value);
    performAnywhere({SetExtra {std::move(extra)}});
}

bool CanvasDocument::isExposed(const NodeId& id, const std::string& setting) const
{
    const Node* const node = graph().findNode(id);
    return node && showsPort(*node, typeOf(*node), setting);
}

/// The node with a setting's port shown or not. None: it is so already, or there is no such setting.
std::optional<Node> CanvasDocument::withExposed(const NodeId& id, const std::string& setting, bool exposed) const
{
    const Node* const node = graph().findNode(id);
    const NodeType* const type = node ? typeOf(*node) : nullptr;
    const InputSpec* const spec = type ? type->findInput(setting) : nullptr;
    if (!spec || !spec->isSetting() || isExposed(id, setting) == exposed)
        return {};
    Node changedNode = *node;
    setShowsPort(changedNode, *type, setting, exposed);
    return changedNode;
}

void CanvasDocument::setExposed(const NodeId& id, const std::string& setting, bool exposed)
{
    std::optional<Node> changedNode = withExposed(id, setting, exposed);
    if (!changedNode)
        return;
    Commands commands;
    if (const Link* const link = exposed ? nullptr : graph().linkInto(id, setting))
        commands.emplace_back(RemoveLink {link->id});
    commands.emplace_back(ReplaceNode {std::move(*changedNode)});
    perform(std::move(commands));
}

} // namespace weft
