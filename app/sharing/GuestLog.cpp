// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/GuestLog.h"

#include "core/planning/Planner.h"

#include <algorithm>

namespace weft {

namespace {

void noteNode(GuestJob& job, const FragmentNode& node, const Catalogue& offered)
{
    if (std::ranges::find(job.nodes, node.type) == job.nodes.end())
        job.nodes.push_back(node.type);
    const NodeType* type = offered.find(node.type);
    if (!type)
        return;
    for (const OutputSpec& output : type->outputs)
        addExposure(job.seen, output.type);
    for (const InputSpec& input : type->inputs) {
        const auto given = node.inputs.find(input.name);
        const auto* literal = given == node.inputs.end() ? nullptr : std::get_if<Json>(&given->second);
        if (literal && input.type == "STRING" && literal->is_string() && !literal->get_ref<const std::string&>().empty())
            job.seen.insert(Exposure::Text);
    }
}

} // namespace

void GuestLog::add(const JobId& id, const FragmentJob& fragment, const Catalogue& offered, UnixMillis now)
{
    GuestJob job;
    job.job = id;
    job.started = now;
    for (const FragmentNode& node : fragment.fragment.nodes)
        noteNode(job, node, offered);
    for (const BoundaryInput& input : fragment.fragment.inputs)
        addExposure(job.seen, input.type);
    for (const ValueList& items : fragment.inputs)
        for (const Value& value : items)
            job.bytes += std::int64_t(value.sizeBytes());
    m_jobs.push_front(std::move(job));
    if (m_jobs.size() > kMost)
        m_jobs.pop_back();
}

void GuestLog::end(const JobId& id, bool completed, Money earned)
{
    const auto job = std::ranges::find(m_jobs, id, &GuestJob::job);
    if (job == m_jobs.end()) // it never started, or a crash left it
        return;
    job->state = completed ? GuestJob::State::Done : GuestJob::State::Failed;
    job->earned = earned;
    ++(completed ? m_done : m_failed);
}

int GuestLog::running() const { return int(std::ranges::count(m_jobs, GuestJob::State::Running, &GuestJob::state)); }

} // namespace weft
