// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasAccessible.h"

#include "app/editor/AccessibleMark.h"
#include "app/editor/CanvasView.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/model/StatusText.h"

#include <QAccessibleWidget>

#include <algorithm>
#include <map>

namespace weft {

namespace {

/// A node, or one port or setting of it. Looks everything up by id each time it is asked.
class AccessiblePart : public QAccessibleInterface, public QAccessibleActionInterface {
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
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&m_view);
        return !canvas || isNode() ? canvas : canvas->child(int(m_view.document().graph().nodeIndex(m_id)));
    }
    QAccessible::Role role() const override
    {
        if (isNode())
            return QAccessible::Grouping;
        const SettingFace* face = item() ? setting() : nullptr;
        if (!face)
            return QAccessible::ListItem; // a port
        switch (face->kind) {
        case SettingKind::Number:
            return QAccessible::SpinBox;
        case SettingKind::Toggle:
            return QAccessible::CheckBox;
        case SettingKind::Choice:
        case SettingKind::Picture:
            return QAccessible::ComboBox;
        case SettingKind::Color:
            return QAccessible::ColorChooser;
        default:
            return QAccessible::EditableText;
        }
    }
    void setText(QAccessible::Text, const QString&) override { }
    const NodeId& nodeId() const { return m_id; }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!item()) {
            state.invalid = true;
            return state;
        }
        const bool isSelected = m_view.canvas().selection().contains(m_id);
        state.focusable = state.selectable = isNode();
        state.selected = isNode() && isSelected;
        state.focused = isNode() && isSelected && m_view.canvas().selection().size() == 1 && m_view.hasFocus();
        state.collapsed = isNode() && item()->face().isCollapsed;
        state.expanded = isNode() && !item()->face().isCollapsed;
        state.busy = item()->status().state == NodeStatus::State::Running;
        if (const SettingFace* face = setting()) {
            state.readOnly = face->isLinked;
            state.checkable = face->kind == SettingKind::Toggle;
            state.checked = state.checkable && face->isOn;
        }
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    /// Chooses a node, or opens the editor of a setting.
    void doAction(const QString& name) override
    {
        if (name != pressAction() || !item())
            return;
        m_view.canvas().select({m_id});
        if (const SettingFace* face = setting(); face && !face->isLinked)
            m_view.editor().open(NodeId(m_id), std::string(face->name));
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
        if (what == QAccessible::Description)
            return isNode() ? nodeText() : partText();
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
    /// Where it runs, how far it is, and what a look at it tells: pinned, collapsed.
    QString nodeText() const
    {
        const NodeFace& face = item()->face();
        QStringList parts {placeText(item()->status())};
        const QString header = face.isMissing ? missingNodeText() : headerText(item()->status(), face.mode);
        if (!header.isEmpty())
            parts << header;
        if (face.isBorder)
            parts = {CanvasView::tr("edge of this subgraph")};
        if (face.isInstance)
            parts << CanvasView::tr("a subgraph");
        if (face.isPinned)
            parts << CanvasView::tr("pinned");
        if (face.isCollapsed)
            parts << CanvasView::tr("collapsed");
        if (!item()->status().exposure.isEmpty())
            parts << item()->status().exposure;
        return parts.join(QStringLiteral(", "));
    }
    /// What a port is wired to; of a setting, where its value comes from.
    QString partText() const
    {
        QStringList ends;
        for (const Link& link : m_view.document().graph().linksOf(m_id)) {
            const PortFace* face = port();
            const SettingFace* value = setting();
            const bool comesIn = link.to == m_id && ((face && !face->isOutput && face->name == link.toInput) || (value && value->name == link.toInput));
            const bool goesOut = link.from == m_id && face && face->isOutput && face->slot == link.fromSlot;
            const NodeItem* other = comesIn || goesOut ? m_view.canvas().item(comesIn ? link.from : link.to) : nullptr;
            if (other)
                ends << other->face().title;
        }
        if (ends.isEmpty() && setting() && m_view.document().isExposed(m_id, setting()->name))
            return CanvasView::tr("also an input, not connected");
        if (ends.isEmpty())
            return port() ? CanvasView::tr("not connected") : QString();
        return CanvasView::tr("connected to %1").arg(ends.join(QStringLiteral(", ")));
    }
    QString name() const
    {
        if (const PortFace* face = port(); face && face->isPlus)
            return CanvasView::tr("new port: drop a wire here");
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
        for (const auto& [mark, key] : m_marks)
            QAccessible::deleteAccessibleInterface(key);
    }

    int childCount() const override
    {
        return int(m_view.document().graph().nodes().size() + AccessibleMark::all(m_view).size());
    }
    QAccessibleInterface* child(int index) const override
    {
        const auto& nodes = m_view.document().graph().nodes();
        if (index < 0 || index >= int(nodes.size()))
            return markAt(index - int(nodes.size()));
        const NodeId& id = nodes[std::size_t(index)].id;
        auto it = m_nodes.find(id);
        if (it == m_nodes.end())
            it = m_nodes.emplace(id, QAccessible::registerAccessibleInterface(new AccessiblePart(m_view, id, -1))).first;
        return QAccessible::accessibleInterface(it->second);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (const auto* mark = dynamic_cast<const AccessibleMark*>(child)) {
            const std::vector<AccessibleMark::Key> all = AccessibleMark::all(m_view);
            const auto at = std::ranges::find(all, mark->key());
            return at == all.end() ? -1 : int(m_view.document().graph().nodes().size()) + int(at - all.begin());
        }
        const auto* part = dynamic_cast<const AccessiblePart*>(child);
        if (!part || !part->isNode() || !part->isValid())
            return -1;
        return int(m_view.document().graph().nodeIndex(part->nodeId()));
    }

private:
    /// After the nodes: groups and bend points.
    QAccessibleInterface* markAt(int index) const
    {
        const std::vector<AccessibleMark::Key> all = AccessibleMark::all(m_view);
        if (index < 0 || index >= int(all.size()))
            return nullptr;
        const AccessibleMark::Key& key = all[std::size_t(index)];
        auto it = m_marks.find(key);
        if (it == m_marks.end())
            it = m_marks.emplace(key, QAccessible::registerAccessibleInterface(new AccessibleMark(m_view, key))).first;
        return QAccessible::accessibleInterface(it->second);
    }

    CanvasView& m_view;
    mutable std::map<AccessibleMark::Key, QAccessible::Id> m_marks;
    mutable std::map<NodeId, QAccessible::Id> m_nodes;
};

QAccessibleInterface* canvasFactory(const QString&, QObject* object)
{
    auto* view = qobject_cast<CanvasView*>(object);
    return view ? new AccessibleCanvas(view) : nullptr;
}

} // namespace

void announceSelection(CanvasView& view)
{
    const CanvasParts& chosen = view.canvas().parts();
    if (!QAccessible::isActive() || chosen.nodes.size() + chosen.groups.size() + chosen.points.size() != 1)
        return;
    int index = int(view.document().graph().nodes().size());
    if (!chosen.nodes.empty()) {
        index = int(view.document().graph().nodeIndex(*chosen.nodes.begin()));
    } else {
        const AccessibleMark::Key key = chosen.groups.empty() ? AccessibleMark::Key {false, *chosen.points.begin()}
                                                              : AccessibleMark::Key {true, std::int64_t(*chosen.groups.begin())};
        const std::vector<AccessibleMark::Key> all = AccessibleMark::all(view);
        index += int(std::ranges::find(all, key) - all.begin());
    }
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(index);
    QAccessible::updateAccessibility(&event);
}

void installCanvasAccessibility() { QAccessible::installFactory(canvasFactory); }

} // namespace weft
