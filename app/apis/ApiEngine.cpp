// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiEngine.h"

#include "app/apis/ExpandCalls.h"

#include <algorithm>
#include <functional>

namespace weft {

namespace {

FragmentFailure failed(const Error& error)
{
    FragmentFailure failure;
    failure.error = error;
    return failure;
}

bool hasModels(const Catalogue& catalogue, const std::string& name, const std::function<const Json*(const std::string&)>& literal)
{
    const NodeType* type = catalogue.find(name);
    return type && std::ranges::all_of(type->inputs, [&](const InputSpec& input) {
        const Json* value = input.modelFolder.empty() ? nullptr : literal(input.name);
        return !value || !value->is_string() || *value == Json(input.noModel()) || catalogue.findModel(input.modelFolder, value->get<std::string>());
    });
}

/// The literal of an input of a node of either kind; null: there is none.
template <typename Node>
const Json* literalOf(const Node& node, const std::string& input)
{
    const auto given = node.inputs.find(input);
    return given == node.inputs.end() ? nullptr : std::get_if<Json>(&given->second);
}

template <typename Node>
bool canRun(const Catalogue& catalogue, const Node& node)
{
    return hasModels(catalogue, node.type, [&](const std::string& input) { return literalOf(node, input); });
}

bool canRunAll(const Catalogue& catalogue, const Prompt& prompt)
{
    return std::ranges::all_of(prompt.nodes, [&](const auto& node) { return canRun(catalogue, node.second); });
}

bool canRunAll(const Catalogue& catalogue, const Fragment& fragment)
{
    return std::ranges::all_of(fragment.nodes, [&](const FragmentNode& node) { return canRun(catalogue, node); });
}

/// Callers see before they call that what they send goes on.
void sayThatItGoesOn(NodeType& type)
{
    const std::string words = "Parts of it may run on other people's machines, which see what they need.";
    type.description += (type.description.empty() ? "" : " ") + words;
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
    const bool isOne = !calls.callOf.empty() && std::ranges::all_of(calls.callOf, [&](const auto& one) { return one.second == calls.callOf.begin()->second; });
    const auto callOf = [&](const NodeId& node) {
        const auto call = calls.callOf.find(node);
        return call != calls.callOf.end() ? call->second : isOne ? calls.callOf.begin()->second
                                                                 : NodeId();
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

CallMoney moneyOf(const Fragment& fragment, const std::map<std::string, PublishedApi>& apis, const ApiPurse& purse)
{
    CallMoney money;
    for (const FragmentNode& call : fragment.nodes) {
        const auto api = apis.find(call.type);
        if (api == apis.end())
            continue;
        const Money paid = purse.paidOf(api->second.price);
        money.paid = plus(money.paid, paid).valueOr(kMaxAmount);
        money.most = plus(money.most, api->second.spend.value_or(paid)).valueOr(kMaxAmount);
    }
    return money;
}

std::map<std::string, std::int64_t> pricesOf(const std::map<std::string, PublishedApi>& apis)
{
    std::map<std::string, std::int64_t> work;
    for (const auto& [type, api] : apis)
        work[type] = api.price.micro;
    return work;
}

} // namespace

ApiEngine::ApiEngine(ApiStore store, std::string owner, std::vector<std::shared_ptr<Engine>> behind, Buying buying)
    : d(std::make_shared<State>(State {std::move(store), std::move(owner), std::move(behind), std::move(buying), {}, {}, {}}))
{
}

std::map<std::string, std::int64_t> ApiEngine::work() const { return pricesOf(d->apis); }

std::set<TypeName> ApiEngine::carriedTypes()
{
    return {"IMAGE", "MASK", "LATENT", "CONDITIONING", "STRING", "INT", "FLOAT", "BOOLEAN", "COMBO"};
}

ApiPurse::Calls ApiEngine::callsOf(const Fragment& fragment)
{
    ApiPurse::Calls calls;
    for (const FragmentNode& call : fragment.nodes) {
        const auto price = fragment.work.find(call.type);
        if (price != fragment.work.end())
            calls[apiNameOf(call.type)] += price->second;
    }
    return calls;
}

bool ApiEngine::runsHere(const State& state, const PublishedApi& api)
{
    return std::ranges::any_of(state.behind, [&](const Behind& one) { return canRunAll(one.catalogue, api.prompt); });
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
    const auto all = state->store.all();
    std::optional<Catalogue> bought;
    const bool lacks = std::ranges::any_of(all, [&](const auto& api) { return !runsHere(*state, api.second); });
    if (lacks && state->buying.engine) {
        auto asking = state->buying.engine->catalogue();
        Result<Catalogue> catalogue = co_await asking;
        auto learning = ApiPurse::learn(state->buying.purse);
        co_await learning;
        if (catalogue)
            bought = std::move(*catalogue);
    }
    state->bought = std::move(bought);
    state->apis.clear();
    Catalogue offered;
    for (const auto& [name, api] : all) {
        const bool here = runsHere(*state, api);
        if (!here && !(state->bought && canRunAll(*state->bought, api.prompt)))
            continue;
        NodeType type = apiNodeType(api, state->owner);
        if (!here)
            sayThatItGoesOn(type);
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
        if (!canRunAll(behind.catalogue, calls->job.fragment))
            continue;
        EventSink sink = eventsOfCalls(std::move(events), calls->callOf);
        auto running = behind.engine->run(calls->job, std::move(sink), std::move(cancel));
        FragmentReport report = co_await running;
        co_return outside(std::move(report), *calls);
    }
    auto buying = buyOn(std::move(state), std::move(job), std::move(events), std::move(cancel));
    FragmentReport report = co_await buying;
    co_return report;
}

/// The author pays others, and is paid by the caller afterwards.
QCoro::Task<FragmentReport> ApiEngine::buyOn(std::shared_ptr<State> state, FragmentJob job, EventSink events, CancelToken cancel)
{
    if (!state->bought)
        co_return failed(Error {ErrorCode::NoMachine, "no engine here has all nodes behind this call"});
    Fragment fragment = job.fragment;
    fragment.work = pricesOf(state->apis);
    const CallMoney money = moneyOf(fragment, state->apis, *state->buying.purse);
    auto calls = expandCalls(std::move(job), state->apis, *state->bought);
    if (!calls)
        co_return failed(calls.error());
    const std::shared_ptr<ApiPurse> purse = state->buying.purse;
    if (!purse->mayBuy(money.paid))
        co_return outside(failed(Error {ErrorCode::NodeFailed, "too many calls before were never paid", {{"reason", "api-credit"}}}), *calls);
    calls->job.quote.amount = money.most;
    EventSink sink = eventsOfCalls(std::move(events), calls->callOf);
    auto running = state->buying.engine->run(calls->job, std::move(sink), std::move(cancel));
    FragmentReport report = co_await running;
    const Money charged = std::visit([](const auto& end) { return end.charged; }, report);
    purse->spent(callsOf(fragment), charged, money.paid);
    co_return outside(std::move(report), *calls);
}

} // namespace weft
