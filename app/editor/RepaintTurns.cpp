// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/RepaintTurns.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace weft {

namespace {

constexpr std::chrono::milliseconds kFrame {16};

} // namespace

RepaintTurns::RepaintTurns(std::function<void(const NodeId&)> repaint, std::function<std::optional<double>(const NodeId&)> topOf)
    : m_repaint(std::move(repaint))
    , m_topOf(std::move(topOf))
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(kFrame);
    connect(&m_turn, &QTimer::timeout, this, &RepaintTurns::next);
}

void RepaintTurns::add(const NodeId& id)
{
    const bool isSeen = m_topOf(id).has_value();
    if (isSeen && m_painted >= kMostInTurn) {
        m_waiting.insert(id);
        return;
    }
    if (isSeen) {
        ++m_painted;
        if (!m_turn.isActive())
            m_turn.start();
    }
    m_waiting.erase(id);
    m_repaint(id);
}

void RepaintTurns::next()
{
    for (m_painted = 0; m_painted < kMostInTurn && !m_waiting.empty();) {
        if (m_inOrder.empty())
            takeWaiting();
        const NodeId id = std::move(m_inOrder.front());
        m_inOrder.pop_front();
        if (m_waiting.erase(id) == 0) // it was painted meanwhile
            continue;
        ++m_painted;
        m_repaint(id);
    }
    if (m_painted > 0)
        m_turn.start();
}

void RepaintTurns::takeWaiting()
{
    std::vector<std::pair<double, NodeId>> sorted; // what went out of sight goes first
    for (const NodeId& id : m_waiting)
        sorted.emplace_back(m_topOf(id).value_or(-std::numeric_limits<double>::infinity()), id);
    std::ranges::sort(sorted);
    for (auto& [top, id] : sorted)
        m_inOrder.push_back(std::move(id));
}

} // namespace weft
