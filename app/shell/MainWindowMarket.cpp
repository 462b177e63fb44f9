// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ways from page to page, the marketplace and Share my GPU.
#include "app/gallery/StartPage.h"
#include "app/market/page/MarketPage.h"
#include "app/sharing/page/SharingPage.h"
#include "app/shell/CommandList.h"
#include "app/shell/MainWindow.h"
#include "app/shell/MarketPages.h"
#include "app/shell/PageBar.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"

#include <QStackedWidget>

#include <array>

namespace weft {

namespace {

/// Each page's command; that of the workflow is leaveStart().
constexpr std::array kPageCommands {std::pair {ShownPage::Workflow, "page.workflow"}, std::pair {ShownPage::Market, "page.market"},
    std::pair {ShownPage::Sharing, "page.sharing"}, std::pair {ShownPage::Wallet, "page.wallet"}, std::pair {ShownPage::Gallery, "page.gallery"},
    std::pair {ShownPage::Models, "page.models"}, std::pair {ShownPage::Account, "page.account"}, std::pair {ShownPage::Settings, "page.settings"}};

} // namespace

void MainWindow::makeMarketPages()
{
    m_marketPages = new MarketPages(m_runs, m_market, m_settings, *m_pages, this);
    connect(m_marketPages, &MarketPages::leaveAsked, this, &MainWindow::leaveStart);
    connect(m_marketPages, &MarketPages::walletAsked, this, &MainWindow::showWallet);
    connect(m_marketPages, &MarketPages::restartAsked, this, &MainWindow::restart);
    connect(m_marketPages, &MarketPages::trustAsked, this, &MainWindow::setTrusted);
    connect(m_marketPages, &MarketPages::placed, this, [this](const QString& machine) {
        const QString text = tr("The selected nodes run on %1 now.").arg(machine);
        if (m_top->privacy() == Privacy::OnlyHere)
            notice(text + QLatin1Char(' ') + tr("“Only here” is chosen above, and goes before it."));
        else
            goodNotice(text);
    });
    connect(m_top, &TopBar::shareAsked, this, &MainWindow::showSharing);
    connect(&m_top->pages(), &PageBar::pageAsked, this, [this](ShownPage page) {
        for (const auto& [shown, command] : kPageCommands) {
            if (shown == page)
                m_commands->action(QLatin1String(command))->trigger();
        }
    });
    connect(m_commands, &CommandList::keysChanged, this, &MainWindow::showPageKeys);
    showPageKeys();
}

void MainWindow::addPageBarCommands()
{
    m_commands->add({"page.workflow", QT_TRANSLATE_NOOP("Commands", "Workflow"), {Qt::ALT | Qt::Key_1}, [this] { leaveStart(); }});
    m_commands->add({"page.market", QT_TRANSLATE_NOOP("Commands", "Marketplace"), {Qt::ALT | Qt::Key_K}, [this] { showMarketplace(); }});
    m_commands->add({"page.sharing", QT_TRANSLATE_NOOP("Commands", "Share my GPU"), {Qt::ALT | Qt::Key_H}, [this] { showSharing(); }});
    m_commands->add({"share.toggle", QT_TRANSLATE_NOOP("Commands", "Turn sharing of this computer on or off"), {}, [this] {
        if (m_market && m_market->isSharing())
            m_market->toggleSharing();
        else
            showSharing();
    }});
}

/// The tips of the bar name the keys, whatever the user made of them.
void MainWindow::showPageKeys()
{
    for (const auto& [page, command] : kPageCommands)
        m_top->pages().setKeys(page, m_commands->action(QLatin1String(command))->shortcut().toString(QKeySequence::NativeText));
    m_top->pages().retranslate();
}

bool MainWindow::isPageShown() const { return m_pages->currentWidget() && !qobject_cast<WorkflowPage*>(m_pages->currentWidget()); }

ShownPage MainWindow::shownPage() const
{
    if (!isPageShown())
        return ShownPage::Workflow;
    return isMarketplaceShown() ? ShownPage::Market
        : isSharingShown()      ? ShownPage::Sharing
        : isWalletShown()       ? ShownPage::Wallet
        : isGalleryShown()      ? ShownPage::Gallery
        : isModelsShown()       ? ShownPage::Models
        : isSettingsShown()     ? ShownPage::Settings
        : isAccountShown()      ? ShownPage::Account
        : isStartShown()        ? ShownPage::Start
                                : ShownPage::Other;
}

bool MainWindow::isMarketplaceShown() const { return m_marketPages && m_pages->currentWidget() == &m_marketPages->market(); }
bool MainWindow::isSharingShown() const { return m_marketPages && m_pages->currentWidget() == &m_marketPages->sharing(); }

void MainWindow::showMarketplace()
{
    m_marketPages->setWorkflow(page());
    if (m_market && !m_runs.isRunning() && m_market->isOnline() && !m_runs.engines().empty())
        m_market->refresh();
    showPage(&m_marketPages->market());
}

void MainWindow::showSharing() { showPage(&m_marketPages->sharing()); }

void MainWindow::setTrusted(const QString& machine, bool trusted)
{
    QStringList all = m_settings.value(QStringLiteral("run/trusted")).toStringList();
    all.removeAll(machine);
    if (trusted)
        all << machine;
    m_settings.setValue(QStringLiteral("run/trusted"), all);
    showMachines();
    m_marketPages->refresh();
    m_replan.start();
}

} // namespace weft
