// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunControllerPrivate.h"

#include "app/runs/InputFolder.h"
#include "core/formats/ApiJson.h"
#include "core/formats/WorkflowJson.h"
#include "core/threads/OnThread.h"

#include <QCoroFuture>
#include <QDir>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMaxChoices = 10'000; // files of the input folder that an editor lists

/// A wish for an instance of a subgraph holds for all that is inside and has none of its own. Prompts are made first, so no
/// subgraph stands inside itself.
void addPlaces(const Graph& workflow, const Graph& graph, const std::string& prefix, const std::string& outer,
    std::map<NodeId, std::string>& places)
{
    for (const Node& node : graph.nodes()) {
        const std::string place = stringAt(memberAt(node.extra, "properties"), kPlaceProperty, outer);
        const Graph* const inside = node.mode == NodeMode::Normal ? workflow.findSubgraph(node.type) : nullptr;
        if (inside)
            addPlaces(workflow, *inside, prefix + node.id + ":", place, places);
        else if (!place.empty())
            places[prefix + node.id] = place;
    }
}

std::map<NodeId, std::string> placesOf(const Graph& workflow)
{
    std::map<NodeId, std::string> places;
    addPlaces(workflow, workflow, {}, {}, places);
    return places;
}

} // namespace

RunController::Private::Private(RunController* owner, RunFolders given)
    : q(owner)
    , folders(std::move(given))
{
    WorkerSettings settings;
    settings.program = folders.worker;
    settings.modelFolders = folders.models;
    settings.indexFile = QDir(folders.cache).filePath(QStringLiteral("models.json"));
    m_here = std::make_shared<WorkerEngine>(std::move(settings));
    m_pool->setMaxThreadCount(1);
    m_started.start();
    if (folders.keepsValues) {
        if (auto cache = ValueCache::open(QDir(folders.cache).filePath(QStringLiteral("values")).toStdString()))
            m_cache = std::move(*cache); // without one every run computes everything
    }
    m_conductor = std::make_unique<Conductor>(m_cache.get());
}

QCoro::Task<void> RunController::Private::start()
{
    const auto self = shared_from_this();
    auto asking = m_here->catalogue();
    Result<Catalogue> described = co_await asking;
    if (described) {
        EngineInfo info;
        info.id = kHere;
        info.displayName = m_here->displayName();
        info.catalogue = std::move(*described);
        info.slots = m_here->slots();
        m_hereInfo = std::move(info);
    } else {
        m_hereError = described.error();
    }
    mergeCatalogues();
    m_started.finish();
    if (q && m_hereError)
        Q_EMIT q->engineFailed(*m_hereError);
    if (q)
        Q_EMIT q->catalogueChanged();
    if (q)
        Q_EMIT q->ready();
}

QCoro::Task<void> RunController::Private::describeAgain()
{
    const auto self = shared_from_this();
    const QFuture<void> started = m_started.future();
    co_await started;
    auto asking = m_here->catalogue();
    Result<Catalogue> described = co_await asking;
    if (!described || !m_hereInfo) // what was known stays known
        co_return;
    m_hereInfo->catalogue = std::move(*described);
    mergeCatalogues();
    if (q)
        Q_EMIT q->catalogueChanged();
}

void RunController::Private::setRemote(std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> given)
{
    const bool changed = !std::ranges::equal(m_remoteInfos, given);
    m_remote = std::move(engines);
    m_remoteInfos = std::move(given);
    mergeCatalogues();
    if (q && changed)
        Q_EMIT q->catalogueChanged();
}

void RunController::Private::setServers(
    const std::string& kind, std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> given)
{
    OwnServers& servers = m_servers[kind];
    const bool changed = !std::ranges::equal(servers.infos, given);
    servers = {std::move(engines), std::move(given)};
    if (!changed)
        return;
    mergeCatalogues();
    if (q)
        Q_EMIT q->catalogueChanged();
}

