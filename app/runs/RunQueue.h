// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/LineLog.h"
#include "app/runs/RunController.h"
#include "app/runs/RunHistory.h"
#include "app/runs/RunTally.h"

#include <QElapsedTimer>
#include <QPointer>

namespace weft {

/// A run that waits, runs, or ended badly.
struct QueuedRun {
    enum class State { Waiting, Paused, Running, Failed, Interrupted };

    QString id; // made by the queue
    QString name; // of the workflow
    QString file; // the workflow's own file; empty: it has none
    Graph graph;
    RunOptions options;
    QPointer<QObject> source; // whose nodes the run is shown on; null after a restart
    State state = State::Waiting;
    std::optional<Error> error; // when Failed
    NodeId failedNode; // when Failed: its id in the run; empty: none of its nodes
    Money released; // what was held for a run that failed, and wasn't charged
    bool isCancelling = false;

    bool isWaiting() const { return state == State::Waiting || state == State::Paused; }
    bool hasEnded() const { return state == State::Failed || state == State::Interrupted; }
};

/// Runs one after the other over the controller, which can do one at a time; others may use it, too, and are waited for. What waits is kept in a file, if there is
/// one, and comes back paused: after a restart nothing runs, and nothing is paid, before somebody says so. No widgets.
class RunQueue : public QObject {
    Q_OBJECT
public:
    explicit RunQueue(RunController& runs, QObject* parent = nullptr);
    ~RunQueue() override;

    /// Brings back what waited, and keeps what waits from now on. Another process that has the file keeps it for
    /// itself. Errors: FileUnwritable (args: path).
    Done keepIn(const QString& file);
    /// Writes what runs into the history; it outlives the queue. A file's line is there before fileStored().
    void writeTo(RunHistory& history) { m_history = &history; }
    /// Called just before a run starts: what has changed since it was asked for (the credits, who is trusted).
    void setRefresh(std::function<void(RunOptions&)> refresh) { m_refresh = std::move(refresh); }

    /// Adds a run at the end, and starts it where nothing runs. -> its id
    QString add(QueuedRun run);
    /// The one that runs, those that wait in their order, those that ended badly.
    const std::vector<QueuedRun>& runs() const { return m_all; }
    const QueuedRun* find(const QString& id) const;
    const QueuedRun* current() const;
    int waiting() const; // paused ones too
    bool hasPaused() const;
    /// Nothing more starts by itself until resume(), but for what is added.
    void pause();
    void resume();
    /// Puts one that waits at place `to` of those that wait, counted from 0.
    void move(const QString& id, int to);
    /// Stops it, takes it out of those that wait, or forgets one that ended.
    void cancel(const QString& id);
    void cancelAll();
    /// The same run anew, at the end.
    void again(const QString& id);

    /// The types of the nodes that runs are made of.
    const Catalogue& catalogue() const;
    /// What the history calls the run that runs; empty: none runs, or no history is written.
    const QString& recordId() const { return m_record; }
    double share() const { return m_tally.share(); } // of the one that runs
    double secondsLeft() const; // negative: not known

Q_SIGNALS:
    void changed(); // which runs there are, their order and states
    void progressed(); // numbers of the one that runs
    void aboutToStart(const weft::QueuedRun& run);
    /// An output node's file, once it is stored, and the history knows it.
    void fileStored(const weft::StoredFile& file);
    void failed(const weft::Error& error); // what waits can't be kept; said once

private:
    void startNext();
    void become(QueuedRun::State from, QueuedRun::State to);
    void writeAnew();
    void onEvent(const RunEvent& event);
    void onFile(const StoredFile& file);
    void onFinished(const RunReport& report);
    void beginRecord(const QueuedRun& run);
    void endRecord(const RunReport& report, const std::optional<Error>& error);
    void restore(const Json& line);
    void keep(const Json& line);
    void keepOrder();
    void forget(const QString& id);
    void arrange();
    QueuedRun* edit(const QString& id);

    RunController& m_runs;
    RunHistory* m_history = nullptr;
    std::function<void(RunOptions&)> m_refresh;
    std::vector<QueuedRun> m_all;
    std::unique_ptr<LineLog> m_log;
    QString m_current; // empty: nothing of this queue runs
    QString m_record; // its id in the history
    RunTally m_tally;
    QElapsedTimer m_clock;
    bool m_hasFailed = false;
};

} // namespace weft
