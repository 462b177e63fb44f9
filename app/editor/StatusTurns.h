// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <QTimer>

#include <functional>
#include <optional>
#include <set>

namespace weft {

/// A plan says something of every node at once, and to paint a screen full of them takes longer than a window may be deaf: a few
/// are shown at once, further ones in turns, a frame between them. A node that waits is shown once, as it is by then.
class StatusTurns : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMostInTurn = 12;

    /// `heightOf` tells where a node is seen, nothing where it isn't: those cost no painting and don't wait. Turns go from the
    /// top down, so that what is painted together lies together.
    StatusTurns(std::function<void(const NodeId&)> show, std::function<std::optional<double>(const NodeId&)> heightOf);

    void add(const NodeId& id);

private:
    void next();

    std::function<void(const NodeId&)> m_show;
    std::function<std::optional<double>(const NodeId&)> m_heightOf;
    std::size_t m_shown = 0; // in this turn
    std::set<NodeId> m_late;
    QTimer m_turn;
};

} // namespace weft
