// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What runs and what waits.
#include "app/form/AppView.h"
#include "app/gallery/GalleryPage.h"
#include "app/gallery/ResultsPanel.h"
#include "app/gallery/model/MediaKind.h"
#include "app/gallery/model/Thumbnails.h"
#include "app/language/ErrorText.h"
#include "app/runs/RunHistory.h"
#include "app/runs/RunQueue.h"
#include "app/shell/MainWindow.h"
#include "app/shell/QueuePanel.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/StatusStrip.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/StatusText.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTabBar>

namespace weft {

void MainWindow::connectQueue()
{
    connect(m_status, &StatusStrip::noticeActed, this, [this] {
        if (const auto act = m_noticeAct) // it may say something new itself
            act();
    });
    m_queue->setRefresh([this](RunOptions& asked) { // where it may run and what it may cost was said when it was asked for
        const Policy now = options().policy;
        asked.policy.trusted = now.trusted;
        asked.policy.available = now.available;
    });
    connect(m_queue, &RunQueue::aboutToStart, this, &MainWindow::followRun);
    connect(m_queue, &RunQueue::fileStored, this, &MainWindow::showFile);
    connect(&m_runs, &RunController::fileLost, this, [this](const StoredFile& file) {
        if (m_isRunOurs)
            m_presenter->showFile(file);
    });
    connect(m_queue, &RunQueue::failed, this, [this](const Error& error) { lastingNotice(sentenceFor(error)); });
    connect(&m_queuePanel->list(), &QueueList::nodeAsked, this, [this](const QString& id) {
        const QueuedRun* run = m_queue->find(id);
        if (CanvasDocument* document = run ? documentOf(*run) : nullptr)
            goToNode(*document, run->failedNode);
    });
    connect(m_queue, &RunQueue::changed, this, [this] { m_top->setWaiting(m_queue->waiting()); });
}

void MainWindow::keepQueue(const QString& file)
{
    if (const Done kept = m_queue->keepIn(file); !kept)
        notice(sentenceFor(kept.error()));
    if (!m_queue->hasPaused())
        return;
    const QString text = tr("%1 runs waited when Weft was closed. They go on when you say so.").arg(m_queue->waiting());
    const auto resume = [this] {
        notice({});
        m_queue->resume();
    };
    offer(text, tr("Continue"), resume, true);
}

void MainWindow::run()
{
    if (page() && !refusesWithoutRelay())
        enqueue(page()->isForm() ? 1 : m_top->times());
}

/// Says what to do instead of a run that can only fail.
bool MainWindow::refusesWithoutRelay()
{
    if (!needsRelay())
        return false;
    const QString text = tr("A part of this workflow must run on another machine. Set a relay, or choose another place for it. Nothing was changed.");
    if (page()->isForm())
        page()->form()->setError(text);
    offer(text, tr("Set a relay"), [this] { showMarketplace(); });
    return true;
}

/// The same workflow several times, each with its own seeds; the document gets the seeds of the run after these.
void MainWindow::enqueue(int times)
{
    WorkflowPage& asked = *page();
    CanvasDocument& document = asked.document();
    notice({});
    m_reportMachines.clear();
    QueuedRun run;
    run.name = asked.plainTitle();
    run.file = asked.path();
    run.options = options();
    run.source = &document;
    run.graph = document.workflow();
    std::vector<AdvancedSeed> seeds;
    for (int i = 0; i < times; ++i) {
        m_queue->add(run);
        seeds = advancedSeeds(run.graph, m_runs.catalogue(), [] { return QRandomGenerator::global()->generate64(); });
        applySeeds(run.graph, seeds);
    }
    if (!asked.isForm()) // it rolls its own
        document.setSeeds(seeds);
}

void MainWindow::cancelRun()
{
    if (const QueuedRun* run = m_queue->current())
        m_queue->cancel(QString(run->id));
    else
        stopPrograms();
}

/// Its own; after a restart that of the tab with the same file.
CanvasDocument* MainWindow::documentOf(const QueuedRun& run) const
{
    auto* document = qobject_cast<CanvasDocument*>(run.source.data());
    for (int i = 0; !document && !run.file.isEmpty() && i < pageCount(); ++i) {
        if (pageAt(i)->path() == run.file)
            document = &pageAt(i)->document();
    }
    return document;
}

/// Its nodes are those that tell, whichever tab is seen.
void MainWindow::followRun(const QueuedRun& run) { m_presenter->follow(documentOf(run)); }

/// Says what failed and what came back; the node that failed is one click away, and chosen where its workflow is seen.
void MainWindow::noticeFailure(const RunReport& report)
{
    const auto& [id, error] = report.errors.front();
    const QPointer<CanvasDocument> document = m_presenter->document();
    noticeError(document ? withNodeTitle(error, document->workflow(), m_catalogue) : error);
    m_noticeLasts = true;
    if (error.code == ErrorCode::Cancelled || !document || !document->nodeInRun(id))
        return;
    if (page() && document == &page()->document()) {
        if (const std::optional<NodeId> shown = document->reveal(id))
            page()->view().canvas().select({*shown});
    }
    if (m_noticeAct) // there is something better to do
        return;
    const QString refund = report.released.micro > 0 ? tr(" Refunded: %1 credits.").arg(chargedCredits(report.released)) : QString();
    offer(m_notice + refund, tr("Go to node"), [this, document, node = id] {
        if (document)
            goToNode(*document, node);
    });
}

void MainWindow::goToNode(CanvasDocument& document, const NodeId& idInRun)
{
    for (int i = 0; i < pageCount(); ++i) {
        WorkflowPage* shown = pageAt(i);
        if (&shown->document() != &document)
            continue;
        leaveStart();
        m_top->tabs()->setCurrentIndex(i);
        shown->showForm(false);
        if (const std::optional<NodeId> id = document.reveal(idInRun))
            shown->view().canvas().select({*id});
        shown->view().fitSelection();
        shown->view().setFocus();
    }
}

void MainWindow::showFile(const StoredFile& file)
{
    const WorkflowPage* ran = followedPage();
    const QPointer<AppView> form = ran ? ran->form() : nullptr;
    const bool hasThumbnail = m_thumbnails && !file.path.isEmpty() && mediaKindOf(file.path) == MediaKind::Picture;
    const ResultPicture result {{}, resultCaption(file), file.path, m_queue->recordId()};
    const auto add = [this, result](const QImage& image) { m_results->add({image, result.caption, result.path, result.run}); };
    if (hasThumbnail)
        add(m_thumbnails->of(file.path)); // null for the moment
    m_presenter->showFile(file, [add, form, hasThumbnail](const QImage& image) {
        if (form && !image.isNull())
            form->setResult(image);
        if (!hasThumbnail && !image.isNull())
            add(image);
    });
}

QString MainWindow::resultCaption(const StoredFile& file) const
{
    const CanvasDocument* document = m_presenter->document();
    const Node* node = document ? document->nodeInRun(file.node) : nullptr;
    const QString name = node ? titleOf(*node, document->typeOf(*node)) : QString::fromStdString(file.node);
    const RunRecord* run = m_history ? m_history->find(m_queue->recordId()) : nullptr;
    return captionOf(name, QDateTime::currentDateTime(), run ? run->seed : QString());
}

} // namespace weft
