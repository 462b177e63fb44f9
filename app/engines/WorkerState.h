// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/WorkerEngine.h"
#include "app/engines/WorkerProcess.h"

#include <QFuture>
#include <QPromise>

#include <list>

namespace weft {

/// What a WorkerEngine is made of. Its coroutines keep it alive.
class WorkerEngine::State : public std::enable_shared_from_this<WorkerEngine::State> {
public:
    explicit State(WorkerSettings settings);
    ~State();

    QCoro::Task<Result<Catalogue>> catalogue();
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel);
    void close();
    void rest();

    const WorkerSettings settings;
    protocol::worker::WorkerReady ready; // what the worker said of itself

private:
    /// One fragment that the worker is running, or the request for the catalogue.
    struct Running {
        EventSink events;
        FragmentResult result;
        std::set<NodeId> nodes; // of the fragment: what the worker says of others is ignored
        std::uint64_t bytes = 0; // that it sent for this run
        std::optional<FragmentFailure> failure;
        bool crashed = false;
        SharedBytes catalogue;
        QPromise<void> done;
        bool over = false;
        bool wasCancelled = false;
    };
    using RunningPtr = std::shared_ptr<Running>;
    /// Inputs ready to be sent.
    struct Encoded {
        std::vector<std::pair<Hash256, SharedBytes>> values;
        std::vector<protocol::worker::InputHashes> inputs;
    };

    QCoro::Task<Done> started();
    QCoro::Task<void> awaitEnd(RunningPtr running);
    void launch();
    Result<Fragment> localised(Fragment fragment) const;
    static Done checkSize(const protocol::worker::RunFragment& request);
    static Result<Encoded> encode(const std::vector<ValueList>& inputs);
    void sendInputs(const Encoded& encoded);
    void dropOldInputs(const Encoded& needed);
    void watchCancel(const RunningPtr& running, std::int64_t number);
    static FragmentFailure failureOf(const Error& error, bool retry);

    void onMessage(protocol::worker::FromWorker message);
    void onValue(Hash256 name, SharedBytes bytes);
    void onEnded(const Error& error);
    void finish(const RunningPtr& running);
    RunningPtr find(std::int64_t number) const;
    RunningPtr find(std::int64_t number, const NodeId& node) const;
    std::map<Hash256, SharedBytes> takeArrived(const RunningPtr& running);

    void take(const protocol::worker::WorkerReady& message);
    void take(const protocol::worker::CatalogueReply& message);
    void take(const protocol::worker::NodeStartedEvent& message);
    void take(const protocol::worker::NodeProgressEvent& message);
    void take(const protocol::worker::NodePreviewEvent& message);
    void take(const protocol::worker::NodeFinishedEvent& message);
    void take(const protocol::worker::OutputReady& message);
    void take(const protocol::worker::FragmentEnded& message);
    void take(const protocol::worker::FragmentFailed& message);
    void take(const protocol::ValueBegin&) { } // put together by the process
    void take(const protocol::ValueChunk&) { }

    std::unique_ptr<WorkerProcess> m_process;
    bool m_ready = false;
    bool m_closed = false;
    Error m_lastError;
    std::vector<std::shared_ptr<QPromise<void>>> m_waiting; // for the handshake
    std::map<std::int64_t, RunningPtr> m_runs; // 0: the catalogue
    std::int64_t m_lastRun = 0;
    std::map<Hash256, SharedBytes> m_arrived; // values that the next message will name
    std::map<Hash256, std::pair<std::uint64_t, std::list<Hash256>::iterator>> m_sent; // what the worker holds
    std::list<Hash256> m_sentOrder; // least recently used first
    std::uint64_t m_sentBytes = 0;
    std::optional<Catalogue> m_catalogue;
    ModelIndex m_index;
    std::shared_ptr<QThreadPool> m_pool = std::make_shared<QThreadPool>();
    QObject m_context;
};

} // namespace weft
