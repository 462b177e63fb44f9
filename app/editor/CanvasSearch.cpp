// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
#include "app/editor/CanvasView.h"
#include "app/editor/GroupActions.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/HelpPopup.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/model/NodeHelp.h"
#include "app/editor/model/NodeNames.h"
#include "app/editor/model/NodeSwap.h"
#include "app/editor/model/Pinyin.h"

#include <QInputDialog>
#include <QLineEdit>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

QString categoryPath(const NodeType& type)
{
    QStringList parts;
    for (const QString& part : QString::fromStdString(type.category).split(QLatin1Char('/'), Qt::SkipEmptyParts))
        parts << categoryLabel(part);
    return parts.join(QStringLiteral(" › "));
}

QColor markOf(const Theme& theme, const NodeType& type)
{
    if (!type.outputs.empty())
        return theme.wire(type.outputs.front().type);
    return type.inputs.empty() ? theme.secondary : theme.wire(type.inputs.front().type);
}

const QString kGroup = QStringLiteral("weft:group/"); // and its place
const QString kSubgraph = QStringLiteral("weft:subgraph/"); // and its id
constexpr qsizetype kMostPicks = 200;
constexpr double kTakenPenalty = 600; // an input that has a wire comes later
constexpr double kSettingPenalty = 1200; // and one of a setting still later

/// Nodes that wires lead to from here, or that lead here.
NodeIds reachable(const Graph& graph, const NodeId& start, bool forwards)
{
    NodeIds seen;
    std::vector<NodeId> open {start};
    while (!open.empty()) {
        const NodeId id = std::move(open.back());
        open.pop_back();
        for (const Link& link : graph.linksOf(id)) {
            const NodeId& next = forwards ? link.to : link.from;
            if (next != id && seen.insert(next).second)
                open.push_back(next);
        }
    }
    return seen;
}

/// Where a text is found: an empty text means in the name or id, else it is the value of a setting. None: nowhere.
std::optional<QString> foundIn(const Node& node, const QString& title, const QString& text)
{
    const bool inName = title.contains(text, Qt::CaseInsensitive) || QString::fromStdString(node.id) == text
        || QString::fromStdString(node.type).contains(text, Qt::CaseInsensitive)
        || (!text.isEmpty() && pinyinInitials(title).contains(text.toLower()));
    if (inName)
        return QString();
    for (const auto& [name, value] : node.settings) {
        const QString shown = value.is_string() ? QString::fromStdString(value.get_ref<const std::string&>()) : QString();
        const qsizetype at = shown.indexOf(text, 0, Qt::CaseInsensitive);
        if (at >= 0)
            return QStringLiteral("… %1").arg(shown.mid(std::max<qsizetype>(0, at - 8), 28).simplified());
    }
    return {};
}

Pick pickFor(const Theme& theme, const NodeType& type)
{
    return {displayName(type), categoryPath(type), markOf(theme, type), QString::fromStdString(type.name)};
}

} // namespace

PickPopup* CanvasView::openSearch(QPoint at, std::optional<PortRef> from)
{
    std::optional<PortFilter> filter;
    if (from)
        filter = PortFilter {m_document.typeOfPort(*from), from->isOutput};
    const QString hint = filter ? tr("Nodes that fit %1").arg(typeLabel(filter->type)) : tr("Search nodes");
    auto* popup = new PickPopup(hint, [this, filter, from](const QString& text) {
        QList<Pick> picks;
        for (const SearchHit& hit : m_search->find(text, filter))
            picks.append(pickFor(m_scene->theme(), *hit.type));
        return picks + subgraphPicks(text, from);
    }, this);
    offerFavourites(*popup);
    const QPointF place = mapToScene(at);
    connect(popup, &PickPopup::picked, this,
        [this, place, from](const QVariant& data) { addFromSearch(data.toString().toStdString(), place, from); });
    popup->openAt(at);
    return popup;
}

