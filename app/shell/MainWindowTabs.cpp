// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The tabs, each a workflow.
#include "app/editor/Minimap.h"
#include "app/shell/MainWindow.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"

#include <QStackedWidget>
#include <QTabBar>

namespace weft {

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
    connectApis(made);
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
    if (!m_isRunOurs)
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

} // namespace weft
