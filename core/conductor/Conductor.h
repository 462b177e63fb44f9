// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/Signature.h"
#include "core/cache/ValueCache.h"
#include "core/conductor/RunEvents.h"
#include "core/planning/Planner.h"

#include <QThreadPool>

#include <chrono>

namespace weft {

/// When to give up. Passed in, so that tests needn't wait.
struct ConductorLimits {
    int maxAttempts = 4; // of one fragment, on all machines together
    std::chrono::milliseconds firstPause {500}; // before a machine is tried again; doubles
    std::chrono::milliseconds stall {5 * 60 * 1000}; // a machine that says nothing for so long is given up (not this one)
    std::chrono::milliseconds cancelGrace {10'000}; // for engines to end after a cancel
    std::chrono::milliseconds release {35'000}; // a failed attempt's hold is released by then: a relay's grace, and some
};

/// One run: what is asked for, and what it needs.
struct RunRequest {
    PlanRequest plan; // `known` is filled by the conductor
    std::map<NodeId, Value> files; // FILE values, by the node that reads them
    FileHashes fileHashes; // by the names in the settings
    /// Values that come along: nothing behind these slots is run. Such a run neither asks the cache nor fills it, as what
    /// they were made from isn't known.
    std::map<SlotRef, ValueList> given;
    RunSink sink; // may be empty
    CancelToken cancel;
    /// What this computer made faster isn't kept in the cache: writing it takes longer than making it again. Zero: all is kept.
    std::chrono::microseconds keptFrom {};
};

/// Runs a prompt over engines: answers from the cache, plans the rest, runs fragments side by side as their inputs
/// arrive, moves them to another machine when one fails, and splits what was charged over the nodes. One per process is
/// enough; it must outlive its runs. All on one event loop; the disk and large hashes are left to a thread.
class Conductor {
public:
    /// `cache` may be null. It must outlive the conductor.
    explicit Conductor(ValueCache* cache, ConductorLimits limits = {});
    ~Conductor();

    using Engines = std::map<std::string, std::shared_ptr<Engine>>; // by id
    /// Never fails as a whole: what went wrong stands in the report. An output that fails doesn't stop the others.
    QCoro::Task<RunReport> run(RunRequest request, Engines engines);

private:
    ValueCache* m_cache;
    ConductorLimits m_limits;
    std::shared_ptr<QThreadPool> m_pool; // one thread: the disk's
};

} // namespace weft
