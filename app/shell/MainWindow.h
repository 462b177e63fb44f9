// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"
#include "app/shell/Language.h"
#include "app/shell/MarketModel.h"
#include "app/theme/Theme.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <QPointer>
#include <QSettings>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <set>

QT_BEGIN_NAMESPACE
class QLabel;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace weft {

class AccountController;
class AccountPage;
class ApiShelf;
class BlindCredits;
class CanvasDocument;
class ColorScheme;
class CommandList;
class DoorSwitch;
class LibraryPanel;
class LogFile;
class MachinesPanel;
class MarketPages;
class Minimap;
class MissingBanner;
class NodePresets;
class OwnServers;
class ModelsController;
struct LackedModel;
struct MissingModel;
struct Pick;
struct RunElsewhere;
class ModelsPage;
class WalletController;
class WalletPage;
class GalleryPage;
class QueuePanel;
class ResultsPanel;
class RunHistory;
class RunPresenter;
class RunQueue;
class RunTitles;
class SearchMemory;
class SessionKeeper;
class SettingsPage;
struct QueuedRun;
struct ServerEntry;
class Thumbnails;
class StartPage;
class StatusStrip;
class TopBar;
class Tray;
class WorkflowPage;
enum class ShownPage;

/// A property of the application: it starts again when it has ended.
inline constexpr auto kRestarts = "restarts";

/// The app's window: tabs of workflows, library and machines on the left, results and map on the right, Run on top.
/// Services and settings outlive it; `market` may be null.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(RunController& runs, MarketModel* market, LanguageSwitch& language, QSettings& settings);
    ~MainWindow() override;

    /// Opens workflow JSON, API JSON or a picture that carries either, in a tab of its own; says so when it can't.
    bool openFile(const QString& path);
    /// Opens one of Weft's own workflows (app/gallery/Templates.h), most of them as a form.
    bool openTemplate(const QString& id);
    /// Three doors and the templates, instead of the workflow that is open.
    void showStart();
    bool isStartShown() const;
    void leaveStart();
    /// Gives the window its page of models, and lets it offer what an opened workflow lacks. `models` outlives the window.
    void useModels(ModelsController& models);
    void showModels(const QString& filter = {});
    bool isModelsShown() const;
    /// Gives the window its wallet, and the titles of runs that the history names. Both outlive the window.
    void useWallet(WalletController& wallet, RunTitles& titles);
    /// Gives the wallet its blind credits, which outlive the window. After useWallet().
    void useBlind(BlindCredits& credits);
    void showWallet();
    bool isWalletShown() const;
    /// Gives the window its account page. `account` outlives the window.
    void useAccount(AccountController& account);
    void showAccount();
    bool isAccountShown() const;
    /// What this user publishes; it outlives the window. `owner`: this machine, in the names of its nodes.
    void useApis(ApiShelf& shelf, const std::string& owner);
    /// Asks for what an API needs, and publishes these nodes (by their ids in a run; none: the whole workflow) of the open workflow.
    void publishAsApi(const std::set<NodeId>& part = {});
    /// What is published: prices, earnings, the way to withdraw it.
    void showApis();
    /// Where a front door is open on this computer, for whoever is told how an API is called; empty: it is looked for.
    void setDoorAddress(const QUrl& address, bool wantsToken);
    /// Gives the window the user's other servers, and then the front door for programs. Both outlive the window.
    void useServers(OwnServers& servers);
    void useDoor(DoorSwitch& door);
    /// Machines of others; and lending this one. Both also without a relay: they then say what to do.
    void showMarketplace();
    bool isMarketplaceShown() const;
    void showSharing();
    bool isSharingShown() const;
    ShownPage shownPage() const;
    void showSettings();
    /// The settings at what can be set of servers, and of the front door.
    void showServerSettings();
    void showDoorSettings();
    bool isSettingsShown() const;
    /// What users keep of nodes' settings, for all tabs; it outlives the window.
    void usePresets(NodePresets& presets);
    /// Weft's own log, for reports of faults; it outlives the window.
    void useLog(const LogFile& log) { m_log = &log; }
    /// A mark in the system tray, where there is one.
    void useTray();
    bool staysInTray() const; // when it is closed
    /// Shows the window in front of the others.
    void comeForward();
    /// Files and `weft://` links that a later start was given.
    void openWords(const QStringList& words);
    bool openLink(const QString& text);
    /// What helps to find a fault, without prompts and keys (app/diagnostics).
    QString report() const;
    /// Writes what runs into `history`, which outlives the window, shows its newest results again, and gives the window its
    /// gallery. Thumbnails are kept in `thumbnails`.
    void useHistory(RunHistory& history, const QString& thumbnails);
    /// What waits is kept in this file, and comes back from it, paused.
    void keepQueue(const QString& file);
    RunQueue& queue() const { return *m_queue; }
    /// All results; `filter` is searched for.
    void showGallery(const QString& filter = {});
    bool isGalleryShown() const;
    MissingBanner* missingBanner() const { return m_missing; }
    WorkflowPage* newTab();
    WorkflowPage* page() const; // the one that is seen
    int pageCount() const;
    QList<WorkflowPage*> pages() const; // in the order of their tabs
    void showTab(WorkflowPage* page);
    /// Reads a file into a tab, without making it one of the user's own files; null, and a notice, where it can't.
    WorkflowPage* openTab(const QString& path);
    /// Brings tabs back that were open last time, and keeps what is open in `folder` from now on. -> how many came back
    int useSession(const QString& folder);
    /// What nodes there are, as it is now; not changed later.
    std::shared_ptr<const Catalogue> sharedCatalogue();
    void useTheme(bool dark);
    void useLanguage(const QString& language);
    bool save();
    bool saveAs();
    bool saveTo(const QString& path);
    void run(); // as often as the top bar says, behind what waits
    void cancelRun(); // the one that runs
    CommandList& commands() const { return *m_commands; }
    void showPalette();
    /// A finished run's report: its pictures, places and prices (for pictures of the window).
    Done showReport(const QString& path);

