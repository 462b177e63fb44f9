// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Commands.h"

#include <deque>

namespace weft {

/// What was done to a graph, step by step; each step is one undo. Always used with the same graph.
class History {
public:
    /// Does all commands as one step, or none of them. Steps of one `gesture` (not 0) that follow each other melt into
    /// one: a number that is dragged is one undo. Errors: those of apply().
    Done perform(Graph& graph, Commands commands, int gesture = 0);

    /// Does more in the step that was done last, so that one undo takes both. Errors: those of apply().
    Done amend(Graph& graph, Commands commands);

    bool canUndo() const { return m_done > 0; }
    bool canRedo() const { return m_done < m_steps.size(); }
    /// Whether there was something to undo or redo.
    bool undo(Graph& graph);
    bool redo(Graph& graph);
    void clear();

    void markSaved() { m_saved = m_done; }
    void markUnsaved() { m_saved.reset(); }
    bool isModified() const { return m_saved != m_done; }

private:
    struct Step {
        Commands forward;
        Commands backward;
        int gesture = 0;
    };
    static bool melt(Step& into, Step& step);
    void push(Step step);

    std::deque<Step> m_steps; // the oldest ones are forgotten
    std::size_t m_done = 0; // steps before this one are done, the others undone
    std::optional<std::size_t> m_saved = 0; // none: the saved state can't be reached any more
};

} // namespace weft
