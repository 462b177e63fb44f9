// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <span>
#include <string_view>

namespace weft {

class CanvasView;

/// Something that a canvas does when a key, a menu or a command palette asks for it.
struct CanvasAction {
    const char* id; // "arrange"; stays, since changed shortcuts are kept under it
    const char* text; // in English, to be translated in the context "CanvasAction"
    const char* keys; // "Del; Backspace", in portable text; may be empty
    void (*run)(CanvasView&);
};

/// All of them, in the order of a menu.
std::span<const CanvasAction> canvasActions();
/// Null: there is none of this name.
const CanvasAction* findCanvasAction(std::string_view id);
QString textOf(const CanvasAction& action);

/// The keys that start an action: the user's, else the usual ones. The first is shown in menus.
QList<QKeySequence> keysOf(const CanvasAction& action);
QList<QKeySequence> usualKeysOf(const CanvasAction& action);
/// Gives an action other keys in all canvases; an empty list takes them away.
void setCanvasKeys(std::string_view id, const QList<QKeySequence>& keys);
void resetCanvasKeys();
/// The action of a key with its modifiers; null: none.
const CanvasAction* actionForKeys(QKeyCombination keys);

} // namespace weft
