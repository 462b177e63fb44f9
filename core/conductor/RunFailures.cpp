// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What follows when one try of a fragment failed: another machine, the same once more, later, or never.
#include "core/conductor/RunState.h"

#include <algorithm>

namespace weft {

namespace {

/// What the same machine would only do once more, to nobody's use: another one may do better.
bool endsAlike(const Error& error)
{
    const auto reason = error.args.find("reason");
    const bool isTold = reason != error.args.end() && (reason->second == "work-too-long" || reason->second == "comfy-stopped");
    return isTold || error.code == ErrorCode::OutOfMemory;
}

} // namespace

void RunState::failOn(const AttemptPtr& attempt, FragmentFailure failure)
{
    settle(attempt, failure.held, failure.charged);
    const int i = attempt->piece;
    Piece& current = piece(i);
    const Money released {std::max<std::int64_t>(0, failure.held.micro - failure.charged.micro)};
    const bool asks = failure.error.code == ErrorCode::NeedsInput;
    const bool more = current.attempts < m_limits.maxAttempts && !m_request.cancel.isCancelled();
    current.phase = Phase::Waiting;
    if (asks && !m_request.cancel.isCancelled() && askForInputs(i, attempt->fragment, failure.needsInputs)) {
        --current.attempts; // no failure: it only said what it needs
        return;
    }
    const bool retry = failure.retryElsewhere && more;
    const bool dear = failure.error.code == ErrorCode::QuoteExceeded;
    const bool elsewhere = retry && nextEngine(current);
    const bool again = retry && !dear && !endsAlike(failure.error); // on the same machines
    const bool waits = more && !elsewhere && moneyComesBack(failure.error);
    if (attempt->quote.amount > Money {} && failure.error.code != ErrorCode::CreditTooLow)
        m_releasedBy = std::chrono::steady_clock::now() + m_limits.release;
    emitEvent(FragmentFailedOn {i, attempt->engine, failure, released, elsewhere || waits || again});
    if (m_request.cancel.isCancelled()) {
        current.phase = Phase::Failed;
        return;
    }
    if (!elsewhere && !waits && !again)
        return giveUp(i, failure.node, failure.error);
    shrink(i); // what was handed over before needn't be made again
    if (current.fragment.nodes.empty())
        return close(i, Phase::Done);
    if (waits)
        pause(i, m_limits.release);
    else if (!elsewhere)
        pauseThenRetry(i);
}

/// A machine that died left its hold pending for a while, one that was given up its reservation.
bool RunState::moneyComesBack(const Error& error) const
{
    if (error.code == ErrorCode::CreditTooLow)
        return std::chrono::steady_clock::now() < m_releasedBy;
    return error.code == ErrorCode::QuoteExceeded && std::ranges::any_of(m_open, &Attempt::over);
}

/// True when something is now asked for that wasn't before.
bool RunState::askForInputs(int i, const Fragment& fragment, const std::vector<int>& indexes)
{
    bool asked = false;
    for (const int index : indexes) {
        if (index < 0 || static_cast<std::size_t>(index) >= fragment.inputs.size())
            continue;
        const SlotRef source = fragment.inputs[static_cast<std::size_t>(index)].source;
        for (BoundaryInput& input : piece(i).fragment.inputs) {
            if (input.source == source && input.lazy) {
                input.lazy = false;
                asked = true;
                const auto maker = m_makers.find(source);
                if (maker != m_makers.end() && !m_made.contains(source))
                    demand(maker->second);
            }
        }
    }
    if (asked)
        spreadLosses();
    return asked;
}

bool RunState::nextEngine(Piece& current)
{
    std::vector<std::string> order {current.planned.engine};
    order.insert(order.end(), current.planned.alternatives.begin(), current.planned.alternatives.end());
    const auto next = std::ranges::find_if(
        order, [&](const std::string& id) { return !current.tried.contains(id) && m_engines.contains(id); });
    if (next == order.end())
        return false;
    current.engine = *next;
    return true;
}

void RunState::pauseThenRetry(int i)
{
    Piece& current = piece(i);
    current.tried.clear();
    nextEngine(current);
    pause(i, m_limits.firstPause * (1 << std::min(6, current.attempts - 1)));
}

void RunState::pause(int i, std::chrono::milliseconds time)
{
    piece(i).pausing = true;
    later([i](RunState& self) {
        self.piece(i).pausing = false;
        self.pump();
    },
        time);
}

/// A node, or a whole piece, will never work. The rest of the piece goes on without it.
void RunState::giveUp(int i, const NodeId& node, const Error& error)
{
    fail(node, error);
    Piece& current = piece(i);
    const bool known = std::ranges::any_of(current.fragment.nodes, [&](const auto& other) { return other.id == node; });
    if (known) {
        current.broken.insert(node);
        shrink(i);
        current.attempts = 0;
        current.tried.clear();
    }
    if (!known || current.fragment.nodes.empty())
        close(i, Phase::Failed);
    else
        spreadLosses();
}

} // namespace weft
