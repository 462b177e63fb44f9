// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "core/job/Market.h"

#include <QCoroTask>

#include <functional>
#include <memory>

namespace weft {

/// Asked to stop by one side, seen by the other. Shared; all on one thread (the event loop of the process).
class CancelToken {
public:
    void cancel();
    bool isCancelled() const { return m_state->cancelled; }
    /// Calls `f` once on cancel (at once if it is cancelled already), as long as the returned handle lives.
    [[nodiscard]] std::shared_ptr<void> onCancel(std::function<void()> f) const;

private:
    struct State {
        bool cancelled = false;
        std::vector<std::weak_ptr<std::function<void()>>> callbacks;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

using EventSink = std::function<void(const FragmentEvent&)>;

/// A fragment with what it needs to run.
struct FragmentJob {
    Fragment fragment;
    std::vector<ValueList> inputs; // one per fragment.inputs; a lazy one may be empty
    Quote quote; // what was agreed; zero on an own machine
};

struct FragmentOutcome {
    FragmentResult result;
    Money held; // the most that was held at once
    Money charged;
};

/// Why a fragment didn't end well, and whether another machine may try (a crash, a lost connection) or not (a bad value).
struct FragmentFailure {
    Error error;
    NodeId node; // empty: not one node's fault
    bool retryElsewhere = false;
    Money charged; // for increments that were delivered before
    std::vector<int> needsInputs; // NeedsInput: indexes of lazy boundary inputs that the fragment asks for
    Money held; // what had been held for it; all but `charged` is released
};

/// shaped like Result, but the failure side carries more than an Error
using FragmentReport = std::variant<FragmentOutcome, FragmentFailure>;

/// Everything that can run nodes: the worker on this computer, a ComfyUI server, a language server, another machine.
/// Used from one thread. A run may be started while others go on; `slots()` says how many make sense.
class Engine {
public:
    virtual ~Engine() = default;

    virtual std::string id() const = 0; // stable within a run: "here", or the machine's key hash in hex
    virtual std::string displayName() const = 0;
    virtual int slots() const { return 1; }
    /// Errors: whatever keeps the engine from answering (WorkerStartFailed, RelayUnreachable, ...).
    virtual QCoro::Task<Result<Catalogue>> catalogue() = 0;
    /// Parameters by value: they live in the coroutine's frame.
    virtual QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) = 0;
    /// Gives back what is held between runs: a process, a card's memory. What still runs ends with Cancelled. The next run
    /// gets it again.
    virtual void rest() { }
};

} // namespace weft