void RunController::Private::mergeCatalogues()
{
    infos.clear();
    if (m_hereInfo)
        infos.push_back(*m_hereInfo);
    for (const auto& [kind, servers] : m_servers)
        infos.insert(infos.end(), servers.infos.begin(), servers.infos.end());
    infos.insert(infos.end(), m_remoteInfos.begin(), m_remoteInfos.end());
    const Catalogue merged = mergedCatalogue(infos);
    m_merged = merged;
    catalogue = Catalogue();
    std::optional<std::vector<std::string>> pictures, inputFolders; // listed once, and only for types that choose among them
    for (auto [name, type] : merged.types()) {
        for (InputSpec& input : type.inputs) {
            if (input.picksInputFile)
                input.choices = pictures ? *pictures : pictures.emplace(picturesIn(folders.input, kMaxChoices));
            if (input.picksInputFolder)
                input.choices = inputFolders ? *inputFolders : inputFolders.emplace(foldersIn(folders.input, kMaxChoices));
        }
        catalogue.add(std::move(type));
    }
    catalogue.setModels(merged.models());
}

Result<PreparedRun> prepareRun(const Graph& graph, const Catalogue& catalogue, const RunOptions& options)
{
    Graph known = graph;
    refreshTypes(known, catalogue);
    PreparedRun prepared;
    WEFT_TRY(prepared.prompt, toPrompt(known, catalogue));
    std::vector<NodeId> targets = options.targets;
    for (const SlotRef& slot : options.wanted) {
        if (!options.targets.empty())
            targets.push_back(slot.node);
    }
    prepared.problems = validate(prepared.prompt, catalogue, targets);
    // Nothing is known to be an output while the types themselves are unknown: that is what has to be said.
    if (prepared.problems.size() > 1)
        std::erase_if(prepared.problems, [](const PromptProblem& problem) { return problem.error.code == ErrorCode::NoOutputNode; });
    prepared.targets = goodTargets(prepared.prompt, catalogue, prepared.problems, options.targets);
    prepared.places = placesOf(graph);
    return prepared;
}

namespace {

ReadyRun readyRun(const Graph& graph, const Catalogue& catalogue, const RunOptions& options)
{
    ReadyRun ready {prepareRun(graph, catalogue, options), {}};
    if (!ready.prepared)
        return ready;
    ready.texts.prompt = toJsonText(writeApiJson(ready.prepared->prompt));
    ready.texts.workflow = toJsonText(writeWorkflow(graph, catalogue));
    return ready;
}

} // namespace

PlanRequest planRequestFor(const PreparedRun& prepared, const std::vector<EngineInfo>& engines, const RunOptions& options)
{
    PlanRequest request;
    request.prompt = prepared.prompt;
    request.engines = engines;
    request.policy = options.policy;
    request.places = prepared.places;
    request.targets = prepared.targets;
    request.wanted = options.wanted;
    request.precision = options.precision;
    return request;
}

bool RunController::Private::begin()
{
    if (!q)
        return false;
    q->start();
    if (std::exchange(running, true))
        return false;
    cancel = CancelToken();
    Q_EMIT q->runStarted();
    return true;
}

QCoro::Task<void> RunController::Private::run(std::variant<Graph, ReadyRun> given, RunOptions options)
{
    const auto self = shared_from_this();
    m_stores.clear();
    m_storeErrors.clear();
    auto conducting = conduct(std::move(given), std::move(options));
    RunReport report = co_await conducting;
    for (auto& storing : m_stores)
        co_await storing;
    m_stores.clear();
    report.errors.insert(report.errors.end(), m_storeErrors.begin(), m_storeErrors.end());
    running = false;
    if (q)
        Q_EMIT q->finished(report);
}

/// The files that the run needs, and how large pictures are.
QCoro::Task<ReadFiles> RunController::Private::read(const PreparedRun& prepared, const RunOptions& options)
{
    std::vector<NodeId> asked = prepared.targets;
    for (const SlotRef& slot : options.wanted)
        asked.push_back(slot.node);
    const Prompt needed = neededBy(prepared.prompt, asked);
    const std::vector<InputFile> files = inputFilesOf(needed, catalogue);
    if (files.empty()) // a thread's turn takes as long as a small prompt
        co_return ReadFiles {};
    std::function<ReadFiles()> reading = [folder = folders.input, files] { return readInputFiles(folder, files); };
    auto readTask = onThread<ReadFiles>(m_pool.get(), std::move(reading));
    co_return co_await readTask;
}

