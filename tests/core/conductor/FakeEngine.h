// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/Engine.h"
#include "core/planning/Plan.h"

#include <deque>
#include <set>

namespace weft::fake {

/// How an engine behaves, one run after another; when the list is at its end, well.
enum class Mood {
    Well,
    CrashAtOnce, // lost before anything was made
    CrashAfterFirst, // lost after the first asked output was handed over (and charged for)
    Hang, // says nothing more, but listens to cancel
    Deaf, // says nothing and listens to nothing, until its test is over
    PaidLate, // silent; long after a cancel it ends well, and is paid
    TooSmall, // runs out of memory
    Poor, // the relay makes no hold
    WrongType, // hands out a picture where a number was asked for
    WrongTypeEarly, // and before its end
    PlantsFiles, // hands out files of nodes that show nothing
    Uploads, // is busy for a while with what it was sent, and says so
    Silent, // ends well without what was asked for
};

/// A world of numbers: Make(value) -> INT, MakeList(count) -> list of INT, Add(a, b) -> INT, Break() fails,
/// Choose(first?, a lazy, b lazy), Show(value) is an output node that hands out a file with the number's text.
Catalogue numbers(const std::set<std::string>& without = {});

class FakeEngine : public Engine {
public:
    FakeEngine(std::string id, int slots = 1, int stepMillis = 1)
        : m_id(std::move(id))
        , m_slots(slots)
        , m_step(stepMillis)
    {
    }

    std::string id() const override { return m_id; }
    std::string displayName() const override { return "machine " + m_id; }
    int slots() const override { return m_slots; }
    QCoro::Task<Result<Catalogue>> catalogue() override { co_return numbers(); }
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;

    std::deque<Mood> moods;
    std::vector<NodeId> computed; // nodes, in order
    int runs = 0;
    int cancels = 0;
    static inline int running = 0; // on all engines now
    static inline int mostRunning = 0;
    static inline int test = 0; // counts up when one is over: the deaf let go of what they hold

private:
    QCoro::Task<FragmentReport> compute(FragmentJob job, EventSink events, CancelToken cancel, Mood mood);

    std::string m_id;
    int m_slots;
    int m_step;
};

EngineInfo infoFor(const FakeEngine& engine, std::int64_t creditsPerSecond, const std::set<std::string>& without = {});

} // namespace weft::fake
