// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Frames.h"
#include "core/protocol/ValueTransfer.h"
#include "core/protocol/Wires.h"

#include <QPointer>
#include <QProcess>

#include <deque>
#include <functional>

namespace weft {

/// A running weft-worker and the wire to it (core/protocol/Worker.h). Sends in order, a few megabytes at a time; puts
/// arriving values together. Says once that it has ended, whatever the reason.
class WorkerProcess : public QObject {
    Q_OBJECT

public:
    struct Handlers {
        std::function<void(protocol::worker::FromWorker)> message; // all but values
        std::function<void(Hash256, SharedBytes)> value;
        /// WorkerStartFailed (args: path), WorkerCrashed, ProtocolViolation or LimitExceeded.
        std::function<void(Error)> ended;
    };

    /// `maxHeldBytes`: of all values received and not yet forgotten; a worker that sends more is ended.
    WorkerProcess(QString program, QStringList arguments, std::uint64_t maxHeldBytes, Handlers handlers);
    /// Closes the wire, which ends the worker; kills it when it doesn't listen.
    ~WorkerProcess() override;

    void start();
    template <protocol::Message M>
    void send(const M& message)
    {
        m_queue.push_back(protocol::encode(message));
        pump();
    }
    void sendValue(Hash256 name, SharedBytes bytes);
    /// Values of so many bytes aren't held any more.
    void forget(std::uint64_t bytes) { m_values.forget(bytes); }
    /// For a worker that doesn't listen any more.
    void kill();
    bool isEnded() const { return m_ended; }
    /// Kills it and tells nobody; the object goes when the process has.
    static void endAlone(std::unique_ptr<WorkerProcess> process);

private:
    using Outgoing = std::variant<QByteArray, protocol::ValueSender>;

    void pump();
    bool write(const QByteArray& payload);
    void readFrames();
    void readErrors();
    Done take(const SharedBytes& frame);
    void takeValue(Result<std::optional<protocol::ReceivedValue>> value, Done& done);
    void end(Error error);

    QProcess m_process;
    QString m_program;
    QStringList m_arguments;
    Handlers m_handlers;
    std::deque<Outgoing> m_queue;
    protocol::FrameReader m_reader;
    protocol::ValueReceiver m_values;
    QByteArray m_errorTail; // the last words of its stderr, for logs
    bool m_ended = false;
};

} // namespace weft
