// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/form/RunProgress.h"

#include "app/editor/model/NodeNames.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace weft {

RunProgress progressOf(const CanvasDocument& document)
{
    RunProgress progress;
    double done = 0;
    double all = 0;
    for (const Node& node : document.workflow().nodes()) {
        const NodeStatus& status = document.statusInRun(node.id);
        if (status.state == NodeStatus::State::Idle)
            continue;
        // A sampler's steps are nearly all of the time that people wait for.
        const double weight = status.steps > 1 ? double(status.steps) : 1;
        all += weight;
        if (status.state == NodeStatus::State::Done || status.state == NodeStatus::State::Cached)
            done += weight;
        if (status.state != NodeStatus::State::Running)
            continue;
        done += weight * std::max(0.0, status.progress());
        progress.what = titleOf(node, document.typeOf(node));
        if (status.steps > 1)
            progress.what = QCoreApplication::translate("RunProgress", "%1 · %2 of %3").arg(progress.what).arg(status.step).arg(status.steps);
    }
    progress.share = all > 0 ? done / all : 0;
    return progress;
}

QImage resultOf(const CanvasDocument& document)
{
    QImage result;
    for (const Node& node : document.workflow().nodes()) {
        const NodeType* type = document.typeOf(node);
        const PreviewPicture& preview = document.statusInRun(node.id).preview;
        if (type && type->isOutput && !preview.isNull())
            result = preview.whole();
    }
    return result;
}

QString machinesText(const QStringList& machines)
{
    return machines.isEmpty() ? QCoreApplication::translate("RunProgress", "on this PC")
                              : QCoreApplication::translate("RunProgress", "with %1").arg(machines.join(QStringLiteral(", ")));
}

QString placesOf(const CanvasDocument& document)
{
    QStringList machines;
    for (const Node& node : document.workflow().nodes()) {
        const NodeStatus& status = document.statusInRun(node.id);
        if (status.isRemote() && !machines.contains(status.machine))
            machines << status.machine;
    }
    return machinesText(machines);
}

} // namespace weft
