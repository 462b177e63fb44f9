// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/StatusTurns.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace weft {

namespace {

constexpr std::chrono::milliseconds kFrame {16};

} // namespace

StatusTurns::StatusTurns(std::function<void(const NodeId&)> show, std::function<std::optional<double>(const NodeId&)> heightOf)
    : m_show(std::move(show))
    , m_heightOf(std::move(heightOf))
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(kFrame);
    connect(&m_turn, &QTimer::timeout, this, &StatusTurns::next);
}

void StatusTurns::add(const NodeId& id)
{
    const bool isSeen = m_heightOf(id).has_value();
    if (isSeen && m_shown >= kMostInTurn) {
        m_late.insert(id);
        return;
    }
    if (isSeen) {
        ++m_shown;
        if (!m_turn.isActive())
            m_turn.start();
    }
    m_late.erase(id);
    m_show(id);
}

void StatusTurns::next()
{
    std::vector<std::pair<double, NodeId>> late; // what went out of sight goes first
    for (const NodeId& id : m_late)
        late.emplace_back(m_heightOf(id).value_or(-std::numeric_limits<double>::infinity()), id);
    m_shown = std::min(late.size(), kMostInTurn);
    std::partial_sort(late.begin(), late.begin() + std::ptrdiff_t(m_shown), late.end());
    late.resize(m_shown);
    for (const auto& [height, id] : late) {
        m_late.erase(id);
        m_show(id);
    }
    if (m_shown > 0)
        m_turn.start();
}

} // namespace weft
