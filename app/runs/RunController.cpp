// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunController.h"

#include "app/models/ForeignFolders.h"
#include "app/runs/RunControllerPrivate.h"
#include "core/formats/OpenWorkflow.h"

#include <QDir>
#include <QStandardPaths>

namespace weft {

namespace {

QString orStandard(const QString& given, const QString& name, QStandardPaths::StandardLocation place)
{
    return given.isEmpty() ? QDir(QStandardPaths::writableLocation(place)).filePath(name) : given;
}

RunFolders completed(RunFolders folders)
{
    folders.input = orStandard(folders.input, QStringLiteral("input"), QStandardPaths::AppDataLocation);
    folders.output = orStandard(folders.output, QStringLiteral("output"), QStandardPaths::AppDataLocation);
    folders.cache = orStandard(folders.cache, QStringLiteral("values"), QStandardPaths::CacheLocation);
    if (folders.models.isEmpty())
        folders.models << orStandard({}, QStringLiteral("models"), QStandardPaths::AppDataLocation);
    folders.models = modelRoots(folders.models); // also ComfyUI's folder, A1111's, InvokeAI's
    if (folders.worker.isEmpty())
        folders.worker = defaultWorkerProgram();
    return folders;
}

} // namespace

RunController::RunController(RunFolders folders, QObject* parent)
    : QObject(parent)
    , d(std::make_shared<Private>(this, completed(std::move(folders))))
{
}

RunController::~RunController() { d->cancel.cancel(); }

void RunController::start()
{
    if (!std::exchange(d->starting, true))
        d->start();
}

void RunController::refreshModels()
{
    if (d->starting)
        d->describeAgain();
}

void RunController::setRemoteEngines(std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> infos)
{
    d->setRemote(std::move(engines), std::move(infos));
}

void RunController::setOwnServers(
    const std::string& kind, std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> infos)
{
    d->setServers(kind, std::move(engines), std::move(infos));
}

std::shared_ptr<Engine> RunController::worker() const { return d->worker(); }

Result<Graph> RunController::openFile(const QString& path)
{
    WEFT_TRY(Opened opened, openWorkflow(path.toStdString(), d->catalogue));
    d->graph = opened.graph;
    return d->graph;
}

const Graph& RunController::graph() const { return d->graph; }
const Catalogue& RunController::catalogue() const { return d->catalogue; }
const std::vector<EngineInfo>& RunController::engines() const { return d->infos; }
const RunFolders& RunController::folders() const { return d->folders; }
bool RunController::isRunning() const { return d->running; }
void RunController::cancel() { d->cancel.cancel(); }

Result<Plan> RunController::planFor(const Graph& graph, const RunOptions& options) const
{
    return planning(graph, options)();
}

std::function<Result<Plan>()> RunController::planning(Graph graph, RunOptions options) const
{
    return [graph = std::move(graph), options = std::move(options), catalogue = d->catalogue, engines = d->infos,
               input = d->folders.input]() -> Result<Plan> {
        WEFT_TRY(const PreparedRun prepared, prepareRun(graph, catalogue, options));
        if (!prepared.problems.empty() && prepared.targets.empty())
            return prepared.problems.front().error;
        PlanRequest request = planRequestFor(prepared, engines, options);
        request.filePixels = peekInputFiles(input, inputFilesOf(prepared.prompt, catalogue));
        return makePlan(request);
    };
}

Result<Plan> RunController::planFor(const Prompt& prompt, const RunOptions& options) const
{
    PlanRequest request = planRequestFor(PreparedRun {prompt, options.targets, options.places, {}}, d->infos, options);
    request.filePixels = peekInputFiles(d->folders.input, inputFilesOf(prompt, d->catalogue));
    return makePlan(request);
}

void RunController::startRun(Graph graph, RunOptions options)
{
    if (d->begin())
        d->run(std::move(graph), std::move(options));
}

void RunController::startPrompt(Prompt prompt, RunOptions options, PictureTexts texts)
{
    if (!d->begin())
        return;
    PreparedRun prepared {std::move(prompt), options.targets, options.places, {}};
    d->run(ReadyRun {std::move(prepared), std::move(texts)}, std::move(options));
}

void RunController::rest()
{
    if (!d->running)
        d->rest();
}

} // namespace weft
