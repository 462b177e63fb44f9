// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasAccessible.h"

#include "app/editor/CanvasView.h"
#include "app/editor/model/StatusText.h"

#include <QAccessibleWidget>

#include <map>

namespace weft {

namespace {

/// A node, or one port or setting of it. Looks everything up by id each time it is asked.
class AccessiblePart : public QAccessibleInterface {
public:
    AccessiblePart(CanvasView& view, NodeId id, int part)
        : m_view(view)
        , m_id(std::move(id))
        , m_part(part)
    {
    }
    ~AccessiblePart() override
    {
        for (const auto& [part, key] : m_parts)
            QAccessible::deleteAccessibleInterface(key);
    }

    bool isNode() const { return m_part < 0; }
    const NodeItem* item() const { return m_view.canvas().item(m_id); }
    bool isValid() const override { return item() != nullptr; }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* part = dynamic_cast<const AccessiblePart*>(child);
        return part ? part->m_part : -1;
    }
    int childCount() const override
    {
        return isNode() && item() ? int(item()->face().ports.size() + item()->face().settings.size()) : 0;
    }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        auto it = m_parts.find(index);
        if (it == m_parts.end()) {
            auto* made = new AccessiblePart(m_view, m_id, index); // the registry owns it
            it = m_parts.emplace(index, QAccessible::registerAccessibleInterface(made)).first;
        }
        return QAccessible::accessibleInterface(it->second);
    }
    QAccessibleInterface* parent() const override
    {
        auto* canvas = QAccessible::queryAccessibleInterface(&m_view);
        for (int i = 0; canvas && !isNode() && i < canvas->childCount(); ++i) {
            auto* node = dynamic_cast<AccessiblePart*>(canvas->child(i));
            if (node && node->m_id == m_id)
                return node;
        }
        return canvas;
    }
    QAccessible::Role role() const override { return isNode() ? QAccessible::Grouping : QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override { }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = isNode();
        state.selected = isNode() && m_view.canvas().selection().contains(m_id);
        return state;
    }

    QRect rect() const override
    {
        if (!item())
            return {};
        QRectF area = item()->rect();
        if (const PortFace* face = port())
            area = QRectF(item()->portPos(*face) - QPointF(8, 8), QSizeF(16, 16));
        else if (const SettingFace* face = setting())
            area = face->rect.translated(item()->pos());
        const QRect inView = m_view.mapFromScene(area).boundingRect();
        return {m_view.viewport()->mapToGlobal(inView.topLeft()), inView.size()};
    }

    QString text(QAccessible::Text what) const override
    {
        if (!item())
            return {};
        if (what == QAccessible::Name)
            return name();
        if (what == QAccessible::Value && setting())
            return setting()->value;
        if (what == QAccessible::Description && isNode())
            return placeText(item()->status()) + QStringLiteral(", ") + headerText(item()->status(), item()->face().mode);
        return {};
    }

private:
    const PortFace* port() const
    {
        const auto& ports = item()->face().ports;
        return m_part >= 0 && m_part < int(ports.size()) ? &ports[std::size_t(m_part)] : nullptr;
    }
    const SettingFace* setting() const
    {
        const int index = m_part - int(item()->face().ports.size());
        const auto& settings = item()->face().settings;
        return m_part >= 0 && index >= 0 && index < int(settings.size()) ? &settings[std::size_t(index)] : nullptr;
    }
    QString name() const
    {
        if (const PortFace* face = port()) {
            const QString kind = face->isOutput ? CanvasView::tr("output") : CanvasView::tr("input");
            return QStringLiteral("%1, %2, %3").arg(kind, face->label, QString::fromStdString(face->type));
        }
        if (const SettingFace* face = setting())
            return face->label;
        return item()->face().title;
    }

    CanvasView& m_view;
    NodeId m_id;
    int m_part; // -1: the node itself; then its ports, then its settings
    mutable std::map<int, QAccessible::Id> m_parts;
};

class AccessibleCanvas : public QAccessibleWidget {
public:
    explicit AccessibleCanvas(CanvasView* view)
        : QAccessibleWidget(view, QAccessible::List)
        , m_view(*view)
    {
    }
    ~AccessibleCanvas() override
    {
        for (const auto& [id, key] : m_nodes)
            QAccessible::deleteAccessibleInterface(key);
    }

    int childCount() const override { return int(m_view.document().graph().nodes().size()); }
    QAccessibleInterface* child(int index) const override
    {
        const auto& nodes = m_view.document().graph().nodes();
        if (index < 0 || index >= int(nodes.size()))
            return nullptr;
        const NodeId& id = nodes[std::size_t(index)].id;
        auto it = m_nodes.find(id);
        if (it == m_nodes.end())
            it = m_nodes.emplace(id, QAccessible::registerAccessibleInterface(new AccessiblePart(m_view, id, -1))).first;
        return QAccessible::accessibleInterface(it->second);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (this->child(i) == child)
                return i;
        }
        return -1;
    }

private:
    CanvasView& m_view;
    mutable std::map<NodeId, QAccessible::Id> m_nodes;
};

QAccessibleInterface* canvasFactory(const QString&, QObject* object)
{
    auto* view = qobject_cast<CanvasView*>(object);
    return view ? new AccessibleCanvas(view) : nullptr;
}

} // namespace

void installCanvasAccessibility() { QAccessible::installFactory(canvasFactory); }

} // namespace weft
