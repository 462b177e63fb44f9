// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window takes until it is seen, and how long it is deaf while a run of 1,000 nodes goes on: raster, off
// screen, the worker is this program. Each event of the window's thread is one piece of work; of each the processor's time,
// which others on the machine don't spoil, and the clock's.
#include "app/runs/RunHistory.h"
#include "app/runs/RunQueue.h"
#include "app/shell/MainWindow.h"
#include "app/shell/Window.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/engines/FakeWorker.h"
#include "tests/bench/Stopwatch.h"

#include <QApplication>
#include <QEventLoop>
#include <QMetaEnum>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <map>
#include <ranges>

using namespace weft;

namespace {

constexpr const char* kStart = "WEFT_BENCH_START"; // a folder: show the window of this home, and end
constexpr double kDeafMs = 8;
constexpr int kSettlesMs = 1000;

struct Work {
    double processor = 0;
    double clock = 0;
    QByteArray what;
};

/// Measures each event that isn't inside of another one.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (!isWatching || m_depth > 0)
            return inner(receiver, event);
        const QByteArray what = QByteArray(receiver->metaObject()->className()) + " " + receiver->objectName().toUtf8() + " "
            + QMetaEnum::fromType<QEvent::Type>().valueToKey(event->type());
        const double startedAt = clockMs();
        const double started = processorMs();
        const bool handled = inner(receiver, event);
        work.push_back({processorMs() - started, clockMs() - startedAt, what});
        return handled;
    }

    bool isWatching = false;
    std::vector<Work> work;

private:
    bool inner(QObject* receiver, QEvent* event)
    {
        ++m_depth;
        const bool handled = QApplication::notify(receiver, event);
        --m_depth;
        if (qEnvironmentVariableIsSet(kStart) && event->type() == QEvent::UpdateRequest && qobject_cast<MainWindow*>(receiver)) {
            std::puts("seen");
            std::fflush(stdout);
            std::_Exit(0);
        }
        return handled;
    }

    int m_depth = 0;
};

/// `detail`: how much of it can't be packed.
QString pictureFile(const QString& path, int side, int detail)
{
    QImage image(side, side, QImage::Format_RGB32);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x)
            image.setPixel(x, y, qRgb(x * 255 / side, y * 255 / side, (x ^ y) & detail));
    }
    image.save(path);
    return path;
}

Node benchNode(const NodeType& type, int i)
{
    return makeNode(type, std::to_string(i + 1), (i % 32) * 300.0, (i / 32) * 260.0);
}

/// Nine echoes and a picture that is kept, a hundred times.
Graph benchGraph(const Catalogue& catalogue)
{
    Graph graph;
    LinkId link = 0;
    for (int i = 0; i < 1000; ++i) {
        const bool isLast = i % 10 == 9;
        Node node = benchNode(*catalogue.find(isLast ? "Save" : "Echo"), i);
        if (isLast)
            node.settings["text"] = fake::kPictureText;
        (void)graph.addNode(std::move(node));
        if (i % 10 != 0)
            (void)graph.addLink({++link, std::to_string(i), 0, std::to_string(i + 1), isLast ? "seed" : "value"});
    }
    return graph;
}

void row(const char* what, std::vector<double> values)
{
    std::ranges::sort(values);
    const auto at = [&](double share) { return values[std::min(values.size() - 1, std::size_t(double(values.size()) * share))]; };
    std::printf("  %-10s median %7.2f   p99 %7.2f   most %7.2f   over %.0f ms: %d of %d\n", what, at(0.5), at(0.99), values.back(),
        kDeafMs, int(std::ranges::count_if(values, [](double one) { return one > kDeafMs; })), int(values.size()));
}

void reportWork(const std::vector<Work>& work)
{
    std::vector<double> processor, clock;
    std::map<QByteArray, std::vector<double>> slow;
    for (const Work& one : work) {
        processor.push_back(one.processor);
        clock.push_back(one.clock);
        if (one.processor > kDeafMs / 2)
            slow[one.what].push_back(one.processor);
    }
    row("processor", processor);
    row("clock", clock);
    for (auto& [what, times] : slow) {
        std::ranges::sort(times, std::greater());
        std::printf("  over %.0f ms: %3d  %s:", kDeafMs / 2, int(times.size()), what.constData());
        for (const double ms : times | std::views::take(12))
            std::printf(" %.1f", ms);
        std::puts("");
    }
}

int runBench(WatchedApplication& app)
{
    const QTemporaryDir home;
    const QString preview = pictureFile(home.filePath(QStringLiteral("preview.jpg")), 512, 7);
    const QString picture = pictureFile(home.filePath(QStringLiteral("picture.png")), 1024, 255);
    qputenv(fake::kFakeWorker, "busy");
    qputenv(fake::kFakePreview, preview.toUtf8());
    qputenv(fake::kFakePicture, picture.toUtf8());
    QSettings settings(home.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    LanguageSwitch language(app);
    RunController runs({home.path(), home.filePath(QStringLiteral("output")), {home.path()}, home.filePath(QStringLiteral("cache")),
        QCoreApplication::applicationFilePath()});
    MainWindow window(runs, nullptr, language, settings);
    const auto history = std::move(*RunHistory::open(home.filePath(QStringLiteral("history"))));
    window.useHistory(*history, home.filePath(QStringLiteral("thumbnails")));
    window.keepQueue(home.filePath(QStringLiteral("queue.jsonl")));
    window.useSession(home.filePath(QStringLiteral("session")));
    window.useTheme(true);
    window.resize(1920, 1080);
    window.show();
    QEventLoop loop;
    QObject::connect(&runs, &RunController::ready, &loop, &QEventLoop::quit);
    QObject::connect(&runs, &RunController::finished, &loop, &QEventLoop::quit);
    runs.start();
    loop.exec();
    window.page()->open(benchGraph(runs.catalogue()), {}, QStringLiteral("bench"));
    window.leaveStart();
    window.page()->view().fitAll();
    QTimer::singleShot(kSettlesMs, &loop, &QEventLoop::quit); // the first picture of the graph isn't the run's
    loop.exec();
    app.isWatching = true;
    window.run();
    loop.exec();
    app.isWatching = false;
    std::printf("a run of 1,000 nodes with %d pictures, 1920 x 1080\n", int(history->runs().first().files.size()));
    if (!window.lastNotice().isEmpty())
        std::printf("  %s\n", qPrintable(window.lastNotice()));
    reportWork(app.work);
    return 0;
}

void startBench()
{
    std::puts("from the start of the program until its window is painted");
    report("start", 9, [](int) {
        const QTemporaryDir home;
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kStart), home.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.path());
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {});
        child.waitForFinished();
    });
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (qEnvironmentVariableIsSet(fake::kFakeWorker)) {
        QCoreApplication application(argc, argv);
        return fake::fakeWorkerMain();
    }
    WatchedApplication app(argc, argv);
    if (qEnvironmentVariableIsSet(kStart)) {
        WindowOptions options;
        options.home = qEnvironmentVariable(kStart);
        return runWindow(app, options);
    }
    startBench();
    return runBench(app);
}
