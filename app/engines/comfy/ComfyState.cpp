// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyState.h"

#include "core/engine/AdmitFragment.h"
#include "core/threads/OnThread.h"

#include <QCoroFuture>
#include <QTimer>
#include <QUuid>

#include <algorithm>

namespace weft {

namespace {

ComfySettings completed(ComfySettings settings)
{
    if (!settings.freshId)
        settings.freshId = [] { return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(); };
    return settings;
}

FragmentFailure comfyFailure(const Error& error, bool retry)
{
    FragmentFailure failure;
    failure.error = error;
    failure.retryElsewhere = retry;
    if (const auto node = error.args.find("node"); node != error.args.end())
        failure.node = node->second;
    return failure;
}

/// What another machine, or this one once it is back, may do better.
bool mayHelp(ErrorCode code)
{
    return code == ErrorCode::ProviderLost || code == ErrorCode::TimedOut || code == ErrorCode::NodeTypeUnknown;
}

/// Lazy inputs that aren't there: ComfyUI can't ask for them later, so they are asked for at once.
std::vector<int> absentInputs(const FragmentJob& job)
{
    std::vector<int> absent;
    for (std::size_t i = 0; i < job.inputs.size() && i < job.fragment.inputs.size(); ++i) {
        if (job.fragment.inputs[i].lazy && job.inputs[i].empty())
            absent.push_back(static_cast<int>(i));
    }
    return absent;
}

/// Whether an entry of /queue's list, [number, id, ...], is this prompt.
bool listHas(const Json& list, const std::string& id)
{
    return list.is_array() && std::ranges::any_of(list, [&](const Json& item) {
        return item.is_array() && item.size() > 1 && item[1].is_string() && item[1].get<std::string>() == id;
    });
}

} // namespace

ComfyEngine::State::State(ComfySettings given)
    : settings(completed(std::move(given)))
    , client(settings.server, settings.freshId(), settings.limits)
{
    QObject::connect(&client, &ComfyClient::offline, &m_context, [this] { m_server.reset(); });
}

void ComfyEngine::State::close()
{
    m_closed = true;
}

Error ComfyEngine::State::gone(std::string detail) const
{
    return {ErrorCode::ProviderLost, std::move(detail), {{"machine", client.name()}}};
}

QCoro::Task<void> ComfyEngine::State::pause(std::chrono::milliseconds time)
{
    const auto self = shared_from_this();
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    QTimer::singleShot(time, &m_context, [promise] { promise->finish(); });
    const QFuture<void> future = promise->future();
    co_await future;
}

/// The fragment as a prompt, and all that this run will need. Errors: those of toComfyPrompt.
QCoro::Task<Result<ComfyEngine::State::RunningPtr>> ComfyEngine::State::translate(FragmentJob job)
{
    const auto self = shared_from_this();
    auto running = std::make_shared<Running>();
    running->id = settings.freshId();
    running->ended.start();
    std::set<NodeId> nodes;
    for (const FragmentNode& node : job.fragment.nodes)
        nodes.insert(node.id);
    const ComfyNames names {client.clientId().substr(5, 8), running->id}; // without "weft-"
    std::function<Result<ComfyPrompt>()> work = [job = std::move(job), server = *m_server, names] {
        return toComfyPrompt(job, server, names);
    };
    auto translating = onThread<Result<ComfyPrompt>>(m_pool.get(), std::move(work));
    Result<ComfyPrompt> made = co_await translating;
    if (!made)
        co_return made.error();
    running->made = std::move(*made);
    running->tracker.emplace(running->id, std::move(nodes), running->made.added);
    running->lastSign = running->lastContact = std::chrono::steady_clock::now();
    co_return running;
}

QCoro::Task<FragmentReport> ComfyEngine::State::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    const auto self = shared_from_this();
    if (auto absent = absentInputs(job); !absent.empty()) {
        FragmentFailure failure = comfyFailure(Error {ErrorCode::NeedsInput}, false);
        failure.needsInputs = std::move(absent);
        co_return failure;
    }
    client.open();
    if (!m_server) {
        auto describing = describe();
        const Result<Catalogue> described = co_await describing;
        if (!described)
            co_return comfyFailure(described.error(), mayHelp(described.error().code));
    }
    const Done admitted = settings.guests ? admitsFragment(job.fragment, m_offered) : Done();
    if (!admitted)
        co_return comfyFailure(admitted.error(), false);
    auto translating = translate(std::move(job));
    const Result<RunningPtr> translated = co_await translating;
    if (!translated)
        co_return comfyFailure(translated.error(), mayHelp(translated.error().code));
    const RunningPtr running = *translated;
    running->events = std::move(events);
    const auto link = cancel.onCancel([self, running] { self->stop(running); });
    auto uploading = upload(running);
    const Done uploaded = co_await uploading;
    std::optional<FragmentFailure> failure;
    if (!uploaded)
        failure = comfyFailure(uploaded.error(), mayHelp(uploaded.error().code));
    if (!failure && !running->cancelled) {
        auto submitting = submit(running);
        failure = co_await submitting;
        if (running->cancelled) { // meanwhile: then it wasn't in the queue when it was looked for
            auto taking = takeOut(running);
            co_await taking;
        }
    }
    if (!failure && !running->cancelled) {
        auto waiting = await(running);
        co_await waiting;
    }
    if (!failure)
        failure = running->failure ? running->failure : running->tracker->failure();
    Result<FragmentResult> result = FragmentResult {};
    if (!failure && !running->cancelled) {
        auto collecting = collect(running);
        result = co_await collecting;
        if (!result)
            failure = comfyFailure(result.error(), mayHelp(result.error().code));
    }
    auto cleaning = cleanUp(running);
    co_await cleaning;
    if (running->cancelled)
        co_return comfyFailure(Error {ErrorCode::Cancelled}, false);
    if (failure && failure->error.code == ErrorCode::Cancelled)
        co_return comfyFailure(Error {ErrorCode::ProviderRefused, "interrupted there",
                                   {{"machine", client.name()}, {"reason", "comfy-stopped"}}},
            false);
    if (failure)
        co_return *failure;
    FragmentOutcome outcome;
    outcome.result = std::move(*result);
    co_return outcome;
}

