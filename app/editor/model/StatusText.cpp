// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/StatusText.h"

#include <QCoreApplication>

#include <cmath>

namespace weft {

QString secondsText(double seconds)
{
    if (seconds >= 60) {
        const int whole = static_cast<int>(std::lround(seconds));
        return QCoreApplication::translate("NodeStatus", "%1 min %2 s").arg(whole / 60).arg(whole % 60);
    }
    return QCoreApplication::translate("NodeStatus", "%1 s").arg(seconds, 0, 'f', seconds < 10 ? 1 : 0);
}

QString bytesText(qint64 bytes)
{
    if (bytes < 1000)
        return QStringLiteral("%1 B").arg(bytes);
    if (bytes < 1000 * 1000)
        return QStringLiteral("%1 KB").arg((bytes + 999) / 1000);
    return QStringLiteral("%1 MB").arg(double(bytes) / 1e6, 0, 'f', 1);
}

QString transferText(qint64 bytes, bool isEstimate)
{
    if (bytes <= 0)
        return {};
    return (isEstimate ? QStringLiteral("⇄ ≈ ") : QStringLiteral("⇄ ")) + bytesText(bytes);
}

QString missingNodeText() { return QCoreApplication::translate("NodeStatus", "missing node"); }

QString headerText(const NodeStatus& status, NodeMode mode)
{
    if (mode == NodeMode::Muted)
        return QCoreApplication::translate("NodeStatus", "muted");
    if (mode == NodeMode::Bypassed)
        return QCoreApplication::translate("NodeStatus", "bypassed");
    const QString seconds = status.seconds >= 0 ? secondsText(status.seconds) : QString();
    switch (status.state) {
    case NodeStatus::State::Idle:
        return {};
    case NodeStatus::State::Waiting:
        return QCoreApplication::translate("NodeStatus", "waits");
    case NodeStatus::State::Cached:
        return QCoreApplication::translate("NodeStatus", "cached");
    case NodeStatus::State::Done:
        return seconds;
    case NodeStatus::State::Failed:
        return QStringLiteral("! ") + status.error;
    case NodeStatus::State::Running:
        break;
    }
    if (status.steps <= 1)
        return seconds.isEmpty() ? QCoreApplication::translate("NodeStatus", "runs") : seconds;
    const QString percent = QStringLiteral("%1 %").arg(100 * status.step / status.steps);
    return seconds.isEmpty() ? percent : percent + QStringLiteral(" · ") + seconds;
}

QString placeText(const NodeStatus& status)
{
    QStringList names;
    for (const QString& machine : status.machines())
        names << (machine.isEmpty() ? QCoreApplication::translate("NodeStatus", "This PC") : machine);
    return names.join(QStringLiteral(" + "));
}

QString costText(const NodeStatus& status)
{
    if (!status.cost || status.cost->micro == 0)
        return status.isRemote() && !status.cost ? QString() : QCoreApplication::translate("NodeStatus", "free");
    const QString amount = status.costIsEstimate ? creditsText(*status.cost) : chargedCredits(*status.cost);
    return status.costIsEstimate ? QCoreApplication::translate("NodeStatus", "≈ %1 credits").arg(amount)
                                 : QCoreApplication::translate("NodeStatus", "%1 credits").arg(amount);
}

} // namespace weft
