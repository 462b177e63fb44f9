// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/ModelIndex.h"
#include "core/engine/Engine.h"
#include "core/planning/Plan.h"

#include <QThreadPool>

#include <chrono>

namespace weft {

struct WorkerSettings {
    QString program; // weft-worker
    QStringList modelFolders;
    QString indexFile; // keeps the models' hashes; empty: not kept
    std::string id = kHere;
    std::string displayName; // empty: what the worker says of its device
    std::chrono::milliseconds startLimit {120'000}; // libtorch is slow to load from a cold disk
    std::chrono::milliseconds cancelLimit {2'000}; // then the worker is killed
    int threads = 0; // 0: libtorch's own choice
    int memoryLimitMegabytes = 0; // for models and results that the worker keeps; 0: its own choice
    std::uint64_t maxResultBytes = std::uint64_t {8} << 30; // that the worker may send for the fragments under way
    std::uint64_t keptBytes = std::uint64_t {1} << 30; // of inputs that the worker holds for the next fragment
};

/// weft-worker beside the running program, or what the environment's WEFT_WORKER names.
QString defaultWorkerProgram();

/// Runs fragments on the weft-worker process of this computer. Starts it when it is first needed and again when it has
/// crashed; a fragment that was running then is tried once more. Values that the worker has aren't sent again.
/// One engine per trust domain: guests get another one than the owner.
class WorkerEngine : public Engine {
public:
    explicit WorkerEngine(WorkerSettings settings);
    ~WorkerEngine() override;

    std::string id() const override;
    std::string displayName() const override;
    /// With the hashes of all models. Errors: WorkerStartFailed, WorkerCrashed, VersionUnsupported, JsonInvalid.
    QCoro::Task<Result<Catalogue>> catalogue() override;
    /// Models are found by their hash, whatever the graph calls them. Errors also: ModelMissing, TimedOut, Cancelled,
    /// LimitExceeded (more nodes, or larger settings, than one fragment may have).
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;
    /// Ends the process at once, without waiting for it.
    void rest() override;

    /// "CPU, 2 threads"; empty before the worker has started.
    std::string device() const;
    /// What keeps the worker from doing harm; empty before it has started.
    std::string sandbox() const;

private:
    class State;
    std::shared_ptr<State> d;
};

} // namespace weft