QCoro::Task<Done> ComfyEngine::State::upload(RunningPtr running)
{
    const auto self = shared_from_this();
    for (const ComfyUpload& file : running->made.uploads) {
        if (running->cancelled)
            break;
        auto sending = client.upload(file.place, file.bytes);
        const Result<ComfyFile> placed = co_await sending;
        if (!placed)
            co_return placed.error();
        if (placed->filename != file.place.filename)
            co_return Error {ErrorCode::ProviderRefused, "an upload got another name",
                {{"machine", client.name()}, {"reason", "upload/image"}}};
        if (running->events)
            running->events(StillAlive {});
    }
    co_return Done();
}

/// Puts the prompt into the queue. A failure, or nothing.
QCoro::Task<std::optional<FragmentFailure>> ComfyEngine::State::submit(RunningPtr running)
{
    const auto self = shared_from_this();
    const Json body = {{"prompt", running->made.prompt}, {"prompt_id", running->id}, {"client_id", client.clientId()}};
    auto asking = client.ask(QStringLiteral("/prompt"), QByteArray::fromStdString(toJsonText(body)), "application/json",
        settings.limits.maxJsonBytes);
    const Result<ComfyAnswer> answer = co_await asking;
    if (!answer)
        co_return comfyFailure(answer.error(), true);
    const auto json = parseJson({reinterpret_cast<const char*>(answer->body.data()), answer->body.size()});
    if (!json) {
        co_return comfyFailure(
            Error {ErrorCode::ProviderRefused, "status " + std::to_string(answer->status), {{"machine", client.name()}}},
            false);
    }
    const Json& errors = memberAt(*json, "node_errors");
    if (answer->status != 200 || (errors.is_object() && !errors.empty())) { // a part of what was asked for isn't enough
        if (answer->status == 200) {
            auto taking = takeOut(running);
            co_await taking;
        }
        FragmentFailure failure = comfyRefusal(*json, running->made.added);
        failure.error.args.emplace("machine", client.name());
        co_return failure;
    }
    if (const std::string id = stringAt(*json, "prompt_id"); id != running->id) // an old version gives its own
        co_return comfyFailure(
            Error {ErrorCode::VersionUnsupported, "it doesn't take our prompt_id", {{"version", version}}}, false);
    co_return std::nullopt;
}

