// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/Window.h"

#include "app/account/AccountController.h"
#include "app/account/DeviceIdentity.h"
#include "app/cli/Cli.h"
#include "app/cli/ProxyOption.h"
#include "app/editor/CanvasAccessible.h"
#include "app/desktop/SingleInstance.h"
#include "app/desktop/WeftLink.h"
#include "app/diagnostics/LogFile.h"
#include "app/editor/model/NodePresets.h"
#include "app/language/ErrorText.h"
#include "app/models/ForeignFolders.h"
#include "app/models/ModelsController.h"
#include "app/models/ShippedFiles.h"
#include "app/runs/RunHistory.h"
#include "app/session/SessionStore.h"
#include "app/shell/MainWindow.h"
#include "app/shell/RelayMarket.h"
#include "app/shell/Tray.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/RunTitles.h"
#include "app/wallet/WalletController.h"
#include "core/security/Random.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>

namespace weft {

namespace {

QString userFolder(QStandardPaths::StandardLocation place, const QString& name)
{
    const QString folder = QDir(QStandardPaths::writableLocation(place)).filePath(name);
    QDir().mkpath(folder);
    return folder;
}

/// What was asked for, else what the settings name, else folders of Weft's own among the user's pictures.
RunFolders foldersOf(const QSettings& settings, const WindowOptions& options, const QString& home)
{
    const auto choose = [&](const QString& asked, const char* key, const QString& usual) {
        return asked.isEmpty() ? settings.value(QLatin1String(key), usual).toString() : asked;
    };
    RunFolders folders;
    folders.input = choose(options.input, "folders/input", {});
    folders.output = choose(options.output, "folders/output", {});
    folders.cache = QDir(home).filePath(QStringLiteral("cache"));
    if (folders.input.isEmpty())
        folders.input = userFolder(QStandardPaths::PicturesLocation, QStringLiteral("Weft/input"));
    if (folders.output.isEmpty())
        folders.output = userFolder(QStandardPaths::PicturesLocation, QStringLiteral("Weft/output"));
    folders.models = options.models.isEmpty() ? allModelRoots(home, ModelSettings::read(settings).folders)
                                              : askedModelRoots(home, options.models);
    return folders;
}

ShareSetup shareSetup(const QSettings& settings, const RunFolders& folders)
{
    const QString price = settings.value(QStringLiteral("share/price"), QStringLiteral("0.01")).toString();
    const Result<Money> read = parseCredits(price.toStdString());
    ShareSetup setup;
    setup.name = settings.value(QStringLiteral("share/name"), QSysInfo::machineHostName()).toString();
    setup.pricePerReferenceSecond = read && !read->isNegative() ? *read : Money {};
    setup.modelFolders = folders.models;
    return setup;
}

/// Files as another process finds them, whose folder of the moment is another.
QStringList absoluteWords(const QStringList& words)
{
    QStringList result;
    for (const QString& word : words)
        result << (looksLikeWeftLink(word) ? word : QFileInfo(word).absoluteFilePath());
    return result;
}

} // namespace

std::optional<WindowOptions> parseWindow(const QStringList& words)
{
    WindowOptions options;
    for (int i = 0; i < words.size(); ++i) {
        const QString& word = words[i];
        if (!word.startsWith(QLatin1Char('-'))) {
            options.files << word;
            continue;
        }
        if (word == QLatin1String("--in-tray")) {
            options.startsInTray = true;
            continue;
        }
        if (i + 1 >= words.size())
            return {};
        const QString& value = words[++i];
        if (word == QLatin1String("--relay"))
            options.relay = value;
        else if (word == QLatin1String("--proxy"))
            options.proxy = value;
        else if (word == QLatin1String("--home"))
            options.home = value;
        else if (word == QLatin1String("--input"))
            options.input = value;
        else if (word == QLatin1String("--output"))
            options.output = value;
        else if (word == QLatin1String("--models"))
            options.models << value;
        else if (word == QLatin1String("--run-report"))
            options.report = value;
        else
            return {};
    }
    return options;
}

int runWindow(QApplication& app, const WindowOptions& options)
{
    const QString home = options.home.isEmpty() ? defaultHome() : options.home;
    SingleInstance instance(home);
    if (instance.handOver(absoluteWords(options.files)))
        return 0;
    instance.listen();
    const LogFile log(QDir(home).filePath(QStringLiteral("logs")));
    installCanvasAccessibility();
    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("weft"), QStringLiteral("weft"));
    LanguageSwitch language(app);
    language.use(settings.value(QStringLiteral("window/language"), QLocale::system().name()).toString());
    QString problem = useProxy(options.proxy);
    if (!problem.isEmpty() && options.proxy) {
        printError(problem);
        return 2;
    }
    const RunFolders folders = foldersOf(settings, options, home);
    RunController runs(folders);
    const QUrl relay(options.relay.isEmpty() ? settings.value(QStringLiteral("relay/url")).toString() : options.relay);
    std::unique_ptr<RelayMarket> market;
    if (relay.isValid() && !relay.isEmpty() && problem.isEmpty()) {
        Result<std::unique_ptr<RelayMarket>> opened = RelayMarket::open(runs, relay, home, shareSetup(settings, folders), settings);
        if (opened)
            market = std::move(*opened);
        else
            problem = sentenceFor(opened.error());
    }
    ModelsController models(ModelCatalogue::shipped(), home, ModelSettings::read(settings));
    DesktopPageOpener browser;
    NodePresets presets(QDir(home).filePath(QStringLiteral("presets.json")));
    RunTitles titles(RunTitles::fileIn(home));
    std::unique_ptr<WalletController> wallet; // of the relay, where there is one
    std::unique_ptr<AccountLink> accountLink;
    if (market) {
        wallet = std::make_unique<WalletController>(market->connection(), browser, systemRandom());
        accountLink = std::make_unique<RelayAccountLink>(market->connection(), market->relayName());
    }
    AccountController account(accountLink.get(), QSysInfo::machineHostName());
    std::unique_ptr<RunHistory> history;
    MainWindow window(runs, market.get(), language, settings);
    window.useModels(models);
    if (wallet) {
        window.useWallet(*wallet, titles);
        window.useBlind(market->blindCredits());
    }
    window.useAccount(account);
    if (!problem.isEmpty())
        window.notice(problem);
    window.usePresets(presets);
    window.useLog(log);
    window.useTray();
    app.setQuitOnLastWindowClosed(true);
    if (!options.startsInTray || !Tray::isAvailable())
        window.show();
    QObject::connect(&instance, &SingleInstance::asked, &window, &MainWindow::openWords);
    const auto bringBackRuns = [&] { // thousands of them take a moment: the window is seen first
        Result<std::unique_ptr<RunHistory>> opened = RunHistory::open(QDir(home).filePath(QStringLiteral("history")));
        if (opened)
            window.useHistory(*(history = std::move(*opened)), QDir(folders.cache).filePath(QStringLiteral("thumbnails")));
        else
            window.notice(sentenceFor(opened.error()));
        window.keepQueue(QDir(home).filePath(QStringLiteral("queue.jsonl")));
    };
    QTimer::singleShot(0, &window, bringBackRuns);
    const QString sessionFolder = QDir(home).filePath(QStringLiteral("session"));
    const SessionState lastTime = SessionStore(sessionFolder).read();
    if (!options.files.isEmpty() || (!lastTime.tabs.isEmpty() && !lastTime.isStartShown))
        window.leaveStart(); // they come when the engine is ready
    bool opened = false;
    QObject::connect(&runs, &RunController::ready, &window, [&] {
        if (std::exchange(opened, true)) // types are known now, so every port and setting is read as what it is
            return;
        window.useSession(sessionFolder);
        if (!options.files.isEmpty())
            window.openWords(options.files);
        if (options.report.isEmpty())
            return;
        if (const Done shown = window.showReport(options.report); !shown)
            window.notice(sentenceFor(shown.error()));
    });
    runs.start();
    return QApplication::exec();
}

} // namespace weft
