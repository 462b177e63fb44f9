// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/WorkerState.h"

#include "core/protocol/Versions.h"
#include "core/threads/OnThread.h"
#include "core/values/Sha256.h"

#include <QCoroFuture>
#include <QTimer>

#include <algorithm>

namespace weft {

namespace wire = protocol::worker;

namespace {

constexpr int kTries = 2; // of a fragment, when the worker crashes under it

QStringList argumentsFor(const WorkerSettings& settings)
{
    QStringList arguments;
    for (const QString& folder : settings.modelFolders)
        arguments << QStringLiteral("--models") << folder;
    if (settings.threads > 0)
        arguments << QStringLiteral("--threads") << QString::number(settings.threads);
    if (settings.memoryLimitMegabytes > 0)
        arguments << QStringLiteral("--memory-limit") << QString::number(settings.memoryLimitMegabytes);
    return arguments;
}

} // namespace

WorkerEngine::State::State(WorkerSettings given)
    : settings(std::move(given))
    , m_index(settings.modelFolders, settings.indexFile)
{
}

WorkerEngine::State::~State() { close(); }

void WorkerEngine::State::close()
{
    m_closed = true;
    if (m_process) {
        m_process.reset();
        onEnded(Error {ErrorCode::Cancelled, "the engine was closed"});
    }
}

void WorkerEngine::State::rest()
{
    if (!m_process)
        return;
    for (const auto& [number, running] : m_runs)
        running->wasCancelled = true; // so it isn't tried again
    WorkerProcess::endAlone(std::move(m_process));
    onEnded(Error {ErrorCode::Cancelled, "the engine was put to rest"});
}

FragmentFailure WorkerEngine::State::failureOf(const Error& error, bool retry)
{
    FragmentFailure failure;
    failure.error = error;
    failure.retryElsewhere = retry;
    return failure;
}

void WorkerEngine::State::launch()
{
    m_ready = false;
    m_sent.clear();
    m_sentOrder.clear();
    m_sentBytes = 0;
    m_arrived.clear();
    WorkerProcess::Handlers handlers;
    // The process is ours and calls back only while it lives.
    handlers.message = [this](wire::FromWorker message) { onMessage(std::move(message)); };
    handlers.value = [this](Hash256 name, SharedBytes bytes) { onValue(name, std::move(bytes)); };
    handlers.ended = [weak = weak_from_this()](const Error& error) {
        // Later: the process may be in the middle of its own work.
        if (const auto self = weak.lock())
            QTimer::singleShot(0, &self->m_context, [weak, error] {
                if (const auto still = weak.lock(); still && still->m_process && still->m_process->isEnded())
                    still->onEnded(error);
            });
    };
    m_process = std::make_unique<WorkerProcess>(
        settings.program, argumentsFor(settings), settings.maxResultBytes, std::move(handlers));
    m_process->start();
    m_process->send(wire::WorkerHello {protocol::kWorkerVersionMin, protocol::kWorkerVersionMax});
    QTimer::singleShot(settings.startLimit, m_process.get(), [this] {
        if (!m_ready)
            m_process->kill();
    });
}

QCoro::Task<Done> WorkerEngine::State::started()
{
    const auto self = shared_from_this();
    if (m_closed)
        co_return Error {ErrorCode::Cancelled, "the engine was closed"};
    if (m_ready)
        co_return Done {};
    if (!m_process)
        launch();
    auto waiting = std::make_shared<QPromise<void>>();
    waiting->start();
    m_waiting.push_back(waiting);
    const QFuture<void> future = waiting->future();
    co_await future;
    if (m_ready)
        co_return Done {};
    co_return Error(m_lastError);
}

QCoro::Task<void> WorkerEngine::State::awaitEnd(RunningPtr running)
{
    const QFuture<void> future = running->done.future();
    co_await future;
}

QCoro::Task<Result<Catalogue>> WorkerEngine::State::catalogue()
{
    const auto self = shared_from_this();
    auto starting = started();
    const Done up = co_await starting;
    if (!up)
        co_return up.error();
    RunningPtr asked = find(0);
    if (!asked) {
        asked = std::make_shared<Running>();
        asked->done.start();
        m_runs[0] = asked;
        m_process->send(wire::DescribeRequest {});
    }
    auto ending = awaitEnd(asked);
    co_await ending;
    if (asked->failure)
        co_return asked->failure->error;
    WEFT_CO_TRY(const Value file, decodeValue(asked->catalogue));
    const Tensor* text = file.tensor("bytes");
    if (!text)
        co_return Error {ErrorCode::ProtocolViolation, "the worker's catalogue is no file"};
    WEFT_CO_TRY(const Json json, parseJson({reinterpret_cast<const char*>(text->data.data()), text->data.size()}));
    WEFT_CO_TRY(Catalogue catalogue, Catalogue::fromJson(json));
    auto hashing = m_index.withHashes(catalogue.models());
    std::vector<ModelFile> models = co_await hashing;
    catalogue.setModels(std::move(models));
    m_catalogue = catalogue;
    co_return catalogue;
}

/// The graph's names of models become this computer's, by their hashes. Errors: ModelMissing (args: node, model, folder).
Result<Fragment> WorkerEngine::State::localised(Fragment fragment) const
{
    for (ModelRef& model : fragment.models) {
        if (model.sha256.isNull() || !m_catalogue)
            continue;
        const ModelFile* named = m_catalogue->findModel(model.folder, model.name);
        if (named && named->sha256 == model.sha256)
            continue;
        const ModelFile* mine = m_catalogue->findModel(model.sha256);
        for (FragmentNode& node : fragment.nodes) {
            const NodeType* type = m_catalogue->find(node.type);
            for (auto& [name, input] : node.inputs) {
                const InputSpec* spec = type ? type->findInput(name) : nullptr;
                const auto* literal = std::get_if<Json>(&input);
                if (!spec || !literal || spec->modelFolder != model.folder || *literal != Json(model.name))
                    continue;
                if (!mine || mine->folder != model.folder)
                    return Error {ErrorCode::ModelMissing, "", {{"node", node.id}, {"model", model.name}, {"folder", model.folder}}};
                input = Json(mine->name);
            }
        }
        if (mine)
            model.name = mine->name;
    }
    return fragment;
}

/// What doesn't fit into one message would end the worker. Errors: LimitExceeded.
Done WorkerEngine::State::checkSize(const wire::RunFragment& request)
{
    const std::size_t nodes = request.fragment.nodes.size();
    if (nodes > kMaxFragmentNodes)
        return Error {ErrorCode::LimitExceeded, "nodes of one fragment",
            {{"size", std::to_string(nodes)}, {"limit", std::to_string(kMaxFragmentNodes)}}};
    const QByteArray frame = protocol::encode(request);
    if (static_cast<std::size_t>(frame.size()) > protocol::kMaxStreamFrameBytes)
        return Error {ErrorCode::LimitExceeded, "bytes of one fragment",
            {{"size", std::to_string(frame.size())}, {"limit", std::to_string(protocol::kMaxStreamFrameBytes)}}};
    if (const auto read = protocol::decode<wire::RunFragment>(protocol::viewOf(frame)); !read)
        return Error {ErrorCode::LimitExceeded, "a part of the fragment is too large: " + read.error().detail};
    return {};
}

Result<WorkerEngine::State::Encoded> WorkerEngine::State::encode(const std::vector<ValueList>& inputs)
{
    Encoded encoded;
    for (const ValueList& items : inputs) {
        wire::InputHashes hashes;
        hashes.present = !items.empty();
        for (const Value& item : items) {
            WEFT_TRY(SharedBytes bytes, encodeValue(item));
            const Hash256 hash = sha256(bytes.view());
            hashes.items.push_back(hash);
            encoded.values.emplace_back(hash, std::move(bytes));
        }
        encoded.inputs.push_back(std::move(hashes));
    }
    return encoded;
}

void WorkerEngine::State::sendInputs(const Encoded& encoded)
{
    dropOldInputs(encoded);
    for (const auto& [hash, bytes] : encoded.values) {
        if (const auto known = m_sent.find(hash); known != m_sent.end()) {
            m_sentOrder.splice(m_sentOrder.end(), m_sentOrder, known->second.second);
            continue;
        }
        m_process->sendValue(hash, bytes);
        m_sentOrder.push_back(hash);
        m_sent.emplace(hash, std::pair(bytes.size(), std::prev(m_sentOrder.end())));
        m_sentBytes += bytes.size();
    }
}

/// Keeps what the worker holds within bounds; what is about to be used stays.
void WorkerEngine::State::dropOldInputs(const Encoded& needed)
{
    std::set<Hash256> keep;
    std::uint64_t coming = 0;
    for (const auto& [hash, bytes] : needed.values) {
        if (keep.insert(hash).second && !m_sent.contains(hash))
            coming += bytes.size();
    }
    wire::DropValues drop;
    if (!m_runs.empty())
        return; // another fragment may still need them
    for (auto it = m_sentOrder.begin(); it != m_sentOrder.end() && m_sentBytes + coming > settings.keptBytes;) {
        if (keep.contains(*it)) {
            ++it;
            continue;
        }
        const auto known = m_sent.find(*it);
        m_sentBytes -= known->second.first;
        drop.values.push_back(*it);
        m_sent.erase(known);
        it = m_sentOrder.erase(it);
        if (drop.values.size() == 1000)
            m_process->send(std::exchange(drop, {}));
    }
    if (!drop.values.empty())
        m_process->send(drop);
}

void WorkerEngine::State::watchCancel(const RunningPtr& running, std::int64_t number)
{
    running->wasCancelled = true;
    if (!m_process || running->over)
        return;
    m_process->send(wire::CancelFragment {number});
    QTimer::singleShot(settings.cancelLimit, m_process.get(), [this, running] {
        if (!running->over)
            m_process->kill(); // it doesn't listen: better a new worker than a stuck one
    });
}

QCoro::Task<FragmentReport> WorkerEngine::State::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    const auto self = shared_from_this();
    if (!m_catalogue) { // models are found by hash
        auto describing = catalogue();
        const Result<Catalogue> described = co_await describing;
        if (!described)
            co_return failureOf(described.error(), true);
    }
    Result<Fragment> fragment = localised(std::move(job.fragment));
    if (!fragment)
        co_return failureOf(fragment.error(), true);
    Result<Encoded> encoded = Encoded {};
    if (!job.inputs.empty()) { // else there is nothing that a thread's turn would be worth
        std::function<Result<Encoded>()> work = [inputs = std::move(job.inputs)] { return encode(inputs); };
        auto encoding = onThread<Result<Encoded>>(m_pool.get(), std::move(work));
        encoded = co_await encoding;
    }
    if (!encoded)
        co_return failureOf(encoded.error(), false);
    wire::RunFragment request;
    request.run = 1; // any that is valid
    request.fragment = std::move(*fragment);
    request.inputs = encoded->inputs;
    if (const Done fits = checkSize(request); !fits)
        co_return failureOf(fits.error(), false);
    RunningPtr running;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        auto starting = started();
        const Done up = co_await starting;
        if (!up)
            co_return failureOf(up.error(), true);
        if (cancel.isCancelled())
            co_return failureOf(Error {ErrorCode::Cancelled}, false);
        running = std::make_shared<Running>();
        running->events = events;
        running->done.start();
        for (const FragmentNode& node : request.fragment.nodes)
            running->nodes.insert(node.id);
        const std::int64_t number = request.run = ++m_lastRun;
        sendInputs(*encoded);
        m_runs[number] = running;
        m_process->send(request);
        const auto link = cancel.onCancel([self, running, number] { self->watchCancel(running, number); });
        auto ending = awaitEnd(running);
        co_await ending;
        if (!running->crashed || running->wasCancelled)
            break;
    }
    if (running->wasCancelled && running->failure)
        co_return failureOf(Error {ErrorCode::Cancelled}, false);
    if (running->failure)
        co_return std::move(*running->failure);
    FragmentOutcome outcome;
    outcome.result = std::move(running->result);
    co_return outcome;
}

} // namespace weft
