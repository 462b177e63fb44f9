// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window can be told to do: by keys, by its menu, by the command palette.
#include "app/editor/PickPopup.h"
#include "app/gallery/Templates.h"
#include "app/preferences/AboutDialog.h"
#include "app/preferences/SettingsPage.h"
#include "app/shell/CommandList.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MainWindow.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"

#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QTabBar>

#include <functional>

namespace weft {

namespace {

const QString kOpenFile = QStringLiteral("file:");
const QString kOpenTemplate = QStringLiteral("template:");
const QString kCommand = QStringLiteral("command:");

QList<QKeySequence> standardKeys(QKeySequence::StandardKey key) { return QKeySequence::keyBindings(key); }

} // namespace

void MainWindow::makeCommands()
{
    m_commands = new CommandList(*this, m_settings);
    addPageCommands();
    addFileCommands();
    addViewCommands();
    addRunCommands();
    addApiCommands();
    m_commands->addCanvasActions([this](const CanvasAction& action) { onCanvas(action.run); });
    m_commands->retranslate();
}

void MainWindow::addPageCommands()
{
    const auto add = [this](const char* id, const char* title, const QList<QKeySequence>& keys, auto f) {
        m_commands->add({id, title, keys, f});
    };
    add("page.start", QT_TRANSLATE_NOOP("Commands", "Start page"), {Qt::ALT | Qt::Key_Home}, [this] { showStart(); });
    add("page.gallery", QT_TRANSLATE_NOOP("Commands", "Gallery"), {Qt::ALT | Qt::Key_G}, [this] { showGallery(); });
    add("page.models", QT_TRANSLATE_NOOP("Commands", "Models"), {Qt::ALT | Qt::Key_M}, [this] { showModels(); });
    addPageBarCommands();
    add("page.wallet", QT_TRANSLATE_NOOP("Commands", "Wallet"), {Qt::ALT | Qt::Key_W}, [this] { showWallet(); });
    add("page.account", QT_TRANSLATE_NOOP("Commands", "Account"), {Qt::ALT | Qt::Key_A}, [this] { showAccount(); });
    add("page.settings", QT_TRANSLATE_NOOP("Commands", "Settings"), {Qt::CTRL | Qt::Key_Comma}, [this] { showSettings(); });
    add("settings.servers", QT_TRANSLATE_NOOP("Commands", "Servers on this computer or network…"), {}, [this] { showServerSettings(); });
    add("settings.door", QT_TRANSLATE_NOOP("Commands", "Serve ComfyUI programs, tokens…"), {}, [this] { showDoorSettings(); });
    add("window.about", QT_TRANSLATE_NOOP("Commands", "About Weft, licences"), {}, [this] { (new AboutDialog(this))->open(); });
    add("window.report", QT_TRANSLATE_NOOP("Commands", "Save a diagnostic report…"), {}, [this] { saveReport(); });
    add("window.palette", QT_TRANSLATE_NOOP("Commands", "All commands…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_P},
        [this] { showPalette(); });
    add("window.quit", QT_TRANSLATE_NOOP("Commands", "Quit"), standardKeys(QKeySequence::Quit), [this] { quit(); });
}

void MainWindow::addFileCommands()
{
    const auto add = [this](const char* id, const char* title, const QList<QKeySequence>& keys, auto f) {
        m_commands->add({id, title, keys, f});
    };
    add("file.new", QT_TRANSLATE_NOOP("Commands", "New"), {Qt::CTRL | Qt::Key_N, Qt::CTRL | Qt::Key_T}, [this] { newTab(); });
    add("file.open", QT_TRANSLATE_NOOP("Commands", "Open…"), standardKeys(QKeySequence::Open), [this] { openByDialog(); });
    add("file.save", QT_TRANSLATE_NOOP("Commands", "Save"), standardKeys(QKeySequence::Save), [this] { save(); });
    add("file.saveAs", QT_TRANSLATE_NOOP("Commands", "Save as…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_S}, [this] { saveAs(); });
    add("tab.close", QT_TRANSLATE_NOOP("Commands", "Close tab"), {Qt::CTRL | Qt::Key_W},
        [this] { closeTab(m_top->tabs()->currentIndex()); });
    add("tab.next", QT_TRANSLATE_NOOP("Commands", "Next tab"), {Qt::CTRL | Qt::Key_PageDown, Qt::CTRL | Qt::Key_Tab},
        [this] { m_top->tabs()->setCurrentIndex((m_top->tabs()->currentIndex() + 1) % pageCount()); });
    add("tab.previous", QT_TRANSLATE_NOOP("Commands", "Previous tab"), {Qt::CTRL | Qt::Key_PageUp, Qt::CTRL | Qt::SHIFT | Qt::Key_Tab},
        [this] { m_top->tabs()->setCurrentIndex((m_top->tabs()->currentIndex() + pageCount() - 1) % pageCount()); });
}

void MainWindow::addViewCommands()
{
    const auto add = [this](const char* id, const char* title, const QList<QKeySequence>& keys, auto f) {
        m_commands->add({id, title, keys, f});
    };
    add("view.form", QT_TRANSLATE_NOOP("Commands", "Form or graph"), {Qt::CTRL | Qt::Key_E}, [this] { toggleForm(); });
    add("view.library", QT_TRANSLATE_NOOP("Commands", "Search the node library"), {Qt::CTRL | Qt::Key_K},
        [this] { m_library->field()->setFocus(); });
    add("view.dark", QT_TRANSLATE_NOOP("Commands", "Dark theme"), {}, [this] { chooseTheme(QLatin1String(kThemeDark)); });
    add("view.light", QT_TRANSLATE_NOOP("Commands", "Light theme"), {}, [this] { chooseTheme(QLatin1String(kThemeLight)); });
    add("language.en", "English", {}, [this] { useLanguage(QStringLiteral("en")); });
    add("language.zh_CN", "简体中文", {}, [this] { useLanguage(QStringLiteral("zh_CN")); });
}

void MainWindow::addRunCommands()
{
    m_commands->add({"run.start", QT_TRANSLATE_NOOP("Commands", "Run"), {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter},
        [this] { runFromKeyboard(); }});
    m_commands->add({"run.cancel", QT_TRANSLATE_NOOP("Commands", "Cancel the run"), {Qt::CTRL | Qt::Key_Period}, [this] { cancelRun(); }});
}

/// Does it on the canvas that is open, and shows that.
template <typename Act> void MainWindow::onCanvas(Act act)
{
    if (!page())
        return;
    leaveStart();
    page()->showForm(false);
    std::invoke(act, page()->view());
}

void MainWindow::showMenu(QPoint globalPos)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char* id) { menu->addAction(m_commands->action(QLatin1String(id))); };
    for (const char* id : {"page.start", "page.gallery", "page.models", "page.market", "page.sharing", "page.wallet", "page.account", "page.settings"})
        add(id);
    menu->addSeparator();
    for (const char* id : {"api.publish", "api.list"})
        add(id);
    menu->addSeparator();
    for (const char* id : {"file.new", "file.open"})
        add(id);
    QMenu* recent = menu->addMenu(tr("Open recent"));
    for (const QString& path : recentFiles())
        recent->addAction(QFileInfo(path).fileName(), this, [this, path] { openFile(path); });
    recent->setEnabled(!recent->isEmpty());
    for (const char* id : {"file.save", "file.saveAs"})
        add(id);
    menu->addSeparator();
    add(m_isDark ? "view.light" : "view.dark");
    QMenu* languages = menu->addMenu(tr("Language"));
    for (const QString& name : availableLanguages()) {
        QAction* action = m_commands->action(QStringLiteral("language.") + name);
        action->setCheckable(true);
        action->setChecked(m_language.current() == name);
        languages->addAction(action);
    }
    add("window.palette");
    menu->addSeparator();
    add("window.quit");
    menu->popup(globalPos);
}

/// Commands, recent files and templates, found by typing.
QList<Pick> MainWindow::paletteRows(const QString& text) const
{
    QList<Pick> rows;
    for (const QAction* action : m_commands->find(text))
        rows.append({action->text(), m_commands->keysOf(*action).value(0).toString(QKeySequence::NativeText), {}, kCommand + CommandList::idOf(*action)});
    const auto matches = [&](const QString& name) { return !text.isEmpty() && name.contains(text, Qt::CaseInsensitive); };
    for (const QString& path : recentFiles()) {
        if (matches(QFileInfo(path).fileName()))
            rows.append({QFileInfo(path).fileName(), tr("recent file"), {}, kOpenFile + path});
    }
    for (const Template& one : templates()) {
        if (matches(one.name))
            rows.append({one.name, tr("template"), {}, kOpenTemplate + one.id});
    }
    return rows;
}

void MainWindow::showPalette()
{
    auto* popup = new PickPopup(tr("What do you want to do?"), [this](const QString& text) { return paletteRows(text); }, this);
    const auto backToWhereItWas = [before = QPointer<QWidget>(focusWidget())] {
        if (before && before->isVisible())
            before->setFocus();
    };
    connect(popup, &PickPopup::dismissed, this, backToWhereItWas);
    connect(popup, &PickPopup::picked, this, [this, backToWhereItWas](const QVariant& picked) {
        backToWhereItWas(); // what is picked may move it
        const QString what = picked.toString();
        if (what.startsWith(kOpenFile))
            openFile(what.mid(kOpenFile.size()));
        else if (what.startsWith(kOpenTemplate))
            openTemplate(what.mid(kOpenTemplate.size()));
        else if (QAction* action = m_commands->action(what.mid(kCommand.size())))
            action->trigger();
    });
    popup->openAt(QPoint((width() - popup->width()) / 2, m_top->height() + 40));
}

} // namespace weft
