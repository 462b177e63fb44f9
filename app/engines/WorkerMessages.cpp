// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the worker says.
#include "app/engines/WorkerState.h"

#include "core/protocol/ErrorCodec.h"

namespace weft {

namespace wire = protocol::worker;

WorkerEngine::State::RunningPtr WorkerEngine::State::find(std::int64_t number) const
{
    const auto it = m_runs.find(number);
    return it == m_runs.end() ? nullptr : it->second;
}

WorkerEngine::State::RunningPtr WorkerEngine::State::find(std::int64_t number, const NodeId& node) const
{
    const RunningPtr running = find(number);
    return running && running->nodes.contains(node) ? running : nullptr;
}

void WorkerEngine::State::finish(const RunningPtr& running)
{
    if (std::exchange(running->over, true))
        return;
    std::erase_if(m_runs, [&](const auto& entry) { return entry.second == running; });
    running->events = {};
    if (m_process)
        m_process->forget(running->bytes);
    running->done.finish();
}

void WorkerEngine::State::onMessage(wire::FromWorker message)
{
    std::visit([this](const auto& said) { take(said); }, message);
}

/// A value comes before the message that names it; whose it is, that message tells.
void WorkerEngine::State::onValue(Hash256 name, SharedBytes bytes)
{
    const std::size_t size = bytes.size();
    if (!m_arrived.emplace(name, std::move(bytes)).second)
        m_process->forget(size); // it came twice
}

/// The worker computes one fragment at a time, so all that has arrived belongs to the message that came now. The run
/// holds it until its end.
std::map<Hash256, SharedBytes> WorkerEngine::State::takeArrived(const RunningPtr& running)
{
    std::uint64_t bytes = 0;
    for (const auto& [name, value] : m_arrived)
        bytes += value.size();
    if (running)
        running->bytes += bytes;
    else
        m_process->forget(bytes);
    return std::exchange(m_arrived, {});
}

void WorkerEngine::State::onEnded(const Error& error)
{
    m_lastError = error;
    if (!m_ready && error.code == ErrorCode::WorkerCrashed)
        m_lastError = Error {ErrorCode::WorkerStartFailed, error.detail, {{"path", settings.program.toStdString()}}};
    m_ready = false;
    m_process.reset();
    for (const auto& [number, running] : std::exchange(m_runs, {})) {
        running->crashed = true;
        running->failure = failureOf(m_lastError, true);
        finish(running);
    }
    for (const auto& waiting : std::exchange(m_waiting, {}))
        waiting->finish();
}

void WorkerEngine::State::take(const wire::WorkerReady& message)
{
    ready = message;
    m_ready = true;
    for (const auto& waiting : std::exchange(m_waiting, {}))
        waiting->finish();
}

void WorkerEngine::State::take(const wire::CatalogueReply& message)
{
    const RunningPtr asked = find(0);
    const auto arrived = takeArrived(asked);
    if (!asked)
        return;
    if (const auto bytes = arrived.find(message.value); bytes != arrived.end())
        asked->catalogue = bytes->second;
    else
        asked->failure = failureOf(Error {ErrorCode::ProtocolViolation, "the worker named a catalogue that it didn't send"}, false);
    finish(asked);
}

void WorkerEngine::State::take(const wire::NodeStartedEvent& message)
{
    if (const RunningPtr running = find(message.run, message.node); running && running->events)
        running->events(NodeStarted {message.node});
}

void WorkerEngine::State::take(const wire::NodeProgressEvent& message)
{
    if (const RunningPtr running = find(message.run, message.node); running && running->events)
        running->events(NodeProgress {message.node, message.value, message.max});
}

void WorkerEngine::State::take(const wire::NodePreviewEvent& message)
{
    if (const RunningPtr running = find(message.run, message.node); running && running->events)
        running->events(NodePreview {message.node, message.mime, message.picture});
}

void WorkerEngine::State::take(const wire::NodeFinishedEvent& message)
{
    const RunningPtr running = find(message.run, message.node);
    if (!running)
        return;
    const std::chrono::microseconds took(message.microseconds);
    running->result.seconds[message.node] = took;
    if (running->events)
        running->events(NodeFinished {message.node, took, message.cached});
}

void WorkerEngine::State::take(const wire::OutputReady& message)
{
    const RunningPtr running = find(message.run, message.node);
    const auto arrived = takeArrived(running);
    if (!running)
        return;
    ValueList items;
    for (const Hash256& name : message.items) {
        const auto bytes = arrived.find(name);
        auto value = bytes == arrived.end()
            ? Result<Value>(Error {ErrorCode::ProtocolViolation, "the worker named a value that it didn't send"})
            : decodeValue(bytes->second);
        if (!value) {
            running->failure = failureOf(value.error().with("node", message.node), false);
            return finish(running);
        }
        items.push_back(std::move(*value));
    }
    if (message.slot < 0)
        running->result.files[message.node] = items;
    else
        running->result.outputs[{message.node, message.slot}] = items;
    if (running->events)
        running->events(NodeOutput {message.node, message.slot, std::move(items)});
}

void WorkerEngine::State::take(const wire::FragmentEnded& message)
{
    if (const RunningPtr running = find(message.run))
        finish(running);
}

void WorkerEngine::State::take(const wire::FragmentFailed& message)
{
    const RunningPtr running = find(message.run);
    if (!running)
        return;
    FragmentFailure failure = failureOf(protocol::fromWire(message.error), false);
    failure.node = message.node;
    failure.needsInputs = message.needsInputs;
    // Another machine may have more memory; a bad value is bad everywhere.
    failure.retryElsewhere = failure.error.code == ErrorCode::OutOfMemory;
    running->failure = std::move(failure);
    finish(running);
}

} // namespace weft
