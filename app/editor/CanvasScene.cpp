// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasScene.h"

#include "app/editor/GroupsItem.h"
#include "app/editor/WiresItem.h"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace weft {

CanvasScene::CanvasScene(CanvasDocument& document, const Theme& theme, QObject* parent)
    : QGraphicsScene(parent)
    , m_document(document)
    , m_theme(&theme)
    , m_wires(new WiresItem(*this, &theme))
    , m_groups(new GroupsItem(&theme))
    , m_repaints(
          [this](const NodeId& id) {
              if (NodeItem* known = item(id))
                  known->update();
          },
          [this](const NodeId& id) { return topSeen(id); })
{
    setItemIndexMethod(NoIndex);
    setSceneRect(-1e6, -1e6, 2e6, 2e6);
    setBackgroundBrush(theme.canvas);
    addItem(m_wires);
    addItem(m_groups);
    addItem(new GroupTitlesItem(*m_groups));
    connect(&document, &CanvasDocument::graphChanged, this, &CanvasScene::mirror);
    connect(&document, &CanvasDocument::shownChanged, this, &CanvasScene::changeLevel);
    connect(&document, &CanvasDocument::opened, this, [this] {
        select({});
        m_selections.clear();
        m_level.clear();
    });
    connect(&document, &CanvasDocument::statusChanged, this, [this](const QString& id) { refreshStatus(id.toStdString()); });
    connect(&document, &CanvasDocument::transfersChanged, this, [this] { m_wires->updateTags(); });
    mirror();
}

CanvasScene::~CanvasScene() = default;

NodeItem* CanvasScene::item(std::string_view id) const
{
    const auto it = m_items.find(id);
    return it == m_items.end() ? nullptr : it->second;
}

std::vector<NodeItem*> CanvasScene::nodeItems() const
{
    std::vector<NodeItem*> all;
    for (const auto& [id, item] : m_items)
        all.push_back(item);
    return all;
}

std::vector<NodeItem*> CanvasScene::itemsTouching(const QRectF& area) const
{
    std::vector<NodeItem*> found;
    for (const int handle : m_grid.touching(area))
        found.push_back(m_byHandle[static_cast<std::size_t>(handle)]);
    return found;
}

void CanvasScene::setSelectedLook(NodeItem& item, bool selected)
{
    item.setSelectedLook(selected);
    forgetBlockColor(item);
}

QRectF CanvasScene::nodesRect() const
{
    QRectF all;
    for (const auto& [id, item] : m_items)
        all = all.isNull() ? item->rect() : all.united(item->rect());
    return all;
}

QRectF CanvasScene::rectOf(const NodeIds& ids) const
{
    QRectF all;
    for (const NodeId& id : ids) {
        if (const NodeItem* found = item(id))
            all = all.isNull() ? found->rect() : all.united(found->rect());
    }
    return all;
}

void CanvasScene::setTheme(const Theme& theme)
{
    m_theme = &theme;
    setBackgroundBrush(theme.canvas);
    m_wires->setTheme(&theme);
    m_groups->setTheme(&theme);
    for (const auto& [id, item] : m_items)
        item->setTheme(&theme);
    m_blockColors.clear();
    m_wires->rebuild();
    update();
    Q_EMIT changedLook();
}

void CanvasScene::refreshAll()
{
    m_mustRefresh = true;
    mirror();
    m_mustRefresh = false;
}

/// Another graph is shown.
void CanvasScene::changeLevel()
{
    const NodeId level = m_document.idInRun({});
    if (level != m_level) {
        m_selections[m_level] = m_selection;
        m_level = level;
    }
    select({});
    refreshAll();
    CanvasParts known = m_selections[level];
    std::erase_if(known.nodes, [this](const NodeId& id) { return !item(id); });
    std::erase_if(known.groups, [this](std::size_t group) { return group >= m_groups->groups().size(); });
    std::erase_if(known.points, [this](RerouteId point) { return !m_wires->pointOf(point); });
    selectParts(std::move(known));
}

/// Groups go by their place: once one came or went, a selection of them means nothing.
void CanvasScene::mirrorGroups()
{
    const std::vector<GroupFace> before = m_groups->groups();
    m_groups->rebuild(m_document.graph().groups());
    if (!std::ranges::equal(before, m_groups->groups(), {}, &GroupFace::titleRect, &GroupFace::titleRect))
        m_wires->forgetRoutes(); // they go round titles
    CanvasParts kept = m_selection;
    if (before.size() != m_groups->groups().size())
        kept.groups.clear();
    std::erase_if(kept.points, [this](RerouteId point) { return !m_wires->pointOf(point); });
    selectParts(std::move(kept));
}