/// This workflow's subgraphs, each another instance.
QList<Pick> CanvasView::subgraphPicks(const QString& text, const std::optional<PortRef>& from) const
{
    QList<Pick> picks;
    for (const Graph* subgraph : m_document.subgraphsThatFit(from)) {
        const QString name = QString::fromStdString(subgraph->name());
        if (name.contains(text, Qt::CaseInsensitive) || pinyinInitials(name).contains(text.toLower()))
            picks.append({name, tr("subgraph of this workflow"), m_scene->theme().accent, kSubgraph + QString::fromStdString(subgraph->id())});
    }
    return picks;
}

void CanvasView::addFromSearch(const std::string& name, QPointF place, const std::optional<PortRef>& from)
{
    if (const QString shown = QString::fromStdString(name); shown.startsWith(kSubgraph)) {
        if (const Result<NodeId> made = m_document.addInstance(shown.mid(kSubgraph.size()).toStdString(), place, from))
            m_scene->select({*made});
        return;
    }
    const NodeType* type = m_document.catalogue().find(name);
    if (!type)
        return;
    m_search->noteUse(type->name);
    if (from && !from->isOutput)
        place -= QPointF(face::kDefaultWidth, 0);
    const NodeId id = from ? m_document.addWired(*type, place, *from) : m_document.add(*type, place);
    m_scene->select({id});
}

PickPopup* CanvasView::openInsert(LinkId link, QPoint at)
{
    auto* popup = new PickPopup(tr("Insert a node…"), [this, link](const QString& text) {
        QList<Pick> picks;
        const NodeSearch::Accept fits = [&](const NodeType& type) { return m_document.mayInsert(type, link); };
        for (const SearchHit& hit : m_search->find(text, {}, 60, fits))
            picks.append(pickFor(m_scene->theme(), *hit.type));
        return picks;
    }, this);
    offerFavourites(*popup);
    connect(popup, &PickPopup::picked, this, [this, link, place = mapToScene(at)](const QVariant& data) {
        const NodeType* type = m_document.catalogue().find(data.toString().toStdString());
        const QPointF corner = place - QPointF(face::kDefaultWidth / 2, face::kHeader / 2);
        const Result<NodeId> made = type ? m_document.insert(*type, corner, link) : Result<NodeId>(NodeId());
        if (!made)
            refuse(whyNot(made.error()));
        else if (type)
            m_scene->select({*made});
    });
    popup->openAt(at);
    return popup;
}

/// Stars in a list of node types, and F1 for help on one.
void CanvasView::offerFavourites(PickPopup& popup)
{
    popup.setStars([this](const QVariant& data) { return m_search->memory().isFavourite(data.toString()); },
        [this](const QVariant& data, bool starred) { m_search->memory().setFavourite(data.toString(), starred); });
    connect(&popup, &PickPopup::helpAsked, this, [this, &popup](const QVariant& data) {
        if (const NodeType* type = m_document.catalogue().find(data.toString().toStdString()))
            showHelp(*type, popup.geometry().topRight() + QPoint(8, 0));
    });
}

PickPopup* CanvasView::openSwap()
{
    if (m_scene->selection().size() != 1) {
        refuse(tr("Select one node first"));
        return nullptr;
    }
    const NodeId id = *m_scene->selection().begin();
    const Node self = *m_document.graph().findNode(id);
    auto* popup = new PickPopup(tr("Swap for…"), [this, self](const QString& text) {
        QList<Pick> picks;
        const NodeSearch::Accept keeps = [&](const NodeType& type) {
            return type.name != self.type && keepsWires(m_document.graph(), m_document.catalogue(), self, type);
        };
        for (const SearchHit& hit : m_search->find(text, {}, 60, keeps))
            picks.append(pickFor(m_scene->theme(), *hit.type));
        return picks;
    }, this);
    offerFavourites(*popup);
    connect(popup, &PickPopup::picked, this, [this, id](const QVariant& data) {
        const NodeType* type = m_document.catalogue().find(data.toString().toStdString());
        if (type && m_document.graph().findNode(id))
            (void)m_document.swapType(id, *type);
    });
    popup->openAt(mapFromScene(m_scene->rectOf({id}).topRight()) + QPoint(12, 0));
    return popup;
}

