// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/History.h"

#include <algorithm>
#include <tuple>

namespace weft {

namespace {

constexpr std::size_t kMostSteps = 2000;

/// What a command replaces as a whole, so that a later one of the same kind takes its place: kind, where, which node.
/// Nothing for commands that add or remove.
using Replaced = std::tuple<std::size_t, SubgraphId, NodeId>;

std::optional<Replaced> replacedBy(const Command& command)
{
    if (const auto* node = std::get_if<ReplaceNode>(&command.edit))
        return Replaced {command.edit.index(), command.in, node->node.id};
    const bool isList = std::holds_alternative<SetGroups>(command.edit) || std::holds_alternative<SetReroutes>(command.edit);
    return isList ? std::optional(Replaced {command.edit.index(), command.in, {}}) : std::nullopt;
}

bool onlyReplaces(const Commands& commands)
{
    return std::ranges::all_of(commands, [](const Command& command) { return replacedBy(command).has_value(); });
}

/// Does all, and returns what undoes it, last first; on an error puts back what was done.
Result<Commands> applyAll(Graph& graph, Commands commands)
{
    std::vector<Commands> inverses;
    const auto backwards = [&inverses] {
        Commands all;
        for (auto one = inverses.rbegin(); one != inverses.rend(); ++one)
            all.insert(all.end(), std::make_move_iterator(one->begin()), std::make_move_iterator(one->end()));
        return all;
    };
    for (Command& command : commands) {
        Result<Commands> one = apply(graph, std::move(command));
        if (!one) {
            for (Command& back : backwards())
                (void)apply(graph, std::move(back));
            return one.error();
        }
        inverses.push_back(std::move(*one));
    }
    return backwards();
}

} // namespace

Done History::perform(Graph& graph, Commands commands, int gesture)
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

Done History::amend(Graph& graph, Commands commands)
{
    Step& step = m_steps[m_done - 1];
    Commands forward = commands;
    WEFT_TRY(Commands backward, applyAll(graph, std::move(commands)));
    step.forward.insert(step.forward.end(), std::make_move_iterator(forward.begin()), std::make_move_iterator(forward.end()));
    step.backward.insert(step.backward.begin(), std::make_move_iterator(backward.begin()), std::make_move_iterator(backward.end()));
    return {};
}

/// The first old state and the last new one of each thing are kept.
bool History::melt(Step& into, Step& step)
{
    if (!onlyReplaces(into.forward) || !onlyReplaces(step.forward))
        return false;
    for (Command& command : step.forward) {
        const auto same = [what = replacedBy(command)](const Command& other) { return replacedBy(other) == what; };
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
