// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/conductor/FakeEngine.h"

#include <QCoroTimer>

#include <optional>

namespace weft::fake {

namespace {

InputSpec input(const std::string& name, const std::string& type, bool lazy = false)
{
    InputSpec spec;
    spec.name = name;
    spec.type = type;
    spec.lazy = lazy;
    return spec;
}

NodeType type(const std::string& name, std::vector<InputSpec> inputs, bool hasOutput = true)
{
    NodeType result;
    result.name = name;
    result.inputs = std::move(inputs);
    if (hasOutput)
        result.outputs.push_back({"INT", "INT", false, false, {}});
    result.isOutput = !hasOutput;
    return result;
}

struct Interpreter {
    const FragmentJob& job;
    std::map<SlotRef, ValueList> made;
    std::vector<int> needs;

    std::optional<ValueList> inputOf(const FragmentNode& node, const std::string& name)
    {
        const auto it = node.inputs.find(name);
        if (it == node.inputs.end())
            return ValueList {};
        if (const auto* literal = std::get_if<Json>(&it->second))
            return ValueList {literalValue("INT", *literal)};
        if (const auto* slot = std::get_if<SlotRef>(&it->second))
            return made.at(*slot);
        const int index = std::get<BoundaryRef>(it->second).index;
        const auto& items = job.inputs.at(static_cast<std::size_t>(index));
        if (!items.empty())
            return items;
        needs.push_back(index);
        return std::nullopt;
    }

    static std::int64_t number(const ValueList& items, std::size_t i)
    {
        return intAt(items.at(std::min(i, items.size() - 1)).meta, "value");
    }