QString CanvasView::seedControlText(const std::string& control)
{
    if (control == "increment" || control == "increment-wrap")
        return tr("one more");
    if (control == "decrement")
        return tr("one less");
    return control == "randomize" ? tr("a random number") : tr("stays as it is");
}

PickPopup* CanvasView::openSeedControl(const NodeId& id, const std::string& setting)
{
    const NodeItem* item = m_scene->item(id);
    const SettingFace* seed = item ? item->face().setting(setting) : nullptr;
    if (!seed || seed->control.empty())
        return nullptr;
    auto* popup = new PickPopup(tr("After each run"), [](const QString& text) {
        QList<Pick> picks;
        for (const char* word : {"fixed", "increment", "decrement", "randomize"}) {
            const QString shown = seedControlText(word);
            if (shown.contains(text, Qt::CaseInsensitive) || QString::fromLatin1(word).contains(text, Qt::CaseInsensitive))
                picks.append({shown, QString::fromLatin1(word), {}, QString::fromLatin1(word)});
        }
        return picks;
    }, this);
    connect(popup, &PickPopup::picked, this,
        [this, id, setting](const QVariant& data) { m_document.setSeedControlOf(id, setting, data.toString().toStdString()); });
    popup->openAt(mapFromScene(seed->rect.translated(item->pos()).bottomLeft()), QString::fromStdString(seed->control));
    return popup;
}

HelpPopup* CanvasView::openHelp()
{
    const NodeItem* item = m_scene->selection().size() == 1 ? m_scene->item(*m_scene->selection().begin()) : nullptr;
    const Node* node = item ? m_document.graph().findNode(item->id()) : nullptr;
    const NodeType* type = node ? m_document.typeOf(*node) : nullptr;
    if (!type) {
        refuse(item ? tr("Nothing is known here of this node's type") : tr("Select one node first"));
        return nullptr;
    }
    return showHelp(*type, mapFromScene(item->rect().topRight()) + QPoint(12, 0));
}

HelpPopup* CanvasView::showHelp(const NodeType& type, QPoint at)
{
    auto* help = new HelpPopup(displayName(type), nodeHelp(type), this);
    help->openAt(at);
    return help;
}

PickPopup* CanvasView::openFind()
{
    auto* popup = new PickPopup(tr("Find in this workflow"), [this](const QString& text) {
        QList<Pick> picks;
        for (const Node& node : m_document.graph().nodes()) {
            const NodeType* type = m_document.typeOf(node);
            const QString title = titleOf(node, type);
            const std::optional<QString> where = foundIn(node, title, text);
            const QString id = QString::fromStdString(node.id);
            if (where && picks.size() < kMostPicks)
                picks.append({title, where->isEmpty() ? QStringLiteral("#") + id : *where, type ? markOf(m_scene->theme(), *type) : QColor(), id});
        }
        const auto& groups = m_scene->groups().groups();
        for (std::size_t i = 0; i < groups.size() && picks.size() < kMostPicks; ++i) {
            if (groups[i].title.contains(text, Qt::CaseInsensitive) || pinyinInitials(groups[i].title).contains(text.toLower()))
                picks.append({groups[i].title, tr("group"), groups[i].color, kGroup + QString::number(i)});
        }
        return picks;
    }, this);
    connect(popup, &PickPopup::picked, this, [this](const QVariant& data) {
        const QString id = data.toString();
        if (id.startsWith(kGroup))
            goToGroup(id.mid(kGroup.size()).toUInt());
        else
            goTo(id.toStdString());
    });
    popup->openAt(QPoint(width() / 2 - 170, 24));
    return popup;
}

