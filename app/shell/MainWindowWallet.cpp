// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The wallet's page, and the ways there.
#include "app/language/ErrorText.h"
#include "app/wallet/page/WalletPage.h"
#include "app/shell/MainWindow.h"
#include "app/shell/MarketPages.h"
#include "app/shell/NoWalletPage.h"
#include "app/shell/StatusStrip.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/RunTitles.h"
#include "app/wallet/WalletText.h"

#include <QShortcut>
#include <QStackedWidget>

namespace weft {

void MainWindow::useWallet(WalletController& wallet, RunTitles& titles)
{
    m_wallet = &wallet;
    m_walletPage = new WalletPage(wallet, m_pages);
    m_pages->addWidget(m_walletPage);
    m_walletPage->setRunNames(titles.names());
    m_top->setWallet();
    m_marketPages->useWallet(wallet);
    connect(&wallet, &WalletController::jobAsked, this, [this, &titles](const JobId& job) {
        if (const WorkflowPage* ran = followedPage())
            titles.note(job, ran->plainTitle());
    });
    connect(m_top, &TopBar::walletAsked, this, &MainWindow::showWallet);
    connect(m_walletPage, &WalletPage::accountAsked, this, &MainWindow::showAccount);
    connect(&wallet, &WalletController::credited, this, [this](qint64 amount, bool) {
        if (isWalletShown())
            return; // the page says it itself
        goodNotice(tr("+%1 credits").arg(exactCredits(microCredits(amount))));
    });
    auto* escape = new QShortcut(Qt::Key_Escape, m_walletPage, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &MainWindow::leaveStart);
}

void MainWindow::useBlind(BlindCredits& credits) { m_walletPage->useBlind(credits); }

/// The wallet's page; without a relay, the one that asks for it.
QWidget* MainWindow::walletPage() const
{
    if (m_walletPage)
        return m_walletPage;
    return m_marketPages ? m_marketPages->noWallet() : nullptr;
}

bool MainWindow::isWalletShown() const { return walletPage() && m_pages->currentWidget() == walletPage(); }

void MainWindow::showWallet()
{
    if (QWidget* shown = walletPage())
        showPage(shown);
}

void MainWindow::offer(const QString& text, const QString& action, std::function<void()> act, bool isGood)
{
    m_notice = text;
    m_noticeAct = std::move(act);
    if (isGood)
        m_status->setGoodNotice(text, action);
    else
        m_status->setNotice(text, action);
}

void MainWindow::noticeError(const Error& error)
{
    notice(sentenceFor(error));
    if (m_walletPage && error.code == ErrorCode::CreditTooLow)
        offer(m_notice, tr("Top up"), [this] {
            showWallet();
            m_walletPage->askTopUp();
        });
}

} // namespace weft
