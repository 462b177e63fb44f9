// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunQueue.h"

#include "app/runs/QueueLines.h"
#include "core/formats/WorkflowJson.h"

#include <QFileInfo>
#include <QUuid>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostEnded = 5; // that are still shown
constexpr int kMostOldLines = 2000;

/// Not the first cause is told, but the one that isn't a consequence of stopping; with the node that it is of.
std::optional<std::pair<NodeId, Error>> causeOf(const RunReport& report)
{
    const auto cause = std::ranges::find_if(report.errors, [](const auto& one) { return one.second.code != ErrorCode::Cancelled; });
    if (cause != report.errors.end())
        return std::pair<NodeId, Error>(*cause);
    return report.errors.empty() ? std::nullopt : std::optional(std::pair<NodeId, Error>(report.errors.front()));
}

int rankOf(const QueuedRun& run)
{
    return run.state == QueuedRun::State::Running ? 0 : run.isWaiting() ? 1 : 2;
}

} // namespace

RunQueue::RunQueue(RunController& runs, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
{
    connect(&runs, &RunController::runEvent, this, &RunQueue::onEvent);
    connect(&runs, &RunController::fileStored, this, &RunQueue::onFile);
    connect(&runs, &RunController::finished, this, &RunQueue::onFinished);
}

const Catalogue& RunQueue::catalogue() const { return m_runs.catalogue(); }

Done RunQueue::keepIn(const QString& file)
{
    std::vector<QueuedRun> restored;
    WEFT_TRY(std::unique_ptr<LineLog> log, LineLog::open(file, [&](const Json& line) { applyLine(restored, line); }));
    if (!log->isOwner())
        return {};
    m_log = std::move(log);
    for (QueuedRun& run : restored) {
        run.state = run.state == QueuedRun::State::Running ? QueuedRun::State::Interrupted : QueuedRun::State::Paused;
        m_all.push_back(std::move(run));
    }
    if (m_log->lines() > 2 * int(m_all.size()))
        writeAnew();
    arrange();
    return {};
}

/// What has run is gone from the disk then, too.
void RunQueue::writeAnew()
{
    std::vector<Json> lines;
    for (const QueuedRun& run : m_all) {
        if (run.state == QueuedRun::State::Failed)
            continue;
        lines.push_back(lineOfAdded(run, m_runs.catalogue()));
        if (!run.isWaiting())
            lines.push_back(lineOfStarted(run.id));
    }
    if (m_log)
        (void)m_log->replace(lines); // else the old lines stay, and say the same
}

RunQueue::~RunQueue()
{
    if (m_all.empty())
        writeAnew();
}

QString RunQueue::add(QueuedRun run)
{
    run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.state = QueuedRun::State::Waiting;
    run.error.reset();
    run.failedNode.clear();
    const QString id = run.id;
    keep(lineOfAdded(run, m_runs.catalogue()));
    m_all.push_back(std::move(run));
    arrange();
    startNext();
    return id;
}

const QueuedRun* RunQueue::find(const QString& id) const
{
    const auto found = std::ranges::find(m_all, id, &QueuedRun::id);
    return found == m_all.end() ? nullptr : &*found;
}

QueuedRun* RunQueue::edit(const QString& id)
{
    return const_cast<QueuedRun*>(find(id));
}
const QueuedRun* RunQueue::current() const
{
    return m_current.isEmpty() ? nullptr : find(m_current);
}
int RunQueue::waiting() const
{
    return int(std::ranges::count_if(m_all, &QueuedRun::isWaiting));
}

bool RunQueue::hasPaused() const
{
    return std::ranges::any_of(m_all, [](const QueuedRun& run) { return run.state == QueuedRun::State::Paused; });
}

double RunQueue::secondsLeft() const
{
    return current() && m_clock.isValid() ? m_tally.secondsLeft(double(m_clock.elapsed()) / 1000) : -1;
}

/// Running, waiting, ended; each in the order in which it came. The oldest of those that ended go.
void RunQueue::arrange()
{
    std::ranges::stable_sort(m_all, {}, rankOf);
    const auto firstEnded = std::ranges::find_if(m_all, &QueuedRun::hasEnded);
    while (std::size_t(m_all.end() - firstEnded) > kMostEnded) {
        keep(lineOfForgotten(firstEnded->id));
        m_all.erase(firstEnded);
    }
    Q_EMIT changed();
}

void RunQueue::become(QueuedRun::State from, QueuedRun::State to)
{
    for (QueuedRun& run : m_all) {
        if (run.state == from)
            run.state = to;
    }
    Q_EMIT changed();
}

void RunQueue::pause()
{
    become(QueuedRun::State::Waiting, QueuedRun::State::Paused);
}

void RunQueue::resume()
{
    become(QueuedRun::State::Paused, QueuedRun::State::Waiting);
    startNext();
}

void RunQueue::move(const QString& id, int to)
{
    const auto first = std::ranges::find_if(m_all, &QueuedRun::isWaiting);
    const auto last = std::ranges::find_if(first, m_all.end(), &QueuedRun::hasEnded);
    const auto at = std::ranges::find(first, last, id, &QueuedRun::id);
    if (at == last)
        return;
    const auto target = first + std::clamp<std::ptrdiff_t>(to, 0, last - first - 1);
    if (target < at)
        std::rotate(target, at, at + 1);
    else
        std::rotate(at, at + 1, target + 1);
    keepOrder();
    Q_EMIT changed();
}

void RunQueue::forget(const QString& id)
{
    keep(lineOfForgotten(id));
    std::erase_if(m_all, [&id](const QueuedRun& run) { return run.id == id; });
    if (m_all.empty() && m_log && m_log->lines() > kMostOldLines)
        writeAnew();
}

void RunQueue::cancel(const QString& id)
{
    QueuedRun* run = edit(id);
    if (!run)
        return;
    if (run->state == QueuedRun::State::Running) { // it goes when the controller says that it has ended
        run->isCancelling = true;
        m_runs.cancel();
    } else {
        forget(id);
    }
    Q_EMIT changed();
}

void RunQueue::cancelAll()
{
    std::vector<QString> ids;
    for (const QueuedRun& run : m_all) {
        if (!run.hasEnded())
            ids.push_back(run.id);
    }
    std::ranges::reverse(ids); // none of those that wait starts because another one stops
    for (const QString& id : ids)
        cancel(id);
}

void RunQueue::again(const QString& id)
{
    if (const QueuedRun* run = find(id)) {
        QueuedRun copy = *run;
        if (run->hasEnded())
            forget(id);
        copy.isCancelling = false;
        copy.released = {};
        add(std::move(copy));
    }
}

void RunQueue::startNext()
{
    if (m_runs.isRunning())
        return;
    const auto next = std::ranges::find(m_all, QueuedRun::State::Waiting, &QueuedRun::state);
    if (next == m_all.end())
        return;
    next->state = QueuedRun::State::Running;
    m_current = next->id;
    keep(lineOfStarted(next->id));
    const QueuedRun run = *next; // who listens may change the queue
    m_tally = {};
    m_clock.start();
    RunOptions options = run.options;
    if (m_refresh)
        m_refresh(options);
    beginRecord(run);
    arrange();
    Q_EMIT aboutToStart(run);
    m_runs.startRun(run.graph, options);
}

void RunQueue::beginRecord(const QueuedRun& run)
{
    if (!m_history)
        return;
    const Catalogue& catalogue = m_runs.catalogue();
    RunRecord record;
    record.name = run.name;
    record.file = run.file;
    record.prompts = promptTextsOf(run.graph, catalogue);
    record.seed = seedOf(run.graph, catalogue);
    m_record =
        m_history->begin(std::move(record), QByteArray::fromStdString(toJsonText(writeWorkflow(run.graph, catalogue))));
}

void RunQueue::onEvent(const RunEvent& event)
{
    if (m_current.isEmpty())
        return;
    m_tally.add(event);
    if (m_history && !m_record.isEmpty() && std::holds_alternative<RunPlanned>(event)) // the types are known by now
        m_history->describe(m_record, promptTextsOf(current()->graph, m_runs.catalogue()),
            seedOf(current()->graph, m_runs.catalogue()));
    if (m_history && !m_record.isEmpty())
        m_history->note(m_record, m_tally.charged(), m_tally.machines());
    Q_EMIT progressed();
}

void RunQueue::onFile(const StoredFile& file)
{
    if (m_current.isEmpty()) // somebody else's
        return;
    if (m_history && !m_record.isEmpty() && !file.path.isEmpty()) {
        RunFile kept{file.node, {}, {}, file.path, QString::fromStdString(stringAt(file.value.meta, "mime")), {}, {}};
        kept.size = QSize(int(intAt(file.value.meta, "width")), int(intAt(file.value.meta, "height")));
        const Node* node = current() ? current()->graph.findNode(file.node) : nullptr;
        kept.title = QString::fromStdString(node ? node->title : std::string());
        kept.type = QString::fromStdString(node ? node->type : file.node);
        m_history->addFile(m_record, std::move(kept));
    }
    Q_EMIT fileStored(file);
}

void RunQueue::endRecord(const RunReport& report, const std::optional<Error>& error)
{
    if (!m_history || m_record.isEmpty())
        return;
    const RunState state = !error             ? RunState::Done
        : error->code == ErrorCode::Cancelled ? RunState::Cancelled
                                              : RunState::Failed;
    m_history->end(m_record, state, state == RunState::Failed ? error : std::nullopt, report.charged, report.released);
    m_record.clear();
}

void RunQueue::onFinished(const RunReport& report)
{
    if (m_current.isEmpty()) { // somebody else's run: the engines are free
        QMetaObject::invokeMethod(this, &RunQueue::startNext, Qt::QueuedConnection);
        return;
    }
    const std::optional<std::pair<NodeId, Error>> cause = causeOf(report);
    const std::optional<Error> error = cause ? std::optional(cause->second) : std::nullopt;
    endRecord(report, error);
    QueuedRun* run = edit(m_current);
    const QString id = std::exchange(m_current, QString());
    if (!run) {
        // its run was forgotten meanwhile
    } else if (error && error->code != ErrorCode::Cancelled) {
        run->state = QueuedRun::State::Failed;
        run->error = error;
        run->failedNode = cause->first;
        run->released = report.released;
        keep(lineOfForgotten(id)); // it has run: nothing of it comes back
    } else {
        forget(id);
    }
    arrange();
    // Others still look at what has ended.
    QMetaObject::invokeMethod(this, &RunQueue::startNext, Qt::QueuedConnection);
}

void RunQueue::keep(const Json& line)
{
    const Done kept = m_log ? m_log->append(line) : Done();
    if (!kept && !std::exchange(m_hasFailed, true))
        Q_EMIT failed(kept.error());
}

void RunQueue::keepOrder()
{
    std::vector<QString> ids;
    for (const QueuedRun& run : m_all)
        ids.push_back(run.id);
    keep(lineOfOrder(ids));
}

} // namespace weft
