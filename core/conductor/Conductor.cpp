// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conductor/Conductor.h"

#include "core/conductor/CacheLookup.h"
#include "core/conductor/RunState.h"
#include "core/threads/OnThread.h"

#include <QCoroFuture>
#include <QCoroTimer>

#include <algorithm>
#include <chrono>

namespace weft {

/// A plan of what can run, and what can't.
struct PartialPlan {
    PlanRequest request; // its targets and what is wanted: those that were planned
    std::vector<PromptProblem> problems;
    Result<Plan> plan = Plan {};
};

namespace {

constexpr std::size_t kLarge = 100; // nodes: from here on a plan takes longer than a turn of another thread

std::set<NodeId> targetsOf(const PlanRequest& request, const Catalogue& catalogue)
{
    std::set<NodeId> targets(request.targets.begin(), request.targets.end());
    if (!targets.empty() || !request.wanted.empty())
        return targets;
    for (const auto& [id, node] : request.prompt.nodes) {
        const NodeType* type = catalogue.find(node.type);
        if (type && type->isOutput)
            targets.insert(id);
    }
    return targets;
}

std::vector<NodeId> nodesAsked(const std::set<NodeId>& targets, const std::set<SlotRef>& wanted)
{
    std::set<NodeId> nodes = targets;
    for (const SlotRef& slot : wanted)
        nodes.insert(slot.node);
    return {nodes.begin(), nodes.end()};
}

/// Plans; when one node stands in the way, plans the outputs that don't need it.
PartialPlan planWhatCanRun(PlanRequest asked, const Catalogue& catalogue)
{
    PartialPlan planning {std::move(asked), {}, Plan {}};
    PlanRequest& request = planning.request;
    for (;;) {
        planning.plan = makePlan(request);
        if (planning.plan)
            return planning;
        const auto node = planning.plan.error().args.find("node");
        const std::size_t before = request.targets.size() + request.wanted.size();
        if (node == planning.plan.error().args.end())
            return planning;
        planning.problems.push_back({node->second, planning.plan.error()});
        if (!request.targets.empty())
            request.targets = goodTargets(request.prompt, catalogue, planning.problems, request.targets);
        std::erase_if(request.wanted, [&](const SlotRef& slot) {
            return goodTargets(request.prompt, catalogue, planning.problems, {slot.node}).empty();
        });
        const std::size_t left = request.targets.size() + request.wanted.size();
        if (left == 0 || left == before)
            return planning;
    }
}

} // namespace

Conductor::Conductor(ValueCache* cache, ConductorLimits limits)
    : m_cache(cache)
    , m_limits(limits)
    , m_pool(std::make_shared<QThreadPool>())
{
    m_pool->setMaxThreadCount(1); // keeps the order in which values are stored
}

Conductor::~Conductor() { m_pool->waitForDone(); }

QCoro::Task<RunReport> Conductor::run(RunRequest request, Engines engines)
{
    const Catalogue catalogue = request.plan.catalogue();
    const std::set<NodeId> targets = targetsOf(request.plan, catalogue);
    const std::set<SlotRef> wanted = request.plan.wanted;
    const Prompt prompt = request.plan.prompt;
    auto state = std::make_shared<RunState>(request, std::move(engines), m_limits, m_pool);

    CacheAnswers answers;
    answers.targetsLeft = targets;
    answers.wantedLeft = wanted;
    std::map<NodeId, Hash256> names;
    const bool isLarge = prompt.nodes.size() >= kLarge;
    if (m_cache && request.given.empty()) {
        CacheQuestion question {prompt, catalogue, request.fileHashes, {}, targets, wanted};
        question.salt = "precision " + std::to_string(static_cast<int>(request.plan.precision));
        if (!isLarge)
            names = signaturesOf(question);
        if (isLarge || mayAnswer(*m_cache, question, names)) {
            std::function<CacheAnswers()> look
                = [cache = m_cache, question = std::move(question)] { return lookUp(*cache, question); };
            auto looking = onThread<CacheAnswers>(m_pool.get(), std::move(look));
            answers = co_await looking;
            names = std::move(answers.signatures);
        }
    }

    PlanRequest& plan = request.plan;
    answers.slots.insert(request.given.begin(), request.given.end());
    for (const auto& [slot, items] : request.given)
        answers.wantedLeft.erase(slot);
    for (auto& [slot, items] : answers.slots) {
        plan.known[slot] = roughSizeOf(items);
        state->answer(slot, std::move(items));
    }
    for (auto& [node, files] : answers.files)
        state->answerFiles(node, std::move(files));
    plan.targets.assign(answers.targetsLeft.begin(), answers.targetsLeft.end());
    plan.wanted = answers.wantedLeft;

    PartialPlan planning;
    if (!plan.targets.empty() || !plan.wanted.empty()) {
        std::function<PartialPlan()> work
            = [asked = std::move(plan), catalogue]() mutable { return planWhatCanRun(std::move(asked), catalogue); };
        if (!isLarge) {
            planning = work();
        } else { // the window's thread has no time for it
            auto planningTask = onThread<PartialPlan>(m_pool.get(), std::move(work));
            planning = co_await planningTask;
        }
    } else if (targets.empty() && wanted.empty()) {
        planning.plan = Error {ErrorCode::NoOutputNode};
    }
    Result<Plan>& planned = planning.plan;
    for (const PromptProblem& problem : planning.problems)
        state->fail(problem.node, problem.error);
    if (!planned && planning.problems.empty())
        state->fail({}, planned.error());

    std::set<NodeId> good(planning.request.targets.begin(), planning.request.targets.end());
    if (!planned)
        good.clear();
    for (const NodeId& node : targets) {
        if (!answers.targetsLeft.contains(node))
            good.insert(node);
    }
    std::set<SlotRef> goodSlots = planned ? planning.request.wanted : std::set<SlotRef>();
    for (const SlotRef& slot : wanted) {
        if (!answers.wantedLeft.contains(slot))
            goodSlots.insert(slot);
    }
    for (const auto& [id, node] : neededBy(prompt, nodesAsked(good, goodSlots)).nodes) {
        if (!planned || !planned->engines.contains(id))
            state->answerNode(id);
    }
    if (planned && !planned->fragments.empty()) {
        state->setStore([cache = m_cache, pool = m_pool, names](const SlotRef& slot, const ValueList& items) {
            const auto name = names.find(slot.node);
            if (!cache || name == names.end())
                return;
            pool->start(new PoolCall([cache, signature = name->second, slot = slot.slot, items] {
                (void)cache->store(signature, slot, items); // what isn't kept is computed again
            }));
        });
        auto done = state->future();
        if (isLarge)
            co_await QCoro::sleepFor(std::chrono::milliseconds(0)); // to tell of the plan takes a window's turn of its own
        state->begin(std::move(*planned));
        co_await done;
    } else if (planned) {
        state->announce(Plan {});
    }
    co_return state->takeReport();
}

} // namespace weft
