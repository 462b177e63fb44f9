// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunTally.h"

#include <algorithm>

namespace weft {

namespace {

constexpr double kLeastShare = 0.05; // before that nothing can be said of the rest
constexpr double kLeastSeconds = 1;

/// A sampler's steps, as its settings tell them before it starts.
double weightOf(const FragmentNode& node)
{
    const auto steps = node.inputs.find("steps");
    const Json* literal = steps == node.inputs.end() ? nullptr : std::get_if<Json>(&steps->second);
    return literal && literal->is_number_integer() ? std::clamp(literal->get<double>(), 1.0, 1000.0) : 1;
}

} // namespace

void RunTally::add(const RunEvent& event)
{
    std::visit([this](const auto& one) { on(one); }, event);
}

double RunTally::secondsLeft(double secondsPassed) const
{
    if (m_share < kLeastShare || secondsPassed < kLeastSeconds)
        return -1;
    return secondsPassed * (1 - m_share) / m_share;
}

void RunTally::on(const RunPlanned& event)
{
    for (const PlannedFragment& fragment : event.plan.fragments) {
        for (const FragmentNode& node : fragment.fragment.nodes)
            m_parts[node.id].weight = weightOf(node);
    }
    m_isPlanned = true;
    for (auto& [id, part] : m_parts) // answered before there was a plan
        part.done = part.done > 0 ? part.weight : 0;
    count();
}

void RunTally::on(const FragmentStarted& event)
{
    const QString machine = QString::fromStdString(event.engineName);
    if (event.engine != kHere && !m_machines.contains(machine))
        m_machines << machine;
}

void RunTally::on(const FragmentProgressed& event)
{
    if (const auto* progress = std::get_if<NodeProgress>(&event.event); progress && progress->max > 0) {
        Part& part = m_parts[progress->node];
        part.done = part.weight * std::clamp(double(progress->value) / double(progress->max), 0.0, 1.0);
        count();
    } else if (const auto* finished = std::get_if<NodeFinished>(&event.event)) {
        finish(finished->node);
    }
}

void RunTally::on(const FragmentFinished& event)
{
    m_charged.micro += event.charged.micro;
}
void RunTally::on(const NodeAnswered& event)
{
    finish(event.node);
}

void RunTally::finish(const NodeId& node)
{
    Part& part = m_parts[node];
    part.done = part.weight;
    count();
}

void RunTally::count()
{
    double done = 0;
    double all = 0;
    for (const auto& [id, part] : m_parts) {
        done += part.done;
        all += part.weight;
    }
    if (m_isPlanned) // else nobody knows yet how much there is to do
        m_share = std::max(m_share, all > 0 ? done / all : 0.0);
}

} // namespace weft
