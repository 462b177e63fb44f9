// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Frames.h"
#include "core/protocol/Wires.h"
#include "gpu-worker/link/ComputeThread.h"
#include "gpu-worker/link/FrameOut.h"
#include "gpu-worker/link/ValueStore.h"
#include "gpu-worker/runtime/Executor.h"

namespace weft::worker {

/// The worker's side of core/protocol/Worker.h. The calling thread reads; another one computes, so that a cancel is
/// heard while a node runs. The first message that breaks the protocol ends the session.
class Session {
public:
    Session(Executor& executor, int out, std::string device, std::string sandbox);

    /// -> 1 after a broken message. At the end of `in` the process ends at once, whatever is being computed.
    int readUntilEnd(int in);

private:
    using CancelFlag = std::shared_ptr<std::atomic<bool>>;

    Done feed(ByteView bytes);
    Done handle(const protocol::worker::WorkerHello& message);
    Done handle(const protocol::worker::DescribeRequest& message);
    Done handle(const protocol::ValueBegin& message) { return m_values.begin(message); }
    Done handle(const protocol::ValueChunk& message) { return m_values.chunk(message); }
    Done handle(const protocol::worker::RunFragment& message);
    Done handle(const protocol::worker::CancelFragment& message);
    Done handle(const protocol::worker::DropValues& message);

    Done post(std::function<void()> work);
    Result<std::vector<BoundaryItems>> itemsOf(const protocol::worker::RunFragment& message) const;
    void describe();
    void compute(const protocol::worker::RunFragment& message, const Result<std::vector<BoundaryItems>>& inputs,
        const CancelFlag& cancelled);
    void forget(std::int64_t run);

    Executor& m_executor;
    FrameOut m_out;
    std::string m_device;
    std::string m_sandbox;
    bool m_greeted = false;
    protocol::FrameReader m_frames;
    ValueStore m_values;
    std::mutex m_runsMutex;
    std::map<std::int64_t, CancelFlag> m_runs; // waiting or running
    ComputeThread m_compute; // last: it stops before the rest goes
};

} // namespace weft::worker
