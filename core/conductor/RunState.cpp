// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conductor/RunState.h"

#include "core/conductor/Reduce.h"

#include <QTimer>

#include <algorithm>

namespace weft {

RunState::RunState(
    RunRequest request, Conductor::Engines engines, ConductorLimits limits, std::shared_ptr<QThreadPool> pool)
    : m_request(std::move(request))
    , m_engines(std::move(engines))
    , m_limits(limits)
    , m_pool(std::move(pool))
    , m_catalogue(m_request.plan.catalogue())
{
    m_done.start();
}

void RunState::emitEvent(const RunEvent& event)
{
    if (m_request.sink)
        m_request.sink(event);
}

NodeReport& RunState::reportOf(const NodeId& node)
{
    NodeReport& report = m_report.nodes[node];
    if (report.type.empty()) {
        const auto it = m_request.plan.prompt.nodes.find(node);
        report.type = it == m_request.plan.prompt.nodes.end() ? std::string() : it->second.type;
    }
    return report;
}

const EngineInfo* RunState::infoOf(const std::string& id) const
{
    const auto it = std::ranges::find(m_request.plan.engines, id, &EngineInfo::id);
    return it == m_request.plan.engines.end() ? nullptr : &*it;
}

void RunState::answer(const SlotRef& slot, ValueList items) { keepSlot(slot, std::move(items)); }
void RunState::answerFiles(const NodeId& node, ValueList files) { keepFiles(node, std::move(files)); }

void RunState::answerNode(const NodeId& node)
{
    reportOf(node).cached = true;
    emitEvent(NodeAnswered {node});
}

void RunState::fail(const NodeId& node, Error error) { m_report.errors.emplace_back(node, std::move(error)); }

RunReport RunState::takeReport() { return std::move(m_report); }

void RunState::later(std::function<void(RunState&)> what, std::chrono::milliseconds delay)
{
    // The context ends with the state, so a late timer can't reach a dead one.
    QTimer::singleShot(delay, &m_context, [weak = weak_from_this(), what = std::move(what)] {
        if (const auto self = weak.lock(); self && !self->m_finished)
            what(*self);
    });
}

bool RunState::isDemandedItself(const Piece& piece) const
{
    const auto& targets = m_request.plan.targets;
    for (const FragmentNode& node : piece.fragment.nodes) {
        const NodeType* type = m_catalogue.find(node.type);
        if (std::ranges::find(targets, node.id) != targets.end())
            return true;
        if (targets.empty() && m_request.plan.wanted.empty() && type && type->isOutput)
            return true;
    }
    return std::ranges::any_of(
        piece.fragment.outputs, [&](const SlotRef& slot) { return m_request.plan.wanted.contains(slot); });
}

void RunState::begin(Plan plan)
{
    emitEvent(RunPlanned {plan});
    if (plan.cap > Money {}) // what was said before the run is kept to
        m_request.plan.policy.cap = std::min(m_request.plan.policy.cap, plan.cap);
    for (PlannedFragment& planned : plan.fragments) {
        for (const SlotRef& slot : planned.fragment.outputs)
            m_makers[slot] = static_cast<int>(m_pieces.size());
        Piece piece;
        piece.engine = planned.engine;
        piece.fragment = planned.fragment;
        piece.planned = std::move(planned);
        m_pieces.push_back(std::move(piece));
    }
    for (int i = 0; i < static_cast<int>(m_pieces.size()); ++i) {
        if (isDemandedItself(piece(i)))
            demand(i);
    }
    m_cancelLink = m_request.cancel.onCancel([weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->cancelled();
    });
    if (!m_request.cancel.isCancelled())
        pump();
}

void RunState::demand(int i)
{
    std::vector<int> open {i};
    while (!open.empty()) {
        Piece& current = piece(open.back());
        open.pop_back();
        if (std::exchange(current.demanded, true))
            continue;
        for (const BoundaryInput& input : current.fragment.inputs) {
            const auto maker = m_makers.find(input.source);
            if (!input.lazy && maker != m_makers.end() && !m_made.contains(input.source))
                open.push_back(maker->second);
        }
    }
}

bool RunState::inputsReady(const Piece& piece) const
{
    return std::ranges::all_of(piece.fragment.inputs, [this](const BoundaryInput& input) {
        return input.lazy || m_values.contains(input.source)
            || (input.source.slot < 0 && m_request.files.contains(input.source.node));
    });
}

bool RunState::hasSlot(const std::string& engine) const
{
    const auto it = m_engines.find(engine);
    const auto running = m_running.find(engine);
    return it == m_engines.end() || running == m_running.end() || running->second < std::max(1, it->second->slots());
}

void RunState::pump()
{
    if (m_finished)
        return;
    if (m_request.cancel.isCancelled())
        return endIfDone();
    if (m_pumping) {
        m_pumpAgain = true;
        return;
    }
    m_pumping = true;
    do {
        m_pumpAgain = false;
        for (int i = 0; i < static_cast<int>(m_pieces.size()); ++i) {
            const Piece& next = piece(i);
            if (next.phase == Phase::Waiting && next.demanded && !next.pausing && inputsReady(next) && hasSlot(next.engine))
                start(i);
        }
    } while (m_pumpAgain);
    m_pumping = false;
    endIfDone();
}

void RunState::endIfDone()
{
    if (m_finished)
        return;
    bool waits = false;
    for (const Piece& piece : m_pieces) {
        if (piece.phase == Phase::Running)
            return;
        waits |= piece.phase == Phase::Waiting && piece.demanded;
        if (piece.pausing && !m_request.cancel.isCancelled())
            return;
    }
    if (waits && m_report.errors.empty()) // can't be: plans have no circles
        fail({}, Error {ErrorCode::Internal, "a fragment waits for a value that nobody makes"});
    finish();
}

void RunState::finish()
{
    if (std::exchange(m_finished, true))
        return;
    for (const AttemptPtr& attempt : m_open) // nobody knows yet; more than this it can't be
        settle(attempt, attempt->quote.amount, attempt->quote.amount);
    m_done.finish();
}

void RunState::cancelled()
{
    fail({}, Error {ErrorCode::Cancelled});
    later([](RunState& self) { self.finish(); }, m_limits.cancelGrace);
    later([](RunState& self) { self.endIfDone(); });
}

/// What cost credits is, however fast it came.
bool RunState::isWorthKeeping(const NodeId& node) const
{
    const auto report = m_report.nodes.find(node);
    if (m_request.keptFrom.count() == 0 || report == m_report.nodes.end() || report->second.took >= m_request.keptFrom)
        return true;
    return std::ranges::any_of(
        m_pieces, [&](const Piece& piece) { return piece.engine != kHere && piece.planned.nodes.contains(node); });
}

void RunState::keepSlot(const SlotRef& slot, ValueList items)
{
    if (!m_made.insert(slot).second)
        return;
    emitEvent(SlotReady {slot, items});
    if (m_store && isWorthKeeping(slot.node))
        m_store(slot, items);
    if (m_request.plan.wanted.contains(slot))
        m_report.slots[slot] = items;
    m_values[slot] = std::move(items);
}

void RunState::keepFiles(const NodeId& node, ValueList files)
{
    if (!m_made.insert({node, -1}).second)
        return;
    if (m_store && isWorthKeeping(node))
        m_store({node, -1}, files);
    emitEvent(FilesReady {node, files});
    m_report.files[node] = std::move(files);
}

void RunState::dropUnneeded()
{
    std::set<SlotRef> needed;
    for (const Piece& piece : m_pieces) {
        if (piece.phase == Phase::Done || piece.phase == Phase::Failed)
            continue;
        for (const BoundaryInput& input : piece.fragment.inputs)
            needed.insert(input.source);
        needed.insert(piece.planned.fragment.outputs.begin(), piece.planned.fragment.outputs.end());
    }
    std::erase_if(m_values, [&](const auto& entry) { return !needed.contains(entry.first); });
}

void RunState::shrink(int i)
{
    FragmentState state {m_made, piece(i).broken, m_lost};
    piece(i).fragment = reduced(piece(i).fragment, m_catalogue, state);
}

void RunState::close(int i, Phase phase)
{
    piece(i).phase = phase;
    spreadLosses();
    dropUnneeded();
}

/// What a piece won't make any more is lost to those who wait for it; they go on with what they can.
void RunState::spreadLosses()
{
    for (bool changed = true; changed;) {
        changed = false;
        for (const Piece& piece : m_pieces) {
            if (piece.phase == Phase::Running)
                continue;
            const auto& left = piece.fragment.outputs;
            for (const SlotRef& slot : piece.planned.fragment.outputs) {
                const bool comes = piece.phase == Phase::Waiting && std::ranges::find(left, slot) != left.end();
                if (!comes && !m_made.contains(slot))
                    changed |= m_lost.insert(slot).second;
            }
        }
        for (int i = 0; i < static_cast<int>(m_pieces.size()); ++i) {
            const bool hit = piece(i).phase == Phase::Waiting
                && std::ranges::any_of(piece(i).fragment.inputs,
                    [this](const BoundaryInput& input) { return !input.lazy && m_lost.contains(input.source); });
            if (!hit)
                continue;
            shrink(i);
            changed = true;
            if (piece(i).fragment.nodes.empty())
                piece(i).phase = Phase::Failed;
        }
    }
}

} // namespace weft
