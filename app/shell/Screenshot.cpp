// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/Screenshot.h"

#include "app/apis/ApiShelf.h"
#include "app/frontdoor/service/DoorSwitch.h"
#include "app/gallery/GalleryGrid.h"
#include "app/gallery/GalleryPage.h"
#include "app/gallery/PictureViewer.h"
#include "app/language/ErrorText.h"
#include "app/models/ModelsController.h"
#include "app/models/ShippedFiles.h"
#include "app/runs/RunHistory.h"
#include "app/servers/OwnServers.h"
#include "app/shell/MainWindow.h"
#include "app/shell/WorkflowPage.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

namespace weft {

namespace {

constexpr int kEngineWait = 20'000; // ms for the worker to say what it offers

int failWith(const QString& text)
{
    QTextStream(stderr) << QStringLiteral("weft: ") << text << Qt::endl;
    return 1;
}

void waitForEngines(RunController& runs)
{
    QEventLoop loop;
    QObject::connect(&runs, &RunController::ready, &loop, &QEventLoop::quit);
    QTimer::singleShot(kEngineWait, &loop, &QEventLoop::quit);
    runs.start();
    loop.exec();
}

/// Lets the window lay itself out and its timers fire.
void settle(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// The gallery, or a window that it opens over its newest results. -> what is to be drawn
QWidget* galleryShown(MainWindow& window, const QString& view)
{
    window.showGallery();
    auto* gallery = window.findChild<GalleryPage*>();
    if (view == QLatin1String("gallery") || !gallery)
        return &window;
    settle(400);
    if (view == QLatin1String("viewer"))
        return gallery->openViewer(0);
    for (const int row : {0, 1})
        gallery->grid().selectionModel()->select(gallery->model().index(row), row ? QItemSelectionModel::Select : QItemSelectionModel::ClearAndSelect);
    return gallery->compareChosen();
}

/// The dialog that publishes the workflow, or the list of what is published.
QWidget* apisShown(MainWindow& window, const QString& view)
{
    if (view == QLatin1String("publish"))
        window.publishAsApi();
    else
        window.showApis();
    settle(400);
    return window.findChild<QDialog*>();
}

} // namespace

std::optional<ScreenshotOptions> parseScreenshot(const QStringList& arguments)
{
    ScreenshotOptions options;
    for (int i = 0; i < arguments.size(); ++i) {
        const QString& word = arguments[i];
        if (!word.startsWith(QLatin1String("--"))) {
            options.workflow = word;
            continue;
        }
        if (i + 1 >= arguments.size())
            return {};
        const QString value = arguments[++i];
        if (word == QLatin1String("--screenshot")) {
            options.file = value;
        } else if (word == QLatin1String("--theme")) {
            options.isDark = value != QLatin1String("light");
        } else if (word == QLatin1String("--lang")) {
            options.language = value;
        } else if (word == QLatin1String("--scale")) {
            options.scale = value.toInt();
        } else if (word == QLatin1String("--size")) {
            options.size = QSize(value.section(QLatin1Char('x'), 0, 0).toInt(), value.section(QLatin1Char('x'), 1, 1).toInt());
        } else if (word == QLatin1String("--run-report")) {
            options.report = value;
        } else if (word == QLatin1String("--template")) {
            options.templateId = value;
        } else if (word == QLatin1String("--view")) {
            options.view = value;
        } else if (word == QLatin1String("--home")) {
            options.home = value;
        } else if (word == QLatin1String("--input")) {
            options.input = value;
        } else if (word == QLatin1String("--models")) {
            options.models << value;
        } else {
            return {};
        }
    }
    const bool isView = QStringList {QString(), QStringLiteral("start"), QStringLiteral("form"), QStringLiteral("graph"),
        QStringLiteral("models"), QStringLiteral("settings"), QStringLiteral("palette"), QStringLiteral("publish"), QStringLiteral("apis"), QStringLiteral("market"), QStringLiteral("sharing"), QStringLiteral("gallery"), QStringLiteral("viewer"), QStringLiteral("compare")}.contains(options.view);
    const bool sane = isView && options.scale >= 1 && options.scale <= 3 && options.size.width() >= 400 && options.size.height() >= 300
        && options.size.width() <= 8000 && options.size.height() <= 8000;
    return sane && !options.file.isEmpty() ? std::optional(options) : std::nullopt;
}

int takeScreenshot(const ScreenshotOptions& options)
{
    QTemporaryDir scratch;
    QSettings settings(scratch.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    settings.setValue(QStringLiteral("window/dark"), options.isDark);
    LanguageSwitch language(*qApp);
    language.use(options.language);
    RunFolders folders;
    folders.input = options.input;
    folders.models = withShippedModels(options.models);
    RunController runs(folders);
    const QDir home(options.home.isEmpty() ? scratch.path() : options.home);
    OwnServers servers(runs, home.filePath(QStringLiteral("servers.json")));
    DoorSwitch door(runs, home.path(), settings);
    waitForEngines(runs);
    ModelsController models(ModelCatalogue::shipped(), scratch.path(), {});
    MainWindow window(runs, nullptr, language, settings);
    window.useModels(models);
    ApiShelf apis(home.path());
    window.useApis(apis, "00000000");
    window.useServers(servers);
    window.useDoor(door);
    if (const Done opened = servers.open(); !opened)
        return failWith(sentenceFor(opened.error()));
    Result<std::unique_ptr<RunHistory>> history = RunHistory::open(home.filePath(QStringLiteral("history")));
    if (history)
        window.useHistory(**history, scratch.filePath(QStringLiteral("thumbnails")));
    window.keepQueue(home.filePath(QStringLiteral("queue.jsonl")));
    window.resize(options.size);
    window.show();
    settle(50);
    if (!options.workflow.isEmpty() && !window.openFile(options.workflow))
        return failWith(window.lastNotice());
    if (!options.templateId.isEmpty() && !window.openTemplate(options.templateId))
        return failWith(window.lastNotice());
    if (options.view == QLatin1String("form") || options.view == QLatin1String("graph"))
        window.page()->showForm(options.view == QLatin1String("form"));
    if (!options.report.isEmpty()) {
        if (const Done shown = window.showReport(options.report); !shown)
            return failWith(sentenceFor(shown.error()));
    }
    if (options.view == QLatin1String("start"))
        window.showStart();
    if (options.view == QLatin1String("models"))
        window.showModels();
    if (options.view == QLatin1String("settings"))
        window.showSettings();
    if (options.view == QLatin1String("market"))
        window.showMarketplace();
    if (options.view == QLatin1String("sharing"))
        window.showSharing();
    if (options.view == QLatin1String("palette"))
        window.showPalette();
    QWidget* shown = &window;
    if (options.view == QLatin1String("publish") || options.view == QLatin1String("apis"))
        shown = apisShown(window, options.view);
    if (QStringList {QStringLiteral("gallery"), QStringLiteral("viewer"), QStringLiteral("compare")}.contains(options.view))
        shown = galleryShown(window, options.view);
    if (!shown)
        return failWith(QStringLiteral("there are too few results for that view"));
    settle(400);
    if (window.page())
        window.page()->view().fitAll();
    QPixmap picture(shown->size() * options.scale);
    picture.setDevicePixelRatio(options.scale);
    shown->render(&picture);
    if (!picture.save(options.file, "PNG"))
        return failWith(QCoreApplication::translate("Screenshot", "“%1” can't be written.").arg(options.file));
    return 0;
}

} // namespace weft
