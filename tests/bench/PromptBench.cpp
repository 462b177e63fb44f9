// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench.prompt WORKER FILE... [--models DIR]
// How long weft-worker takes from its start until it has described its nodes, and, for each workflow FILE, how long a run takes
// whose nodes are all cached: from startRun() to finished(), what is read from the disk cache and written to the output folder
// included. Medians, in milliseconds.
#include "app/engines/WorkerEngine.h"
#include "app/models/ShippedFiles.h"
#include "app/runs/RunController.h"

#include <QCoroTask>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <vector>

using namespace weft;

namespace {

constexpr int kStarts = 9;
constexpr int kRuns = 301;

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

double milliseconds(const QElapsedTimer& clock)
{
    return double(clock.nsecsElapsed()) * 1e-6;
}

QCoro::Task<void> describe(WorkerEngine& engine, std::optional<Result<Catalogue>>& described)
{
    auto asking = engine.catalogue();
    described.emplace(co_await asking);
}

bool start(const QString& program)
{
    std::vector<double> took;
    for (int i = 0; i < kStarts; ++i) {
        WorkerSettings settings;
        settings.program = program;
        QElapsedTimer clock;
        clock.start();
        WorkerEngine engine(settings);
        std::optional<Result<Catalogue>> described;
        QCoro::waitFor(describe(engine, described));
        if (!*described) {
            std::fprintf(stderr, "the worker doesn't start: %s\n", described->error().detail.c_str());
            return false;
        }
        took.push_back(milliseconds(clock));
    }
    std::printf("weft-worker ready: %.0f ms (least %.0f)\n", median(took), *std::ranges::min_element(took));
    return true;
}

class Bench {
public:
    Bench(const QString& program, const QStringList& models)
        : m_runs({m_folder.path(), m_folder.path(), withShippedModels(models), m_folder.path(), program})
    {
        QEventLoop loop;
        QObject::connect(&m_runs, &RunController::ready, &loop, &QEventLoop::quit);
        QObject::connect(&m_runs, &RunController::finished, [this](const RunReport& report) { m_report = report; });
        m_runs.start();
        loop.exec();
    }

    bool run(const QString& path)
    {
        const Result<Graph> graph = m_runs.openFile(path);
        if (!graph) {
            std::fprintf(stderr, "%s can't be opened\n", qPrintable(path));
            return false;
        }
        const double first = once(*graph);
        std::vector<double> cached;
        for (int i = 0; i < kRuns && m_report.errors.empty(); ++i)
            cached.push_back(once(*graph));
        const bool isCached = std::ranges::all_of(m_report.nodes, [](const auto& node) { return node.second.cached; });
        if (!m_report.errors.empty() || m_report.nodes.empty() || !isCached) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(path),
                m_report.errors.empty() ? "not every node came from the cache" : m_report.errors.front().second.detail.c_str());
            return false;
        }
        std::printf("%s, %zu nodes: computed %.1f ms, cached %.3f ms (least %.3f)\n", qPrintable(QFileInfo(path).fileName()),
            m_report.nodes.size(), first, median(cached), *std::ranges::min_element(cached));
        return true;
    }

private:
    double once(const Graph& graph)
    {
        QEventLoop loop;
        QObject::connect(&m_runs, &RunController::finished, &loop, &QEventLoop::quit);
        QElapsedTimer clock;
        clock.start();
        m_runs.startRun(graph, {});
        if (m_runs.isRunning())
            loop.exec();
        return milliseconds(clock);
    }

    QTemporaryDir m_folder;
    RunController m_runs;
    RunReport m_report;
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    QStringList files = QCoreApplication::arguments().mid(1);
    QStringList models;
    if (const auto at = files.indexOf(QStringLiteral("--models")); at >= 0 && at + 1 < files.size()) {
        models << files.takeAt(at + 1);
        files.removeAt(at);
    }
    if (files.isEmpty()) {
        std::fprintf(stderr, "bench.prompt WORKER FILE... [--models DIR]\n");
        return 2;
    }
    const QString program = files.takeFirst();
    if (!start(program))
        return 1;
    Bench bench(program, models);
    return std::ranges::all_of(files, [&](const QString& file) { return bench.run(file); }) ? 0 : 1;
}
