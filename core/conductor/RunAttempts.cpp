// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One try of one fragment on one engine, to its end; what follows from a failure is RunFailures.cpp's.
#include "core/conductor/RunState.h"
#include "core/threads/OnThread.h"

#include <algorithm>

namespace weft {

namespace {

/// Sizes without encoding anything: for this computer, where nothing is charged.
Result<WorkBreakdown> roughWork(const Fragment& fragment, const std::vector<ValueList>& inputs)
{
    std::vector<InputSize> sizes;
    for (const ValueList& items : inputs)
        sizes.push_back(roughSizeOf(items));
    return workOf(fragment, sizes);
}

Result<WorkBreakdown> exactWork(const Fragment& fragment, const std::vector<ValueList>& inputs)
{
    std::vector<InputSize> sizes;
    for (const ValueList& items : inputs) {
        WEFT_TRY(InputSize size, inputSizeOf(items));
        sizes.push_back(std::move(size));
    }
    return workOf(fragment, sizes);
}

FragmentFailure failureOf(Error error, bool retry)
{
    FragmentFailure failure;
    failure.error = std::move(error);
    failure.retryElsewhere = retry;
    return failure;
}

} // namespace

std::vector<ValueList> RunState::inputsOf(const Fragment& fragment) const
{
    std::vector<ValueList> inputs;
    for (const BoundaryInput& input : fragment.inputs) {
        const auto value = m_values.find(input.source);
        const auto file = m_request.files.find(input.source.node);
        if (input.source.slot < 0 && file != m_request.files.end())
            inputs.push_back({file->second});
        else
            inputs.push_back(value == m_values.end() ? ValueList() : value->second);
    }
    return inputs;
}

void RunState::start(int i)
{
    Piece& next = piece(i);
    next.phase = Phase::Running;
    ++next.attempts;
    next.tried.insert(next.engine);
    ++m_running[next.engine];
    auto attempt = std::make_shared<Attempt>();
    attempt->piece = i;
    attempt->engine = next.engine;
    attempt->fragment = next.fragment;
    if (const EngineInfo* info = infoOf(next.engine))
        attempt->fragment.work = info->work;
    attempt->lastSign = std::chrono::steady_clock::now();
    m_open.insert(attempt);
    attempt->cancelLink = m_request.cancel.onCancel([attempt = std::weak_ptr(attempt)] {
        if (const auto still = attempt.lock())
            still->cancel.cancel();
    });
    run(std::move(attempt)); // goes on by itself; ends in onReport()
}

QCoro::Task<void> RunState::run(AttemptPtr attempt)
{
    const auto self = shared_from_this();
    std::vector<ValueList> inputs = inputsOf(attempt->fragment);
    Result<WorkBreakdown> work = WorkBreakdown {};
    if (attempt->engine == kHere) {
        work = roughWork(attempt->fragment, inputs);
    } else {
        std::function<Result<WorkBreakdown>()> count = [fragment = attempt->fragment, inputs] { return exactWork(fragment, inputs); };
        auto counting = onThread<Result<WorkBreakdown>>(m_pool.get(), std::move(count));
        work = co_await counting;
    }
    const auto engine = m_engines.find(attempt->engine);
    Done ready;
    if (!work)
        ready = work.error();
    else if (engine == m_engines.end())
        ready = Error {ErrorCode::NoMachine, "the engine of the plan isn't there", {{"machine", attempt->engine}}};
    if (ready) {
        attempt->work = std::move(*work);
        ready = reserve(*attempt);
    }
    if (!ready) {
        const bool elsewhere = ready.error().code == ErrorCode::QuoteExceeded || ready.error().code == ErrorCode::NoMachine;
        onReport(attempt, failureOf(ready.error(), elsewhere));
        co_return;
    }
    emitEvent(FragmentStarted {
        attempt->piece, attempt->engine, engine->second->displayName(), attempt->quote, piece(attempt->piece).attempts});
    watch(attempt);
    FragmentJob job {attempt->fragment, std::move(inputs), attempt->quote};
    EventSink events = [weak = weak_from_this(), attempt](const FragmentEvent& event) {
        if (const auto state = weak.lock())
            state->onEvent(attempt, event);
    };
    const std::shared_ptr<Engine> runner = engine->second;
    auto running = runner->run(std::move(job), std::move(events), attempt->cancel);
    FragmentReport report = co_await running;
    onReport(attempt, std::move(report));
}

/// Errors: QuoteExceeded when this quote and all that is open or spent would be more than the cap.
Done RunState::reserve(Attempt& attempt)
{
    const EngineInfo* info = infoOf(attempt.engine);
    WEFT_TRY(attempt.quote, quoteFor(attempt.work.total, info ? info->pricePerReferenceSecond : Money {}));
    WEFT_TRY(const Money spent, plus(m_report.charged, m_reserved));
    WEFT_TRY(const Money all, plus(spent, attempt.quote.amount));
    if (all > m_request.plan.policy.cap) {
        attempt.quote.amount = {};
        return Error {ErrorCode::QuoteExceeded, "the run would cost more than it may",
            {{"estimate", toCreditString(all)}, {"limit", toCreditString(m_request.plan.policy.cap)}}};
    }
    m_reserved.micro += attempt.quote.amount.micro;
    return {};
}

/// Gives up a machine that has gone silent; the engine gets a moment to end by itself.
void RunState::watch(AttemptPtr attempt)
{
    if (attempt->engine == kHere)
        return;
    const auto silent = std::chrono::steady_clock::now() - attempt->lastSign;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(m_limits.stall - silent);
    if (left.count() > 0) {
        later([weak = std::weak_ptr(attempt)](RunState& self) {
            if (const auto still = weak.lock(); still && !still->over)
                self.watch(still);
        },
            left + std::chrono::milliseconds(1));
        return;
    }
    attempt->stalled = true;
    attempt->cancel.cancel();
    later([weak = std::weak_ptr(attempt)](RunState& self) {
        const auto still = weak.lock();
        if (!still || still->over)
            return;
        self.end(still, failureOf(Error {ErrorCode::TimedOut, "the machine went silent"}, true));
        self.pump();
    },
        m_limits.cancelGrace);
}

void RunState::onEvent(const AttemptPtr& attempt, const FragmentEvent& event)
{
    if (attempt->over || m_finished)
        return;
    attempt->lastSign = std::chrono::steady_clock::now();
    if (std::holds_alternative<StillAlive>(event))
        return;
    if (const auto* finished = std::get_if<NodeFinished>(&event)) {
        NodeReport& report = reportOf(finished->node);
        report.took += finished->took;
        report.cached = finished->cached;
    }
    emitEvent(FragmentProgressed {attempt->piece, attempt->engine, event});
    const auto* output = std::get_if<NodeOutput>(&event);
    if (!output)
        return;
    const SlotRef slot {output->node, output->slot};
    if (!checkItems(attempt->fragment, slot, output->items))
        return; // the report holds it again, and fails for it
    if (slot.slot < 0)
        keepFiles(slot.node, output->items);
    else
        keepSlot(slot, output->items);
    later([](RunState& self) { self.pump(); });
}

/// An engine's word. Of an attempt that was given up it only says, late, what it cost: until then its quote stays reserved.
void RunState::onReport(const AttemptPtr& attempt, FragmentReport report)
{
    if (m_finished || m_open.erase(attempt) == 0)
        return;
    m_reserved.micro -= attempt->quote.amount.micro;
    if (attempt->over)
        std::visit([&](const auto& late) { settle(attempt, late.held, late.charged); }, report);
    else
        end(attempt, std::move(report));
    pump();
}

void RunState::end(const AttemptPtr& attempt, FragmentReport report)
{
    attempt->over = true;
    attempt->cancelLink.reset();
    --m_running[attempt->engine];
    if (auto* outcome = std::get_if<FragmentOutcome>(&report)) {
        if (const Done checked = checkOutcome(*attempt, *outcome); checked) {
            succeed(attempt, std::move(*outcome));
        } else {
            FragmentFailure failure = failureOf(checked.error(), true);
            failure.held = outcome->held;
            failure.charged = outcome->charged;
            failOn(attempt, std::move(failure));
        }
    } else {
        auto& failure = std::get<FragmentFailure>(report);
        if (attempt->stalled && failure.error.code == ErrorCode::Cancelled) {
            failure.error = Error {ErrorCode::TimedOut, "the machine went silent"};
            failure.retryElsewhere = true;
        }
        failOn(attempt, std::move(failure));
    }
}

/// A machine's word isn't taken for it: a slot must have been asked for, and hold values of its type; files come only from
/// nodes whose type shows or saves something.
Done RunState::checkItems(const Fragment& fragment, const SlotRef& slot, const ValueList& items) const
{
    const auto node = std::ranges::find(fragment.nodes, slot.node, &FragmentNode::id);
    const NodeType* type = node == fragment.nodes.end() ? nullptr : m_catalogue.find(node->type);
    const bool asked = slot.slot < 0 ? type && type->isOutput
                                     : std::ranges::find(fragment.outputs, slot) != fragment.outputs.end();
    if (!asked)
        return Error {ErrorCode::ProtocolViolation, "an output that wasn't asked for", {{"node", slot.node}}};
    const auto index = static_cast<std::size_t>(slot.slot);
    const TypeName wanted = type && index < type->outputs.size() ? type->outputs[index].type : "*";
    for (const Value& item : items) {
        if (slot.slot < 0 ? item.type != "FILE" : !typesMatch(item.type, wanted))
            return Error {ErrorCode::ProtocolViolation, "an output has another type than its slot", {{"node", slot.node}}};
    }
    return {};
}

/// Every asked slot must be there.
Done RunState::checkOutcome(const Attempt& attempt, const FragmentOutcome& outcome) const
{
    for (const SlotRef& slot : attempt.fragment.outputs) {
        const auto items = outcome.result.outputs.find(slot);
        if (items != outcome.result.outputs.end()) {
            WEFT_CHECK(checkItems(attempt.fragment, slot, items->second));
        } else if (!m_made.contains(slot)) { // handed over before the end
            return Error {ErrorCode::ProtocolViolation, "an output that was asked for is missing", {{"node", slot.node}}};
        }
    }
    for (const auto& [node, files] : outcome.result.files)
        WEFT_CHECK(checkItems(attempt.fragment, {node, -1}, files));
    return {};
}

/// Books what an attempt cost, and shares it among its nodes by reference time.
void RunState::settle(const AttemptPtr& attempt, Money held, Money charged)
{
    m_report.held.micro += std::max(held.micro, charged.micro);
    m_report.charged.micro += charged.micro;
    m_report.released.micro += std::max(held.micro, charged.micro) - charged.micro;
    std::vector<std::int64_t> weights;
    for (const auto& [node, micros] : attempt->work.micros)
        weights.push_back(micros);
    const std::vector<Money> shares = sharesOf(charged, weights);
    for (std::size_t i = 0; i < shares.size(); ++i)
        reportOf(attempt->work.micros[i].first).charged.micro += shares[i].micro;
}

void RunState::succeed(const AttemptPtr& attempt, FragmentOutcome outcome)
{
    settle(attempt, outcome.held, outcome.charged);
    const std::string name = m_engines.at(attempt->engine)->displayName();
    for (const FragmentNode& node : attempt->fragment.nodes) {
        NodeReport& report = reportOf(node.id);
        report.engines.push_back(attempt->engine);
        report.machines.push_back(name);
        const auto took = outcome.result.seconds.find(node.id);
        if (took != outcome.result.seconds.end() && report.took.count() == 0)
            report.took = took->second;
    }
    for (auto& [slot, items] : outcome.result.outputs) {
        if (std::ranges::find(attempt->fragment.outputs, slot) != attempt->fragment.outputs.end())
            keepSlot(slot, std::move(items));
    }
    for (auto& [node, files] : outcome.result.files)
        keepFiles(node, std::move(files));
    for (const FragmentNode& node : attempt->fragment.nodes) {
        const NodeType* type = m_catalogue.find(node.type);
        if (type && type->isOutput)
            keepFiles(node.id, {}); // done, even if it had nothing to show
    }
    emitEvent(FragmentFinished {attempt->piece, attempt->engine, outcome.held, outcome.charged});
    close(attempt->piece, Phase::Done);
}

} // namespace weft
