// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/WorkerProcess.h"

namespace weft {

namespace {

constexpr qint64 kMaxUnwritten = 4 << 20; // in QProcess's buffer
constexpr qsizetype kErrorTail = 4096;
constexpr int kEndMillis = 1000; // to end by itself once its wire is closed

} // namespace

WorkerProcess::WorkerProcess(QString program, QStringList arguments, std::uint64_t maxHeldBytes, Handlers handlers)
    : m_program(std::move(program))
    , m_arguments(std::move(arguments))
    , m_handlers(std::move(handlers))
    , m_values(kMaxValueBytes, maxHeldBytes, protocol::ValueCheck::ContentHash)
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &WorkerProcess::readFrames);
    connect(&m_process, &QProcess::readyReadStandardError, this, &WorkerProcess::readErrors);
    connect(&m_process, &QProcess::bytesWritten, this, &WorkerProcess::pump);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(Error {ErrorCode::WorkerStartFailed, m_process.errorString().toStdString(), {{"path", m_program.toStdString()}}});
    });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        readErrors();
        const std::string how = status == QProcess::CrashExit ? "it crashed" : "it ended with status " + std::to_string(code);
        end(Error {ErrorCode::WorkerCrashed, how + "; its last words: " + m_errorTail.toStdString()});
    });
}

WorkerProcess::~WorkerProcess()
{
    m_ended = true;
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(kEndMillis)) {
        m_process.kill();
        m_process.waitForFinished(kEndMillis);
    }
}

void WorkerProcess::start()
{
    m_process.setProgram(m_program);
    m_process.setArguments(m_arguments);
    m_process.start();
}

void WorkerProcess::kill() { m_process.kill(); }

void WorkerProcess::endAlone(std::unique_ptr<WorkerProcess> process)
{
    WorkerProcess* const alone = process.release();
    alone->m_ended = true;
    alone->m_process.disconnect(alone);
    connect(&alone->m_process, &QProcess::finished, alone, &QObject::deleteLater);
    alone->m_process.kill();
    if (alone->m_process.state() == QProcess::NotRunning)
        alone->deleteLater();
}

void WorkerProcess::sendValue(Hash256 name, SharedBytes bytes)
{
    m_queue.emplace_back(protocol::ValueSender(name, std::move(bytes)));
    pump();
}

bool WorkerProcess::write(const QByteArray& payload)
{
    protocol::FrameWriter writer;
    if (const Done added = writer.append(payload); !added) {
        end(added.error());
        return false;
    }
    m_process.write(writer.take());
    return true;
}

void WorkerProcess::pump()
{
    while (!m_ended && !m_queue.empty() && m_process.bytesToWrite() < kMaxUnwritten) {
        if (auto* message = std::get_if<QByteArray>(&m_queue.front())) {
            const QByteArray payload = std::move(*message);
            m_queue.pop_front();
            if (!write(payload))
                return;
            continue;
        }
        const auto frame = std::get<protocol::ValueSender>(m_queue.front()).nextFrame();
        if (!frame)
            m_queue.pop_front();
        else if (!write(*frame))
            return;
    }
}

void WorkerProcess::readErrors()
{
    m_errorTail = (m_errorTail + m_process.readAllStandardError()).right(kErrorTail);
}

void WorkerProcess::readFrames()
{
    const QPointer<WorkerProcess> alive(this);
    const QByteArray bytes = m_process.readAllStandardOutput();
    Done done = m_reader.feed(protocol::viewOf(bytes));
    while (done) {
        const auto frame = m_reader.next();
        if (!frame)
            return;
        done = take(*frame);
        if (!alive || m_ended)
            return; // a handler has had enough of this worker
    }
    m_process.kill();
    end(done.error());
}

Done WorkerProcess::take(const SharedBytes& frame)
{
    WEFT_TRY(protocol::worker::FromWorker message, protocol::decodeAny<protocol::worker::FromWorker>(frame.view()));
    Done done;
    if (const auto* begin = std::get_if<protocol::ValueBegin>(&message))
        takeValue(m_values.begin(*begin), done);
    else if (const auto* chunk = std::get_if<protocol::ValueChunk>(&message))
        takeValue(m_values.chunk(*chunk), done);
    else
        m_handlers.message(std::move(message));
    return done;
}

void WorkerProcess::takeValue(Result<std::optional<protocol::ReceivedValue>> value, Done& done)
{
    if (!value) {
        done = value.error();
        return;
    }
    if (*value)
        m_handlers.value((*value)->name, std::move((*value)->bytes));
}

void WorkerProcess::end(Error error)
{
    if (std::exchange(m_ended, true))
        return;
    m_handlers.ended(std::move(error));
}

} // namespace weft
