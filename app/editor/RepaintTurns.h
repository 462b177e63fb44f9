// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <optional>
#include <set>

namespace weft {

/// A plan says something of every node at once, and to paint a screen full of them takes longer than a window may be deaf: a few
/// are painted at once, further ones in turns, a frame between them. Only painting waits: what items say of themselves is true.
class RepaintTurns : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMostInTurn = 12;

    /// `repaint` paints a node anew, which may be gone. `topOf` tells where a node is seen, nothing where it isn't: those cost no
    /// painting and don't wait. Those that wait go from the top down, so that what is painted together lies together.
    RepaintTurns(std::function<void(const NodeId&)> repaint, std::function<std::optional<double>(const NodeId&)> topOf);

    void add(const NodeId& id);

private:
    void next();
    void takeWaiting();

    std::function<void(const NodeId&)> m_repaint;
    std::function<std::optional<double>(const NodeId&)> m_topOf;
    std::size_t m_painted = 0; // in this turn
    std::deque<NodeId> m_inOrder; // goes before what comes meanwhile, else a busy node above would keep others from their turn
    std::set<NodeId> m_waiting; // with those in order
    QTimer m_turn;
};

} // namespace weft
