// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/WalletController.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
QT_END_NAMESPACE

namespace weft {

/// Buys credits: an amount, Pay, the browser; then it waits, and tells how the payment went.
class TopUpCard : public TitledCard {
    Q_OBJECT

public:
    explicit TopUpCard(WalletController& wallet, QWidget* parent = nullptr);

    void retranslate();
    void focusAmount();

Q_SIGNALS:
    void accountAsked();

private:
    QWidget* makeAmounts();
    QWidget* makeWaiting();
    void refresh();
    void showWaiting();
    void showOutcome();
    void amountTyped();
    void pay();

    WalletController& m_wallet;
    QWidget* m_choice; // hidden while a payment is waited for
    QList<QPushButton*> m_amounts;
    QLabel* m_fieldLabel;
    QLineEdit* m_field;
    QLabel* m_dollars;
    Sentence* m_bounds;
    QCheckBox* m_keepCard;
    QPushButton* m_pay;
    Sentence* m_outcome;
    QPushButton* m_account;
    QWidget* m_waiting;
    Sentence* m_waitingText;
    QPushButton* m_again;
    QPushButton* m_copy;
    QPushButton* m_stop;
    Sentence* m_note;
    std::optional<Error> m_mistake; // in what is typed
};

} // namespace weft
