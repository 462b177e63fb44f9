// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/StatementExport.h"
#include "app/wallet/WalletController.h"

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace weft {

class AutoTopUpCard;
class BalanceCard;
class BlindCard;
class BlindCredits;
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
    /// Gives it a card of blind credits. `credits` outlives it.
    void useBlind(BlindCredits& credits);
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
    Banner* m_offline;
    Banner* m_testMode;
    Banner* m_frozen;
    Banner* m_problem;
    Banner* m_noPayments;
    BalanceCard* m_balance;
    TopUpCard* m_topUp;
    AutoTopUpCard* m_auto;
    EarningsCard* m_earnings;
    BlindCard* m_blind = nullptr;
    QBoxLayout* m_columns = nullptr;
    QVBoxLayout* m_left = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_lists = nullptr;
    HistoryPanel* m_history;
    TopUpList* m_topUps;
    PayoutList* m_payouts;
};

} // namespace weft
