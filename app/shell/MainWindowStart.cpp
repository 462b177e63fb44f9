// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The start page, and forms over workflows.
#include "app/editor/Minimap.h"
#include "app/editor/model/StatusText.h"
#include "app/form/AppView.h"
#include "app/gallery/PictureViewer.h"
#include "app/gallery/StartPage.h"
#include "app/gallery/Templates.h"
#include "app/language/ErrorText.h"
#include "app/shell/CommandList.h"
#include "app/shell/MainWindow.h"
#include "app/shell/PageBar.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"

#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

#include <algorithm>

namespace weft {

namespace {

QString timeKey(const QString& id) { return QStringLiteral("templates/%1/milliseconds").arg(id); }

} // namespace

void MainWindow::makeStart()
{
    m_start = new StartPage(m_pages);
    m_pages->addWidget(m_start);
    connect(m_start, &StartPage::templateAsked, this, &MainWindow::openTemplate);
    connect(m_start, &StartPage::openAsked, this, &MainWindow::openByDialog);
    connect(m_start, &StartPage::fileAsked, this, &MainWindow::openFile);
    connect(m_start, &StartPage::makeAsked, this, [this] {
        for (int i = 0; i < pageCount(); ++i) { // where somebody is at it already
            if (pageAt(i)->templateId() == QLatin1String(kFirstTemplate) && pageAt(i)->path().isEmpty()) {
                m_top->tabs()->setCurrentIndex(i);
                pageAt(i)->showForm(true);
                leaveStart();
                return;
            }
        }
        openTemplate(QLatin1String(kFirstTemplate));
    });
    connect(m_start, &StartPage::shareAsked, this, &MainWindow::showSharing);
    connect(m_start, &StartPage::emptyAsked, this, [this] {
        if (page() && page()->isUntouched())
            leaveStart();
        else
            newTab();
    });
    auto* escape = new QShortcut(Qt::Key_Escape, m_start, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &MainWindow::leaveStart);
    connect(m_top, &TopBar::startAsked, this, &MainWindow::showStart);
    connect(m_top, &TopBar::viewToggled, this, &MainWindow::toggleForm);
    connect(m_top->tabs(), &QTabBar::tabBarClicked, this, [this](int index) { // the current tab's click changes nothing
        if (index >= 0 && isPageShown())
            activateTab(index);
    });
}

bool MainWindow::isStartShown() const { return m_pages->currentWidget() == m_start; }

void MainWindow::showStart()
{
    m_start->setRecent(recentFiles());
    m_pages->setCurrentWidget(m_start);
    m_start->setFocus();
    noteTemplates();
    showView();
    showStatus();
    retranslate();
}

void MainWindow::leaveStart()
{
    if (isPageShown())
        activateTab(m_top->tabs()->currentIndex());
}

/// An empty workflow that nobody has seen yet is called after what is seen.
QString MainWindow::tabTitle(int tab) const
{
    const WorkflowPage* shown = pageAt(tab);
    return isStartShown() && shown == page() && shown->isUntouched() ? tr("Start") : shown->title();
}

void MainWindow::showTabTitles()
{
    for (int i = 0; i < pageCount(); ++i) {
        m_top->tabs()->setTabText(i, tabTitle(i));
        m_top->tabs()->setTabToolTip(i, (pageAt(i)->path().isEmpty() ? pageAt(i)->title() : pageAt(i)->path()).toHtmlEscaped());
    }
}

/// What surrounds a canvas has no use beside a form, and less beside the start page.
void MainWindow::showView()
{
    const bool isStart = isPageShown();
    const bool isForm = !isStart && page() && page()->isForm();
    endNotice();
    m_splitter->widget(0)->setVisible(!isStart && !isForm);
    m_splitter->widget(2)->setVisible(!isStart);
    m_map->setVisible(!isForm);
    m_mapTitle->setVisible(!isForm);
    noteMissing();
    showTabTitles();
    m_top->setWalletShown(isWalletShown());
    m_commands->setCanvasShown(!isStart && !isForm);
    m_top->pages().setShown(shownPage());
    m_top->setView(isStart ? TopBar::View::Start : isForm ? TopBar::View::Form : TopBar::View::Graph);
}

void MainWindow::toggleForm()
{
    if (page() && !isPageShown())
        page()->showForm(!page()->isForm());
}

void MainWindow::runFromKeyboard()
{
    if (isPageShown() || !page())
        return;
    if (page()->isForm())
        page()->form()->start();
    else
        run();
}

bool MainWindow::openTemplate(const QString& id)
{
    const Done placed = placeTemplatePictures(id, m_runs.folders().input);
    Result<Graph> graph = weft::openTemplate(id, m_runs.catalogue());
    if (!graph) {
        notice(sentenceFor(graph.error()));
        return false;
    }
    const Template opened = templateOf(id);
    WorkflowPage* target = page() && page()->isUntouched() ? page() : newTab();
    target->setTemplateId(id);
    target->open(std::move(*graph), {}, opened.name);
    leaveStart();
    target->showForm(opened.asForm);
    notice(placed ? QString() : sentenceFor(placed.error()));
    return true;
}

QString MainWindow::templateNote(const QString& id) const
{
    const Result<Graph> graph = weft::openTemplate(id, m_runs.catalogue());
    if (!graph || m_runs.catalogue().types().empty())
        return {};
    const Result<Plan> plan = m_runs.planFor(*graph, options());
    if (!plan)
        return tr("Needs another machine");
    const bool isHere = std::ranges::all_of(plan->fragments, [](const PlannedFragment& fragment) { return fragment.engine == kHere; });
    QStringList parts {isHere ? tr("on this PC") : tr("other machines")};
    if (const qint64 took = m_settings.value(timeKey(id)).toLongLong(); took > 0)
        parts << secondsText(double(took) / 1000);
    parts << (plan->estimate.micro > 0 ? tr("≈ %1 credits").arg(creditsText(plan->estimate)) : tr("free"));
    return parts.join(QStringLiteral(" · "));
}

void MainWindow::noteTemplates()
{
    if (!isStartShown())
        return;
    m_start->setEngineRuns(!m_runs.catalogue().types().empty());
    for (const Template& one : templates())
        m_start->setTemplateNote(one.id, templateNote(one.id));
}

WorkflowPage* MainWindow::followedPage() const
{
    for (int i = 0; i < pageCount(); ++i) {
        if (&pageAt(i)->document() == m_presenter->document())
            return pageAt(i);
    }
    return nullptr;
}

void MainWindow::connectForm(WorkflowPage& made)
{
    connect(&made, &WorkflowPage::viewSwitched, this, [this] {
        showView();
        showStatus();
        m_replan.start();
    });
    connect(&made, &WorkflowPage::formMade, this, [this, &made](AppView* form) {
        connect(form, &AppView::runAsked, this, &MainWindow::run);
        connect(form, &AppView::cancelAsked, this, &MainWindow::cancelRun);
        connect(form, &AppView::pictureOpened, this, [this](const QImage& picture, const QString& caption) {
            (new PictureViewer({{picture, caption, {}}}, 0, this))->open();
        });
        if (m_isRunOurs && followedPage() == &made)
            form->setRunning(true);
    });
}

void MainWindow::showRunOnForm()
{
    const WorkflowPage* ran = followedPage();
    if (ran && ran->form())
        ran->form()->setRunning(true);
}

void MainWindow::endRunOnForm(const RunReport& report)
{
    const WorkflowPage* ran = followedPage();
    if (!ran)
        return;
    const auto computed = std::ranges::count_if(report.nodes, [](const auto& node) { return !node.second.cached; });
    if (report.errors.empty() && !ran->templateId().isEmpty() && 2 * computed > std::ptrdiff_t(report.nodes.size()))
        m_settings.setValue(timeKey(ran->templateId()), m_runClock.elapsed()); // the start page tells how long it takes here
    AppView* form = ran->form();
    if (!form)
        return;
    form->setRunning(false);
    if (report.errors.empty())
        form->setFinished();
    else if (report.errors.front().second.code != ErrorCode::Cancelled)
        form->setError(sentenceFor(report.errors.front().second));
}

} // namespace weft
