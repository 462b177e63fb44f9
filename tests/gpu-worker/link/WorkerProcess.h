// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Frames.h"
#include "core/protocol/ValueTransfer.h"
#include "core/protocol/Wires.h"

#include <QProcess>

#include <functional>
#include <map>

namespace weft {

/// A real weft-worker, spoken to step by step.
class WorkerProcess {
public:
    explicit WorkerProcess(const QStringList& arguments = {});
    ~WorkerProcess();

    QProcess& process() { return m_process; }

    template <protocol::Message M> void send(const M& message)
    {
        protocol::FrameWriter writer;
        (void)writer.append(protocol::encode(message));
        m_process.write(writer.take());
    }
    /// -> its content hash.
    Hash256 sendValue(const Value& value);
    /// Hello and Ready. False when no Ready comes.
    bool greet();

    using Message = protocol::worker::FromWorker;
    /// The next message that isn't part of a value; values are put together on the way. nullopt: end or time-out.
    std::optional<Message> next(int timeoutMs = 60'000);
    /// Everything up to the message for which `last` is true, that one included.
    std::vector<Message> until(const std::function<bool(const Message&)>& last);

    const protocol::worker::WorkerReady& ready() const { return m_ready; }
    /// A value that arrived, decoded.
    Result<Value> value(const Hash256& name) const;

private:
    QProcess m_process;
    protocol::FrameReader m_frames;
    protocol::ValueReceiver m_receiver;
    std::map<Hash256, SharedBytes> m_values;
    protocol::worker::WorkerReady m_ready;
};

} // namespace weft
