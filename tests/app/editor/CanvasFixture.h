// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/CanvasView.h"
#include "app/theme/Theme.h"

#include <QPointF>

namespace weft {

/// ComfyUI's node types that the tests use, as data.
const Catalogue& testCatalogue();
QString demoWorkflowPath();
/// Errors: those of openWorkflow.
Result<Graph> openTestFile(const QString& path);

/// A canvas of 1600 x 900 that is handled as a user does: with mouse and keys.
class CanvasFixture {
public:
    CanvasFixture();

    QPoint at(QPointF scenePos) const { return view.mapFromScene(scenePos); }
    QPoint headerAt(const NodeId& id) const { return at(view.canvas().item(id)->pos() + QPointF(40, 12)); }
    std::size_t links() const { return document.graph().links().size(); }
    NodeId add(const char* type, QPointF where) { return document.add(*testCatalogue().find(type), where); }
    QPoint outputAt(const NodeId& id, int slot) const;
    QPoint inputAt(const NodeId& id, const std::string& name) const;
    QPoint settingAt(const NodeId& id, const std::string& name) const;

    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers keys = Qt::NoModifier);
    /// Double click, type, Enter; the id of the node that came.
    NodeId addBySearch(QPoint where, const QString& text);
    void typeIntoSetting(const NodeId& id, const std::string& name, const QString& text);
    /// Clicks on what happens to a seed after each run, and picks a word.
    void chooseControl(const NodeId& id, const QString& word);
    void key(int key, Qt::KeyboardModifiers keys = Qt::NoModifier);

    CanvasDocument document;
    CanvasView view;
};

} // namespace weft
