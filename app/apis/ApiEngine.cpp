// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiEngine.h"

#include "app/apis/ExpandCalls.h"

#include <algorithm>

namespace weft {

namespace {

FragmentFailure failed(const Error& error)
{
    FragmentFailure failure;
    failure.error = error;
    return failure;
}

bool hasAll(const Catalogue& catalogue, const Prompt& prompt)
{
    return std::ranges::all_of(prompt.nodes, [&](const auto& node) { return catalogue.find(node.second.type) != nullptr; });
}

bool hasAll(const Catalogue& catalogue, const Fragment& fragment)
{
    return std::ranges::all_of(fragment.nodes, [&](const FragmentNode& node) { return catalogue.find(node.type) != nullptr; });
}

/// Events of nodes behind a call are the call's.
class CallEvents {
public:
    CallEvents(EventSink sink, std::map<NodeId, NodeId> callOf)
        : m_sink(std::move(sink))
        , m_callOf(std::move(callOf))
    {
    }

    void take(const FragmentEvent& event)
    {
        if (const auto* started = std::get_if<NodeStarted>(&event))
            start(callOf(started->node));
        else if (const auto* progress = std::get_if<NodeProgress>(&event))
            m_sink(NodeProgress {callOf(progress->node), progress->value, progress->max});
        else if (const auto* preview = std::get_if<NodePreview>(&event))
            m_sink(NodePreview {callOf(preview->node), preview->mime, preview->picture});
        else
            m_sink(StillAlive {}); // what a call gives is handed over when all of it is there
    }

private:
    NodeId callOf(const NodeId& node) const
    {
        const auto call = m_callOf.find(node);
        return call == m_callOf.end() ? node : call->second;
    }

    void start(const NodeId& call)
    {
        if (m_started.insert(call).second)
            m_sink(NodeStarted {call});
    }

    EventSink m_sink;
    std::map<NodeId, NodeId> m_callOf;
    std::set<NodeId> m_started;
};

EventSink eventsOfCalls(EventSink sink, std::map<NodeId, NodeId> callOf)
{
    const auto translated = std::make_shared<CallEvents>(std::move(sink), std::move(callOf));
    return [translated](const FragmentEvent& event) { translated->take(event); };
}

FragmentReport outside(FragmentReport report, const ExpandedCalls& calls)
{
    const auto callOf = [&](const NodeId& node) {
        const auto call = calls.callOf.find(node);
        return call == calls.callOf.end() ? NodeId() : call->second;
    };
    if (auto* failure = std::get_if<FragmentFailure>(&report)) {
        failure->node = callOf(failure->node);
        failure->error.args["node"] = failure->node; // the one behind it would tell of a graph that is its author's
        return report;
    }
    auto& outcome = std::get<FragmentOutcome>(report);
    FragmentResult result;
    for (const auto& [asked, behind] : calls.slotOf)
        result.outputs[asked] = outcome.result.outputs[behind];
    for (const auto& [node, took] : outcome.result.seconds)
        result.seconds[callOf(node)] += took;
    outcome.result = std::move(result);
    return report;
}

} // namespace

ApiEngine::ApiEngine(ApiStore store, std::string owner, std::vector<std::shared_ptr<Engine>> behind)
    : d(std::make_shared<State>(State {std::move(store), std::move(owner), std::move(behind), {}, {}}))
{
}

std::map<std::string, std::int64_t> ApiEngine::work() const
{
    std::map<std::string, std::int64_t> work;
    for (const auto& [type, api] : d->apis)
        work[type] = api.price.micro;
    return work;
}

QCoro::Task<Result<Catalogue>> ApiEngine::catalogue() { return describe(d); }

QCoro::Task<Result<Catalogue>> ApiEngine::describe(std::shared_ptr<State> state)
{
    std::vector<Behind> behind;
    const auto engines = state->engines;
    for (const std::shared_ptr<Engine>& engine : engines) {
        auto asking = engine->catalogue();
        Result<Catalogue> catalogue = co_await asking;
        if (catalogue)
            behind.push_back({engine, std::move(*catalogue)});
    }
    state->behind = std::move(behind);
    state->apis.clear();
    Catalogue offered;
    for (auto& [name, api] : state->store.all()) {
        const bool can = std::ranges::any_of(state->behind, [&](const Behind& one) { return hasAll(one.catalogue, api.prompt); });
        if (!can)
            continue;
        NodeType type = apiNodeType(api, state->owner);
        state->apis[type.name] = api;
        offered.add(std::move(type));
    }
    co_return offered;
}

QCoro::Task<FragmentReport> ApiEngine::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    return runOn(d, std::move(job), std::move(events), std::move(cancel));
}

QCoro::Task<FragmentReport> ApiEngine::runOn(std::shared_ptr<State> state, FragmentJob job, EventSink events, CancelToken cancel)
{
    for (std::size_t i = 0; i < state->behind.size(); ++i) {
        const Behind behind = state->behind[i];
        auto calls = expandCalls(job, state->apis, behind.catalogue);
        if (!calls)
            co_return failed(calls.error());
        if (!hasAll(behind.catalogue, calls->job.fragment))
            continue;
        EventSink sink = eventsOfCalls(std::move(events), calls->callOf);
        auto running = behind.engine->run(calls->job, std::move(sink), std::move(cancel));
        FragmentReport report = co_await running;
        co_return outside(std::move(report), *calls);
    }
    co_return failed(Error {ErrorCode::NoMachine, "no engine here has all nodes behind this call"});
}

} // namespace weft