QCoro::Task<RunReport> RunController::Private::conduct(std::variant<Graph, ReadyRun> given, RunOptions options)
{
    RunReport failed;
    const QFuture<void> started = m_started.future();
    co_await started;
    if (!m_hereInfo) { // files are read and written by this computer's worker
        failed.errors.emplace_back(NodeId(), m_hereError.value_or(Error {ErrorCode::WorkerStartFailed}));
        co_return failed;
    }
    ReadyRun ready {PreparedRun {}, {}};
    if (auto* graphGiven = std::get_if<Graph>(&given)) {
        std::function<ReadyRun()> readying
            = [graph = std::move(*graphGiven), types = catalogue, options] { return readyRun(graph, types, options); };
        auto readyTask = onThread<ReadyRun>(m_pool.get(), std::move(readying)); // large graphs take a while
        ready = co_await readyTask;
    } else {
        ready = std::move(std::get<ReadyRun>(given));
    }
    Result<PreparedRun>& prepared = ready.prepared;
    if (!prepared) {
        failed.errors.emplace_back(NodeId(), prepared.error());
        co_return failed;
    }
    const PictureTexts texts = std::move(ready.texts);
    std::vector<PromptProblem> problems = prepared->problems;
    auto readTask = read(*prepared, options);
    ReadFiles files = co_await readTask;
    problems.insert(problems.end(), files.problems.begin(), files.problems.end());
    if (!files.problems.empty())
        prepared->targets = goodTargets(prepared->prompt, catalogue, problems, prepared->targets);
    for (const PromptProblem& problem : problems)
        failed.errors.emplace_back(problem.node, problem.error);
    if (prepared->targets.empty() && (options.wanted.empty() || !problems.empty())) {
        if (failed.errors.empty())
            failed.errors.emplace_back(NodeId(), Error {ErrorCode::NoOutputNode});
        co_return failed;
    }
    RunRequest request;
    request.plan = planRequestFor(*prepared, infos, options);
    request.plan.merged = m_merged;
    request.plan.filePixels = std::move(files.pixels);
    request.files = std::move(files.values);
    request.fileHashes = std::move(files.hashes);
    request.cancel = cancel;
    request.keptFrom = options.keptFrom;
    request.sink = [weak = weak_from_this(), texts](const RunEvent& event) {
        const auto self = weak.lock();
        if (!self || !self->q)
            return;
        Q_EMIT self->q->runEvent(event);
        const auto* made = std::get_if<FilesReady>(&event);
        for (const ValueList& file : filesOf(made ? made->files : ValueList()))
            self->m_stores.push_back(self->store(made->node, file, texts));
    };
    Conductor::Engines engines {{kHere, m_here}};
    for (const auto& [kind, servers] : m_servers) {
        for (const auto& engine : servers.engines)
            engines[engine->id()] = engine;
    }
    for (const auto& engine : m_remote)
        engines[engine->id()] = engine;
    auto running_ = m_conductor->run(std::move(request), std::move(engines));
    RunReport report = co_await running_;
    report.errors.insert(report.errors.begin(), failed.errors.begin(), failed.errors.end());
    co_return report;
}

QCoro::Task<void> RunController::Private::store(NodeId node, ValueList pieces, PictureTexts texts)
{
    const auto self = shared_from_this();
    const Value file = pieces.front();
    if (boolAt(file.meta, "temp")) { // a preview: shown, not kept
        if (q)
            Q_EMIT q->fileStored({node, {}, file});
        co_return;
    }
    std::function<Result<QString>()> writing = [folder = folders.output, pieces, texts] {
        return storeOutput(folder, pieces, texts, QDateTime::currentDateTime());
    };
    auto task = onThread<Result<QString>>(m_pool.get(), std::move(writing));
    const Result<QString> path = co_await task;
    if (!path) {
        m_storeErrors.emplace_back(node, path.error().with("node", node));
        if (q)
            Q_EMIT q->fileLost({node, {}, file});
        co_return;
    }
    if (q)
        Q_EMIT q->fileStored({node, *path, file});
}

} // namespace weft
