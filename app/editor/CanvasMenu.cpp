// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasActions.h"
#include "app/editor/CanvasGestures.h"
#include "app/editor/CanvasView.h"
#include "app/editor/GroupActions.h"
#include "app/editor/PickPopup.h"
#include "app/editor/PresetMenu.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/SubgraphActions.h"
#include "app/editor/WireActions.h"
#include "app/editor/WiresItem.h"
#include "app/editor/model/NodeNames.h"
#include "core/planning/Plan.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace weft {

namespace {

/// ComfyUI's colours for nodes, as its files write them.
struct NodeHue {
    const char* name;
    const char* header;
    const char* body;
};

constexpr std::array kNodeHues {
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "None"), "", ""},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Red"), "#322", "#533"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Brown"), "#332922", "#593930"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Green"), "#232", "#353"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Blue"), "#223", "#335"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Pale blue"), "#2a363b", "#3f5159"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Cyan"), "#233", "#355"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Purple"), "#323", "#535"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Yellow"), "#432", "#653"},
    NodeHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Black"), "#222", "#000"},
};

} // namespace

void CanvasView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Keyboard && !m_scene->parts().empty()) {
        menuByKey();
        return;
    }
    const CanvasHit hit = m_scene->hitTest(mapToScene(event->pos()), 8 / zoom());
    if (hit.item)
        nodeMenu(NodeId(hit.item->id()), event->globalPos(), hit);
    else
        canvasMenu(event->pos(), event->globalPos(), hit);
}

/// Of the selection: a node, else a group, else a point.
void CanvasView::menuByKey()
{
    const CanvasParts& parts = m_scene->parts();
    const QPoint at = mapFromScene(m_scene->rectOfParts(parts).center());
    if (!parts.nodes.empty()) {
        const NodeId id = *parts.nodes.begin();
        nodeMenu(id, viewport()->mapToGlobal(mapFromScene(m_scene->rectOf({id}).center())));
        return;
    }
    CanvasHit hit;
    hit.group = parts.groups.empty() ? -1 : int(*parts.groups.begin());
    hit.point = parts.points.empty() ? 0 : *parts.points.begin();
    canvasMenu(at, viewport()->mapToGlobal(at), hit);
}

QAction* CanvasView::addTo(QMenu& menu, const char* action)
{
    const CanvasAction* known = findCanvasAction(action);
    Q_ASSERT(known);
    QAction* added = menu.addAction(textOf(*known), this, [this, known] { known->run(*this); });
    if (const QList<QKeySequence> keys = keysOf(*known); !keys.isEmpty())
        added->setShortcut(keys.first());
    return added;
}

void CanvasView::addSeedMenu(QMenu& menu, const NodeId& id)
{
    for (const SettingFace& setting : m_scene->item(id)->face().settings) {
        if (!setting.control.empty() && !setting.isLinked)
            menu.addAction(tr("“%1” after each run…").arg(setting.label), this,
                [this, id, name = setting.name] { openSeedControl(id, name); });
    }
}

void CanvasView::addColorMenu(QMenu& menu)
{
    QMenu* colors = menu.addMenu(tr("Colour"));
    for (const NodeHue& hue : kNodeHues) {
        QAction* action = colors->addAction(tr(hue.name), this,
            [this, hue] { m_document.setColor(m_scene->selection(), hue.header, hue.body); });
        QPixmap swatch(16, 16);
        swatch.fill(*hue.header ? QColor(QLatin1String(hue.header)) : m_scene->theme().header);
        action->setIcon(swatch);
    }
}

void CanvasView::addArrangeMenu(QMenu& menu)
{
    addTo(menu, "arrange");
    const std::size_t count = m_scene->selection().size();
    QMenu* align = menu.addMenu(tr("Align"));
    for (const char* id : {"alignLeft", "alignCentre", "alignRight", "alignTop", "alignMiddle", "alignBottom"})
        addTo(*align, id)->setEnabled(count > 1);
    align->addSeparator();
    for (const char* id : {"distributeAcross", "distributeDown"})
        addTo(*align, id)->setEnabled(count > 2);
}