    Result<ValueList> compute(const FragmentNode& node)
    {
        if (node.type == "Break")
            return Error {ErrorCode::NodeFailed, "broken on purpose", {{"node", node.id}}};
        ValueList out;
        if (node.type == "MakeList") {
            const auto count = number(*inputOf(node, "count"), 0);
            for (std::int64_t i = 0; i < count; ++i)
                out.push_back(literalValue("INT", i));
            return out;
        }
        std::vector<std::string> names {"value"};
        if (node.type == "Add")
            names = {"a", "b"};
        if (node.type == "Choose")
            names = {number(*inputOf(node, "first"), 0) ? "a" : "b"};
        std::vector<ValueList> lists;
        std::size_t count = 0;
        for (const std::string& name : names) {
            auto items = inputOf(node, name);
            if (!items)
                return Error {ErrorCode::NeedsInput, "", {{"node", node.id}}};
            count = std::max(count, items->size());
            lists.push_back(std::move(*items));
        }
        for (std::size_t i = 0; i < count; ++i) {
            std::int64_t sum = 0;
            for (const ValueList& list : lists)
                sum += number(list, i);
            out.push_back(literalValue("INT", sum));
        }
        return out;
    }
};

Value textFile(const ValueList& items)
{
    std::string text;
    for (const Value& item : items)
        text += std::to_string(intAt(item.meta, "value")) + " ";
    return fileValue("numbers", "text/plain", SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
}

FragmentFailure failure(Error error, bool retry, NodeId node = {})
{
    FragmentFailure result;
    result.error = std::move(error);
    result.node = std::move(node);
    result.retryElsewhere = retry;
    return result;
}

} // namespace

Catalogue numbers(const std::set<std::string>& without)
{
    Catalogue catalogue;
    NodeType list = type("MakeList", {input("count", "INT")});
    list.outputs[0].isList = true;
    for (NodeType& one : std::vector {list, type("Make", {input("value", "INT")}), type("Break", {}),
             type("Add", {input("a", "INT"), input("b", "INT")}),
             type("Choose", {input("first", "INT"), input("a", "INT", true), input("b", "INT", true)}),
             type("Show", {input("value", "INT")}, false)}) {
        if (!without.contains(one.name))
            catalogue.add(std::move(one));
    }
    return catalogue;
}

EngineInfo infoFor(const FakeEngine& engine, std::int64_t creditsPerSecond, const std::set<std::string>& without)
{
    EngineInfo info;
    info.id = engine.id();
    info.displayName = engine.displayName();
    info.catalogue = numbers(without);
    info.pricePerReferenceSecond = credits(creditsPerSecond);
    info.slots = engine.slots();
    return info;
}

QCoro::Task<FragmentReport> FakeEngine::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    ++runs;
    mostRunning = std::max(mostRunning, ++running);
    Mood mood = Mood::Well;
    if (!moods.empty()) {
        mood = moods.front();
        moods.pop_front();
    }
    auto computing = compute(std::move(job), std::move(events), std::move(cancel), mood);
    FragmentReport report = co_await computing;
    --running;
    co_return report;
}

QCoro::Task<FragmentReport> FakeEngine::compute(FragmentJob job, EventSink events, CancelToken cancel, Mood mood)
{
    if (mood == Mood::CrashAtOnce)
        co_return failure(Error {ErrorCode::ProviderLost}, true);
    if (mood == Mood::TooSmall)
        co_return failure(Error {ErrorCode::OutOfMemory}, true);
    if (mood == Mood::Poor)
        co_return failure(Error {ErrorCode::CreditTooLow}, false);
    while (mood == Mood::PaidLate && !cancel.isCancelled())
        co_await QCoro::sleepFor(std::chrono::milliseconds(5));
    if (mood == Mood::PaidLate) {
        co_await QCoro::sleepFor(std::chrono::milliseconds(150));
        cancel = {};
    }
    const int begunIn = test;
    while ((mood == Mood::Deaf && test == begunIn) || (mood == Mood::Hang && !cancel.isCancelled()))
        co_await QCoro::sleepFor(std::chrono::milliseconds(5));
    if (mood == Mood::Deaf)
        co_return failure(Error {ErrorCode::ProviderLost}, true);
    if (mood == Mood::Hang) {
        ++cancels;
        co_return failure(Error {ErrorCode::Cancelled}, false);
    }
    for (int i = 0; mood == Mood::Uploads && i < 40; ++i) {
        events(StillAlive {});
        co_await QCoro::sleepFor(std::chrono::milliseconds(10));
    }
    Interpreter world {job, {}, {}};
    FragmentOutcome outcome;
    outcome.held = outcome.charged = job.quote.amount;
    for (const FragmentNode& node : job.fragment.nodes) {
        events(NodeStarted {node.id});
        co_await QCoro::sleepFor(std::chrono::milliseconds(m_step));
        if (cancel.isCancelled()) {
            ++cancels;
            co_return failure(Error {ErrorCode::Cancelled}, false);
        }
        computed.push_back(node.id);
        auto items = world.compute(node);
        if (!items) {
            auto failed = failure(items.error(), false, node.id);
            failed.needsInputs = world.needs;
            failed.held = job.quote.amount;
            co_return failed;
        }
        events(NodeFinished {node.id, std::chrono::microseconds(1000), false});
        if (node.type == "Show") {
            outcome.result.files[node.id] = {textFile(*items)};
            continue;
        }
        const SlotRef slot {node.id, 0};
        world.made[slot] = *items;
        if (std::ranges::find(job.fragment.outputs, slot) == job.fragment.outputs.end())
            continue;
        if (mood == Mood::WrongType || mood == Mood::WrongTypeEarly)
            items->front().type = "IMAGE";
        if (mood == Mood::WrongTypeEarly)
            events(NodeOutput {node.id, 0, *items});
        if (mood == Mood::PlantsFiles) {
            events(NodeOutput {node.id, -1, {textFile(*items)}});
            outcome.result.files[node.id] = {textFile(*items)};
        }
        if (mood != Mood::Silent)
            outcome.result.outputs[slot] = *items;
        if (mood == Mood::CrashAfterFirst) {
            events(NodeOutput {node.id, 0, *items});
            auto lost = failure(Error {ErrorCode::ProviderLost}, true);
            lost.held = job.quote.amount;
            lost.charged = Money {job.quote.amount.micro / 2};
            co_return lost;
        }
    }
    co_return outcome;
}

} // namespace weft::fake
