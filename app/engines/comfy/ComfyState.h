// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyEngine.h"
#include "app/engines/comfy/ComfyPrompt.h"
#include "app/engines/comfy/ComfyTracker.h"

#include <QPromise>
#include <QThreadPool>

#include <optional>

namespace weft {

/// What a ComfyEngine is made of. Its coroutines keep it alive.
class ComfyEngine::State : public std::enable_shared_from_this<ComfyEngine::State> {
public:
    explicit State(ComfySettings given);

    QCoro::Task<Result<Catalogue>> describe();
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel);
    void close();

    const ComfySettings settings;
    std::string version;
    std::vector<ComfyJudgement> judged;
    ComfyClient client;

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Described {
        Catalogue whole, offered;
        std::vector<ComfyJudgement> judged;
    };
    /// One prompt of ours, until its results are here.
    struct Running {
        std::string id;
        ComfyPrompt made;
        EventSink events;
        std::optional<ComfyTracker> tracker;
        std::optional<FragmentFailure> failure; // not the tracker's
        Time lastSign; // of this prompt
        Time lastContact; // with the server
        bool looking = false; // the server is being asked how it goes
        bool over = false;
        bool cancelled = false;
        QPromise<void> ended;
    };
    using RunningPtr = std::shared_ptr<Running>;

    QCoro::Task<Result<ComfyModels>> askModels();
    QCoro::Task<void> pause(std::chrono::milliseconds time);
    QCoro::Task<Result<RunningPtr>> translate(FragmentJob job);
    QCoro::Task<Done> upload(RunningPtr running);
    QCoro::Task<std::optional<FragmentFailure>> submit(RunningPtr running);
    QCoro::Task<void> await(RunningPtr running);
    void watch(const RunningPtr& running);
    QCoro::Task<void> look(RunningPtr running);
    QCoro::Task<void> lookOnce(RunningPtr running);
    QCoro::Task<bool> takeOut(RunningPtr running);
    QCoro::Task<void> stop(RunningPtr running);
    QCoro::Task<Result<FragmentResult>> collect(RunningPtr running);
    QCoro::Task<Result<std::vector<SharedBytes>>> fetch(RunningPtr running, Json shown);
    QCoro::Task<Result<ValueList>> itemsOf(RunningPtr running, ComfyResult result, Json outputs);
    QCoro::Task<Result<ValueList>> shownBy(RunningPtr running, Json shown);
    QCoro::Task<void> cleanUp(RunningPtr running);
    void take(const RunningPtr& running, const std::vector<FragmentEvent>& events);
    void finish(const RunningPtr& running);
    Error gone(std::string detail) const;

    Catalogue m_offered; // to whoever asks: all of it, or what guests may run
    std::optional<ComfyServer> m_server; // forgotten when the server was away: another version may be back
    std::shared_ptr<QThreadPool> m_pool = std::make_shared<QThreadPool>();
    bool m_closed = false;
    QObject m_context;
};

} // namespace weft
