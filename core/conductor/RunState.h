// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/conductor/Conductor.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

namespace weft {

/// What is at work during one run. Lives until the last of its coroutines has ended.
class RunState : public std::enable_shared_from_this<RunState> {
public:
    RunState(RunRequest request, Conductor::Engines engines, ConductorLimits limits, std::shared_ptr<QThreadPool> pool);

    /// What the cache answered, before begin().
    void answer(const SlotRef& slot, ValueList items);
    void answerFiles(const NodeId& node, ValueList files);
    void answerNode(const NodeId& node); // nothing of it has to run
    void fail(const NodeId& node, Error error);

    void announce(const Plan& plan) { emitEvent(RunPlanned {plan}); }

    /// Starts what can start. `future()` is done when nothing is left to do.
    void begin(Plan plan);
    QFuture<void> future() { return m_done.future(); }
    void finish();

    RunReport takeReport();
    /// Everything that was made, for the cache: slots, and files at slot -1.
    using Store = std::function<void(const SlotRef&, const ValueList&)>;
    void setStore(Store store) { m_store = std::move(store); }

private:
    enum class Phase { Waiting, Running, Done, Failed };
    struct Piece {
        PlannedFragment planned;
        Fragment fragment; // what is left of it
        Phase phase = Phase::Waiting;
        bool demanded = false; // somebody needs it for sure
        int attempts = 0;
        bool pausing = false;
        std::string engine;
        std::set<std::string> tried; // since the last pause
        std::set<NodeId> broken;
    };
    /// One try on one engine.
    struct Attempt {
        int piece = 0;
        std::string engine;
        Fragment fragment;
        WorkBreakdown work;
        Quote quote;
        CancelToken cancel;
        std::shared_ptr<void> cancelLink;
        std::chrono::steady_clock::time_point lastSign;
        bool over = false; // of what it still says only the cost counts
        bool stalled = false;
    };
    using AttemptPtr = std::shared_ptr<Attempt>;

    void emitEvent(const RunEvent& event);
    Piece& piece(int i) { return m_pieces[static_cast<std::size_t>(i)]; }
    const EngineInfo* infoOf(const std::string& id) const;
    NodeReport& reportOf(const NodeId& node);

    void demand(int i);
    void pump();
    void shrink(int i);
    void spreadLosses();
    bool isDemandedItself(const Piece& piece) const;
    bool inputsReady(const Piece& piece) const;
    bool hasSlot(const std::string& engine) const;
    void start(int i);
    QCoro::Task<void> run(AttemptPtr attempt);
    std::vector<ValueList> inputsOf(const Fragment& fragment) const;
    Done reserve(Attempt& attempt);
    void watch(AttemptPtr attempt);
    void later(std::function<void(RunState&)> what, std::chrono::milliseconds delay = {});

    void onEvent(const AttemptPtr& attempt, const FragmentEvent& event);
    void onReport(const AttemptPtr& attempt, FragmentReport report);
    void end(const AttemptPtr& attempt, FragmentReport report);
    void succeed(const AttemptPtr& attempt, FragmentOutcome outcome);
    void failOn(const AttemptPtr& attempt, FragmentFailure failure);
    bool askForInputs(int i, const Fragment& fragment, const std::vector<int>& indexes);
    bool nextEngine(Piece& piece);
    void pauseThenRetry(int i);
    void pause(int i, std::chrono::milliseconds time);
    bool moneyComesBack(const Error& error) const;
    void giveUp(int i, const NodeId& node, const Error& error);
    void close(int i, Phase phase);
    bool isWorthKeeping(const NodeId& node) const;
    void keepSlot(const SlotRef& slot, ValueList items);
    void keepFiles(const NodeId& node, ValueList files);
    void dropUnneeded();
    void endIfDone();
    void cancelled();
    Done checkItems(const Fragment& fragment, const SlotRef& slot, const ValueList& items) const;
    Done checkOutcome(const Attempt& attempt, const FragmentOutcome& outcome) const;
    void settle(const AttemptPtr& attempt, Money held, Money charged);

    RunRequest m_request;
    Conductor::Engines m_engines;
    ConductorLimits m_limits;
    std::shared_ptr<QThreadPool> m_pool;
    Catalogue m_catalogue;
    Store m_store;
    std::vector<Piece> m_pieces;
    std::map<SlotRef, int> m_makers;
    std::map<SlotRef, ValueList> m_values;
    std::set<SlotRef> m_made; // also when the value was dropped; files at slot -1
    std::set<SlotRef> m_lost;
    std::map<std::string, int> m_running; // attempts per engine
    std::set<AttemptPtr> m_open; // their engines haven't reported; some may be over
    Money m_reserved; // their quotes
    std::chrono::steady_clock::time_point m_releasedBy; // what failed attempts had held
    RunReport m_report;
    QPromise<void> m_done;
    bool m_finished = false;
    bool m_pumping = false;
    bool m_pumpAgain = false;
    std::shared_ptr<void> m_cancelLink;
    QObject m_context; // timers end with the run
};

} // namespace weft
