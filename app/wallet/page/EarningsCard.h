// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/WalletController.h"

namespace weft {

/// What sharing has earned: what can be paid out, what can't yet and why, and the two ways out.
class EarningsCard : public TitledCard {
    Q_OBJECT

public:
    explicit EarningsCard(WalletController& wallet, QWidget* parent = nullptr);

    void retranslate();

Q_SIGNALS:
    void accountAsked();

private:
    QWidget* makeConfirm();
    QWidget* makeCode();
    void refresh();
    void forget();
    void showAmounts();
    void showButtons();
    void showError();
    /// What is typed, or a sentence about it and none.
    std::optional<Money> amount();
    void payOut();
    void askToCredits();
    void onSucceeded(WalletAction action);

    WalletController& m_wallet;
    QLabel* m_matured;
    Sentence* m_dollars;
    Sentence* m_maturing;
    Sentence* m_reserve;
    Sentence* m_share;
    QLabel* m_amountLabel;
    QLineEdit* m_amount;
    QPushButton* m_payOut;
    QPushButton* m_toCredits;
    QPushButton* m_setUp;
    QWidget* m_confirm = nullptr;
    Sentence* m_question = nullptr;
    QPushButton* m_yes = nullptr;
    QPushButton* m_no = nullptr;
    QWidget* m_codeRow = nullptr;
    QLabel* m_codeLabel = nullptr;
    QLineEdit* m_code = nullptr;
    QPushButton* m_goOn = nullptr;
    Sentence* m_state;
    QPushButton* m_account;
    Money m_asked; // would become credits
    bool m_isAmountTyped = false;
};

} // namespace weft
