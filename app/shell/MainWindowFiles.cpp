// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/ErrorText.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MainWindow.h"
#include "app/runs/RunQueue.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/TopBar.h"
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
    Result<Graph> graph = m_runs.openFile(full);
    if (!graph) {
        if (!offerAsInput(full))
            notice(sentenceFor(graph.error().with("path", full.toStdString())));
        return false;
    }
    WorkflowPage* target = page() && page()->isUntouched() ? page() : newTab();
    const bool isWorkflowFile = full.endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
    target->open(std::move(*graph), isWorkflowFile ? full : QString());
    leaveStart();
    remember(full);
    notice({});
    return true;
}

void MainWindow::openByDialog()
{
    auto* dialog = new QFileDialog(this, tr("Open a workflow"), m_settings.value(QStringLiteral("files/folder")).toString(),
        tr("Workflows and pictures (*.json *.png *.webp);;All files (*)"));
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
    connect(&m_runs, &RunController::finished, this, &QWidget::close, Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
    cancelRun();
    return false;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!mayEndRun()) {
        event->ignore();
        return;
    }
    QStringList open;
    for (int i = 0; i < pageCount(); ++i) {
        m_top->tabs()->setCurrentIndex(i);
        if (!mayClose(*pageAt(i))) {
            m_closesAfterRun = false;
            event->ignore();
            return;
        }
        if (!pageAt(i)->path().isEmpty())
            open << pageAt(i)->path();
    }
    m_settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_settings.setValue(QStringLiteral("window/panels"), m_splitter->saveState());
    m_settings.setValue(QStringLiteral("files/open"), open);
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
    useTheme(m_settings.value(QStringLiteral("window/dark"), true).toBool());
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

void MainWindow::makeShortcuts()
{
    const auto on = [this](const QKeySequence& keys, auto f) { connect(new QShortcut(keys, this), &QShortcut::activated, this, f); };
    on(QKeySequence::Open, [this] { openByDialog(); });
    on(QKeySequence::Save, [this] { save(); });
    on(QKeySequence::SaveAs, [this] { saveAs(); });
    on(QKeySequence::New, [this] { newTab(); });
    on(QKeySequence::AddTab, [this] { newTab(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_W), [this] { closeTab(m_top->tabs()->currentIndex()); });
    on(QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { runFromKeyboard(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { toggleForm(); });
    on(QKeySequence(Qt::ALT | Qt::Key_Home), [this] { showStart(); });
    on(QKeySequence(Qt::ALT | Qt::Key_G), [this] { showGallery(); });
    on(QKeySequence(Qt::ALT | Qt::Key_M), [this] { showModels(); });
    on(QKeySequence(Qt::ALT | Qt::Key_W), [this] { showWallet(); });
    on(QKeySequence(Qt::ALT | Qt::Key_A), [this] { showAccount(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_Period), [this] { cancelRun(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_library->field()->setFocus(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_PageDown),
        [this] { m_top->tabs()->setCurrentIndex((m_top->tabs()->currentIndex() + 1) % pageCount()); });
}

void MainWindow::showMenu(QPoint globalPos)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Start page"), QKeySequence(Qt::ALT | Qt::Key_Home), this, &MainWindow::showStart);
    if (m_gallery)
        menu->addAction(tr("Gallery"), QKeySequence(Qt::ALT | Qt::Key_G), this, [this] { showGallery(); });
    if (m_models)
        menu->addAction(tr("Models"), QKeySequence(Qt::ALT | Qt::Key_M), this, [this] { showModels(); });
    if (m_wallet)
        menu->addAction(tr("Wallet"), QKeySequence(Qt::ALT | Qt::Key_W), this, [this] { showWallet(); });
    if (m_accountPage)
        menu->addAction(tr("Account"), QKeySequence(Qt::ALT | Qt::Key_A), this, [this] { showAccount(); });
    menu->addAction(tr("New"), QKeySequence::New, this, &MainWindow::newTab);
    menu->addAction(tr("Open…"), QKeySequence::Open, this, &MainWindow::openByDialog);
    QMenu* recent = menu->addMenu(tr("Open recent"));
    for (const QString& path : recentFiles())
        recent->addAction(QFileInfo(path).fileName(), this, [this, path] { openFile(path); });
    recent->setEnabled(!recent->isEmpty());
    menu->addAction(tr("Save"), QKeySequence::Save, this, [this] { save(); });
    menu->addAction(tr("Save as…"), QKeySequence::SaveAs, this, [this] { saveAs(); });
    menu->addSeparator();
    menu->addAction(m_isDark ? tr("Light theme") : tr("Dark theme"), this, [this] { useTheme(!m_isDark); });
    QMenu* languages = menu->addMenu(tr("Language"));
    for (const QString& name : availableLanguages()) {
        QString own = QLocale(name).nativeLanguageName();
        QAction* action = languages->addAction(name == QLatin1String("en") ? QStringLiteral("English") : own, this,
            [this, name] { useLanguage(name); });
        action->setCheckable(true);
        action->setChecked(m_language.current() == name);
    }
    menu->addSeparator();
    menu->addAction(tr("Quit"), QKeySequence::Quit, this, &QWidget::close);
    menu->popup(globalPos);
}

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
