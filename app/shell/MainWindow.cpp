// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/MainWindow.h"

#include "app/account/page/AccountPage.h"
#include "app/editor/Minimap.h"
#include "app/frontdoor/service/DoorSwitch.h"
#include "app/gallery/GalleryPage.h"
#include "app/gallery/ModelsPage.h"
#include "app/gallery/ResultsPanel.h"
#include "app/gallery/StartPage.h"
#include "app/preferences/SettingsPage.h"
#include "app/servers/OwnServers.h"
#include "app/shell/CommandList.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MachinesPanel.h"
#include "app/shell/MarketPages.h"
#include "app/shell/MissingBanner.h"
#include "app/shell/QueuePanel.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/ShellSheet.h"
#include "app/shell/StatusStrip.h"
#include "app/shell/TopBar.h"
#include "app/shell/Tray.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/page/WalletPage.h"

#include <QApplication>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <array>

namespace weft {

namespace {

constexpr int kNarrowestPage = 420; // px
constexpr int kNarrowWindow = 1200; // px; below it, the columns beside the pages give up some of their room
constexpr std::array kLeft {248, 184}; // px: usually, in a narrow window
constexpr std::array kRight {150, 124};
constexpr int kReplanDelay = 250; // ms after the last edit
constexpr int kStatusDelay = 50; // ms after money moved

QLabel* sectionTitle(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setFont(uiFont(11, QFont::DemiBold));
    label->setObjectName(QStringLiteral("sectionTitle"));
    return label;
}

/// A column beside the pages, which is 4 widgets: a title, what takes the room, a second title, and what is below it.
QWidget* sideColumn(int leastWidth, const std::array<QWidget*, 4>& widgets)
{
    auto* side = new QWidget;
    side->setMinimumWidth(leastWidth);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    for (QWidget* widget : widgets)
        column->addWidget(widget, widget == widgets[1] ? 1 : 0);
    return side;
}

} // namespace

MainWindow::MainWindow(RunController& runs, MarketModel* market, LanguageSwitch& language, QSettings& settings)
    : m_runs(runs)
    , m_market(market)
    , m_language(language)
    , m_settings(settings)
    , m_top(new TopBar(this))
    , m_pages(new QStackedWidget(this))
    , m_splitter(new QSplitter(this))
    , m_missing(new MissingBanner(this))
    , m_queue(new RunQueue(runs, this))
    , m_status(new StatusStrip(this))
    , m_presenter(new RunPresenter(runs, this))
{
    makeBody();
    setAcceptDrops(true);
    m_planPool.setMaxThreadCount(1);
    m_replan.setSingleShot(true);
    m_replan.setInterval(kReplanDelay);
    connect(&m_replan, &QTimer::timeout, this, &MainWindow::replan);
    m_statusSoon.setSingleShot(true);
    m_statusSoon.setInterval(kStatusDelay);
    connect(&m_statusSoon, &QTimer::timeout, this, &MainWindow::showStatus);
    connectTopBar();
    makeStart();
    makeCommands();
    makeSettings();
    makeMarketPages();
    connectRuns();
    connectQueue();
    connectMarket();
    restoreState();
    newTab();
    showCatalogue();
    showStart();
    retranslate();
}

void MainWindow::makeBody()
{
    m_splitter->addWidget(makeLeft());
    m_splitter->addWidget(m_pages);
    m_splitter->addWidget(makeRight());
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_pages->setMinimumWidth(kNarrowestPage); // not what the widest of all pages wants beside panels that it never has
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(m_missing);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_status);
    setCentralWidget(body);
}

void MainWindow::connectTopBar()
{
    connect(m_top->tabs(), &QTabBar::currentChanged, this, &MainWindow::activateTab);
    connect(m_top->tabs(), &QTabBar::tabMoved, this, &MainWindow::pagesChanged);
    connect(m_top, &TopBar::closeAsked, this, &MainWindow::closeTab);
    connect(m_top, &TopBar::newTabAsked, this, &MainWindow::newTab);
    connect(m_top, &TopBar::menuAsked, this, &MainWindow::showMenu);
    connect(m_top, &TopBar::runAsked, this, &MainWindow::run);
    connect(m_top, &TopBar::cancelAsked, this, &MainWindow::cancelRun);
    connect(m_top, &TopBar::privacyChosen, this, [this](Privacy privacy) {
        m_settings.setValue(QStringLiteral("run/privacy"), int(privacy));
        m_replan.start();
    });
}

