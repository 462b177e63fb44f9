// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The settings page and what it changes in the window, the tray, links, and reports of faults.
#include "app/desktop/DesktopEntries.h"
#include "app/desktop/ColorScheme.h"
#include "app/desktop/WeftLink.h"
#include "app/diagnostics/DiagnosticsReport.h"
#include "app/diagnostics/LogFile.h"
#include "app/language/ErrorText.h"
#include "app/preferences/AboutDialog.h"
#include "app/preferences/SettingsPage.h"
#include "app/shell/CommandList.h"
#include "app/shell/MainWindow.h"
#include "app/shell/TopBar.h"
#include "app/shell/Tray.h"
#include "app/shell/WorkflowPage.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QShortcut>
#include <QStackedWidget>
#include <QUrl>

namespace weft {

namespace {

constexpr qint64 kMostLog = 64 * 1024; // bytes of the log in a report

} // namespace

void MainWindow::makeSettings()
{
    m_settingsPage = new SettingsPage(m_settings, m_pages);
    m_pages->addWidget(m_settingsPage);
    connect(m_settingsPage, &SettingsPage::themeChosen, this, &MainWindow::chooseTheme);
    connect(m_settingsPage, &SettingsPage::wireColoursChosen, this, [this](bool distinct) {
        m_settings.setValue(QStringLiteral("window/distinctWires"), distinct);
        Theme::useColorBlindWires(distinct);
        useTheme(m_isDark);
    });
    connect(m_settingsPage, &SettingsPage::languageChosen, this, &MainWindow::useLanguage);
    connect(m_settingsPage, &SettingsPage::restartAsked, this, &MainWindow::restart);
    connect(m_settingsPage, &SettingsPage::capChanged, this, [this] { m_replan.start(); });
    connect(m_settingsPage, &SettingsPage::autostartChosen, this, [this](bool on) {
        if (const Done set = Autostart().set(on, QCoreApplication::applicationFilePath()); !set)
            notice(sentenceFor(set.error()));
    });
    connect(m_settingsPage, &SettingsPage::linksChosen, this, [this](bool on) {
        if (const Done set = LinkHandler().set(on, QCoreApplication::applicationFilePath()); !set)
            notice(sentenceFor(set.error()));
    });
    connect(m_settingsPage, &SettingsPage::keysChosen, this, &MainWindow::changeKeys);
    connect(m_settingsPage, &SettingsPage::resetKeysAsked, this, [this](const QString& id) {
        if (id.isEmpty())
            m_commands->resetAllKeys();
        else
            m_commands->resetKeys(id);
    });
    connect(m_commands, &CommandList::keysChanged, this, &MainWindow::showShortcuts);
    connect(m_settingsPage, &SettingsPage::diagnosticsAsked, this, &MainWindow::saveReport);
    connect(m_settingsPage, &SettingsPage::logAsked, this, [this] {
        if (m_log)
            QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_log->path()).absolutePath()));
    });
    connect(m_settingsPage, &SettingsPage::aboutAsked, this, [this] { (new AboutDialog(this))->open(); });
    auto* escape = new QShortcut(Qt::Key_Escape, m_settingsPage, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &MainWindow::leaveStart);
}

bool MainWindow::isSettingsShown() const { return m_settingsPage && m_pages->currentWidget() == m_settingsPage; }

void MainWindow::showSettings()
{
    const QLatin1String current(m_isDark ? kThemeDark : kThemeLight);
    m_settingsPage->setState({m_settings.value(QStringLiteral("window/theme"), current).toString(), m_language.current(),
        Autostart().isOn(), LinkHandler().isOn(), Tray::isAvailable()});
    m_settingsPage->setFolders(m_runs.folders().input, m_runs.folders().output);
    showShortcuts();
    m_pages->setCurrentWidget(m_settingsPage);
    m_settingsPage->setFocus();
    showView();
    showStatus();
    retranslate();
}

void MainWindow::showShortcuts()
{
    QList<ShortcutRow> rows;
    for (const QAction* action : m_commands->actions()) {
        const QString id = CommandList::idOf(*action);
        const QList<QKeySequence> keys = m_commands->keysOf(*action);
        const QString title = m_commands->isOfCanvas(*action) ? tr("Canvas: %1").arg(action->text()) : action->text();
        rows.append({id, title, keys.value(0), keys == m_commands->usualKeys(id)});
    }
    m_settingsPage->setShortcuts(rows);
}

