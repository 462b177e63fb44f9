// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/MainWindow.h"

#include "app/account/page/AccountPage.h"
#include "app/editor/Minimap.h"
#include "app/form/AppView.h"
#include "app/gallery/GalleryPage.h"
#include "app/gallery/ModelsPage.h"
#include "app/gallery/PictureViewer.h"
#include "app/gallery/ResultsPanel.h"
#include "app/gallery/StartPage.h"
#include "app/gallery/Templates.h"
#include "app/language/MoneyText.h"
#include "app/preferences/SettingsPage.h"
#include "app/shell/CommandList.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MachinesPanel.h"
#include "app/shell/MarketPages.h"
#include "app/shell/MissingBanner.h"
#include "app/shell/QueuePanel.h"
#include "app/shell/ReportImport.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/StatusStrip.h"
#include "app/shell/TopBar.h"
#include "app/shell/Tray.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/page/WalletPage.h"

#include <QApplication>
#include <QCloseEvent>
#include <QLabel>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr int kNarrowestPage = 420; // px
constexpr int kReplanDelay = 250; // ms after the last edit

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

/// What the theme's own sheet doesn't know: the shell's names.
QString shellSheet(const Theme& theme)
{
    return QStringLiteral(R"(
#topBar { border-bottom: 1px solid %1; }
#brand { border: none; font-size: 15px; font-weight: 700; padding: 4px 6px; color: %2; }
#brand:hover, #plainButton:hover { background: %5; border-radius: 6px; }
#plainButton { border: none; padding: 3px; background: transparent; }
QToolButton[isPage="true"] { border: 1px solid transparent; border-radius: 6px; padding: 4px 7px; background: transparent; color: %3; }
QToolButton[isPage="true"]:hover { background: %5; }
QToolButton[isPage="true"]:checked { color: %8; background: %5; }
QToolButton[isOn="true"] { color: %9; }
QToolButton[isPage="true"]:focus { border-color: %8; }
#sectionTitle { color: %3; }
#workflowTabs { border: none; }
#workflowTabs::tab { padding: 4px 12px; min-width: 96px; max-width: 240px; margin-right: 2px; border-radius: 6px; color: %3; background: transparent; }
#workflowTabs::tab:selected { background: %4; color: %2; border: 1px solid %6; }
#workflowTabs::tab:hover:!selected { background: %5; }
QMainWindow { background: %7; }
)")
        .arg(theme.panelLine.name(), theme.text.name(), theme.secondary.name(), theme.canvas.name(), theme.panelHover.name(),
            theme.fieldBorder.name(), theme.panel.name(), theme.accent.name(), theme.ok.name());
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
    setAcceptDrops(true);
    m_planPool.setMaxThreadCount(1);
    m_replan.setSingleShot(true);
    m_replan.setInterval(kReplanDelay);
    connect(&m_replan, &QTimer::timeout, this, &MainWindow::replan);
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

MainWindow::~MainWindow()
{
    hide(); // pages that are told of it may tell others, who find a MainWindow still
    for (QObject* child : findChildren<QObject*>())
        child->disconnect(this); // children go last, when this is none any more
    m_runs.disconnect(this);
    if (m_market)
        m_market->disconnect(this);
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
    QWidget* left = sideColumn(248, {m_nodesTitle, m_library, m_machinesTitle, m_machines});
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
    return sideColumn(150, {m_resultsTitle, m_results, m_mapTitle, m_map});
}

WorkflowPage* MainWindow::pageAt(int tab) const
{
    return tab < 0 ? nullptr : m_top->tabs()->tabData(tab).value<WorkflowPage*>();
}

WorkflowPage* MainWindow::page() const { return pageAt(m_top->tabs()->currentIndex()); }
int MainWindow::pageCount() const { return m_top->tabs()->count(); }

WorkflowPage* MainWindow::newTab()
{
    auto* made = new WorkflowPage(m_catalogue, Theme::byName(m_isDark), m_pages);
    made->view().setInputFolder(m_runs.folders().input);
    made->view().setSearchMemory(m_searchMemory);
    made->document().setPresets(m_presets);
    m_pages->addWidget(made);
    const int index = m_top->addTab(made->title(), QVariant::fromValue(made));
    connectPage(*made);
    Q_EMIT pageAdded(made);
    m_top->tabs()->setCurrentIndex(index);
    activateTab(index);
    return made;
}

void MainWindow::usePresets(NodePresets& presets)
{
    m_presets = &presets;
    for (WorkflowPage* open : pages())
        open->document().setPresets(&presets);
}

void MainWindow::connectPage(WorkflowPage& made)
{
    connect(&made, &WorkflowPage::titleChanged, this, [this] {
        showTabTitles();
        retranslate();
    });
    connect(&made.document(), &CanvasDocument::graphChanged, this, [this] {
        m_replan.start();
        showStatus();
    });
    connect(&made.document(), &CanvasDocument::statusChanged, m_map, qOverload<>(&QWidget::update));
    connectForm(made);
    connect(&made.view(), &CanvasView::zoomChanged, this, &MainWindow::showStatus);
    connect(&made.view(), &CanvasView::filesDropped, this, [this](const QStringList& paths) {
        for (const QString& path : paths)
            openFile(path);
    });
}

void MainWindow::activateTab(int index)
{
    WorkflowPage* shown = pageAt(index);
    if (!shown)
        return;
    m_pages->setCurrentWidget(shown);
    m_map->setView(&shown->view());
    if (!m_runs.isRunning())
        m_presenter->follow(&shown->document());
    showView();
    shown->setFocus();
    m_replan.start();
    showMachines();
    showStatus();
    retranslate();
    Q_EMIT pagesChanged();
}

QList<WorkflowPage*> MainWindow::pages() const
{
    QList<WorkflowPage*> all;
    for (int i = 0; i < pageCount(); ++i)
        all << pageAt(i);
    return all;
}

void MainWindow::showTab(WorkflowPage* page) { m_top->tabs()->setCurrentIndex(int(pages().indexOf(page))); }

void MainWindow::useTheme(bool dark)
{
    m_isDark = dark;
    const Theme& theme = Theme::byName(dark);
    applyTheme(*qApp, theme);
    qApp->setStyleSheet(qApp->styleSheet() + shellSheet(theme));
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

void MainWindow::showCatalogue()
{
    m_catalogue = m_runs.catalogue();
    m_sharedCatalogue.reset();
    m_library->setCatalogue(m_catalogue);
    for (int i = 0; i < pageCount(); ++i) {
        pageAt(i)->document().setCatalogue(m_catalogue);
        pageAt(i)->view().refreshNames();
        pageAt(i)->showInputPictures();
    }
    showMachines();
    noteTemplates();
    m_replan.start();
}

void MainWindow::showMachines()
{
    QList<MachineRow> rows {{QString::fromStdString(kHere), tr("This PC"), tr("free"), false, false}};
    std::vector<PlaceChoice> places;
    const QStringList trusted = m_settings.value(QStringLiteral("run/trusted")).toStringList();
    for (const EngineInfo& engine : m_runs.engines()) {
        if (engine.id == kHere)
            continue;
        const QString name = QString::fromStdString(engine.displayName);
        rows.append({QString::fromStdString(engine.id), name, pricePerSecondText(engine.pricePerReferenceSecond), true, false,
            trusted.contains(QString::fromStdString(engine.id))});
        places.push_back({engine.id, name});
    }
    for (const QString& name : m_reportMachines) {
        const bool isListed = std::ranges::any_of(rows, [&name](const MachineRow& row) { return row.name == name; });
        if (!isListed)
            rows.append({{}, name, tr("last run"), true, false});
    }
    m_machines->setMachines(rows);
    for (int i = 0; i < pageCount(); ++i)
        pageAt(i)->view().setPlaces(places);
}

void MainWindow::showStatus()
{
    if (!page())
        return;
    StatusStrip::State state;
    if (m_market) {
        state.relay = m_market->relayName();
        state.isOnline = m_market->isOnline();
    }
    state.isReport = !m_reportMachines.isEmpty();
    const CanvasDocument& document = page()->document();
    std::set<QString> machines;
    for (const Node& node : document.graph().nodes())
        for (const QString& machine : document.status(node.id).machines())
            machines.insert(machine);
    for (const Link& link : document.graph().links())
        state.crossings += document.status(link.to).receivesFrom(document.status(link.from)) ? 1 : 0;
    state.nodes = int(document.graph().nodes().size());
    state.machines = std::max<int>(1, int(machines.size()));
    state.isRunning = m_runs.isRunning();
    state.held = m_presenter->held();
    state.charged = m_presenter->charged();
    state.zoom = page()->view().zoom();
    state.isGraph = !isPageShown() && !page()->isForm();
    m_status->show(state);
}

void MainWindow::notice(const QString& text)
{
    m_notice = text;
    m_noticeAct = {};
    m_status->setNotice(text);
}

void MainWindow::goodNotice(const QString& text)
{
    m_notice = text;
    m_status->setGoodNotice(text);
}

Done MainWindow::showReport(const QString& path)
{
    WEFT_TRY(const ImportedReport report, importReport(path, page()->document()));
    m_reportMachines = report.machines;
    for (const auto& [node, file] : report.pictures)
        m_results->add({QImage(file), QFileInfo(file).fileName(), file});
    m_presenter->setCharged(report.charged);
    m_replan.stop();
    ++m_planAsked; // what is under way comes too late
    showMachines();
    showStatus();
    page()->view().fitAll();
    if (AppView* form = page()->form()) {
        if (!report.pictures.empty())
            form->setResult(QImage(report.pictures.back().second));
        form->setFinished();
    }
    return {};
}

} // namespace weft
