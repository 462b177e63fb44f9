// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"
#include "app/shell/Language.h"
#include "app/shell/MarketModel.h"
#include "app/theme/Theme.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <QSettings>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QLabel;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace weft {

class AccountController;
class AccountPage;
class CanvasDocument;
class LibraryPanel;
class MachinesPanel;
class Minimap;
class MissingBanner;
class ModelsController;
struct LackedModel;
struct MissingModel;
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
struct QueuedRun;
class Thumbnails;
class StartPage;
class StatusStrip;
class TopBar;
class WorkflowPage;

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
    /// Gives the window its wallet. `wallet` outlives the window.
    void useWallet(WalletController& wallet);
    void showWallet();
    bool isWalletShown() const;
    /// Gives the window its account page. `account` outlives the window.
    void useAccount(AccountController& account);
    void showAccount();
    bool isAccountShown() const;
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
    void useTheme(bool dark);
    void useLanguage(const QString& language);
    bool save();
    bool saveAs();
    bool saveTo(const QString& path);
    void run(); // as often as the top bar says, behind what waits
    void cancelRun(); // the one that runs
    /// A finished run's report: its pictures, places and prices (for pictures of the window).
    Done showReport(const QString& path);

    ResultsPanel& results() const { return *m_results; }
    LibraryPanel& library() const { return *m_library; }
    TopBar& topBar() const { return *m_top; }
    /// A sentence in the status line; empty: none.
    void notice(const QString& text);
    /// The same with a button that does something about it.
    void offer(const QString& text, const QString& action, std::function<void()> act, bool isGood = false);
    /// The same of an error, with a button where the window can help.
    void noticeError(const Error& error);
    const QString& lastNotice() const { return m_notice; }

Q_SIGNALS:
    void runEnded(bool good);

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeLeft();
    QWidget* makeRight();
    void makeStart();
    /// A page instead of a workflow: the start page, models, the account.
    bool isPageShown() const { return isStartShown() || isModelsShown() || isWalletShown() || isAccountShown() || isGalleryShown(); }
    void showPage(QWidget* page);
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
    void followRun(const QueuedRun& run);
    void noticeFailure(const RunReport& report);
    void goToNode(const CanvasDocument& document, const NodeId& id);
    void showFile(const StoredFile& file);
    void showNewestResults();
    void openResult(int index);
    void openRunWorkflow(const QString& run, const QString& path);
    bool offerAsInput(const QString& path);
    void loadAsInput(const QString& path);
    void connectMarket();
    void connectPage(WorkflowPage& page);
    void makeShortcuts();
    void showMenu(QPoint globalPos);
    void openByDialog();
    bool closeTab(int index);
    bool mayClose(WorkflowPage& page);
    bool mayEndRun();
    void activateTab(int index);
    void retranslate();
    void restoreState();
    void remember(const QString& path);
    QStringList recentFiles() const;
    void showCatalogue();
    void showMachines();
    void showStatus();
    void showMarket();
    void replan();
    RunOptions options() const;
    WorkflowPage* pageAt(int tab) const;

    RunController& m_runs;
    MarketModel* m_market;
    LanguageSwitch& m_language;
    QSettings& m_settings;
    Catalogue m_catalogue; // a copy: the controller's changes while panels look at it
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
    QElapsedTimer m_runClock;
    QStringList m_reportMachines;
    QString m_notice;
    std::function<void()> m_noticeAct; // what the button beside it does
    bool m_isDark = true;
    bool m_closesAfterRun = false;
};

} // namespace weft
