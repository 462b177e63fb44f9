// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Results: the panel, the gallery, and pictures that are dropped.
#include "app/editor/CanvasView.h"
#include "app/gallery/GalleryPage.h"
#include "app/gallery/PictureViewer.h"
#include "app/gallery/ResultsPanel.h"
#include "app/gallery/StartPage.h"
#include "app/gallery/model/MediaKind.h"
#include "app/gallery/model/Thumbnails.h"
#include "app/gallery/model/Trash.h"
#include "app/language/ErrorText.h"
#include "app/runs/InputFiles.h"
#include "app/runs/RunHistory.h"
#include "app/runs/RunQueue.h"
#include "app/shell/MainWindow.h"
#include "app/shell/WorkflowPage.h"
#include "core/formats/OpenWorkflow.h"

#include <QFileInfo>
#include <QImageReader>
#include <QShortcut>
#include <QStackedWidget>

#include <algorithm>

namespace weft {

namespace {

constexpr int kNewestShown = 60; // as many as the results panel keeps
constexpr auto kLoadType = "LoadImage";

const RunFile* fileOf(const RunRecord* run, const QString& path)
{
    if (!run)
        return nullptr;
    const auto found = std::ranges::find(run->files, path, &RunFile::path);
    return found == run->files.end() ? nullptr : &*found;
}

} // namespace

void MainWindow::useHistory(RunHistory& history, const QString& thumbnails)
{
    m_history = &history;
    m_queue->writeTo(history);
    m_thumbnails = new Thumbnails(thumbnails, this);
    m_gallery = new GalleryPage(history, *m_thumbnails, m_pages);
    m_pages->addWidget(m_gallery);
    connect(&history, &RunHistory::failed, this, [this](const Error& error) { lastingNotice(sentenceFor(error)); });
    connect(m_thumbnails, &Thumbnails::ready, this, [this](const QString& path) {
        if (const QImage image = m_thumbnails->of(path); !image.isNull())
            m_results->setPicture(path, image);
    });
    connect(m_start, &StartPage::galleryAsked, this, [this] { showGallery(); });
    connect(m_gallery, &GalleryPage::workflowAsked, this, &MainWindow::openRunWorkflow);
    connect(m_gallery, &GalleryPage::deleted, m_results, &ResultsPanel::remove);
    auto* escape = new QShortcut(Qt::Key_Escape, m_gallery, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &MainWindow::leaveStart);
    m_results->setCaptions([this](const ResultPicture& picture) {
        const RunRecord* run = m_history->find(picture.run);
        const RunFile* file = fileOf(run, picture.path);
        return file ? captionOf(*run, *file) : QString();
    });
    showNewestResults();
}

/// What was shown before the window was closed is shown again; the small pictures come as they are read.
void MainWindow::showNewestResults()
{
    const GalleryModel& model = m_gallery->model();
    for (int row = std::min(model.rowCount(), kNewestShown) - 1; row >= 0; --row) {
        const GalleryItem& item = model.itemAt(row);
        const MediaKind kind = mediaKindOf(item.file.path);
        const RunRecord* run = m_history->find(item.run);
        if (run && (kind == MediaKind::Picture || kind == MediaKind::Animation))
            m_results->add({m_thumbnails->of(item.file.path), captionOf(*run, item.file), item.file.path, item.run});
    }
}

void MainWindow::openResult(int index)
{
    auto* viewer = new PictureViewer(m_results->pictures(), index, this, [this](const ResultPicture& picture) {
        const RunRecord* run = m_history ? m_history->find(picture.run) : nullptr;
        const RunFile* file = fileOf(run, picture.path);
        return file ? factsOf(*run, *file) : QList<std::pair<QString, QString>>();
    });
    connect(viewer, &PictureViewer::workflowAsked, this, [this, viewer](const ResultPicture& picture) {
        viewer->close();
        openRunWorkflow(picture.run, picture.path);
    });
    connect(viewer, &PictureViewer::deleteAsked, this, [this, viewer](const ResultPicture& picture) {
        if (!moveToTrash(picture.path)) {
            notice(tr("“%1” couldn't be moved to the trash. It is where it was.").arg(QFileInfo(picture.path).fileName()));
            return;
        }
        const QString path = picture.path; // the viewer's own list changes
        if (m_history)
            m_history->removeFile(picture.run, path);
        m_results->remove(path);
        viewer->remove(path);
    });
    viewer->open();
}

bool MainWindow::isGalleryShown() const { return m_gallery && m_pages->currentWidget() == m_gallery; }

void MainWindow::showGallery(const QString& filter)
{
    if (!m_gallery)
        return;
    m_gallery->setFilter(filter);
    showPage(m_gallery);
}

/// The history has what the run was started with; a picture may carry it too.
void MainWindow::openRunWorkflow(const QString& id, const QString& path)
{
    const RunRecord* run = m_history ? m_history->find(id) : nullptr;
    const Result<QByteArray> text = run ? m_history->workflowOf(*run) : Error {ErrorCode::FileNotFound, {}, {{"path", path.toStdString()}}};
    if (!text) {
        openFile(path);
        return;
    }
    const ByteView bytes {reinterpret_cast<const std::uint8_t*>(text->constData()), std::size_t(text->size())};
    Result<Opened> opened = openWorkflow(SharedBytes::copyOf(bytes), m_runs.catalogue());
    if (!opened) {
        notice(sentenceFor(opened.error()));
        return;
    }
    WorkflowPage* target = page() && page()->isUntouched() ? page() : newTab();
    target->open(std::move(opened->graph), {}, run->name);
    leaveStart();
    notice({});
}

/// A picture without a workflow can still be worked on.
bool MainWindow::offerAsInput(const QString& path)
{
    const QByteArray format = QImageReader::imageFormat(path);
    const bool isPicture = format == "png" || format == "jpeg" || format == "webp";
    if (!isPicture || !m_runs.catalogue().find(kLoadType))
        return false;
    offer(tr("“%1” carries no workflow.").arg(QFileInfo(path).fileName()), tr("Load it as a picture"), [this, path] { loadAsInput(path); });
    return true;
}

void MainWindow::loadAsInput(const QString& path)
{
    const Result<QString> name = intoInputFolder(m_runs.folders().input, path);
    const NodeType* type = m_catalogue.find(kLoadType);
    if (!name || !type) {
        if (!name)
            notice(sentenceFor(name.error()));
        return;
    }
    if (isPageShown())
        leaveStart();
    CanvasView& view = page()->view();
    const NodeId made = view.document().add(*type, view.mapToScene(view.viewport()->rect().center()));
    view.document().setSetting(made, "image", name->toStdString());
    view.canvas().select({made});
    page()->showInputPictures();
    view.setFocus();
    notice({});
}

} // namespace weft
