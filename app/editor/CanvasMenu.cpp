// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
#include "app/editor/CanvasView.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"
#include "app/editor/model/NodeNames.h"
#include "core/planning/Plan.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QToolTip>

namespace weft {

void CanvasView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    if (byKey && !m_scene->selection().empty()) {
        const NodeId id = *m_scene->selection().begin();
        nodeMenu(id, viewport()->mapToGlobal(mapFromScene(m_scene->rectOf({id}).center())));
        return;
    }
    const CanvasHit hit = m_scene->hitTest(mapToScene(event->pos()), 8 / zoom());
    if (hit.item)
        nodeMenu(NodeId(hit.item->id()), event->globalPos());
    else
        canvasMenu(event->pos(), event->globalPos());
}

void CanvasView::nodeMenu(const NodeId& id, QPoint globalPos)
{
    if (!m_scene->selection().contains(id))
        m_scene->select({id});
    const Node* node = m_document.graph().findNode(id);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QMenu* run = menu->addMenu(tr("Run on"));
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
    menu->addSeparator();
    QAction* mute = menu->addAction(tr("Mute"), QKeySequence(Qt::CTRL | Qt::Key_M), this, [this] { setModeOfSelection(NodeMode::Muted); });
    mute->setCheckable(true);
    mute->setChecked(node->mode == NodeMode::Muted);
    QAction* bypass
        = menu->addAction(tr("Bypass"), QKeySequence(Qt::CTRL | Qt::Key_B), this, [this] { setModeOfSelection(NodeMode::Bypassed); });
    bypass->setCheckable(true);
    bypass->setChecked(node->mode == NodeMode::Bypassed);
    QAction* collapse = menu->addAction(tr("Collapse"), QKeySequence(Qt::ALT | Qt::Key_C), this, [this] { collapseSelection(); });
    collapse->setCheckable(true);
    collapse->setChecked(node->collapsed);
    menu->addSeparator();
    menu->addAction(tr("Rename…"), QKeySequence(Qt::Key_F2), this, [this, id] { renameNode(id); });
    menu->addAction(tr("Connect to…"), QKeySequence(Qt::CTRL | Qt::Key_L), this, [this] { openConnect(); });
    menu->addAction(tr("Copy"), QKeySequence::Copy, this, [this] { copySelection(); });
    menu->addAction(tr("Duplicate"), QKeySequence(Qt::CTRL | Qt::Key_D), this, [this] { duplicateSelection(); });
    menu->addAction(tr("Delete"), QKeySequence::Delete, this, [this] { deleteSelection(); });
    menu->popup(globalPos);
}

void CanvasView::canvasMenu(QPoint at, QPoint globalPos)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Add a node…"), QKeySequence(Qt::Key_Tab), this, [this, at] { openSearch(at); });
    menu->addAction(tr("Find…"), QKeySequence::Find, this, [this] { openFind(); });
    menu->addSeparator();
    QAction* undo = menu->addAction(tr("Undo"), QKeySequence::Undo, this, [this] { m_document.undo(); });
    undo->setEnabled(m_document.canUndo());
    QAction* redo = menu->addAction(tr("Redo"), QKeySequence::Redo, this, [this] { m_document.redo(); });
    redo->setEnabled(m_document.canRedo());
    menu->addAction(tr("Paste"), QKeySequence::Paste, this, [this] { paste(); });
    menu->addSeparator();
    menu->addAction(tr("Fit everything"), QKeySequence(Qt::Key_F), this, [this] { fitAll(); });
    menu->addAction(tr("Fit the selection"), QKeySequence(Qt::Key_Period), this, [this] { fitSelection(); });
    menu->popup(globalPos);
}

void CanvasView::showTip(const CanvasHit& hit, QPoint at)
{
    if (m_refusedSince.isValid() && !m_refusedSince.hasExpired(2500))
        return;
    QString tip;
    if (hit.part == CanvasHit::Part::Port) {
        tip = QStringLiteral("%1 · %2").arg(hit.port->label, QString::fromStdString(hit.port->type));
    } else if (hit.part == CanvasHit::Part::Header && hit.item->face().isMissing) {
        tip = tr("No machine that you reach offers “%1”").arg(QString::fromStdString(m_document.graph().findNode(hit.item->id())->type));
    } else if (hit.part == CanvasHit::Part::Header) {
        tip = hit.item->status().error;
    } else if (hit.part == CanvasHit::Part::Footer) {
        tip = hit.item->status().exposure;
    }
    if (tip.isEmpty())
        QToolTip::hideText();
    else if (QToolTip::text() != tip)
        QToolTip::showText(viewport()->mapToGlobal(at), tip, viewport());
}

} // namespace weft
