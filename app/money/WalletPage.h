// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/money/WalletWidgets.h"
#include "app/wallet/StatementExport.h"
#include "app/wallet/WalletController.h"

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace weft {

class AutoTopUpCard;
class BalanceCard;
class EarningsCard;
class HistoryPanel;
class PayoutList;
class TopUpCard;
class TopUpList;

/// The wallet: balance, top up, earnings, and all that happened. `wallet` outlives it.
class WalletPage : public QWidget {
    Q_OBJECT

public:
    explicit WalletPage(WalletController& wallet, QWidget* parent = nullptr);

    void retranslate();
    void setRunNames(RunNames names);
    /// Puts the cursor where an amount to top up is written.
    void askTopUp();
    HistoryPanel& history() const { return *m_history; }

Q_SIGNALS:
    /// Something is to be done on the account page first.
    void accountAsked();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeContent();
    QWidget* makeLists();
    void refresh();
    void showBanners();

    WalletController& m_wallet;
    QLabel* m_title;
    Sentence* m_asOf;
    WalletBanner* m_offline;
    WalletBanner* m_testMode;
    WalletBanner* m_frozen;
    WalletBanner* m_problem;
    WalletBanner* m_noPayments;
    BalanceCard* m_balance;
    TopUpCard* m_topUp;
    AutoTopUpCard* m_auto;
    EarningsCard* m_earnings;
    QBoxLayout* m_columns = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_lists = nullptr;
    HistoryPanel* m_history;
    TopUpList* m_topUps;
    PayoutList* m_payouts;
};

} // namespace weft