void ComfyEngine::State::take(const RunningPtr& running, const std::vector<FragmentEvent>& events)
{
    for (const FragmentEvent& event : events) {
        if (running->events && !running->over)
            running->events(event);
    }
    if (running->tracker->isOver())
        finish(running);
}

void ComfyEngine::State::finish(const RunningPtr& running)
{
    if (!std::exchange(running->over, true))
        running->ended.finish();
}

/// Until the prompt has ended: by the WebSocket's word, or by what the server answers when asked.
QCoro::Task<void> ComfyEngine::State::await(RunningPtr running)
{
    const auto self = shared_from_this();
    const auto connection =
        QObject::connect(&client, &ComfyClient::happened, &m_context, [self, running](const ComfyEvent& event) {
            if (event.preview || stringAt(event.data, "prompt_id") == running->id)
                running->lastSign = running->lastContact = std::chrono::steady_clock::now();
            self->take(running, running->tracker->take(event, std::chrono::steady_clock::now()));
        });
    QTimer timer; // ends with the wait: nothing may keep this engine in memory once its runs are over
    QObject::connect(&timer, &QTimer::timeout, &m_context, [self, running] { self->watch(running); });
    timer.start(settings.limits.poll);
    const QFuture<void> future = running->ended.future();
    co_await future;
    QObject::disconnect(connection);
}

void ComfyEngine::State::watch(const RunningPtr& running)
{
    constexpr int kQuietPolls = 5;
    const bool quiet = std::chrono::steady_clock::now() - running->lastSign > kQuietPolls * settings.limits.poll;
    if (!running->over && !running->looking && (quiet || !client.isOnline()))
        look(running);
}

QCoro::Task<void> ComfyEngine::State::look(RunningPtr running)
{
    running->looking = true;
    auto looking = lookOnce(running);
    co_await looking;
    running->looking = false;
}

/// In the history it has ended, in the queue it waits or runs, and nowhere it was lost: the server was started anew.
QCoro::Task<void> ComfyEngine::State::lookOnce(RunningPtr running)
{
    const auto self = shared_from_this();
    auto queueing = client.queue();
    const Result<Json> queue = co_await queueing;
    auto asking = client.get(QStringLiteral("/history/") + QString::fromStdString(running->id));
    const Result<Json> history = co_await asking; // after the queue: what has just ended is in one of the two
    const auto now = std::chrono::steady_clock::now();
    if (running->over)
        co_return;
    if (!queue || !history) {
        if (m_closed || now - running->lastContact > settings.limits.lost) {
            running->failure = comfyFailure(gone("it doesn't answer any more"), true);
            finish(running);
        }
        co_return;
    }
    running->lastContact = now;
    const Json& entry = memberAt(*history, running->id);
    if (entry.is_object())
        co_return take(running, running->tracker->takeHistory(entry, now));
    if (listHas(memberAt(*queue, "queue_running"), running->id)
        || listHas(memberAt(*queue, "queue_pending"), running->id)) {
        if (running->events)
            running->events(StillAlive {});
        co_return;
    }
    running->failure = comfyFailure(gone("it was started anew, or its queue was emptied"), true);
    finish(running);
}

/// Takes our prompt out of the queue, or interrupts it if it is the one that runs; nobody else's. True: it was
/// interrupted, and ends by itself.
QCoro::Task<bool> ComfyEngine::State::takeOut(RunningPtr running)
{
    const auto self = shared_from_this();
    auto queueing = client.queue();
    const Result<Json> queue = co_await queueing;
    if (!queue)
        co_return false;
    if (!listHas(memberAt(*queue, "queue_running"), running->id)) {
        auto removing = client.dequeue(running->id);
        co_await removing;
        auto again = client.queue(); // it may have begun in between
        const Result<Json> after = co_await again;
        if (!after || !listHas(memberAt(*after, "queue_running"), running->id))
            co_return false;
    }
    auto interrupting = client.interrupt(running->id);
    co_await interrupting;
    co_return true;
}

QCoro::Task<void> ComfyEngine::State::stop(RunningPtr running)
{
    const auto self = shared_from_this();
    running->cancelled = true;
    auto taking = takeOut(running);
    const bool runs = co_await taking;
    if (runs) {
        auto waiting = pause(settings.cancelLimit);
        co_await waiting;
    }
    finish(running);
}

} // namespace weft