    ResultsPanel& results() const { return *m_results; }
    LibraryPanel& library() const { return *m_library; }
    TopBar& topBar() const { return *m_top; }
    /// A sentence in the status line, until another page or tab is shown; empty: none.
    void notice(const QString& text);
    /// The same until something else is said.
    void lastingNotice(const QString& text);
    /// The same of something good, for ten seconds at most.
    void goodNotice(const QString& text);
    /// The same with a button that does something about it.
    void offer(const QString& text, const QString& action, std::function<void()> act, bool isGood = false);
    /// The same of an error, with a button where the window can help.
    void noticeError(const Error& error);
    const QString& lastNotice() const { return m_notice; }

Q_SIGNALS:
    void runEnded(bool good);
    void pageAdded(weft::WorkflowPage* page);
    /// Tabs were moved, or another one is seen.
    void pagesChanged();

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeBody();
    void connectTopBar();
    QWidget* makeLeft();
    QWidget* makeRight();
    void makeStart();
    /// A page instead of a workflow: the start page, models, the account.
    bool isPageShown() const;
    void showPage(QWidget* page);
    QWidget* walletPage() const;
    void noteMissing();
    LackedModel lackedOf(const MissingModel& missing) const;
    std::optional<RunElsewhere> runElsewhereOf() const;
    void getMissing();
    void runElsewhere();
    void showView();
    QString tabTitle(int tab) const;
    void showTabTitles();
    void toggleForm();
    void runFromKeyboard();
    void noteTemplates();
    QString templateNote(const QString& id) const;
    WorkflowPage* followedPage() const;
    void connectForm(WorkflowPage& page);
    void showRunOnForm();
    void endRunOnForm(const RunReport& report);
    void connectRuns();
    void connectQueue();
    void enqueue(int times);
    CanvasDocument* documentOf(const QueuedRun& run) const;
    void followRun(const QueuedRun& run);
    void noticeFailure(const RunReport& report);
    void setNotice(const QString& text);
    void endNotice();
    void goToNode(CanvasDocument& document, const NodeId& idInRun);
    void showFile(const StoredFile& file);
    QString resultCaption(const StoredFile& file) const;
    void showNewestResults();
    void openResult(int index);
    void openRunWorkflow(const QString& run, const QString& path);
    bool offerAsInput(const QString& path);
    void loadAsInput(const QString& path);
    void connectMarket();
    void connectPage(WorkflowPage& page);
    void makeMarketPages();
    void addPageBarCommands();
    void showPageKeys();
    void setTrusted(const QString& machine, bool trusted);
    void makeSettings();
    void showShortcuts();
    void changeKeys(const QString& id, const QKeySequence& keys);
    void chooseTheme(const QString& theme);
    void followColorScheme();
    void saveReport();
    void quit();
    void makeCommands();
    void addPageCommands();
    void addFileCommands();
    void addViewCommands();
    void addRunCommands();
    void addApiCommands();
    void addOwnApiNodes();
    void connectApis(WorkflowPage& page);
    QString partText(const std::set<NodeId>& part) const;
    QString partTitle(const std::set<NodeId>& part) const;
    template <typename Dialog> void openApiDialog(Dialog* dialog);
    template <typename Act> void onCanvas(Act act);
    QList<Pick> paletteRows(const QString& text) const;
    void showMenu(QPoint globalPos);
    void openByDialog();
    bool closeTab(int index);
    bool mayClose(WorkflowPage& page);
    bool mayEndRun();
    bool mayRemove(const ServerEntry& server);
    void withdraw(const QUrl& server);
    void avoidTakenPort();
    void showPrograms();
    void stopPrograms();
    void endPrograms();
    void endProgramRun();
    void activateTab(int index);
    void retranslate();
    void restoreState();
    void remember(const QString& path);
    QStringList recentFiles() const;
    void showCatalogue();
    void showMachines();
    void showStatus();
    bool needsRelay() const;
    void showNeeds();
    bool refusesWithoutRelay();
    void restart();
    void showMarket();
    void replan();
    void showPlan(const Result<Plan>& plan);
    RunOptions options() const;
    WorkflowPage* pageAt(int tab) const;