MainWindow::~MainWindow()
{
    hide(); // pages that are told of it may tell others, who find a MainWindow still
    for (QObject* child : findChildren<QObject*>())
        child->disconnect(this); // children go last, when this is none any more
    m_runs.disconnect(this);
    if (m_market)
        m_market->disconnect(this);
    if (m_servers)
        m_servers->disconnect(this);
    if (m_door) {
        m_door->disconnect(this);
        m_door->setOptions({});
    }
    m_presenter->follow(nullptr);
}

QWidget* MainWindow::makeLeft()
{
    m_searchMemory = std::make_shared<SearchMemory>(&m_settings);
    m_library = new LibraryPanel(this);
    m_library->setMemory(m_searchMemory);
    m_machines = new MachinesPanel(this);
    m_nodesTitle = sectionTitle(this);
    m_machinesTitle = sectionTitle(this);
    connect(m_library, &LibraryPanel::typeChosen, this, [this](const QString& name) {
        const NodeType* type = m_catalogue.find(name.toStdString());
        if (type && page()) {
            CanvasView& view = page()->view();
            view.canvas().select({view.document().add(*type, view.mapToScene(view.viewport()->rect().center()))});
            view.setFocus();
        }
    });
    connect(m_machines, &MachinesPanel::trustChanged, this, &MainWindow::setTrusted);
    m_queuePanel = new QueuePanel(*m_queue, this);
    QWidget* left = sideColumn(kLeft[0], {m_nodesTitle, m_library, m_machinesTitle, m_machines});
    left->layout()->addWidget(m_queuePanel);
    return left;
}

QWidget* MainWindow::makeRight()
{
    m_results = new ResultsPanel(this);
    m_map = new Minimap(this);
    m_resultsTitle = sectionTitle(this);
    m_mapTitle = sectionTitle(this);
    connect(m_results, &ResultsPanel::opened, this, &MainWindow::openResult);
    return sideColumn(kRight[0], {m_resultsTitle, m_results, m_mapTitle, m_map});
}

void MainWindow::useTheme(bool dark)
{
    m_isDark = dark;
    const Theme& theme = Theme::byName(dark);
    applyTheme(*qApp, theme);
    qApp->setStyleSheet(qApp->styleSheet() + shellSheet(theme));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); // else it may be painted once with the old theme's places
    for (int i = 0; i < pageCount(); ++i)
        pageAt(i)->view().setTheme(theme);
    m_settings.setValue(QStringLiteral("window/dark"), dark);
    m_top->retranslate();
    showStatus();
    update();
}

void MainWindow::useLanguage(const QString& language)
{
    m_language.use(language);
    m_settings.setValue(QStringLiteral("window/language"), m_language.current());
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const bool isNarrow = width() < kNarrowWindow;
    if (std::exchange(m_isNarrow, isNarrow) == isNarrow)
        return;
    const int left = kLeft[isNarrow ? 1 : 0];
    const int right = kRight[isNarrow ? 1 : 0];
    m_splitter->widget(0)->setMinimumWidth(left);
    m_splitter->widget(2)->setMinimumWidth(right);
    m_splitter->setSizes({left, width() - left - right, right});
}

void MainWindow::retranslate()
{
    m_nodesTitle->setText(tr("NODES"));
    m_machinesTitle->setText(tr("MACHINES"));
    m_resultsTitle->setText(tr("RESULTS"));
    m_mapTitle->setText(tr("MAP"));
    setWindowTitle(page() && !isPageShown() ? page()->title() + QStringLiteral(" – Weft") : QStringLiteral("Weft"));
    m_top->retranslate();
    static const char* const kLanguage = "shownLanguage";
    if (property(kLanguage).toString() == m_language.current())
        return; // the rest only follows the language
    setProperty(kLanguage, m_language.current());
    m_commands->retranslate();
    m_library->retranslate();
    m_machines->retranslate();
    m_queuePanel->retranslate();
    m_presenter->retranslate();
    m_results->retranslate();
    m_start->retranslate();
    if (m_modelsPage)
        m_modelsPage->retranslate();
    if (m_walletPage)
        m_walletPage->retranslate();
    if (m_accountPage)
        m_accountPage->retranslate();
    m_settingsPage->retranslate();
    showShortcuts();
    m_marketPages->retranslate();
    if (m_tray)
        m_tray->retranslate();
    if (m_gallery)
        m_gallery->retranslate();
    noteMissing();
    noteTemplates();
    for (int i = 0; i < pageCount(); ++i) {
        pageAt(i)->retranslate();
        pageAt(i)->view().refreshNames();
    }
    showTabTitles();
    showMachines();
    showStatus();
    showMarket();
}

} // namespace weft