std::vector<CanvasView::WireOffer> CanvasView::wireOffers(const NodeItem& self) const
{
    const NodeIds before = reachable(m_document.graph(), self.id(), false);
    const NodeIds after = reachable(m_document.graph(), self.id(), true);
    std::vector<WireOffer> offers;
    const auto offer = [&](const NodeItem& source, const NodeItem& target) {
        const QPointF way = source.rect().center() - target.rect().center();
        for (const PortFace& out : source.face().ports) {
            for (const PortFace& in : target.face().ports) {
                if (!out.isOutput || in.isOutput || !typesMatch(out.type, in.type))
                    continue;
                const double far = std::hypot(way.x(), way.y()) + (in.isLinked ? kTakenPenalty : 0) + (in.ofSetting ? kSettingPenalty : 0);
                offers.push_back({{source.id(), true, out.slot, {}}, {target.id(), false, 0, in.name},
                    QStringLiteral("%1 → %2").arg(out.label, in.label), &source == &self ? target.face().title : source.face().title,
                    m_scene->theme().wire(out.type), far});
            }
        }
    };
    for (const NodeItem* other : m_scene->nodeItems()) {
        if (other == &self)
            continue;
        if (!before.contains(other->id())) // else it would close a circle
            offer(self, *other);
        if (!after.contains(other->id()))
            offer(*other, self);
    }
    std::ranges::stable_sort(offers, {}, &WireOffer::distance);
    return offers;
}

/// Every wire that the selected node could get, as a list, the nearest first: the keyboard's way to connect.
PickPopup* CanvasView::openConnect()
{
    if (m_scene->selection().size() != 1) {
        refuse(tr("Select one node first"));
        return nullptr;
    }
    const NodeItem* mine = m_scene->item(*m_scene->selection().begin());
    const auto wires = std::make_shared<const std::vector<WireOffer>>(wireOffers(*mine));
    auto* popup = new PickPopup(tr("Connect to…"), [wires](const QString& text) {
        QList<Pick> picks;
        for (std::size_t i = 0; i < wires->size() && picks.size() < kMostPicks; ++i) {
            const WireOffer& wire = (*wires)[i];
            if (wire.text.contains(text, Qt::CaseInsensitive) || wire.detail.contains(text, Qt::CaseInsensitive))
                picks.append({wire.text, wire.detail, wire.color, int(i)});
        }
        return picks;
    }, this);
    connect(popup, &PickPopup::picked, this, [this, wires](const QVariant& data) {
        const WireOffer& wire = (*wires)[std::size_t(data.toInt())];
        const Done done = m_document.connectPorts(wire.from.node, wire.from.slot, wire.to.node, wire.to.input);
        if (!done)
            refuse(whyNot(done.error()));
    });
    popup->openAt(mapFromScene(mine->rect().topRight()) + QPoint(12, 0));
    return popup;
}

void CanvasView::renameSelection()
{
    const CanvasParts& parts = m_scene->parts();
    if (parts.nodes.size() == 1)
        renameNode(NodeId(*parts.nodes.begin()));
    else if (parts.nodes.empty() && parts.groups.size() == 1)
        renameGroup(*this, *parts.groups.begin());
}

void CanvasView::renameNode(const NodeId& id)
{
    const NodeItem* item = m_scene->item(id);
    if (!item || item->face().isBorder)
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename"));
    dialog->setLabelText(tr("Title"));
    dialog->setTextValue(item->face().title);
    connect(dialog, &QInputDialog::textValueSelected, this,
        [this, id](const QString& title) { m_document.setTitle(id, title.trimmed().toStdString()); });
    dialog->open();
}

QString CanvasView::whyNot(const Error& error)
{
    const auto arg = [&error](const char* key) {
        const auto it = error.args.find(key);
        return it == error.args.end() ? QString() : QString::fromStdString(it->second);
    };
    switch (error.code) {
    case ErrorCode::TypeMismatch:
        return tr("%1 doesn't fit an input for %2").arg(typeLabel(arg("from").toStdString()), typeLabel(arg("to").toStdString()));
    case ErrorCode::GraphCycle:
        return tr("That would make a circle: a node can't wait for itself");
    default:
        return tr("These two can't be connected");
    }
}

} // namespace weft
