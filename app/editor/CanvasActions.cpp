// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasActions.h"

#include "app/editor/CanvasView.h"
#include "app/editor/GroupActions.h"
#include "app/editor/SubgraphActions.h"
#include "app/editor/WireActions.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <array>
#include <map>

namespace weft {

namespace {

constexpr double kZoomStep = 1.2;

QPoint middleOf(const CanvasView& view) { return view.viewport()->rect().center(); }

// clang-format off
const std::array kActions {
    CanvasAction {"add", QT_TRANSLATE_NOOP("CanvasAction", "Add a node…"), "Tab; Ins", [](CanvasView& v) { v.openSearch(v.cursorPoint()); }},
    CanvasAction {"find", QT_TRANSLATE_NOOP("CanvasAction", "Find…"), "Ctrl+F", [](CanvasView& v) { v.openFind(); }},
    CanvasAction {"help", QT_TRANSLATE_NOOP("CanvasAction", "What this node does"), "F1", [](CanvasView& v) { v.openHelp(); }},
    CanvasAction {"undo", QT_TRANSLATE_NOOP("CanvasAction", "Undo"), "Ctrl+Z", [](CanvasView& v) { v.document().undo(); }},
    CanvasAction {"redo", QT_TRANSLATE_NOOP("CanvasAction", "Redo"), "Ctrl+Y; Ctrl+Shift+Z", [](CanvasView& v) { v.document().redo(); }},
    CanvasAction {"cut", QT_TRANSLATE_NOOP("CanvasAction", "Cut"), "Ctrl+X; Shift+Del", [](CanvasView& v) { v.cutSelection(); }},
    CanvasAction {"copy", QT_TRANSLATE_NOOP("CanvasAction", "Copy"), "Ctrl+C; Ctrl+Ins", [](CanvasView& v) { v.copySelection(); }},
    CanvasAction {"paste", QT_TRANSLATE_NOOP("CanvasAction", "Paste"), "Ctrl+V; Shift+Ins", [](CanvasView& v) { v.paste(); }},
    CanvasAction {"duplicate", QT_TRANSLATE_NOOP("CanvasAction", "Duplicate"), "Ctrl+D", [](CanvasView& v) { v.duplicateSelection(); }},
    CanvasAction {"delete", QT_TRANSLATE_NOOP("CanvasAction", "Delete"), "Del; Backspace", [](CanvasView& v) { v.deleteSelection(); }},
    CanvasAction {"deleteWithWires", QT_TRANSLATE_NOOP("CanvasAction", "Delete with its wires"), "Ctrl+Del", [](CanvasView& v) { v.document().removeParts(v.canvas().parts(), false); }},
    CanvasAction {"selectAll", QT_TRANSLATE_NOOP("CanvasAction", "Select everything"), "Ctrl+A", [](CanvasView& v) { v.selectAll(); }},
    CanvasAction {"edit", QT_TRANSLATE_NOOP("CanvasAction", "Edit the first setting"), "Return; Enter", [](CanvasView& v) { v.editFirstSetting(); }},
    CanvasAction {"rename", QT_TRANSLATE_NOOP("CanvasAction", "Rename…"), "F2", [](CanvasView& v) { v.renameSelection(); }},
    CanvasAction {"connect", QT_TRANSLATE_NOOP("CanvasAction", "Connect to…"), "Ctrl+L", [](CanvasView& v) { v.openConnect(); }},
    CanvasAction {"swap", QT_TRANSLATE_NOOP("CanvasAction", "Swap for another node…"), "Shift+S", [](CanvasView& v) { v.openSwap(); }},
    CanvasAction {"bend", QT_TRANSLATE_NOOP("CanvasAction", "Bend a wire"), "R", [](CanvasView& v) { bendSomeWire(v); }},
    CanvasAction {"nextBend", QT_TRANSLATE_NOOP("CanvasAction", "Go to the next bend point"), "Shift+R", [](CanvasView& v) { selectNextPoint(v); }},
    CanvasAction {"inputs", QT_TRANSLATE_NOOP("CanvasAction", "Setting as input, or back…"), "Shift+I", [](CanvasView& v) { openExposed(v); }},
    CanvasAction {"group", QT_TRANSLATE_NOOP("CanvasAction", "Group"), "Ctrl+G", [](CanvasView& v) { groupSelection(v, v.mapToScene(v.cursorPoint())); }},
    CanvasAction {"subgraph", QT_TRANSLATE_NOOP("CanvasAction", "Make a subgraph…"), "Ctrl+Shift+G", [](CanvasView& v) { makeSubgraph(v); }},
    CanvasAction {"publish", QT_TRANSLATE_NOOP("CanvasAction", "Publish as API…"), "", [](CanvasView& v) { v.askPublish(v.canvas().parts().nodes); }},
    CanvasAction {"unpack", QT_TRANSLATE_NOOP("CanvasAction", "Unpack the subgraph"), "Ctrl+Shift+U", [](CanvasView& v) { unpackSelection(v); }},
    CanvasAction {"enter", QT_TRANSLATE_NOOP("CanvasAction", "Open the subgraph"), "Alt+Right", [](CanvasView& v) { enterSelection(v); }},
    CanvasAction {"leave", QT_TRANSLATE_NOOP("CanvasAction", "Leave the subgraph"), "Alt+Left", [](CanvasView& v) { leaveSubgraph(v); }},
    CanvasAction {"mute", QT_TRANSLATE_NOOP("CanvasAction", "Mute"), "Ctrl+M", [](CanvasView& v) { v.setModeOfSelection(NodeMode::Muted); }},
    CanvasAction {"bypass", QT_TRANSLATE_NOOP("CanvasAction", "Bypass"), "Ctrl+B", [](CanvasView& v) { v.setModeOfSelection(NodeMode::Bypassed); }},
    CanvasAction {"collapse", QT_TRANSLATE_NOOP("CanvasAction", "Collapse"), "Alt+C", [](CanvasView& v) { v.collapseSelection(); }},
    CanvasAction {"pin", QT_TRANSLATE_NOOP("CanvasAction", "Pin"), "P", [](CanvasView& v) { v.pinSelection(); }},
    CanvasAction {"mask", QT_TRANSLATE_NOOP("CanvasAction", "Paint a mask…"), "Shift+M", [](CanvasView& v) { v.openMask(); }},
    CanvasAction {"arrange", QT_TRANSLATE_NOOP("CanvasAction", "Arrange"), "Ctrl+Shift+A", [](CanvasView& v) { v.arrange(); }},
    CanvasAction {"alignLeft", QT_TRANSLATE_NOOP("CanvasAction", "Align left edges"), "Ctrl+Shift+Left", [](CanvasView& v) { v.align(Alignment::Left); }},
    CanvasAction {"alignCentre", QT_TRANSLATE_NOOP("CanvasAction", "Align centres"), "", [](CanvasView& v) { v.align(Alignment::Centre); }},
    CanvasAction {"alignRight", QT_TRANSLATE_NOOP("CanvasAction", "Align right edges"), "Ctrl+Shift+Right", [](CanvasView& v) { v.align(Alignment::Right); }},
    CanvasAction {"alignTop", QT_TRANSLATE_NOOP("CanvasAction", "Align top edges"), "Ctrl+Shift+Up", [](CanvasView& v) { v.align(Alignment::Top); }},
    CanvasAction {"alignMiddle", QT_TRANSLATE_NOOP("CanvasAction", "Align middles"), "", [](CanvasView& v) { v.align(Alignment::Middle); }},
    CanvasAction {"alignBottom", QT_TRANSLATE_NOOP("CanvasAction", "Align bottom edges"), "Ctrl+Shift+Down", [](CanvasView& v) { v.align(Alignment::Bottom); }},
    CanvasAction {"distributeAcross", QT_TRANSLATE_NOOP("CanvasAction", "Distribute across"), "Ctrl+Alt+H", [](CanvasView& v) { v.distribute(Qt::Horizontal); }},
    CanvasAction {"distributeDown", QT_TRANSLATE_NOOP("CanvasAction", "Distribute down"), "Ctrl+Alt+V", [](CanvasView& v) { v.distribute(Qt::Vertical); }},
    CanvasAction {"gridSnap", QT_TRANSLATE_NOOP("CanvasAction", "Snap to the grid"), "Alt+Shift+G", [](CanvasView& v) { v.setSnapsToGrid(!v.snapsToGrid()); }},
    CanvasAction {"wires", QT_TRANSLATE_NOOP("CanvasAction", "Show, dim or hide wires"), "Ctrl+Shift+L", [](CanvasView& v) { v.nextWireLook(); }},
    CanvasAction {"overlay", QT_TRANSLATE_NOOP("CanvasAction", "Tint nodes by machine"), "Shift+O", [](CanvasView& v) { v.canvas().setTintsMachines(!v.canvas().tintsMachines()); }},
    CanvasAction {"fitAll", QT_TRANSLATE_NOOP("CanvasAction", "Fit everything"), "F; Home", [](CanvasView& v) { v.fitAll(); }},
    CanvasAction {"fitSelection", QT_TRANSLATE_NOOP("CanvasAction", "Fit the selection"), ".", [](CanvasView& v) { v.fitSelection(); }},
    CanvasAction {"zoomIn", QT_TRANSLATE_NOOP("CanvasAction", "Zoom in"), "+; =; Ctrl+=; Ctrl++", [](CanvasView& v) { v.setZoom(v.zoom() * kZoomStep, middleOf(v)); }},
    CanvasAction {"zoomOut", QT_TRANSLATE_NOOP("CanvasAction", "Zoom out"), "-; Ctrl+-", [](CanvasView& v) { v.setZoom(v.zoom() / kZoomStep, middleOf(v)); }},
    CanvasAction {"zoomNatural", QT_TRANSLATE_NOOP("CanvasAction", "Natural size"), "Ctrl+0", [](CanvasView& v) { v.setZoom(1, middleOf(v)); }},
    CanvasAction {"before", QT_TRANSLATE_NOOP("CanvasAction", "Go to what feeds the node"), "Ctrl+Left", [](CanvasView& v) { v.followWires(false); }},
    CanvasAction {"after", QT_TRANSLATE_NOOP("CanvasAction", "Go to what the node feeds"), "Ctrl+Right", [](CanvasView& v) { v.followWires(true); }},
    CanvasAction {"left", QT_TRANSLATE_NOOP("CanvasAction", "Go left"), "Left", [](CanvasView& v) { v.selectNeighbour({-1, 0}); }},
    CanvasAction {"right", QT_TRANSLATE_NOOP("CanvasAction", "Go right"), "Right", [](CanvasView& v) { v.selectNeighbour({1, 0}); }},
    CanvasAction {"up", QT_TRANSLATE_NOOP("CanvasAction", "Go up"), "Up", [](CanvasView& v) { v.selectNeighbour({0, -1}); }},
    CanvasAction {"down", QT_TRANSLATE_NOOP("CanvasAction", "Go down"), "Down", [](CanvasView& v) { v.selectNeighbour({0, 1}); }},
    CanvasAction {"pushLeft", QT_TRANSLATE_NOOP("CanvasAction", "Push left"), "Shift+Left", [](CanvasView& v) { v.push({-1, 0}); }},
    CanvasAction {"pushRight", QT_TRANSLATE_NOOP("CanvasAction", "Push right"), "Shift+Right", [](CanvasView& v) { v.push({1, 0}); }},
    CanvasAction {"pushUp", QT_TRANSLATE_NOOP("CanvasAction", "Push up"), "Shift+Up", [](CanvasView& v) { v.push({0, -1}); }},
    CanvasAction {"pushDown", QT_TRANSLATE_NOOP("CanvasAction", "Push down"), "Shift+Down", [](CanvasView& v) { v.push({0, 1}); }},
};
// clang-format on

/// What the user changed, by action.
std::map<std::string_view, QList<QKeySequence>>& changedKeys()
{
    static std::map<std::string_view, QList<QKeySequence>> changed;
    return changed;
}

/// Made once, and again when keys change.
QHash<int, const CanvasAction*>& keyTable()
{
    static QHash<int, const CanvasAction*> table;
    return table;
}

void fillKeyTable()
{
    keyTable().clear();
    for (const CanvasAction& action : kActions) {
        for (const QKeySequence& keys : keysOf(action)) {
            if (keys.count() == 1 && !keyTable().contains(keys[0].toCombined()))
                keyTable().insert(keys[0].toCombined(), &action);
        }
    }
}

} // namespace

std::span<const CanvasAction> canvasActions() { return kActions; }

const CanvasAction* findCanvasAction(std::string_view id)
{
    const auto it = std::ranges::find_if(kActions, [id](const CanvasAction& action) { return id == action.id; });
    return it == kActions.end() ? nullptr : &*it;
}

QString textOf(const CanvasAction& action) { return QCoreApplication::translate("CanvasAction", action.text); }

QList<QKeySequence> keysOf(const CanvasAction& action)
{
    const auto changed = changedKeys().find(action.id);
    if (changed != changedKeys().end())
        return changed->second;
    return usualKeysOf(action);
}

QList<QKeySequence> usualKeysOf(const CanvasAction& action)
{
    if (!*action.keys)
        return {}; // the empty text would give one empty sequence
    return QKeySequence::listFromString(QString::fromLatin1(action.keys), QKeySequence::PortableText);
}

void setCanvasKeys(std::string_view id, const QList<QKeySequence>& keys)
{
    if (const CanvasAction* action = findCanvasAction(id)) {
        changedKeys()[action->id] = keys;
        fillKeyTable();
    }
}

void resetCanvasKeys()
{
    changedKeys().clear();
    fillKeyTable();
}

const CanvasAction* actionForKeys(QKeyCombination keys)
{
    if (keyTable().isEmpty())
        fillKeyTable();
    Qt::KeyboardModifiers modifiers = keys.keyboardModifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    if (keys.key() == Qt::Key_Plus) // most keyboards need Shift for it
        modifiers &= ~Qt::ShiftModifier;
    return keyTable().value(QKeyCombination(modifiers, keys.key()).toCombined(), nullptr);
}

} // namespace weft
