// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunHistory.h"

#include "core/base/Limits.h"

#include <QCryptographicHash>
#include <QDir>
#include <QRandomGenerator>
#include <QSet>
#include <QtEndian>

#include <algorithm>

namespace weft {

namespace {

constexpr int kMostDeadLines = 4000; // above the lines that are needed, before the file is written anew

Json lineOf(const char* what, const QString& id)
{
    return {{"what", what}, {"id", utf8(id)}};
}

} // namespace

RunHistory::RunHistory(const QString& folder, int mostRuns, Clock clock)
    : m_folder(folder)
    , m_mostRuns(mostRuns)
    , m_clock(std::move(clock))
{
}

Result<std::unique_ptr<RunHistory>> RunHistory::open(const QString& folder, int mostRuns, Clock clock)
{
    std::unique_ptr<RunHistory> history(new RunHistory(folder, mostRuns, std::move(clock)));
    if (!QDir().mkpath(history->workflowPath(QString())))
        return Error{ErrorCode::FileUnwritable, {}, {{"path", utf8(folder)}}};
    WEFT_TRY(history->m_log, LineLog::open(QDir(folder).filePath(QStringLiteral("runs.jsonl")), [&](const Json& line) {
        history->apply(line);
    }));
    history->tidy();
    return history;
}

void RunHistory::apply(const Json& line)
{
    const std::string what = stringAt(line, "what");
    const QString id = textAt(line, "id");
    if (what == "run") {
        RunRecord record = recordFrom(line);
        if (!record.id.isEmpty())
            m_runs.insert(record.id, std::move(record));
    } else if (what == "forget") {
        m_runs.remove(id);
    } else if (what == "forget-all") {
        m_runs.clear();
    } else if (const auto run = m_runs.find(id); run != m_runs.end()) {
        applyTo(*run, what, line);
    }
}

void RunHistory::applyTo(RunRecord& run, const std::string& what, const Json& line)
{
    if (what == "file") {
        run.files << runFileFrom(line);
        run.milliseconds = std::max(run.milliseconds, run.started.msecsTo(run.files.last().made));
    } else if (what == "describe") {
        const RunRecord said = recordFrom(line);
        run.prompts = said.prompts;
        run.seed = said.seed;
    } else if (what == "forget-file") {
        run.files.removeIf([path = textAt(line, "path")](const RunFile& file) { return file.path == path; });
    } else if (what == "note" || what == "end") {
        const RunRecord said = recordFrom(line);
        run.charged = said.charged;
        if (what == "note") {
            run.machines = said.machines;
            return;
        }
        run.state = said.state;
        run.error = said.error;
        run.released = said.released;
        run.milliseconds = said.milliseconds;
    }
}

void RunHistory::tidy()
{
    int needed = 0;
    for (RunRecord& run : m_runs) {
        if (run.state == RunState::Running)
            run.state = RunState::Interrupted;
        needed += 1;
    }
    const bool tooMany = m_runs.size() > m_mostRuns;
    if (!tooMany && m_log->lines() - needed < kMostDeadLines)
        return;
    forgetOldest();
    writeAnew();
}

/// What was forgotten is gone from the disk then, too.
void RunHistory::writeAnew()
{
    if (!m_log->isOwner())
        return;
    std::vector<Json> lines;
    for (const RunRecord& run : std::as_const(m_runs)) {
        Json line = lineOf("run", run.id);
        line.update(toJson(run));
        lines.push_back(std::move(line));
    }
    if (m_log->replace(lines))
        removeUnusedWorkflows();
}

void RunHistory::forgetOldest()
{
    while (m_runs.size() > m_mostRuns)
        m_runs.erase(m_runs.begin());
}

void RunHistory::removeUnusedWorkflows()
{
    QSet<QString> used;
    for (const RunRecord& run : std::as_const(m_runs))
        used << run.workflow;
    QDir folder(workflowPath(QString()));
    for (const QString& name : folder.entryList(QDir::Files)) {
        if (!used.contains(name))
            folder.remove(name);
    }
}

const RunRecord* RunHistory::find(const QString& id) const
{
    const auto found = m_runs.constFind(id);
    return found == m_runs.constEnd() ? nullptr : &*found;
}

void RunHistory::write(const Json& line)
{
    const Done written = m_log->append(line);
    if (!written && !std::exchange(m_hasFailed, true))
        Q_EMIT failed(written.error());
    if (written)
        m_hasFailed = false;
}

QString RunHistory::workflowPath(const QString& name) const
{
    return QDir(m_folder).filePath(QStringLiteral("workflows/") + name);
}

/// Written beside and renamed, so that a file of that name is whole. No waiting for the disk: this is the window's
/// thread.
void RunHistory::keepWorkflow(const QString& name, const QByteArray& workflow)
{
    const QString path = workflowPath(name);
    if (QFile::exists(path))
        return;
    QFile part(path + QStringLiteral(".part"));
    const QByteArray packed = qCompress(workflow, 1);
    const bool written = part.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && part.write(packed) == packed.size();
    part.close();
    if (!written || !part.rename(path))
        part.remove(); // the picture carries it too
}

Result<QByteArray> RunHistory::workflowOf(const RunRecord& record) const
{
    const QString path = workflowPath(record.workflow);
    QFile file(path);
    if (record.workflow.isEmpty() || !file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileNotFound, {}, {{"path", utf8(path)}}};
    const QByteArray packed = file.readAll();
    if (packed.size() < 4
        || qFromBigEndian<quint32>(packed.constData()) > kMaxWorkflowBytes) // it says how large it becomes
        return Error{ErrorCode::FileUnreadable, {}, {{"path", utf8(path)}}};
    const QByteArray text = qUncompress(packed);
    if (text.isEmpty())
        return Error{ErrorCode::FileUnreadable, {}, {{"path", utf8(path)}}};
    return text;
}

QString RunHistory::freshId() const
{
    const QString time = m_clock().toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz"));
    QString id;
    do {
        id = QStringLiteral("%1-%2").arg(time).arg(QRandomGenerator::global()->generate(), 8, 16, QLatin1Char('0'));
    } while (m_runs.contains(id));
    return id;
}

QString RunHistory::begin(RunRecord record, const QByteArray& workflow)
{
    record.id = freshId();
    record.started = m_clock();
    record.state = RunState::Running;
    record.workflow = QString::fromLatin1(QCryptographicHash::hash(workflow, QCryptographicHash::Sha256).toHex());
    keepWorkflow(record.workflow, workflow);
    Json line = lineOf("run", record.id);
    line.update(toJson(record));
    write(line);
    m_runs.insert(record.id, record);
    if (m_runs.size() > m_mostRuns) {
        forgetOldest();
        Q_EMIT reset();
    }
    Q_EMIT runChanged(record.id);
    return record.id;
}

void RunHistory::describe(const QString& id, const QStringList& prompts, const QString& seed)
{
    const auto run = m_runs.find(id);
    if (run == m_runs.end() || (run->prompts == prompts && run->seed == seed))
        return;
    RunRecord said;
    said.prompts = prompts;
    said.seed = seed;
    const Json whole = toJson(said);
    Json line = lineOf("describe", id);
    line["prompts"] = whole["prompts"];
    line["seed"] = whole["seed"];
    write(line);
    applyTo(*run, "describe", line);
    Q_EMIT runChanged(id);
}

void RunHistory::addFile(const QString& id, RunFile file)
{
    const auto run = m_runs.find(id);
    if (run == m_runs.end())
        return;
    if (!file.made.isValid())
        file.made = m_clock();
    Json line = lineOf("file", id);
    line.update(toJson(file));
    write(line);
    applyTo(*run, "file", line);
    Q_EMIT fileAdded(id);
}

void RunHistory::note(const QString& id, Money charged, const QStringList& machines)
{
    const auto run = m_runs.find(id);
    if (run == m_runs.end() || (run->charged == charged && run->machines == machines))
        return;
    Json line = lineOf("note", id);
    line["charged"] = charged.micro;
    line["machines"] = Json::array();
    for (const QString& machine : machines)
        line["machines"].push_back(utf8(machine));
    write(line);
    applyTo(*run, "note", line);
    Q_EMIT runChanged(id);
}

void RunHistory::end(
    const QString& id, RunState state, const std::optional<Error>& error, Money charged, Money released)
{
    const auto run = m_runs.find(id);
    if (run == m_runs.end())
        return;
    RunRecord said;
    said.state = state;
    said.error = error;
    said.charged = charged;
    said.released = released;
    said.milliseconds = run->started.msecsTo(m_clock());
    const Json whole = toJson(said);
    Json line = lineOf("end", id);
    for (const char* key : {"state", "error", "charged", "released", "ms"}) {
        if (whole.contains(key))
            line[key] = whole[key];
    }
    write(line);
    applyTo(*run, "end", line);
    Q_EMIT runChanged(id);
}

void RunHistory::remove(const QString& id)
{
    if (!m_runs.contains(id))
        return;
    write(lineOf("forget", id));
    m_runs.remove(id);
    writeAnew();
    Q_EMIT reset();
}

void RunHistory::removeAll()
{
    write({{"what", "forget-all"}});
    m_runs.clear();
    writeAnew();
    Q_EMIT reset();
}

void RunHistory::removeFile(const QString& id, const QString& path)
{
    const auto run = m_runs.find(id);
    if (run == m_runs.end())
        return;
    Json line = lineOf("forget-file", id);
    line["path"] = utf8(path);
    write(line);
    applyTo(*run, "forget-file", line);
    Q_EMIT reset();
}

} // namespace weft
