// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/BuyingEngine.h"

#include "app/apis/GivenValue.h"
#include "app/engines/MarketEngines.h"
#include "app/network/JobMessages.h"
#include "app/runs/OwnServer.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::chrono::seconds kRelayLimit {10};

NodeId givenId(int index) { return "given/" + std::to_string(index); } // no node behind a call has such an id

/// A fragment as what a plan begins with: boundary values are slots of nodes that stand for them.
class Request {
public:
    Request(FragmentJob job, std::vector<EngineInfo> engines)
        : m_job(std::move(job))
    {
        m_request.plan.engines = std::move(engines);
        m_request.plan.policy.preference = Preference::Cheapest; // what is left is the author's
        m_request.plan.policy.cap = m_job.quote.amount;
        m_request.plan.precision = m_job.fragment.precision;
        m_request.plan.wanted.insert(m_job.fragment.outputs.begin(), m_job.fragment.outputs.end());
        addGiven();
        for (const FragmentNode& node : m_job.fragment.nodes)
            addNode(node);
    }

    RunRequest take() { return std::move(m_request); }

private:
    void addGiven()
    {
        Catalogue merged = mergedCatalogue(m_request.plan.engines);
        for (std::size_t i = 0; i < m_job.inputs.size(); ++i) {
            NodeType type = givenNodeType(m_job.fragment.inputs[i].type);
            const NodeId id = givenId(static_cast<int>(i));
            m_request.plan.prompt.nodes[id].type = type.name;
            m_request.given[{id, 0}] = std::move(m_job.inputs[i]);
            merged.add(std::move(type));
        }
        m_request.plan.merged = std::move(merged);
    }

    void addNode(const FragmentNode& node)
    {
        PromptNode& made = m_request.plan.prompt.nodes[node.id];
        made.type = node.type;
        for (const auto& [name, input] : node.inputs) {
            if (const auto* outside = std::get_if<BoundaryRef>(&input))
                made.inputs[name] = SlotRef {givenId(outside->index), 0};
            else if (const auto* slot = std::get_if<SlotRef>(&input))
                made.inputs[name] = *slot;
            else
                made.inputs[name] = std::get<Json>(input);
        }
    }

    FragmentJob m_job;
    RunRequest m_request;
};

RunRequest requestOf(FragmentJob job, std::vector<EngineInfo> engines) { return Request(std::move(job), std::move(engines)).take(); }

/// Lazy values that aren't here yet: a plan needs them all.
std::vector<int> missingInputs(const FragmentJob& job)
{
    std::vector<int> missing;
    for (std::size_t i = 0; i < job.inputs.size(); ++i) {
        if (job.inputs[i].empty() && job.fragment.inputs[i].lazy)
            missing.push_back(static_cast<int>(i));
    }
    return missing;
}

Error withReason(const Error& error, const char* reason)
{
    return {ErrorCode::NodeFailed, error.detail, {{"reason", reason}}};
}

/// A caller hears nothing of what the author's money or machines are about.
Error forCaller(const Error& error)
{
    switch (error.code) {
    case ErrorCode::QuoteExceeded:
        return withReason(error, "api-dear");
    case ErrorCode::CreditTooLow:
    case ErrorCode::AccountFrozen:
        return withReason(error, "api-credit");
    case ErrorCode::NoMachine:
        return withReason(error, "api-lost");
    default:
        return mayRetryElsewhere(error.code) ? withReason(error, "api-lost") : error;
    }
}

FragmentReport reportOf(RunReport run, const std::vector<SlotRef>& asked, bool isCancelled)
{
    FragmentOutcome outcome;
    for (const SlotRef& slot : asked) {
        if (const auto made = run.slots.find(slot); made != run.slots.end())
            outcome.result.outputs[slot] = std::move(made->second);
    }
    for (const auto& [node, report] : run.nodes)
        outcome.result.seconds[node] = report.took;
    outcome.held = run.held;
    outcome.charged = run.charged;
    const bool isWhole = std::ranges::all_of(asked, [&](const SlotRef& slot) { return outcome.result.outputs.contains(slot); });
    if (run.errors.empty() && isWhole)
        return outcome;
    FragmentFailure failure;
    failure.error = isCancelled ? Error {ErrorCode::Cancelled} : Error {ErrorCode::Internal, "an output was left out"};
    if (!isCancelled && !run.errors.empty()) {
        failure.node = run.errors.front().first;
        failure.error = forCaller(run.errors.front().second);
    }
    failure.held = run.held;
    failure.charged = run.charged;
    return failure;
}

} // namespace

BuyingEngine::BuyingEngine(RelayConnection& relay, std::vector<Own> own, RandomSource random)
    : d(std::make_shared<State>())
{
    d->relay = &relay;
    d->own = std::move(own);
    d->random = std::move(random);
}

QCoro::Task<Result<Catalogue>> BuyingEngine::catalogue() { return describe(d); }

QCoro::Task<Result<Catalogue>> BuyingEngine::describe(std::shared_ptr<State> state)
{
    std::vector<EngineInfo> infos;
    Conductor::Engines engines;
    Catalogue known;
    const std::vector<Own> own = state->own;
    for (const Own& one : own) {
        auto asking = one.engine->catalogue();
        Result<Catalogue> catalogue = co_await asking;
        if (!catalogue)
            continue;
        EngineInfo info = infoOfServer(*one.engine, std::move(*catalogue), one.carries, true);
        if (one.carries.empty()) {
            info.id = kHere;
            known = info.catalogue;
        }
        engines[info.id] = one.engine;
        infos.push_back(std::move(info));
    }
    state->infos = std::move(infos);
    state->engines = std::move(engines);
    auto adding = addMarket(state, known);
    co_await adding;
    co_return mergedCatalogue(state->infos);
}

/// Without a relay, or when it doesn't answer, nothing is added.
QCoro::Task<void> BuyingEngine::addMarket(std::shared_ptr<State> state, Catalogue known)
{
    if (!state->relay)
        co_return;
    auto waiting = state->relay->waitOnline(kRelayLimit);
    const Done online = co_await waiting;
    if (!online || !state->relay)
        co_return;
    auto listing = marketEngines(*state->relay, std::move(known), state->random);
    Result<MarketEngines> market = co_await listing;
    if (!market)
        co_return;
    for (std::size_t i = 0; i < market->infos.size(); ++i) {
        state->engines[market->infos[i].id] = market->engines[i];
        state->infos.push_back(std::move(market->infos[i]));
    }
}

QCoro::Task<FragmentReport> BuyingEngine::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    return runOn(d, std::move(job), std::move(events), std::move(cancel));
}

QCoro::Task<FragmentReport> BuyingEngine::runOn(std::shared_ptr<State> state, FragmentJob job, EventSink events, CancelToken cancel)
{
    FragmentFailure incomplete;
    incomplete.needsInputs = missingInputs(job);
    if (!incomplete.needsInputs.empty()) {
        incomplete.error = Error {ErrorCode::NeedsInput};
        co_return incomplete;
    }
    const std::vector<SlotRef> asked = job.fragment.outputs;
    RunRequest request = requestOf(std::move(job), state->infos);
    request.cancel = cancel;
    request.sink = [sink = std::move(events)](const RunEvent& event) {
        if (const auto* progressed = std::get_if<FragmentProgressed>(&event))
            sink(progressed->event);
    };
    auto running = state->conductor.run(std::move(request), state->engines);
    RunReport report = co_await running;
    co_return reportOf(std::move(report), asked, cancel.isCancelled());
}

} // namespace weft
