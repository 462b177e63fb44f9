// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasGestures.h"
#include "app/editor/CanvasView.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/model/NodeNames.h"
#include "app/editor/model/Pinyin.h"

#include <QInputDialog>
#include <QLineEdit>

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

} // namespace

PickPopup* CanvasView::openSearch(QPoint at, std::optional<PortRef> from)
{
    std::optional<PortFilter> filter;
    if (from)
        filter = PortFilter {m_document.typeOfPort(*from), from->isOutput};
    const QString hint = filter ? tr("Nodes that fit %1").arg(typeLabel(filter->type)) : tr("Search nodes");
    auto* popup = new PickPopup(hint, [this, filter](const QString& text) {
        QList<Pick> picks;
        for (const SearchHit& hit : m_search->find(text, filter))
            picks.append({displayName(*hit.type), categoryPath(*hit.type), markOf(m_scene->theme(), *hit.type),
                QString::fromStdString(hit.type->name)});
        return picks;
    }, this);
    popup->setObjectName(QStringLiteral("pickPopup"));
    const QPointF place = mapToScene(at);
    connect(popup, &PickPopup::picked, this, [this, place, from](const QVariant& data) {
        const NodeType* type = m_document.catalogue().find(data.toString().toStdString());
        if (!type)
            return;
        m_search->noteUse(type->name);
        QPointF corner = place;
        if (from && !from->isOutput)
            corner -= QPointF(220, 0);
        const NodeId id = from ? m_document.addWired(*type, corner, *from) : m_document.add(*type, corner);
        m_scene->select({id});
    });
    popup->openAt(at);
    return popup;
}

PickPopup* CanvasView::openFind()
{
    auto* popup = new PickPopup(tr("Find in this workflow"), [this](const QString& text) {
        QList<Pick> picks;
        for (const Node& node : m_document.graph().nodes()) {
            const NodeType* type = m_document.typeOf(node);
            const QString title = titleOf(node, type);
            const QString id = QString::fromStdString(node.id);
            const bool found = title.contains(text, Qt::CaseInsensitive) || id == text
                || QString::fromStdString(node.type).contains(text, Qt::CaseInsensitive)
                || pinyinInitials(title).contains(text.toLower());
            if (found)
                picks.append({title, QStringLiteral("#") + id, type ? markOf(m_scene->theme(), *type) : QColor(), id});
        }
        return picks;
    }, this);
    connect(popup, &PickPopup::picked, this, [this](const QVariant& data) { goTo(data.toString().toStdString()); });
    popup->openAt(QPoint(width() / 2 - 170, 24));
    return popup;
}

/// Every wire that the selected node could get, as a list: the keyboard's way to connect.
PickPopup* CanvasView::openConnect()
{
    if (m_scene->selection().size() != 1) {
        refuse(tr("Select one node first"));
        return nullptr;
    }
    const NodeId self = *m_scene->selection().begin();
    struct Wire {
        QString text;
        QString detail;
        QColor color;
        PortRef from, to;
    };
    auto wires = std::make_shared<std::vector<Wire>>();
    const auto offer = [&](const NodeItem& source, const NodeItem& target) {
        for (const PortFace& out : source.face().ports) {
            for (const PortFace& in : target.face().ports) {
                if (!out.isOutput || in.isOutput || !m_document.mayConnect(source.id(), out.slot, target.id(), in.name))
                    continue;
                wires->push_back({QStringLiteral("%1 → %2").arg(out.label, in.label),
                    source.id() == self ? target.face().title : source.face().title, m_scene->theme().wire(out.type),
                    {source.id(), true, out.slot, {}}, {target.id(), false, 0, in.name}});
            }
        }
    };
    const NodeItem* mine = m_scene->item(self);
    for (const NodeItem* other : m_scene->nodeItems()) {
        if (other == mine)
            continue;
        offer(*mine, *other);
        offer(*other, *mine);
    }
    auto* popup = new PickPopup(tr("Connect to…"), [wires](const QString& text) {
        QList<Pick> picks;
        for (std::size_t i = 0; i < wires->size(); ++i) {
            const Wire& wire = (*wires)[i];
            if (wire.text.contains(text, Qt::CaseInsensitive) || wire.detail.contains(text, Qt::CaseInsensitive))
                picks.append({wire.text, wire.detail, wire.color, int(i)});
        }
        return picks;
    }, this);
    connect(popup, &PickPopup::picked, this, [this, wires](const QVariant& data) {
        const Wire& wire = (*wires)[std::size_t(data.toInt())];
        const Done done = m_document.connectPorts(wire.from.node, wire.from.slot, wire.to.node, wire.to.input);
        if (!done)
            refuse(whyNot(done.error()));
    });
    popup->openAt(mapFromScene(mine->rect().topRight()) + QPoint(12, 0));
    return popup;
}

void CanvasView::renameNode(const NodeId& id)
{
    const NodeItem* item = m_scene->item(id);
    if (!item)
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
