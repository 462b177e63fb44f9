// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/Engine.h"
#include "core/planning/Plan.h"

#include <deque>

namespace weft {

/// A job of a guest, as this computer saw it: what kinds of things, never what was in them.
struct GuestJob {
    enum class State { Running, Done, Failed };

    JobId job;
    UnixMillis started {};
    std::vector<std::string> nodes; // types, in the order in which they run, each once
    std::set<Exposure> seen;
    std::int64_t bytes = 0; // of the values that came in
    State state = State::Running;
    Money earned;
};

/// The jobs of guests since Weft was started. In memory only: nothing of a guest is written down.
class GuestLog {
public:
    static constexpr std::size_t kMost = 200; // older ones are forgotten, but counted

    /// `offered`: what is known of the node types.
    void add(const JobId& job, const FragmentJob& fragment, const Catalogue& offered, UnixMillis now);
    void end(const JobId& job, bool completed, Money earned);

    const std::deque<GuestJob>& jobs() const { return m_jobs; } // the newest first
    int running() const;
    int done() const { return m_done; }
    int failed() const { return m_failed; }

private:
    std::deque<GuestJob> m_jobs;
    int m_done = 0;
    int m_failed = 0;
};

} // namespace weft