void CanvasView::addPlaceMenu(QMenu& menu, const NodeId& id)
{
    QMenu* run = menu.addMenu(tr("Run on"));
    const std::string place = m_document.placeOf(id);
    const auto addPlace = [&](const QString& name, const std::string& value) {
        QAction* action = run->addAction(name, this, [this, value] { m_document.setPlace(m_scene->selection(), value); });
        action->setCheckable(true);
        action->setChecked(place == value);
    };
    addPlace(tr("Wherever it is best"), {});
    addPlace(tr("This PC"), kHere);
    addPlace(tr("Not this PC"), "elsewhere");
    if (!m_places.empty())
        run->addSeparator();
    for (const PlaceChoice& choice : m_places)
        addPlace(choice.name, choice.id);
}

/// Settings whose ports can be shown: the one under the mouse at once, all in a menu of their own.
void CanvasView::addInputMenu(QMenu& menu, const NodeId& id, const SettingFace* under)
{
    const NodeFace& face = m_scene->item(id)->face();
    if (face.isNote || face.settings.empty())
        return;
    const auto add = [&](QMenu& to, const QString& text, const std::string& setting) {
        const bool isOn = m_document.isExposed(id, setting);
        QAction* action = to.addAction(text, this, [this, id, setting, isOn] { m_document.setExposed(id, setting, !isOn); });
        action->setCheckable(true);
        action->setChecked(isOn);
    };
    if (under)
        add(menu, tr("Show “%1” as an input").arg(under->label), under->name);
    QMenu* all = menu.addMenu(tr("Settings as inputs"));
    for (const SettingFace& setting : face.settings)
        add(*all, setting.label, setting.name);
}

void CanvasView::nodeMenu(const NodeId& id, QPoint globalPos, const CanvasHit& hit)
{
    if (!m_scene->selection().contains(id))
        m_scene->select({id});
    const Node* node = m_document.graph().findNode(id);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (isBorder(*node)) {
        fillBorderMenu(*this, *menu, id, borderPortAt(hit));
        menu->popup(globalPos);
        return;
    }
    if (m_document.isInstance(id)) {
        addTo(*menu, "enter");
        addTo(*menu, "unpack");
        fillInstanceMenu(*this, *menu, id);
        menu->addSeparator();
    }
    addPlaceMenu(*menu, id);
    menu->addSeparator();
    const auto addSwitch = [&](const char* action, bool isOn) {
        QAction* added = addTo(*menu, action);
        added->setCheckable(true);
        added->setChecked(isOn);
    };
    addSwitch("mute", node->mode == NodeMode::Muted);
    addSwitch("bypass", node->mode == NodeMode::Bypassed);
    addSwitch("collapse", node->collapsed);
    addSwitch("pin", m_document.isPinned(id));
    addColorMenu(*menu);
    menu->addSeparator();
    addSeedMenu(*menu, id);
    addInputMenu(*menu, id, hit.setting);
    const auto& settings = m_scene->item(id)->face().settings;
    if (std::ranges::any_of(settings, [](const SettingFace& s) { return s.kind == SettingKind::Picture && !s.isLinked; }))
        addTo(*menu, "mask");
    addTo(*menu, "rename");
    addTo(*menu, "connect");
    addTo(*menu, "swap");
    addTo(*menu, "help");
    addPresetMenu(*menu, *this, id);
    menu->addSeparator();
    addTo(*menu, "group");
    addTo(*menu, "subgraph");
    addTo(*menu, "publish");
    addArrangeMenu(*menu);
    menu->addSeparator();
    for (const char* action : {"copy", "duplicate", "delete", "deleteWithWires"})
        addTo(*menu, action);
    menu->popup(globalPos);
}

