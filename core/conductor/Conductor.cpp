// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conductor/Conductor.h"

#include "core/conductor/CacheLookup.h"
#include "core/conductor/RunState.h"
#include "core/threads/OnThread.h"

#include <QCoroFuture>

#include <algorithm>

namespace weft {

namespace {

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

/// Plans; when one node stands in the way, plans the outputs that don't need it. What can't run is in `problems`.
Result<Plan> planWhatCanRun(PlanRequest& request, const Catalogue& catalogue, std::vector<PromptProblem>& problems)
{
    for (;;) {
        auto plan = makePlan(request);
        if (plan)
            return plan;
        const auto node = plan.error().args.find("node");
        const std::size_t before = request.targets.size() + request.wanted.size();
        if (node == plan.error().args.end())
            return plan;
        problems.push_back({node->second, plan.error()});
        if (!request.targets.empty())
            request.targets = goodTargets(request.prompt, catalogue, problems, request.targets);
        std::erase_if(request.wanted, [&](const SlotRef& slot) {
            return goodTargets(request.prompt, catalogue, problems, {slot.node}).empty();
        });
        const std::size_t left = request.targets.size() + request.wanted.size();
        if (left == 0 || left == before)
            return plan;
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

    std::map<NodeId, Hash256> names;
    const std::string salt = "precision " + std::to_string(static_cast<int>(request.plan.precision));
    if (auto signed_ = signatures(prompt, catalogue, request.fileHashes, salt); signed_ && m_cache)
        names = std::move(*signed_);
    CacheAnswers answers;
    answers.targetsLeft = targets;
    answers.wantedLeft = wanted;
    CacheQuestion question {prompt, catalogue, names, targets, wanted};
    if (m_cache && mayAnswer(*m_cache, question)) {
        std::function<CacheAnswers()> look = [cache = m_cache, question = std::move(question)] { return lookUp(*cache, question); };
        auto looking = onThread<CacheAnswers>(m_pool.get(), std::move(look));
        answers = co_await looking;
    }

    PlanRequest& plan = request.plan;
    for (auto& [slot, items] : answers.slots) {
        plan.known[slot] = roughSizeOf(items);
        state->answer(slot, std::move(items));
    }
    for (auto& [node, files] : answers.files)
        state->answerFiles(node, std::move(files));
    plan.targets.assign(answers.targetsLeft.begin(), answers.targetsLeft.end());
    plan.wanted = answers.wantedLeft;

    std::vector<PromptProblem> problems;
    Result<Plan> planned = Plan {};
    if (!plan.targets.empty() || !plan.wanted.empty())
        planned = planWhatCanRun(plan, catalogue, problems);
    else if (targets.empty() && wanted.empty())
        planned = Error {ErrorCode::NoOutputNode};
    for (const PromptProblem& problem : problems)
        state->fail(problem.node, problem.error);
    if (!planned && problems.empty())
        state->fail({}, planned.error());

    std::set<NodeId> good(plan.targets.begin(), plan.targets.end());
    if (!planned)
        good.clear();
    for (const NodeId& node : targets) {
        if (!answers.targetsLeft.contains(node))
            good.insert(node);
    }
    std::set<SlotRef> goodSlots = planned ? plan.wanted : std::set<SlotRef>();
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
        state->begin(std::move(*planned));
        co_await done;
    } else if (planned) {
        state->announce(Plan {});
    }
    co_return state->takeReport();
}

} // namespace weft
