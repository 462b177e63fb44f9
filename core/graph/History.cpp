// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/History.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostSteps = 2000;

bool onlyReplacesNodes(const std::vector<Command>& commands)
{
    return std::ranges::all_of(commands, [](const Command& c) { return std::holds_alternative<ReplaceNode>(c); });
}

/// Does all; on an error puts back what was done.
Result<std::vector<Command>> applyAll(Graph& graph, std::vector<Command> commands)
{
    std::vector<Command> inverse; // last first
    for (Command& command : commands) {
        Result<std::vector<Command>> one = apply(graph, std::move(command));
        if (!one) {
            for (Command& back : inverse)
                (void)apply(graph, std::move(back));
            return one.error();
        }
        inverse.insert(inverse.begin(), std::make_move_iterator(one->begin()), std::make_move_iterator(one->end()));
    }
    return inverse;
}

} // namespace

Done History::perform(Graph& graph, std::vector<Command> commands, int gesture)
{
    Step step {commands, {}, gesture};
    WEFT_TRY(step.backward, applyAll(graph, std::move(commands)));
    if (m_done < m_steps.size()) {
        if (m_saved && *m_saved > m_done)
            m_saved.reset();
        m_steps.resize(m_done);
    }
    if (gesture != 0 && m_done > 0 && m_steps.back().gesture == gesture && m_saved != m_done && melt(m_steps.back(), step))
        return {};
    push(std::move(step));
    return {};
}

/// The first old state and the last new one of each node are kept.
bool History::melt(Step& into, Step& step)
{
    if (!onlyReplacesNodes(into.forward) || !onlyReplacesNodes(step.forward))
        return false;
    const auto idOf = [](const Command& command) -> const NodeId& { return std::get<ReplaceNode>(command).node.id; };
    for (Command& command : step.forward) {
        const auto same = [&](const Command& other) { return idOf(other) == idOf(command); };
        const auto old = std::ranges::find_if(into.forward, same);
        if (old != into.forward.end()) {
            *old = std::move(command);
            continue;
        }
        const auto back = std::ranges::find_if(step.backward, same);
        into.backward.insert(into.backward.begin(), std::move(*back));
        into.forward.push_back(std::move(command));
    }
    return true;
}

void History::push(Step step)
{
    m_steps.push_back(std::move(step));
    ++m_done;
    if (m_steps.size() <= kMostSteps)
        return;
    m_steps.pop_front();
    --m_done;
    m_saved = m_saved && *m_saved > 0 ? std::optional(*m_saved - 1) : std::nullopt;
}

bool History::undo(Graph& graph)
{
    if (!canUndo())
        return false;
    Step& step = m_steps[m_done - 1];
    if (!applyAll(graph, step.backward))
        return false;
    --m_done;
    return true;
}

bool History::redo(Graph& graph)
{
    if (!canRedo())
        return false;
    Step& step = m_steps[m_done];
    if (!applyAll(graph, step.forward))
        return false;
    ++m_done;
    return true;
}

void History::clear()
{
    m_steps.clear();
    m_done = 0;
    m_saved = 0;
}

} // namespace weft