/// Follows the document: what changed where it says so, else everything, each node compared with what it was.
void CanvasScene::mirror()
{
    if (const auto& changed = m_document.changedNodes(); changed && !m_mustRefresh) {
        m_hasMoved = false;
        for (const NodeId& id : *changed)
            mirrorNode(id);
        m_wires->refresh(*changed);
        if (m_hasMoved)
            m_wires->forgetRoutes();
    } else {
        mirrorAll();
        m_wires->rebuild();
    }
    mirrorGroups();
    Q_EMIT mirrored();
}

void CanvasScene::mirrorNode(const NodeId& id)
{
    const Node* node = m_document.graph().findNode(id);
    if (!node) {
        if (const auto it = m_items.find(id); it != m_items.end())
            drop(it);
        return;
    }
    LinkedPorts links;
    for (const Link& link : m_document.graph().linksOf(id)) {
        if (link.from == id)
            links.outputs.insert(link.fromSlot);
        if (link.to == id)
            links.inputs.insert(link.toInput);
    }
    mirrorNode(*node, links);
}

void CanvasScene::mirrorAll()
{
    std::unordered_map<std::string_view, LinkedPorts> linked;
    for (const Link& link : m_document.graph().links()) {
        linked[link.from].outputs.insert(link.fromSlot);
        linked[link.to].inputs.insert(link.toInput);
    }
    for (auto it = m_items.begin(); it != m_items.end();)
        it = m_document.graph().findNode(it->first) ? std::next(it) : drop(it);
    for (const Node& node : m_document.graph().nodes())
        mirrorNode(node, linked[node.id]);
}

CanvasScene::Items::iterator CanvasScene::drop(Items::iterator it)
{
    NodeItem* gone = it->second;
    m_hasMoved = true;
    m_wires->forget(*gone);
    m_grid.remove(gone->handle());
    m_byHandle[static_cast<std::size_t>(gone->handle())] = nullptr;
    std::erase(m_shown, gone);
    m_selection.nodes.erase(it->first);
    m_mirrored.erase(it->first);
    delete gone;
    return m_items.erase(it);
}

void CanvasScene::mirrorNode(const Node& node, const LinkedPorts& links)
{
    NodeItem*& known = m_items[node.id];
    if (!known) {
        known = new NodeItem(static_cast<int>(m_byHandle.size()), m_theme);
        known->setVisible(false); // until showOnly
        known->setZValue(1);
        m_byHandle.push_back(known);
        addItem(known);
    }
    auto& [old, oldLinks] = m_mirrored[node.id];
    const bool maySeemTheSame = !isBorder(node) && !m_document.isInstance(node.id); // those look as their subgraph says
    if (maySeemTheSame && !m_mustRefresh && old == node && oldLinks == links && known->pos() == QPointF(node.x, node.y))
        return;
    old = node;
    oldLinks = links;
    known->setPos(node.x, node.y);
    refresh(*known, node);
}

void CanvasScene::refresh(NodeItem& item, const Node& node)
{
    const LinkedPorts& links = m_mirrored[node.id].second;
    const NodeStatus& status = m_document.status(node.id);
    NodeFace face = makeFace(node, m_document.typeOf(node), links.inputs, links.outputs, status);
    for (SettingFace& setting : face.settings) {
        if (setting.isSeed) // an instance's seed may follow the node inside
            setting.control = m_document.seedControlOf(node.id, setting.name);
    }
    face.isInstance = m_document.isInstance(node.id);
    if (m_document.catalogue().types().empty()) // nothing is known yet, so nothing is missing
        face.isMissing = false;
    item.setFace(std::move(face), status);
    setSelectedLook(item, m_selection.nodes.contains(node.id));
    item.setShowsSettingPorts(m_showsSettingPorts);
    item.setTinted(m_tintsMachines);
    m_hasMoved = m_hasMoved || m_grid.rectOf(item.handle()) != item.rect();
    m_grid.move(item.handle(), item.rect());
}

void CanvasScene::drawForeground(QPainter* painter, const QRectF& exposed)
{
    m_wires->paintTightTags(*painter, exposed, QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()));
}

std::optional<double> CanvasScene::topSeen(const NodeId& id) const
{
    const NodeItem* known = item(id);
    return known && known->isVisible() ? std::optional(known->pos().y()) : std::nullopt;
}

void CanvasScene::refreshStatus(const NodeId& id)
{
    NodeItem* known = item(id);
    const Node* node = m_document.graph().findNode(id);
    if (!known || !node)
        return;
    const QRectF before = known->rect();
    const QStringList machines = known->status().machines();
    const NodeStatus& status = m_document.status(node->id);
    if (hasSameShape(known->status(), status)) {
        known->setStatus(status);
        m_repaints.add(id);
        forgetBlockColor(*known);
    } else {
        refresh(*known, *node);
    }
    if (known->face().size != before.size())
        m_wires->nodeGrew(*known, before);
    if (known->status().machines() != machines)
        m_wires->updateTagsOf(*known);
}