    RunController& m_runs;
    MarketModel* m_market;
    LanguageSwitch& m_language;
    QSettings& m_settings;
    Catalogue m_catalogue; // a copy: the controller's changes while panels look at it
    std::shared_ptr<const Catalogue> m_sharedCatalogue; // a copy for other threads; null: not made since it changed
    SessionKeeper* m_session = nullptr;
    CommandList* m_commands = nullptr;
    TopBar* m_top;
    QStackedWidget* m_pages;
    QSplitter* m_splitter;
    LibraryPanel* m_library;
    MachinesPanel* m_machines;
    StartPage* m_start;
    ModelsController* m_models = nullptr;
    ModelsPage* m_modelsPage = nullptr;
    WalletController* m_wallet = nullptr;
    WalletPage* m_walletPage = nullptr;
    AccountPage* m_accountPage = nullptr;
    MarketPages* m_marketPages = nullptr;
    OwnServers* m_servers = nullptr;
    DoorSwitch* m_door = nullptr;
    MissingBanner* m_missing;
    RunQueue* m_queue;
    QueuePanel* m_queuePanel;
    RunHistory* m_history = nullptr;
    Thumbnails* m_thumbnails = nullptr;
    GalleryPage* m_gallery = nullptr;
    ResultsPanel* m_results;
    Minimap* m_map;
    StatusStrip* m_status;
    QLabel* m_nodesTitle;
    QLabel* m_machinesTitle;
    QLabel* m_resultsTitle;
    QLabel* m_mapTitle;
    RunPresenter* m_presenter;
    QTimer m_replan;
    QTimer m_statusSoon;
    QThreadPool m_planPool; // plans of large graphs take a while; only the newest is shown
    int m_planAsked = 0;
    QElapsedTimer m_runClock;
    QStringList m_reportMachines;
    QString m_notice;
    int m_noticeNumber = 0;
    bool m_noticeIsNew = false; // said in this turn of the event loop
    bool m_noticeLasts = false;
    QPointer<QWidget> m_noticedOn; // the page that was shown then
    std::shared_ptr<SearchMemory> m_searchMemory; // favourites and uses of nodes, of every canvas
    std::function<void()> m_noticeAct; // what the button beside it does
    bool m_isDark = true;
    bool m_isNarrow = false;
    bool m_isRunOurs = false; // the run at work is one of the queue's
    bool m_closesAfterRun = false;
    bool m_isQuitting = false;
    SettingsPage* m_settingsPage = nullptr;
    ColorScheme* m_colorScheme = nullptr; // made when somebody wants to follow it
    Tray* m_tray = nullptr;
    const LogFile* m_log = nullptr;
    NodePresets* m_presets = nullptr;
    ApiShelf* m_apis = nullptr;
    std::string m_apiOwner;
    QUrl m_doorAddress;
    bool m_doorWantsToken = false;
};

} // namespace weft
