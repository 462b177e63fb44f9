// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <QAccessible>

#include <compare>

namespace weft {

class CanvasView;

/// A group or a bend point, as a screen reader sees it; looks everything up each time it is asked.
class AccessibleMark : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    struct Key {
        bool isGroup = false;
        std::int64_t id = 0; // a group's place, a point's id

        auto operator<=>(const Key&) const = default;
    };
    /// The groups, then the points.
    static std::vector<Key> all(CanvasView& view);

    AccessibleMark(CanvasView& view, Key key);

    const Key& key() const { return m_key; }
    bool isValid() const override;
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    int childCount() const override { return 0; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* parent() const override;
    QAccessible::Role role() const override;
    QAccessible::State state() const override;
    QRect rect() const override;
    QString text(QAccessible::Text what) const override;
    void setText(QAccessible::Text, const QString&) override { }
    void* interface_cast(QAccessible::InterfaceType type) override;

    QStringList actionNames() const override { return {pressAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    /// Chooses it.
    void doAction(const QString& name) override;

private:
    CanvasView& m_view;
    Key m_key;
};

} // namespace weft
