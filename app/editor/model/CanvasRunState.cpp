// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/CanvasDocument.h"

#include <algorithm>

namespace weft {

namespace {

using State = NodeStatus::State;

/// What an instance shows of two nodes inside: a failure before work, work before waiting, waiting before what is done.
int weightOf(State state)
{
    switch (state) {
    case State::Failed:
        return 5;
    case State::Running:
        return 4;
    case State::Waiting:
        return 3;
    case State::Done:
        return 2;
    case State::Cached:
        return 1;
    case State::Idle:
        break;
    }
    return 0;
}

/// An instance: the state that says most, the sum of costs and seconds, the newest preview.
void addTo(NodeStatus& whole, const NodeStatus& part)
{
    if (weightOf(part.state) > weightOf(whole.state)) {
        whole.state = part.state;
        whole.step = part.step;
        whole.steps = part.steps;
        whole.error = part.error;
    }
    if (part.seconds >= 0)
        whole.seconds = std::max(whole.seconds, 0.0) + part.seconds;
    if (part.cost)
        whole.cost = microCredits((whole.cost ? whole.cost->micro : 0) + part.cost->micro);
    whole.costIsEstimate = whole.costIsEstimate && part.costIsEstimate;
    if (!part.machine.isEmpty()) {
        whole.machine = part.machine;
        whole.others = part.others;
    }
    if (!part.exposure.isEmpty()) {
        whole.exposure = part.exposure;
        whole.exposureWhy = part.exposureWhy;
    }
    if (!part.preview.isNull())
        whole.preview = part.preview;
}

} // namespace

const NodeStatus& CanvasDocument::status(const NodeId& id) const
{
    return m_prefix.empty() ? statusInRun(id) : statusInRun(m_prefix + id);
}

const NodeStatus& CanvasDocument::statusInRun(const NodeId& idInRun) const
{
    static const NodeStatus kNothing;
    const auto it = m_statuses.find(idInRun);
    return it == m_statuses.end() ? kNothing : it->second;
}

std::vector<NodeId> CanvasDocument::nodesInRun() const
{
    std::vector<NodeId> ids;
    for (const auto& [id, status] : m_statuses)
        ids.push_back(id);
    return ids;
}

void CanvasDocument::setStatus(const NodeId& id, NodeStatus status)
{
    m_statuses[id] = std::move(status);
    rollUp(id);
    for (std::size_t end = id.size(); end != id.npos; end = end == 0 ? id.npos : id.rfind(':', end - 1)) {
        const std::string_view part = std::string_view(id).substr(0, end);
        if (part.starts_with(m_prefix) && part.find(':', m_prefix.size()) == part.npos)
            Q_EMIT statusChanged(QString::fromUtf8(part.data() + m_prefix.size(), qsizetype(part.size() - m_prefix.size())));
    }
}

/// From the innermost instance outwards.
void CanvasDocument::rollUp(const NodeId& idInRun)
{
    for (std::size_t end = idInRun.rfind(':'); end != idInRun.npos && end > 0; end = idInRun.rfind(':', end - 1)) {
        const NodeId instance = idInRun.substr(0, end);
        const std::string prefix = instance + ":";
        NodeStatus whole;
        for (auto it = m_statuses.lower_bound(prefix); it != m_statuses.end() && it->first.starts_with(prefix); ++it) {
            if (it->first.find(':', prefix.size()) == std::string::npos)
                addTo(whole, it->second);
        }
        m_statuses[instance] = std::move(whole);
    }
}

void CanvasDocument::clearRun(std::map<NodeId, NodeStatus> planned)
{
    std::vector<NodeId> inside; // of instances
    for (auto& [id, status] : planned) {
        status.preview = statusInRun(id).preview;
        if (id.find(':') != id.npos)
            inside.push_back(id);
    }
    for (const auto& [id, status] : m_statuses) {
        if (!planned.contains(id))
            planned[id].preview = status.preview;
    }
    m_statuses = std::move(planned);
    for (const NodeId& id : inside)
        rollUp(id);
    m_transfers.clear();
    m_estimates.clear();
    for (const Node& node : graph().nodes()) {
        if (m_statuses.contains(m_prefix + node.id)) // each that is said of costs a face
            Q_EMIT statusChanged(QString::fromStdString(node.id));
    }
    Q_EMIT transfersChanged();
}

void CanvasDocument::setTransfer(const NodeId& from, int slot, const NodeId& to, qint64 bytes)
{
    if (bytes > 0)
        m_transfers[{from, slot, to}] = bytes;
    else
        m_transfers.erase({from, slot, to});
    Q_EMIT transfersChanged();
}

qint64 CanvasDocument::transfer(const Link& link) const
{
    const WireInRun wire {m_prefix + link.from, link.fromSlot, m_prefix + link.to};
    const auto known = m_transfers.find(wire);
    if (known != m_transfers.end())
        return known->second;
    const auto estimate = m_estimates.find(wire);
    return estimate == m_estimates.end() ? 0 : estimate->second;
}

bool CanvasDocument::isEstimated(const Link& link) const
{
    return !m_transfers.contains({m_prefix + link.from, link.fromSlot, m_prefix + link.to});
}

void CanvasDocument::estimateTransfers(const std::map<WireInRun, qint64>& bytes)
{
    if (m_estimates == bytes)
        return;
    m_estimates = bytes;
    Q_EMIT transfersChanged();
}

} // namespace weft
