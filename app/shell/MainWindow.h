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

#include <memory>

QT_BEGIN_NAMESPACE
class QLabel;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace weft {

class AccountController;
class AccountPage;
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
class ResultsPanel;
class RunPresenter;
class SearchMemory;
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
    MissingBanner* missingBanner() const { return m_missing; }
    WorkflowPage* newTab();
    WorkflowPage* page() const; // the one that is seen
    int pageCount() const;
    void useTheme(bool dark);
    void useLanguage(const QString& language);
    bool save();
    bool saveAs();
    bool saveTo(const QString& path);
    void run();
    void cancelRun();
    /// A finished run's report: its pictures, places and prices (for pictures of the window).
    Done showReport(const QString& path);

    ResultsPanel& results() const { return *m_results; }
    LibraryPanel& library() const { return *m_library; }
    TopBar& topBar() const { return *m_top; }
    /// A sentence in the status line; empty: none.
    void notice(const QString& text);
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
    bool isPageShown() const { return isStartShown() || isModelsShown() || isWalletShown() || isAccountShown(); }
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
    std::shared_ptr<SearchMemory> m_searchMemory; // favourites and uses of nodes, of every canvas
    bool m_isDark = true;
    bool m_closesAfterRun = false;
};

} // namespace weft
