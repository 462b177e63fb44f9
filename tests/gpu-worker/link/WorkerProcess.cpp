// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gpu-worker/link/WorkerProcess.h"

#include <QElapsedTimer>

namespace weft {

namespace wire = protocol::worker;

WorkerProcess::WorkerProcess(const QStringList& arguments)
    : m_receiver(kMaxValueBytes, kMaxValueBytes, protocol::ValueCheck::ContentHash)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker"), arguments);
}

WorkerProcess::~WorkerProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

Hash256 WorkerProcess::sendValue(const Value& value)
{
    const auto bytes = encodeValue(value);
    const Hash256 name = sha256(bytes->view());
    protocol::ValueSender sender(name, *bytes);
    protocol::FrameWriter writer;
    while (const auto frame = sender.nextFrame())
        (void)writer.append(*frame);
    m_process.write(writer.take());
    return name;
}

bool WorkerProcess::greet()
{
    send(wire::WorkerHello{1, 1});
    const auto message = next();
    const auto* ready = message ? std::get_if<wire::WorkerReady>(&*message) : nullptr;
    if (ready)
        m_ready = *ready;
    return ready;
}

std::optional<WorkerProcess::Message> WorkerProcess::next(int timeoutMs)
{
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < timeoutMs) {
        while (const auto frame = m_frames.next()) {
            auto message = protocol::decodeAny<Message>(frame->view());
            if (!message)
                return std::nullopt;
            Result<std::optional<protocol::ReceivedValue>> received = std::optional<protocol::ReceivedValue>();
            if (const auto* begin = std::get_if<protocol::ValueBegin>(&*message))
                received = m_receiver.begin(*begin);
            else if (const auto* chunk = std::get_if<protocol::ValueChunk>(&*message))
                received = m_receiver.chunk(*chunk);
            else
                return *message;
            if (!received)
                return std::nullopt;
            if (*received)
                m_values[(*received)->name] = (*received)->bytes;
        }
        if (m_process.bytesAvailable() == 0 && !m_process.waitForReadyRead(1000)
            && m_process.state() == QProcess::NotRunning)
            return std::nullopt;
        const QByteArray bytes = m_process.readAllStandardOutput();
        if (!m_frames.feed(protocol::viewOf(bytes)))
            return std::nullopt;
    }
    return std::nullopt;
}

std::vector<WorkerProcess::Message> WorkerProcess::until(const std::function<bool(const Message&)>& last)
{
    std::vector<Message> all;
    while (auto message = next()) {
        all.push_back(std::move(*message));
        if (last(all.back()))
            break;
    }
    return all;
}

Result<Value> WorkerProcess::value(const Hash256& name) const
{
    const auto it = m_values.find(name);
    if (it == m_values.end())
        return Error{ErrorCode::ValueMissing};
    return decodeValue(it->second);
}

} // namespace weft