CanvasHit CanvasScene::hitTest(QPointF point, double reach, bool withSettingPorts) const
{
    CanvasHit hit;
    hit.at = point;
    const std::vector<NodeItem*> near = itemsTouching({point.x() - reach, point.y() - reach, 2 * reach, 2 * reach});
    for (NodeItem* candidate : near) {
        if (const PortFace* port = candidate->face().portAt(point - candidate->pos(), reach, withSettingPorts)) {
            hit.part = CanvasHit::Part::Port;
            hit.item = candidate;
            hit.port = port;
            return hit;
        }
        const bool isBelow = hit.item
            && std::pair(hit.item->zValue(), hit.item->handle()) > std::pair(candidate->zValue(), candidate->handle());
        if (isBelow || !candidate->rect().contains(point))
            continue;
        hit.part = CanvasHit::Part::Node;
        hit.item = candidate;
    }
    if (hit.item) {
        const QPointF inside = point - hit.item->pos();
        const NodeFace& face = hit.item->face();
        hit.setting = face.settingAt(inside);
        if (inside.x() > face.size.width() - 6 && !face.isCollapsed && !face.isPinned)
            hit.part = CanvasHit::Part::Edge;
        else if (hit.setting)
            hit.part = CanvasHit::Part::Setting;
        else if (inside.y() < face::kHeader)
            hit.part = CanvasHit::Part::Header;
        else if (!face.isCollapsed && inside.y() > face.footerTop)
            hit.part = CanvasHit::Part::Footer;
        return hit;
    }
    hit.point = m_wires->pointAt(point, std::min(reach, 10.0));
    hit.link = m_wires->wireAt(point, std::min(reach, 8.0));
    const int corner = m_groups->cornerAt(point);
    const int title = m_groups->titleAt(point);
    hit.group = corner >= 0 ? corner : title >= 0 ? title : m_groups->at(point);
    hit.part = hit.point ? CanvasHit::Part::Point
        : corner >= 0    ? CanvasHit::Part::GroupCorner
        : title >= 0     ? CanvasHit::Part::GroupTitle
        : hit.link       ? CanvasHit::Part::Wire
                         : CanvasHit::Part::Nothing;
    return hit;
}

void CanvasScene::selectParts(CanvasParts parts)
{
    if (parts == m_selection)
        return;
    for (const NodeId& id : m_selection.nodes) {
        NodeItem* known = item(id);
        if (known && !parts.nodes.contains(id))
            setSelectedLook(*known, false);
    }
    for (const NodeId& id : parts.nodes) {
        if (NodeItem* known = item(id))
            setSelectedLook(*known, true);
    }
    m_selection = std::move(parts);
    m_wires->selectPoints(m_selection.points);
    m_groups->select(m_selection.groups);
    Q_EMIT selectionMoved();
}

void CanvasScene::showOnly(const QRectF& area, double scale)
{
    std::vector<NodeItem*> wanted;
    if (scale >= detail::kBlocksOnly)
        wanted = itemsTouching(area);
    std::ranges::sort(wanted);
    for (NodeItem* item : m_shown) {
        if (!std::ranges::binary_search(wanted, item))
            item->setVisible(false);
    }
    for (NodeItem* item : wanted)
        item->setVisible(true);
    m_shown = std::move(wanted);
}

void CanvasScene::movePreview(const PartPlaces& places)
{
    std::vector<NodeItem*> moved;
    for (const auto& [id, at] : places.nodes) {
        NodeItem* known = item(id);
        if (!known)
            continue;
        known->setPos(at);
        m_grid.move(known->handle(), known->rect());
        moved.push_back(known);
    }
    for (const auto& [group, at] : places.groups) {
        if (group < m_groups->groups().size())
            m_groups->preview(group, QRectF(at, m_groups->groups()[group].rect.size()));
    }
    m_wires->previewPoints(places.points);
    m_wires->nodesMoved(moved);
}

void CanvasScene::setShowsSettingPorts(bool shows)
{
    m_showsSettingPorts = shows;
    for (const auto& [id, item] : m_items)
        item->setShowsSettingPorts(shows);
}

void CanvasScene::setTintsMachines(bool tints)
{
    m_tintsMachines = tints;
    for (const auto& [id, item] : m_items)
        item->setTinted(tints);
    m_blockColors.clear();
    m_wires->update();
}

} // namespace weft