/// Keys that another command has go over to this one, and the window says so.
void MainWindow::changeKeys(const QString& id, const QKeySequence& keys)
{
    const QAction* loser = m_commands->takenBy(keys, id);
    m_commands->setKeys(id, keys);
    const QAction* changed = m_commands->action(id);
    if (loser && changed)
        notice(tr("%1 is for “%2” now, no longer for “%3”.")
                   .arg(keys.toString(QKeySequence::NativeText), changed->text(), loser->text()));
    else
        notice({});
}

/// `theme`: kThemeOfSystem, kThemeDark, kThemeLight.
void MainWindow::chooseTheme(const QString& theme)
{
    m_settings.setValue(QStringLiteral("window/theme"), theme);
    if (theme == QLatin1String(kThemeOfSystem) && !m_colorScheme) {
        m_colorScheme = new ColorScheme(this);
        connect(m_colorScheme, &ColorScheme::changed, this, &MainWindow::followColorScheme);
    }
    if (theme == QLatin1String(kThemeOfSystem))
        followColorScheme();
    else
        useTheme(theme == QLatin1String(kThemeDark));
}

void MainWindow::followColorScheme()
{
    const bool follows = m_settings.value(QStringLiteral("window/theme")).toString() == QLatin1String(kThemeOfSystem);
    if (follows && m_colorScheme && m_colorScheme->prefersDark())
        useTheme(*m_colorScheme->prefersDark());
}

void MainWindow::useTray()
{
    if (m_tray || !Tray::isAvailable())
        return;
    m_tray = new Tray(this);
    connect(m_tray, &Tray::showAsked, this, &MainWindow::comeForward);
    connect(m_tray, &Tray::quitAsked, this, &MainWindow::quit);
    connect(m_tray, &Tray::shareToggled, this, [this] {
        if (m_market)
            m_market->toggleSharing();
    });
    showMarket();
}

bool MainWindow::staysInTray() const
{
    return m_tray && !m_isQuitting && m_settings.value(QStringLiteral("window/tray"), false).toBool();
}

void MainWindow::quit()
{
    m_isQuitting = true;
    if (!close())
        m_isQuitting = m_closesAfterRun;
    else
        QCoreApplication::quit(); // also when the window was hidden
}

/// The program starts itself again once it has ended: runWindow().
void MainWindow::restart()
{
    m_isQuitting = true;
    const bool isClosed = close();
    m_isQuitting = isClosed || m_closesAfterRun;
    QCoreApplication::instance()->setProperty(kRestarts, m_isQuitting);
    if (isClosed)
        QCoreApplication::quit();
}

void MainWindow::comeForward()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::openWords(const QStringList& words)
{
    for (const QString& word : words) {
        if (looksLikeWeftLink(word))
            openLink(word);
        else
            openFile(word);
    }
    comeForward();
}

/// A link shows something, and never does more (app/desktop/WeftLink.h).
bool MainWindow::openLink(const QString& text)
{
    const std::optional<WeftLink> link = parseWeftLink(text);
    if (!link) {
        notice(tr("Weft can't do anything with this link: %1").arg(text.left(120)));
        return false;
    }
    switch (link->kind) {
    case WeftLink::Kind::Template:
        return openTemplate(link->target);
    case WeftLink::Kind::Models:
        showModels(link->target);
        return true;
    case WeftLink::Kind::Page:
        m_commands->action(QStringLiteral("page.") + link->target)->trigger();
        return true;
    }
    return false;
}

void MainWindow::saveReport()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the report"), QStringLiteral("weft-report.txt"), tr("Text (*.txt)"));
    if (path.isEmpty())
        return;
    if (const Done written = writeDiagnostics(path, report()); !written)
        notice(sentenceFor(written.error()));
    else
        goodNotice(tr("The report is saved. Read it before you send it."));
}

QString MainWindow::report() const
{
    DiagnosticsFacts facts;
    facts.lines.append({QStringLiteral("relay"), !m_market ? QStringLiteral("none") : m_market->isOnline() ? QStringLiteral("reached") : QStringLiteral("not reached")});
    facts.lines.append({QStringLiteral("machines"), QString::number(m_runs.engines().size())});
    for (const EngineInfo& engine : m_runs.engines()) {
        if (engine.id == kHere)
            facts.lines.append({QStringLiteral("this computer"), QString::fromStdString(engine.displayName)});
    }
    facts.lines.append({QStringLiteral("node types"), QString::number(m_catalogue.types().size())});
    for (const WorkflowPage* open : pages())
        facts.lines.append({QStringLiteral("nodes in a tab"), QString::number(open->document().workflow().nodes().size())});
    if (m_log)
        facts.log = m_log->tail(kMostLog);
    return diagnosticsReport(facts, m_settings);
}

} // namespace weft