void CanvasView::canvasMenu(QPoint at, QPoint globalPos, const CanvasHit& hit)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillWireMenu(*this, *menu, hit);
    if (hit.group >= 0 && menu->isEmpty())
        fillGroupMenu(*this, *menu, std::size_t(hit.group));
    if (!menu->isEmpty())
        menu->addSeparator();
    QAction* group = addTo(*menu, "group");
    group->disconnect(this);
    connect(group, &QAction::triggered, this, [this, at] { groupSelection(*this, mapToScene(at)); });
    if (m_document.breadcrumbs().size() > 1)
        addTo(*menu, "leave");
    addTo(*menu, "publish");
    QAction* add = addTo(*menu, "add");
    add->disconnect(this);
    connect(add, &QAction::triggered, this, [this, at] { openSearch(at); });
    addTo(*menu, "find");
    menu->addSeparator();
    addTo(*menu, "undo")->setEnabled(m_document.canUndo());
    addTo(*menu, "redo")->setEnabled(m_document.canRedo());
    addTo(*menu, "paste");
    menu->addSeparator();
    addArrangeMenu(*menu);
    QAction* snap = addTo(*menu, "gridSnap");
    snap->setCheckable(true);
    snap->setChecked(m_snapsToGrid);
    menu->addSeparator();
    addTo(*menu, "wires");
    QAction* overlay = addTo(*menu, "overlay");
    overlay->setCheckable(true);
    overlay->setChecked(m_scene->tintsMachines());
    addTo(*menu, "fitAll");
    addTo(*menu, "fitSelection");
    menu->popup(globalPos);
}

void CanvasView::askPublish(const NodeIds& nodes)
{
    QStringList ids;
    for (const NodeId& id : nodes)
        ids << QString::fromStdString(m_document.idInRun(id));
    Q_EMIT publishAsked(ids);
}

QString CanvasView::tipFor(const CanvasHit& hit) const
{
    switch (hit.part) {
    case CanvasHit::Part::Port:
        if (hit.port->isPlus)
            return tr("Drop a wire here: the subgraph gets a port for it");
        return QStringLiteral("%1 · %2").arg(hit.port->label, QString::fromStdString(hit.port->type));
    case CanvasHit::Part::Header:
        if (hit.item->face().isMissing)
            return tr("No machine that you reach offers “%1”").arg(QString::fromStdString(m_document.graph().findNode(hit.item->id())->type));
        if (hit.item->face().isInstance && enterRect(hit.item->face()).contains(hit.at - hit.item->pos()))
            return textOf(*findCanvasAction("enter"));
        return hit.item->status().error;
    case CanvasHit::Part::Footer:
        return hit.item->status().exposureWhy.isEmpty() ? hit.item->status().exposure : hit.item->status().exposureWhy;
    case CanvasHit::Part::Setting:
        return settingTip(hit);
    default:
        return {};
    }
}

/// What the catalogue says of a setting, and what the buttons in a seed's row do.
QString CanvasView::settingTip(const CanvasHit& hit) const
{
    const QPointF inside = hit.at - hit.item->pos();
    if (!hit.setting->control.empty() && controlRect(*hit.setting).contains(inside))
        return tr("After each run: %1").arg(seedControlText(hit.setting->control));
    if (!hit.setting->control.empty() && diceRect(*hit.setting).contains(inside))
        return tr("Another random number now");
    const Node* node = m_document.graph().findNode(hit.item->id());
    const NodeType* type = node ? m_document.typeOf(*node) : nullptr;
    const InputSpec* spec = type ? type->findInput(hit.setting->name) : nullptr;
    return spec ? QString::fromStdString(stringAt(spec->options, "tooltip")) : QString();
}

void CanvasView::showTip(const CanvasHit& hit, QPoint at)
{
    if (m_refusedSince.isValid() && !m_refusedSince.hasExpired(2500))
        return;
    const QString tip = tipFor(hit);
    if (tip.isEmpty())
        QToolTip::hideText();
    else if (QToolTip::text() != tip)
        QToolTip::showText(viewport()->mapToGlobal(at), tip, viewport());
}

} // namespace weft
