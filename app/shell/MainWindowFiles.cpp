// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/service/DoorSwitch.h"
#include "app/language/ErrorText.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MainWindow.h"
#include "app/runs/RunQueue.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/SessionKeeper.h"
#include "app/shell/TopBar.h"
#include "app/shell/Tray.h"
#include "app/shell/WorkflowPage.h"

#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

namespace weft {

namespace {

constexpr int kMostRecent = 10;

} // namespace

bool MainWindow::openFile(const QString& path)
{
    const QString full = QFileInfo(path).absoluteFilePath();
    for (int i = 0; i < pageCount(); ++i) { // one tab per file
        if (pageAt(i)->path() == full) {
            m_top->tabs()->setCurrentIndex(i);
            leaveStart();
            return true;
        }
    }
    WorkflowPage* opened = openTab(full);
    if (!opened) {
        offerAsInput(full); // a picture without a workflow
        return false;
    }
    if (full.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)) // a picture isn't written over
        opened->becomeUnsaved(full, {}, false);
    leaveStart();
    remember(full);
    notice({});
    return true;
}

WorkflowPage* MainWindow::openTab(const QString& path)
{
    Result<Graph> graph = m_runs.openFile(path);
    if (!graph) {
        notice(sentenceFor(graph.error().with("path", path.toStdString())));
        return nullptr;
    }
    WorkflowPage* target = page() && page()->isUntouched() ? page() : newTab();
    target->open(std::move(*graph), {});
    return target;
}

int MainWindow::useSession(const QString& folder)
{
    m_session = new SessionKeeper(*this, folder);
    return m_session->restore();
}

std::shared_ptr<const Catalogue> MainWindow::sharedCatalogue()
{
    if (!m_sharedCatalogue)
        m_sharedCatalogue = std::make_shared<const Catalogue>(m_catalogue);
    return m_sharedCatalogue;
}

void MainWindow::openByDialog()
{
    auto* dialog = new QFileDialog(this, tr("Open a workflow"), m_settings.value(QStringLiteral("files/folder")).toString(),
        tr("Workflows and pictures (*.json *.png *.jpg *.jpeg *.webp);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
        for (const QString& path : paths)
            openFile(path);
    });
    dialog->open();
}

bool MainWindow::save()
{
    if (!page())
        return false;
    return page()->path().isEmpty() ? saveAs() : saveTo(page()->path());
}

bool MainWindow::saveAs()
{
    const QString folder = m_settings.value(QStringLiteral("files/folder")).toString();
    QString path = QFileDialog::getSaveFileName(this, tr("Save the workflow"),
        folder + QLatin1Char('/') + (page()->name().isEmpty() ? tr("workflow") : page()->name()) + QStringLiteral(".json"), tr("Workflows (*.json)"));
    if (path.isEmpty())
        return false;
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".json");
    return saveTo(path);
}

bool MainWindow::saveTo(const QString& path)
{
    const Done saved = page()->save(path);
    if (!saved) {
        notice(sentenceFor(saved.error()));
        return false;
    }
    remember(path);
    return true;
}

bool MainWindow::mayClose(WorkflowPage& closing)
{
    if (!closing.document().isModified())
        return true;
    const auto answer = QMessageBox::question(this, tr("Save?"), tr("“%1” has changes that aren't saved.").arg(closing.title()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    if (answer == QMessageBox::Cancel)
        return false;
    return answer == QMessageBox::Discard || save();
}

bool MainWindow::closeTab(int index)
{
    WorkflowPage* closing = pageAt(index);
    if (!closing)
        return true;
    m_top->tabs()->setCurrentIndex(index);
    if (!mayClose(*closing))
        return false;
    if (m_presenter->document() == &closing->document())
        m_presenter->follow(nullptr);
    m_top->tabs()->removeTab(index);
    m_pages->removeWidget(closing);
    closing->deleteLater();
    if (pageCount() == 0) {
        newTab();
        showStart();
    } else {
        activateTab(m_top->tabs()->currentIndex());
    }
    return true;
}

/// Closing asks first, and then waits until what was held for the run is released.
bool MainWindow::mayEndRun()
{
    if (!m_runs.isRunning())
        return true;
    if (m_closesAfterRun)
        return false;
    const auto answer = QMessageBox::question(
        this, tr("Stop the run?"), tr("A run is going on. What is finished is kept; the rest is stopped and costs nothing."));
    if (answer != QMessageBox::Yes)
        return false;
    if (!m_runs.isRunning())
        return true;
    m_closesAfterRun = true;
    m_queue->pause();
    endPrograms();
    connect(&m_runs, &RunController::finished, this, &QWidget::close, Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
    cancelRun();
    return false;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (staysInTray()) {
        hide();
        m_tray->say(tr("Weft goes on in the tray."));
        event->ignore();
        return;
    }
    if (!mayEndRun()) {
        event->ignore();
        return;
    }
    for (int i = 0; i < pageCount(); ++i) {
        if (pageAt(i)->document().isModified())
            m_top->tabs()->setCurrentIndex(i); // what the question is about
        if (!mayClose(*pageAt(i))) {
            if (m_closesAfterRun && m_door)
                m_door->start(); // as it was set
            m_closesAfterRun = false;
            event->ignore();
            return;
        }
    }
    if (m_session)
        m_session->close();
    m_settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_settings.setValue(QStringLiteral("window/panels"), m_splitter->saveState());
    event->accept();
}

void MainWindow::restoreState()
{
    resize(1440, 900);
    m_splitter->setSizes({232, 1040, 168});
    if (const QByteArray geometry = m_settings.value(QStringLiteral("window/geometry")).toByteArray(); !geometry.isEmpty())
        restoreGeometry(geometry);
    if (const QByteArray panels = m_settings.value(QStringLiteral("window/panels")).toByteArray(); !panels.isEmpty())
        m_splitter->restoreState(panels);
    const int privacy = m_settings.value(QStringLiteral("run/privacy"), int(Privacy::AnyMachine)).toInt();
    if (privacy >= int(Privacy::OnlyHere) && privacy <= int(Privacy::AnyMachine))
        m_top->setPrivacy(Privacy(privacy));
    Theme::useColorBlindWires(m_settings.value(QStringLiteral("window/distinctWires"), false).toBool());
    useTheme(m_settings.value(QStringLiteral("window/dark"), true).toBool());
    if (m_settings.contains(QStringLiteral("window/theme")))
        chooseTheme(m_settings.value(QStringLiteral("window/theme")).toString());
}

void MainWindow::remember(const QString& path)
{
    QStringList recent = recentFiles();
    recent.removeAll(path);
    recent.prepend(path);
    while (recent.size() > kMostRecent)
        recent.removeLast();
    m_settings.setValue(QStringLiteral("files/recent"), recent);
    m_settings.setValue(QStringLiteral("files/folder"), QFileInfo(path).absolutePath());
}

QStringList MainWindow::recentFiles() const { return m_settings.value(QStringLiteral("files/recent")).toStringList(); }

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            openFile(url.toLocalFile());
    }
}

} // namespace weft
