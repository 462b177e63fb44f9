// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/AccessibleMark.h"

#include "app/editor/CanvasView.h"
#include "app/editor/GroupActions.h"
#include "app/editor/GroupsItem.h"
#include "app/editor/WireActions.h"
#include "app/editor/WiresItem.h"

namespace weft {

namespace {

CanvasParts partsOf(const AccessibleMark::Key& key)
{
    if (key.isGroup)
        return {{}, {}, {std::size_t(key.id)}};
    return {{}, {key.id}, {}};
}

} // namespace

std::vector<AccessibleMark::Key> AccessibleMark::all(CanvasView& view)
{
    std::vector<Key> keys;
    for (std::size_t i = 0; i < view.canvas().groups().groups().size(); ++i)
        keys.push_back({true, std::int64_t(i)});
    for (const RerouteId id : view.canvas().wires().pointIds())
        keys.push_back({false, id});
    return keys;
}

AccessibleMark::AccessibleMark(CanvasView& view, Key key)
    : m_view(view)
    , m_key(key)
{
}

bool AccessibleMark::isValid() const
{
    return m_key.isGroup ? std::size_t(m_key.id) < m_view.canvas().groups().groups().size()
                         : m_view.canvas().wires().pointOf(m_key.id).has_value();
}

QAccessibleInterface* AccessibleMark::parent() const { return QAccessible::queryAccessibleInterface(&m_view); }

QAccessible::Role AccessibleMark::role() const { return m_key.isGroup ? QAccessible::Grouping : QAccessible::ListItem; }

QAccessible::State AccessibleMark::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    const CanvasParts& chosen = m_view.canvas().parts();
    state.focusable = state.selectable = true;
    state.selected = m_key.isGroup ? chosen.groups.contains(std::size_t(m_key.id)) : chosen.points.contains(m_key.id);
    state.focused = chosen == partsOf(m_key) && m_view.hasFocus();
    return state;
}

QRect AccessibleMark::rect() const
{
    if (!isValid())
        return {};
    const QRect inView = m_view.mapFromScene(m_view.canvas().rectOfParts(partsOf(m_key))).boundingRect();
    return {m_view.viewport()->mapToGlobal(inView.topLeft()), inView.size()};
}

QString AccessibleMark::text(QAccessible::Text what) const
{
    if (what != QAccessible::Name || !isValid())
        return {};
    return m_key.isGroup ? groupText(m_view, std::size_t(m_key.id)) : pointText(m_view, m_key.id);
}

void* AccessibleMark::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
}

void AccessibleMark::doAction(const QString& name)
{
    if (name == pressAction() && isValid())
        m_view.canvas().selectParts(partsOf(m_key));
}

} // namespace weft
