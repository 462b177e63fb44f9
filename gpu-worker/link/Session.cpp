// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/Session.h"

#include "core/protocol/Versions.h"
#include "gpu-worker/link/FragmentReporter.h"
#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/runtime/GuardedCall.h"

#include <cerrno>
#include <cstdio>

#include <unistd.h>

namespace weft::worker {

namespace wire = protocol::worker;

namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

Error violation(const char* message, std::string why)
{
    return Error{ErrorCode::ProtocolViolation, std::move(why), {{"message", message}}};
}

} // namespace

Session::Session(Executor& executor, int out, std::string device, std::string sandbox)
    : m_executor(executor)
    , m_out(out)
    , m_device(std::move(device))
    , m_sandbox(std::move(sandbox))
{
}

int Session::readUntilEnd(int in)
{
    std::vector<std::uint8_t> buffer(kReadBytes);
    while (true) {
        const ssize_t count = read(in, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            _exit(0); // nobody waits for what is being computed
        const Done fed = feed(ByteView(buffer).first(static_cast<std::size_t>(count)));
        if (!fed) {
            std::fprintf(stderr, "weft-worker: %s: %s\n", std::string(nameOf(fed.error().code)).c_str(),
                fed.error().detail.c_str());
            _exit(1);
        }
    }
}

Done Session::feed(ByteView bytes)
{
    WEFT_CHECK(m_frames.feed(bytes));
    while (const auto frame = m_frames.next()) {
        WEFT_TRY(const wire::ToWorker message, protocol::decodeAny<wire::ToWorker>(frame->view()));
        if (m_greeted == std::holds_alternative<wire::WorkerHello>(message))
            return violation("WorkerHello", "it comes first, and once");
        WEFT_CHECK(std::visit([this](const auto& one) { return handle(one); }, message));
    }
    return {};
}

Done Session::handle(const wire::WorkerHello& message)
{
    WEFT_TRY(const int version,
        protocol::negotiate(
            message.minVersion, message.maxVersion, protocol::kWorkerVersionMin, protocol::kWorkerVersionMax));
    m_greeted = true;
    m_out.send(wire::WorkerReady{version, m_device, m_sandbox});
    return {};
}

Done Session::post(std::function<void()> work)
{
    if (!m_compute.post(std::move(work)))
        return Error{ErrorCode::LimitExceeded, "too many fragments wait"};
    return {};
}

Done Session::handle(const wire::DescribeRequest&)
{
    return post([this] { describe(); });
}

void Session::describe()
{
    const std::string text = toJsonText(m_executor.describe().toJson());
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    if (const auto name = m_out.sendValue(fileValue("catalogue.json", "application/json", SharedBytes::copyOf(bytes))))
        m_out.send(wire::CatalogueReply{*name});
}

Done Session::handle(const wire::RunFragment& message)
{
    const auto cancelled = std::make_shared<std::atomic<bool>>(false);
    {
        const std::lock_guard lock(m_runsMutex);
        if (!m_runs.emplace(message.run, cancelled).second)
            return violation("RunFragment", "this run is under way");
    }
    // Taken now: the values may be dropped while the fragment waits.
    return post([this, message, inputs = itemsOf(message), cancelled] { compute(message, inputs, cancelled); });
}

Result<std::vector<BoundaryItems>> Session::itemsOf(const wire::RunFragment& message) const
{
    std::vector<BoundaryItems> all;
    for (const wire::InputHashes& input : message.inputs) {
        BoundaryItems items{{}, input.items, input.present};
        for (const Hash256& name : input.items) {
            WEFT_TRY(Value value, m_values.find(name));
            items.values.push_back(std::move(value));
        }
        all.push_back(std::move(items));
    }
    return all;
}

void Session::compute(
    const wire::RunFragment& message, const Result<std::vector<BoundaryItems>>& inputs, const CancelFlag& cancelled)
{
    FragmentReporter reporter(m_out, message.run);
    std::optional<FragmentFault> fault;
    if (inputs) {
        const FragmentEventSink events = [&reporter](const FragmentEvent& event) { reporter.event(event); };
        const auto ran = guarded([&]() -> Result<std::optional<FragmentFault>> {
            return m_executor.run(message.fragment, *inputs, events, *cancelled);
        });
        fault = ran ? *ran : FragmentFault{ran.error(), {}, {}};
    } else {
        fault = FragmentFault{inputs.error(), {}, {}};
    }
    forget(message.run);
    reporter.end(fault);
    if (fault && !stillWorks(m_executor.device())) {
        std::fprintf(stderr, "weft-worker: the card was lost\n");
        _exit(1); // `weft` starts another, which gets the card anew
    }
}

void Session::forget(std::int64_t run)
{
    const std::lock_guard lock(m_runsMutex);
    m_runs.erase(run);
}

Done Session::handle(const wire::CancelFragment& message)
{
    const std::lock_guard lock(m_runsMutex);
    // A run that has ended meanwhile is no mistake.
    if (const auto it = m_runs.find(message.run); it != m_runs.end())
        *it->second = true;
    return {};
}

Done Session::handle(const wire::DropValues& message)
{
    for (const Hash256& name : message.values)
        m_values.drop(name);
    return {};
}

} // namespace weft::worker
