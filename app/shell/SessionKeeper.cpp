// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/SessionKeeper.h"

#include "app/language/ErrorText.h"
#include "app/shell/MainWindow.h"
#include "app/shell/WorkflowPage.h"

#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

constexpr int kWriteDelay = 3000; // ms after a change

} // namespace

SessionKeeper::SessionKeeper(MainWindow& window, const QString& folder)
    : QObject(&window)
    , m_window(window)
    , m_writer(folder)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kWriteDelay);
    connect(&m_timer, &QTimer::timeout, this, &SessionKeeper::writeNow);
    connect(&m_writer, &SessionWriter::failed, this, [this](const Error& error) { m_window.lastingNotice(sentenceFor(error)); });
    connect(&window, &MainWindow::pageAdded, this, &SessionKeeper::watch);
    connect(&window, &MainWindow::pagesChanged, this, [this] { noteChange(nullptr); });
    for (WorkflowPage* page : window.pages())
        watch(page);
}

void SessionKeeper::watch(WorkflowPage* page)
{
    m_ids.insert(page, newTabId());
    connect(page, &QObject::destroyed, this, [this, page] {
        m_ids.remove(page);
        m_changed.remove(page);
        noteChange(nullptr);
    });
    connect(&page->document(), &CanvasDocument::graphChanged, this, [this, page] { noteChange(page); });
    connect(page, &WorkflowPage::titleChanged, this, [this, page] { noteChange(page); }); // saved, or no longer as saved
    connect(page, &WorkflowPage::viewSwitched, this, [this] { noteChange(nullptr); });
    connect(&page->view(), &CanvasView::viewMoved, this, [this] { noteChange(nullptr); });
    connect(&page->view().canvas(), &CanvasScene::selectionMoved, this, [this] { noteChange(nullptr); });
    noteChange(page);
}

/// `page`: whose workflow changed; null when only the view did.
void SessionKeeper::noteChange(WorkflowPage* page)
{
    if (page)
        m_changed.insert(page);
    if (m_keeps && !m_timer.isActive()) // not restarted: who edits without a pause is safe as well
        m_timer.start();
}

TabState SessionKeeper::tabOf(WorkflowPage& page)
{
    TabState tab;
    tab.id = m_ids.value(&page);
    tab.path = page.path();
    tab.name = page.name();
    tab.templateId = page.templateId();
    tab.isForm = page.isForm();
    tab.isModified = page.document().isModified();
    tab.hasWorkflow = tab.isModified || page.path().isEmpty();
    tab.zoom = page.wasSeen() ? page.view().zoom() : 0;
    tab.center = page.view().mapToScene(page.view().viewport()->rect().center());
    for (const NodeId& id : page.view().canvas().selection())
        tab.selection << QString::fromStdString(id);
    return tab;
}

SessionState SessionKeeper::stateNow()
{
    SessionState state;
    state.isStartShown = m_window.isStartShown();
    for (WorkflowPage* page : m_window.pages()) {
        if (page->isUntouched())
            continue;
        if (page == m_window.page())
            state.current = int(state.tabs.size());
        state.tabs << tabOf(*page);
    }
    return state;
}

void SessionKeeper::writeNow()
{
    if (!m_keeps)
        return;
    m_timer.stop();
    const SessionState state = stateNow();
    std::map<QString, Graph> changed;
    for (WorkflowPage* page : std::exchange(m_changed, {})) {
        if (!page->isUntouched() && tabOf(*page).hasWorkflow)
            changed.emplace(m_ids.value(page), page->document().workflow());
    }
    m_writer.write(state, std::move(changed), m_window.sharedCatalogue());
}

void SessionKeeper::close()
{
    if (!m_keeps)
        return;
    m_timer.stop();
    writeNow();
    SessionState state = stateNow();
    state.wasClosed = true;
    // Whoever was asked and said no to saving gets the file as it is, or nothing.
    state.tabs.removeIf([](const TabState& tab) { return tab.isModified && tab.path.isEmpty(); });
    for (TabState& tab : state.tabs) {
        tab.hasWorkflow = tab.hasWorkflow && !tab.isModified;
        tab.isModified = false;
    }
    state.current = std::clamp<int>(state.current, 0, std::max<int>(0, int(state.tabs.size()) - 1));
    m_writer.write(state, {}, m_window.sharedCatalogue());
    m_writer.finish();
    m_keeps = false;
}

bool SessionKeeper::restoreTab(const TabState& tab)
{
    if (!tab.hasWorkflow && !QFileInfo::exists(tab.path)) {
        m_window.lastingNotice(tr("“%1” isn't there any more.").arg(tab.path));
        return false;
    }
    WorkflowPage* page = m_window.openTab(tab.hasWorkflow ? m_writer.store().workflowPath(tab.id) : tab.path);
    if (!page && tab.hasWorkflow)
        m_window.lastingNotice(tr("A workflow of last time can't be read. It is kept as “%1”.").arg(m_writer.store().putAside(tab.id)));
    if (!page)
        return false;
    page->becomeUnsaved(tab.path, tab.name, tab.isModified);
    page->setTemplateId(tab.templateId);
    m_ids[page] = tab.id;
    page->showForm(tab.isForm);
    if (tab.zoom > 0)
        page->showPart(tab.center, tab.zoom);
    NodeIds selection;
    for (const QString& id : tab.selection) {
        if (page->document().graph().findNode(id.toStdString()))
            selection.insert(id.toStdString());
    }
    page->view().canvas().select(selection);
    return true;
}

int SessionKeeper::restore()
{
    const SessionState state = m_writer.store().read();
    int opened = 0;
    WorkflowPage* current = nullptr;
    for (int i = 0; i < state.tabs.size(); ++i) {
        if (!restoreTab(state.tabs[i]))
            continue;
        ++opened;
        m_recovered += state.tabs[i].isModified && !state.wasClosed ? 1 : 0;
        if (i == state.current)
            current = m_window.page();
    }
    if (current)
        m_window.showTab(current);
    if (opened > 0 && state.isStartShown)
        m_window.showStart();
    if (m_recovered > 0)
        m_window.goodNotice(tr("Weft wasn't closed properly last time. Your unsaved changes are back."));
    m_keeps = true;
    noteChange(nullptr);
    return opened;
}

} // namespace weft
