// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/LineLog.h"
#include "app/runs/RunRecord.h"

#include <QMap>
#include <QObject>

namespace weft {

/// What was run, kept in a folder: a file of lines (runs.jsonl) and the workflows, each once, named by their hash. Each
/// change is a line that is with the system before the call returns, so a result that was shown after addFile() is
/// found again whatever ends the program. The oldest runs go when there are too many; the files that runs made are
/// never touched. No widgets; lives on one thread.
class RunHistory : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostRuns = 5000;
    using Clock = std::function<QDateTime()>;

    /// Errors: FileUnwritable (args: path).
    static Result<std::unique_ptr<RunHistory>> open(
        const QString& folder, int mostRuns = kMostRuns, Clock clock = &QDateTime::currentDateTime);

    const QMap<QString, RunRecord>& runs() const { return m_runs; } // by id, so the oldest first
    const RunRecord* find(const QString& id) const;
    /// Its workflow as JSON text. Errors: FileNotFound, FileUnreadable (args: path).
    Result<QByteArray> workflowOf(const RunRecord& record) const;

    /// A run starts: `record` says what is known of it; id, time and state are made here. -> its id
    QString begin(RunRecord record, const QByteArray& workflow);
    /// What could be read of its workflow only once the types were known.
    void describe(const QString& id, const QStringList& prompts, const QString& seed);
    void addFile(const QString& id, RunFile file);
    /// What has been charged so far, and where it runs: known too late if the program ends before the run does.
    void note(const QString& id, Money charged, const QStringList& machines);
    void end(const QString& id, RunState state, const std::optional<Error>& error, Money charged, Money released);

    /// Forgets a run; its files stay.
    void remove(const QString& id);
    void removeAll();
    /// Forgets one file of a run, or lists it again at its old place.
    void removeFile(const QString& id, const QString& path);

Q_SIGNALS:
    void fileAdded(const QString& id); // its last one
    void runChanged(const QString& id);
    void reset(); // runs or files have gone: look at everything again
    /// A line couldn't be written; said once until one can be again.
    void failed(const weft::Error& error);

private:
    RunHistory(const QString& folder, int mostRuns, Clock clock);
    void apply(const Json& line);
    void applyTo(RunRecord& run, const std::string& what, const Json& line);
    void write(const Json& line);
    void keepWorkflow(const QString& name, const QByteArray& workflow);
    void forgetOldest();
    void tidy(); // after reading: what crashed is interrupted, and the file is written anew where most of it is old
    void writeAnew();
    void removeUnusedWorkflows();
    QString workflowPath(const QString& name) const;
    QString freshId() const;

    QString m_folder;
    int m_mostRuns;
    Clock m_clock;
    QMap<QString, RunRecord> m_runs;
    std::unique_ptr<LineLog> m_log;
    bool m_hasFailed = false;
};

} // namespace weft
