// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/Window.h"

#include "app/account/AccountController.h"
#include "app/account/DeviceIdentity.h"
#include "app/apis/ApiShelf.h"
#include "app/cli/Cli.h"
#include "app/cli/RelayOptions.h"
#include "app/editor/CanvasAccessible.h"
#include "app/desktop/SingleInstance.h"
#include "app/desktop/WeftLink.h"
#include "app/diagnostics/LogFile.h"
#include "app/editor/model/NodePresets.h"
#include "app/frontdoor/service/DoorSwitch.h"
#include "app/language/ErrorText.h"
#include "app/models/ForeignFolders.h"
#include "app/models/ModelsController.h"
#include "app/models/ShippedFiles.h"
#include "app/runs/RunHistory.h"
#include "app/servers/OwnServers.h"
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
#include <QProcess>
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

/// What the window needs, in the order in which it needs it; the window goes first.
class WindowServices {
public:
    WindowServices(QApplication& app, const WindowOptions& options, QString home, SingleInstance& instance)
        : m_app(app)
        , m_options(options)
        , m_home(std::move(home))
        , m_instance(instance)
        , m_log(below("logs"))
        , m_settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("weft"), QStringLiteral("weft"))
        , m_language(app)
        , m_presets(below("presets.json"))
        , m_apis(m_home)
        , m_titles(RunTitles::fileIn(m_home))
    {
        m_language.use(m_settings.value(QStringLiteral("window/language"), QLocale::system().name()).toString());
        m_problem = useProxy(options.proxy);
    }

    /// Only what was said on the command line ends the program.
    bool isProxyWrong() const { return !m_problem.isEmpty() && m_options.proxy; }
    const QString& problem() const { return m_problem; }

    int run()
    {
        m_folders = foldersOf(m_settings, m_options, m_home);
        m_runs.emplace(m_folders);
        m_servers.emplace(*m_runs, below("servers.json"));
        m_door.emplace(*m_runs, m_home, m_settings);
        openMarket();
        openAccount();
        m_models.emplace(ModelCatalogue::shipped(), m_home, ModelSettings::read(m_settings));
        openWindow();
        QTimer::singleShot(0, &*m_window, [this] { bringBackRuns(); });
        bringBackSession();
        m_runs->start();
        return QApplication::exec();
    }

private:
    QString below(const char* name) const { return QDir(m_home).filePath(QLatin1String(name)); }

    void openMarket()
    {
        const QUrl relay(m_options.relay.isEmpty() ? m_settings.value(QStringLiteral("relay/url")).toString() : m_options.relay);
        if (!relay.isValid() || relay.isEmpty() || !m_problem.isEmpty())
            return;
        auto opened = RelayMarket::open(*m_runs, relay, m_home, shareSetup(m_settings, m_folders), m_settings);
        if (opened)
            m_market = std::move(*opened);
        else
            m_problem = sentenceFor(opened.error());
    }

    void openAccount()
    {
        if (m_market) {
            m_wallet = std::make_unique<WalletController>(m_market->connection(), m_browser, systemRandom());
            m_accountLink = std::make_unique<RelayAccountLink>(m_market->connection(), m_market->relayName());
        }
        m_account.emplace(m_accountLink.get(), QSysInfo::machineHostName());
    }

    void openWindow()
    {
        m_window.emplace(*m_runs, m_market.get(), m_language, m_settings);
        m_window->useModels(*m_models);
        if (m_wallet) {
            m_window->useWallet(*m_wallet, m_titles);
            m_window->useBlind(m_market->blindCredits());
        }
        m_window->useAccount(*m_account);
        m_window->useServers(*m_servers);
        m_window->useDoor(*m_door);
        if (!m_problem.isEmpty())
            m_window->lastingNotice(m_problem);
        if (const Done opened = m_servers->open(); !opened)
            m_window->lastingNotice(sentenceFor(opened.error()));
        const auto identity = DeviceIdentity::open(m_home, systemRandom());
        m_window->useApis(m_apis, identity ? apiOwner(identity->id()) : std::string("here"));
        m_window->usePresets(m_presets);
        m_window->useLog(m_log);
        m_window->useTray();
        m_app.setQuitOnLastWindowClosed(true);
        if (!m_options.startsInTray || !Tray::isAvailable())
            m_window->show();
        QObject::connect(&m_instance, &SingleInstance::asked, &*m_window, &MainWindow::openWords);
    }

    /// Thousands of them take a moment: the window is seen first.
    void bringBackRuns()
    {
        Result<std::unique_ptr<RunHistory>> opened = RunHistory::open(below("history"));
        if (opened)
            m_window->useHistory(*(m_history = std::move(*opened)), QDir(m_folders.cache).filePath(QStringLiteral("thumbnails")));
        else
            m_window->lastingNotice(sentenceFor(opened.error()));
        m_window->keepQueue(below("queue.jsonl"));
    }

    /// The tabs of last time, and the files that were asked for, when every type, port and setting is known.
    void bringBackSession()
    {
        const SessionState lastTime = SessionStore(below("session")).read();
        if (!m_options.files.isEmpty() || (!lastTime.tabs.isEmpty() && !lastTime.isStartShown))
            m_window->leaveStart(); // they come when the engine is ready
        QObject::connect(&*m_runs, &RunController::ready, &*m_window, [this] {
            if (!std::exchange(m_isReady, true))
                openFiles();
        });
    }

    void openFiles()
    {
        m_door->start(); // what its programs ask for is known now
        m_window->useSession(below("session"));
        if (!m_options.files.isEmpty())
            m_window->openWords(m_options.files);
        if (m_options.report.isEmpty())
            return;
        if (const Done shown = m_window->showReport(m_options.report); !shown)
            m_window->notice(sentenceFor(shown.error()));
    }

    QApplication& m_app;
    const WindowOptions& m_options;
    QString m_home;
    SingleInstance& m_instance;
    LogFile m_log;
    QSettings m_settings;
    LanguageSwitch m_language;
    QString m_problem;
    RunFolders m_folders;
    std::optional<RunController> m_runs;
    std::optional<OwnServers> m_servers;
    std::optional<DoorSwitch> m_door;
    std::unique_ptr<RelayMarket> m_market; // none without a relay
    std::optional<ModelsController> m_models;
    DesktopPageOpener m_browser;
    NodePresets m_presets;
    ApiShelf m_apis;
    RunTitles m_titles;
    std::unique_ptr<WalletController> m_wallet; // of the relay, where there is one
    std::unique_ptr<AccountLink> m_accountLink;
    std::optional<AccountController> m_account;
    std::unique_ptr<RunHistory> m_history;
    bool m_isReady = false;
    std::optional<MainWindow> m_window;
};

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

namespace {

int runOnce(QApplication& app, const WindowOptions& options)
{
    const QString home = options.home.isEmpty() ? defaultHome() : options.home;
    SingleInstance instance(home);
    if (instance.handOver(absoluteWords(options.files)))
        return 0;
    instance.listen();
    installCanvasAccessibility();
    WindowServices services(app, options, home, instance);
    if (services.isProxyWrong()) {
        printError(services.problem());
        return 2;
    }
    return services.run();
}

} // namespace

int runWindow(QApplication& app, const WindowOptions& options)
{
    const int status = runOnce(app, options);
    if (app.property(kRestarts).toBool()) // the one that ended has let go of everything by now
        QProcess::startDetached(QCoreApplication::applicationFilePath(), QCoreApplication::arguments().mid(1));
    return status;
}

} // namespace weft
