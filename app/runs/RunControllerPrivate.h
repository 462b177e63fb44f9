// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/WorkerEngine.h"
#include "app/runs/InputFiles.h"
#include "app/runs/OutputStore.h"
#include "app/runs/RunController.h"
#include "core/conductor/Conductor.h"

#include <QFuture>
#include <QPointer>
#include <QPromise>

#include <optional>

namespace weft {

/// What a run is made of, once everything about it is known.
struct PreparedRun {
    Prompt prompt;
    std::vector<NodeId> targets; // those that can run
    std::map<NodeId, std::string> places;
    std::vector<PromptProblem> problems;
};

struct ReadyRun {
    Result<PreparedRun> prepared;
    PictureTexts texts; // that its pictures carry
};

/// From any thread. Errors: those of toPrompt. What is wrong with single nodes stands in `problems`; outputs that don't need
/// them run.
Result<PreparedRun> prepareRun(const Graph& graph, const Catalogue& catalogue, const RunOptions& options);

PlanRequest planRequestFor(const PreparedRun& prepared, const std::vector<EngineInfo>& engines, const RunOptions& options);

/// The controller's insides. Coroutines keep it alive; the controller itself may go while they run.
class RunController::Private : public std::enable_shared_from_this<RunController::Private> {
public:
    Private(RunController* owner, RunFolders given);

    QCoro::Task<void> start();
    QCoro::Task<void> describeAgain();
    bool begin(); // false: a run is at work
    QCoro::Task<void> run(std::variant<Graph, ReadyRun> given, RunOptions options);
    void rest() { m_here->rest(); }
    std::shared_ptr<Engine> worker() const { return m_here; }
    void setRemote(std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> infos);
    void setServers(const std::string& kind, std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> infos);

    const QPointer<RunController> q;
    const RunFolders folders;
    Graph graph;
    Catalogue catalogue;
    std::vector<EngineInfo> infos; // this computer first
    bool starting = false;
    bool running = false;
    CancelToken cancel;

private:
    QCoro::Task<RunReport> conduct(std::variant<Graph, ReadyRun> given, RunOptions options);
    QCoro::Task<ReadFiles> read(const PreparedRun& prepared, const RunOptions& options);
    QCoro::Task<void> store(NodeId node, ValueList pieces, PictureTexts texts); // of one file
    void mergeCatalogues();

    Catalogue m_merged; // of all engines, as plans take it
    std::shared_ptr<WorkerEngine> m_here;
    std::optional<EngineInfo> m_hereInfo;
    std::optional<Error> m_hereError;
    std::vector<std::shared_ptr<Engine>> m_remote;
    std::vector<EngineInfo> m_remoteInfos;
    struct OwnServers {
        std::vector<std::shared_ptr<Engine>> engines;
        std::vector<EngineInfo> infos;
    };
    std::map<std::string, OwnServers> m_servers; // by kind
    std::unique_ptr<ValueCache> m_cache;
    std::unique_ptr<Conductor> m_conductor; // after the cache, so that it goes first
    std::shared_ptr<QThreadPool> m_pool = std::make_shared<QThreadPool>(); // one thread: files get their numbers in order
    QPromise<void> m_started;
    std::vector<QCoro::Task<void>> m_stores;
    std::vector<std::pair<NodeId, Error>> m_storeErrors;
};

} // namespace weft
