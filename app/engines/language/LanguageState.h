// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/language/CompletionReader.h"
#include "app/engines/language/LanguageEngine.h"
#include "app/engines/language/LanguageRequest.h"
#include "app/engines/language/NodeCalls.h"

#include <QCoroFuture>
#include <QPromise>

namespace weft {

/// What a LanguageEngine is made of. Its coroutines keep it alive.
class LanguageEngine::State : public std::enable_shared_from_this<LanguageEngine::State> {
public:
    explicit State(LanguageSettings given);

    QCoro::Task<Result<Catalogue>> describe();
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel);
    void close() { m_closed.cancel(); }

    LanguageClient client;

private:
    Error shownTo(Error error) const;
    /// A fragment on its way.
    struct Running {
        FragmentJob job;
        EventSink events;
        CancelToken cancel;
        Catalogue catalogue;
        MadeSlots made;
        FragmentResult result;
    };
    using RunningPtr = std::shared_ptr<Running>;
    /// One text on its way.
    struct Writing {
        Writing(RunningPtr of, const NodeId& id, CompletionLimits limits)
            : running(std::move(of))
            , node(id)
            , reader(limits)
            , maxTokens(limits.maxTokens)
        {
        }

        RunningPtr running;
        NodeId node;
        CompletionReader reader;
        std::int64_t maxTokens;
        bool isChat = true; // else by /v1/completions
        bool wantsUsage = true;
        bool isStreamed = true;
        bool streamBroke = false; // one began
        bool heard = false; // and something came
        std::chrono::steady_clock::time_point shown;
    };
    using WritingPtr = std::shared_ptr<Writing>;

    QCoro::Task<Done> runAll(RunningPtr running);
    QCoro::Task<Done> learnModels(RunningPtr running);
    QCoro::Task<Done> runNode(RunningPtr running, FragmentNode node);
    QCoro::Task<Result<ValueList>> call(RunningPtr running, FragmentNode node, NodeCall call, std::int64_t* tokens);
    QCoro::Task<Done> write(WritingPtr writing, TextOrder order);
    QCoro::Task<Result<LanguageAnswer>> request(WritingPtr writing, TextOrder order);
    static bool triesAnotherWay(Writing& writing, const Result<LanguageAnswer>& answer);
    QCoro::Task<Result<ValueList>> embed(RunningPtr running, NodeCall call);
    QCoro::Task<Done> pause(std::chrono::milliseconds time, CancelToken cancel);
    void show(const WritingPtr& writing, bool isLast);

    const std::optional<std::set<std::string>> m_only;
    const std::int64_t m_mostTokens;
    const bool m_isForGuests;
    std::vector<std::string> m_models;
    bool m_described = false;
    CancelToken m_closed;
    QObject m_context;
};

} // namespace weft
