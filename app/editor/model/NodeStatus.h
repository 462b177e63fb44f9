// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/PreviewPicture.h"
#include "core/base/Money.h"

#include <QStringList>

#include <algorithm>
#include <optional>

namespace weft {

/// What a run, or the plan before it, says about one node. Not part of the workflow: undo leaves it alone.
struct NodeStatus {
    enum class State { Idle, Waiting, Running, Done, Cached, Failed };

    State state = State::Idle;
    qint64 step = 0;
    qint64 steps = 0; // 0: not counted
    double seconds = -1; // wall clock on its machine; negative: unknown
    QString error; // a sentence, when Failed
    QString machine; // empty: this computer
    QStringList others; // further machines that repeat it, a loader; an empty text: this computer
    std::optional<Money> cost;
    bool costIsEstimate = true;
    QString exposure; // "sees: pictures"; empty: its machine sees nothing that is somebody else's
    QString exposureWhy; // the same in sentences
    PreviewPicture preview;

    bool isRemote() const { return !machine.isEmpty(); }
    QStringList machines() const { return QStringList {machine} + others; }
    /// Each counts once; this computer, which has an empty name, goes first.
    void setMachines(QStringList names)
    {
        names.removeDuplicates();
        if (names.removeOne(QString()))
            names.prepend(QString());
        machine = names.value(0);
        others = names.mid(1);
    }
    bool isOn(const QString& name) const { return machine == name || others.contains(name); }
    /// Whether what `from` makes travels to here: what is repeated on this machine doesn't.
    bool receivesFrom(const NodeStatus& from) const
    {
        return !from.isOn(machine) || !std::all_of(others.begin(), others.end(), [&](const QString& name) { return from.isOn(name); });
    }
    double progress() const { return steps > 0 ? double(step) / double(steps) : -1; }
};

} // namespace weft
