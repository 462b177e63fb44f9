// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/GroupActions.h"

#include "app/editor/CanvasView.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/TitleEdit.h"

#include <QColorDialog>
#include <QMenu>

#include <algorithm>
#include <array>

namespace weft {

namespace {

/// ComfyUI's colours for groups, as its files write them.
struct GroupHue {
    const char* name;
    const char* color;
};

constexpr std::array kGroupHues {
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Red"), "#A88"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Brown"), "#b06634"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Green"), "#8A8"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Blue"), "#88A"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Pale blue"), "#3f789e"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Cyan"), "#8AA"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Purple"), "#a1309b"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Yellow"), "#b58b2a"},
    GroupHue {QT_TRANSLATE_NOOP("weft::CanvasView", "Black"), "#444"},
};

constexpr QSizeF kEmptyGroup {320, 200};

const GroupFace* groupAt(CanvasView& view, std::size_t group)
{
    const auto& groups = view.canvas().groups().groups();
    return group < groups.size() ? &groups[group] : nullptr;
}

void addGroupColors(CanvasView& view, QMenu& menu, std::size_t group)
{
    QMenu* colors = menu.addMenu(CanvasView::tr("Colour"));
    for (const GroupHue& hue : kGroupHues) {
        const QString color = QLatin1String(hue.color);
        QAction* action = colors->addAction(CanvasView::tr(hue.name), &view,
            [&view, group, color] { view.document().setGroupColor(group, color); });
        QPixmap swatch(16, 16);
        swatch.fill(QColor(color));
        action->setIcon(swatch);
    }
    colors->addSeparator();
    colors->addAction(CanvasView::tr("Another colour…"), &view, [&view, group] {
        const GroupFace* face = groupAt(view, group);
        auto* dialog = new QColorDialog(face ? face->color : QColor(), &view);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setOption(QColorDialog::DontUseNativeDialog);
        QObject::connect(dialog, &QColorDialog::colorSelected, &view,
            [&view, group](const QColor& chosen) { view.document().setGroupColor(group, chosen.name()); });
        dialog->open();
    });
}

void addMemberModes(CanvasView& view, QMenu& menu, std::size_t group)
{
    const NodeIds members = view.canvas().membersOf(group).nodes;
    const auto allAre = [&](NodeMode mode) {
        return !members.empty()
            && std::ranges::all_of(members, [&](const NodeId& id) { return view.document().graph().findNode(id)->mode == mode; });
    };
    const auto add = [&](const QString& text, NodeMode mode) {
        const bool isOn = allAre(mode);
        QAction* action = menu.addAction(text, &view,
            [&view, members, mode, isOn] { view.document().setMode(members, isOn ? NodeMode::Normal : mode); });
        action->setCheckable(true);
        action->setChecked(isOn);
        action->setEnabled(!members.empty());
    };
    add(CanvasView::tr("Mute its nodes"), NodeMode::Muted);
    add(CanvasView::tr("Bypass its nodes"), NodeMode::Bypassed);
}

} // namespace

void groupSelection(CanvasView& view, QPointF at)
{
    CanvasParts around = view.canvas().parts();
    const QRectF inside = view.canvas().rectOfParts(around);
    const QRectF rect = around.empty() ? QRectF(at, kEmptyGroup) : groupRectAround(inside);
    const int gesture = CanvasDocument::newGesture();
    const std::size_t group = view.document().addGroup(rect, CanvasView::tr("Group"), gesture);
    view.canvas().selectParts({{}, {}, {group}});
    renameGroup(view, group, gesture);
}

void renameGroup(CanvasView& view, std::size_t group, int gesture)
{
    const GroupFace* face = groupAt(view, group);
    if (!face)
        return;
    TitleEdit::open(view, face->titleRect().adjusted(4, 2, -4, -2), face->title, CanvasView::tr("Title"),
        [&view, group, gesture](const QString& title) { view.document().renameGroup(group, title, gesture); });
}

void fitGroup(CanvasView& view, std::size_t group)
{
    const QRectF inside = view.canvas().rectOfParts(view.canvas().membersOf(group));
    if (!inside.isEmpty())
        view.document().resizeGroup(group, groupRectAround(inside));
}

void fillGroupMenu(CanvasView& view, QMenu& menu, std::size_t group)
{
    const GroupFace* face = groupAt(view, group);
    if (!face)
        return;
    addGroupColors(view, menu, group);
    menu.addAction(CanvasView::tr("Rename…"), &view, [&view, group] { renameGroup(view, group); });
    menu.addAction(CanvasView::tr("Fit to its nodes"), &view, [&view, group] { fitGroup(view, group); });
    QAction* pin = menu.addAction(CanvasView::tr("Pin"), &view,
        [&view, group, pins = !face->isPinned] { view.document().setGroupPinned(group, pins); });
    pin->setCheckable(true);
    pin->setChecked(face->isPinned);
    menu.addSeparator();
    menu.addAction(CanvasView::tr("Select its nodes"), &view, [&view, group] {
        CanvasParts members = view.canvas().membersOf(group);
        view.canvas().selectParts({std::move(members.nodes), std::move(members.points), {}});
    });
    addMemberModes(view, menu, group);
    menu.addAction(CanvasView::tr("Publish its nodes as API…"), &view, [&view, group] { view.askPublish(view.canvas().membersOf(group).nodes); })
        ->setEnabled(!view.canvas().membersOf(group).nodes.empty());
    menu.addSeparator();
    menu.addAction(CanvasView::tr("Remove the group, keep its nodes"), &view, [&view, group] { view.document().removeGroup(group); });
}

QString groupText(CanvasView& view, std::size_t group)
{
    const GroupFace* face = groupAt(view, group);
    const int count = int(view.canvas().membersOf(group).nodes.size());
    return face ? CanvasView::tr("group “%1”, nodes: %2").arg(face->title).arg(count) : QString();
}

} // namespace weft
